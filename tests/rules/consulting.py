"""A draft on its way, for the tests of drafting and of the consultation."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import uuid4

from jianyan.accounts.models import Department
from jianyan.rules import actions
from jianyan.rules.models import Comment, Consultation, Draft, RulebookVersion
from tests.fixtures import MONDAY, World

#: The last day of a round that begins on `MONDAY`, and a moment after it.
UNTIL = date(2026, 3, 16)
AFTER = MONDAY + timedelta(days=8)


def drafted(world: World, *, at: datetime = MONDAY, **values: object) -> Draft:
    """A draft in which the officer has five working days for the call, and whatever else is said."""
    made = actions.draft(world.actor("officer"), at=at, why="试行一年后修订。")
    return actions.edit(world.actor("officer"), made.pk, {"clocks.call.amount": 5, **values}, at=at)


def asked(
    world: World, made: Draft | None = None, audience: str = "units", *, at: datetime = MONDAY, until: date = UNTIL
) -> Consultation:
    """A round that runs."""
    made = made or drafted(world, at=at)
    return actions.consult(world.actor("head"), made.pk, at=at, audience=audience, until=until, note="请提出意见。")


def said(world: World, round_: Consultation, text: str = "五天太长。", rule: str = "clocks.call") -> Comment:
    """A comment: of the commerce department, or of the public."""
    actor = world.system if round_.audience == "public" else world.actor("liaison")
    return actions.comment(actor, round_.pk, at=round_.opened_at, text=text, key=uuid4(), rule=rule)


def concluded(world: World, round_: Consultation, *, at: datetime = AFTER) -> Consultation:
    """The round at its end, every comment adopted."""
    for each in round_.comments.filter(outcome=""):
        actions.answer(world.actor("officer"), each.pk, at=at, outcome="adopted")
    return actions.conclude(world.actor("officer"), round_.pk, at=at)


def adopted(
    world: World, made: Draft | None = None, *, at: datetime = AFTER, on: date | None = None
) -> RulebookVersion:
    """A version out of a draft that nobody was asked about."""
    made = made or drafted(world)
    day = on or (at + timedelta(days=10)).date()
    return actions.adopt(world.actor("head"), made.pk, at=at, effective_on=day, unasked="只改文字。")


def soe(world: World, kind: str = "soe") -> Department:
    """A unit of another kind with a liaison ``soe``."""
    unit = Department.objects.create(zone=world.zone, code=kind, name=f"单位{kind}", kind=kind)
    world.user(kind, "liaison", unit, name=f"联络{kind}")
    return unit
