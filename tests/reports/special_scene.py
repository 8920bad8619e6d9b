"""Special reports on their way, by the ordinary acts."""

from __future__ import annotations

from datetime import datetime
from uuid import uuid4

from jianyan.reports import actions
from jianyan.reports.models import Instruction, Special
from tests.fixtures import World
from tests.reports.scene import AFTER, QUARTER, quarter


def drafted(world: World, *, at: datetime = AFTER, name: str = QUARTER, leads: bool = True) -> Special:
    """The report of a quarter with a lead of each kind; made if there is none."""
    there = Special.objects.filter(zone=world.zone, quarter=name).first()
    if there is not None:
        return there
    if leads:
        quarter(world)
    return actions.draft_special(world.actor("officer"), name, at=at)


def signed(world: World, *, at: datetime = AFTER, name: str = QUARTER, leads: bool = True) -> Special:
    """The same, signed by the head."""
    made = drafted(world, at=at, name=name, leads=leads)
    return made if made.signed else actions.sign_special(world.actor("head"), made.pk, at=at)


def instructed(world: World, *, at: datetime = AFTER, on_item: bool = True) -> Instruction:
    """An instruction of the leader on the first matter."""
    report = signed(world, at=at)
    item = report.items.first() if on_item else None
    return actions.instruct(
        world.actor("leader"),
        report.pk,
        at=at,
        text="请商务局牵头，本月底前拿出办法。",
        item=item.pk if item else None,
        key=uuid4(),
    )
