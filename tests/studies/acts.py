"""Studies and verifications brought to a state by the ordinary way."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from jianyan.leads.models import Lead
from jianyan.studies import actions
from jianyan.studies.models import Study, Verification
from tests.files import image
from tests.fixtures import MONDAY, World

DUE = date(2026, 3, 20)
LATER = MONDAY + timedelta(days=2)
TEXT = "走访了三家企业，窗口重复收件的情况普遍存在，建议统一收件。"


def called(world: World, at: datetime = MONDAY, **changes: Any) -> Study:
    """A study to which the two supervisors are asked."""
    given: dict[str, Any] = {
        "key": uuid4(),
        "title": "企业变更登记重复交件情况",
        "text": "走访三到五家企业，了解变更登记时重复交件的情形，提出办法。",
        "due_on": DUE,
        "people": [world.supervisors["social"].pk, world.supervisors["internal"].pk],
        **changes,
    }
    return actions.call_study(world.actor("officer"), at=at, **given)


def joined(world: World, *who: str, study: Study | None = None, at: datetime = MONDAY) -> Study:
    """A study in which they take part."""
    made = study or called(world)
    for each in who or ("social",):
        actions.join(world.actor(each), made.pk, at=at)
    return Study.objects.get(pk=made.pk)


def delivered(world: World, *who: str, at: datetime = LATER, study: Study | None = None) -> Study:
    """A study whose report waits for the office."""
    made = joined(world, *who, study=study)
    actions.deliver(world.actor((who or ("social",))[0]), made.pk, at=at, key=uuid4(), text=TEXT)
    return Study.objects.get(pk=made.pk)


def lead_of(world: World, by: str = "second", state: str = "accepted", **changes: Any) -> Lead:
    """A lead handled by commerce, raised by somebody who verifies none."""
    if by not in world.supervisors:
        world.supervisor(by)
    return world.walk(world.lead(by, **changes), state)


def assigned(world: World, lead: Lead | None = None, *who: str, at: datetime = MONDAY, **changes: Any) -> Verification:
    """A verification for which somebody is asked."""
    given: dict[str, Any] = {
        "key": uuid4(),
        "title": "两个窗口是否重复收件",
        "brief": "到大厅看一看两个窗口各收哪些材料。",
        "place": "政务服务大厅",
        "due_on": DUE,
        "people": [world.supervisors[each].pk for each in who or ("social",)],
        **changes,
    }
    return actions.assign(world.actor("officer"), (lead or lead_of(world)).pk, at=at, **given)


def taken(world: World, lead: Lead | None = None, *who: str) -> Verification:
    """A verification that they have accepted."""
    made = assigned(world, lead, *who)
    for each in who or ("social",):
        actions.take_on(world.actor(each), made.pk, at=MONDAY)
    return Verification.objects.get(pk=made.pk)


def picture(world: World, by: str = "social", basket: UUID | None = None) -> UUID:
    """A basket with one picture."""
    basket = basket or uuid4()
    actions.upload(world.actor(by), basket, image(), "现场.jpg", at=MONDAY)
    return basket


def carried_out(world: World, lead: Lead | None = None, *who: str, by: str = "social", **changes: Any) -> Verification:
    """A verification whose finding waits for the office."""
    made = taken(world, lead, *who)
    given: dict[str, Any] = {
        "key": uuid4(),
        "outcome": "confirmed",
        "found": "两个窗口都要求交章程复印件。",
        "place": "政务服务大厅二楼",
        "happened_at": LATER - timedelta(hours=1),
        "present": list(made.verifiers.values_list("pk", flat=True)),
        **changes,
    }
    actions.carry_out(world.actor(by), made.pk, at=LATER, **given)
    return Verification.objects.get(pk=made.pk)


def filed(world: World, lead: Lead | None = None, **changes: Any) -> Verification:
    """A verification whose finding stands on the lead."""
    made = carried_out(world, lead, **changes)
    actions.file_finding(world.actor("officer"), made.pk, at=LATER)
    return Verification.objects.get(pk=made.pk)
