"""The special reports and instructions that addresses name: a signed one as one's own, a draft as another's."""

from __future__ import annotations

from jianyan.reports.models import Instruction, Special, SpecialItem
from tests.fixtures import World, when
from tests.reports.special_scene import drafted, instructed, signed

AT = when("2026-04-20 09:00")


def special_of(world: World, *, submitted: bool) -> Special:
    """Signed and so read by leaders; or a draft, of the quarter before."""
    if submitted:
        return signed(world, at=AT, leads=False)
    return drafted(world, at=AT, name="2025Q4", leads=False)


def item_of(world: World, *, submitted: bool) -> SpecialItem:
    """A matter of it."""
    special = special_of(world, submitted=submitted)
    made = {"section": "next", "place": 9, "title": "窗口合并", "text": "请协调。", "changed_at": AT}
    return SpecialItem.objects.filter(special=special, place=9).first() or SpecialItem.objects.create(
        special=special, **made
    )


def instruction_of(world: World) -> Instruction:
    """An instruction on the signed one; made when it is first asked for."""
    special_of(world, submitted=True)
    return Instruction.objects.filter(zone=world.zone).first() or instructed(world, at=AT, on_item=False)
