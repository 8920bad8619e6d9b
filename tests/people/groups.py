"""Announcements for the tests of the groups."""

from __future__ import annotations

from datetime import datetime
from uuid import uuid4

from jianyan.people.actions import announce
from jianyan.people.models import Announcement
from tests.fixtures import MONDAY, World

BOTH = ("internal", "external")


def announced(world: World, at: datetime = MONDAY, by: str = "officer", **changes: object) -> Announcement:
    """An announcement to both groups, or to those named."""
    values = {"key": uuid4(), "groups": BOTH, "title": "三季度座谈会通知", "text": "九月十日上午九点，二楼会议室。"}
    return announce(world.actor(by), at=at, **{**values, **changes})  # type: ignore[arg-type]
