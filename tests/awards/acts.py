"""A term of a year with deeds, and its award brought to a step by its ordinary way."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import uuid4

from django.db import transaction

from jianyan.accounts.models import User
from jianyan.awards import actions
from jianyan.awards.models import Run, Standing
from jianyan.leads.actions import file_form
from jianyan.ledger.actions import record
from jianyan.people.actions import appoint
from jianyan.people.models import Appointment, Supervisor
from tests.fixtures import World, when

STARTS, ENDS = date(2025, 3, 1), date(2026, 2, 28)
#: The Monday after the term.
AFTER = when("2026-03-02 09:00")
#: The first day on which the hearing is over (3 working days), and on which the notice is (5 more).
HEARD, NOTICED = when("2026-03-06 09:00"), when("2026-03-16 09:00")


def person(world: World, key: str, channel: str = "social", starts: date = STARTS, ends: date = ENDS) -> Supervisor:
    """A supervisor whose term is the year's, or a part of it."""
    user = world.user(key, name=f"某{key}")
    made = appoint(
        world.actor("head"),
        user,
        at=when("2025-03-01 08:00"),
        channel=channel,
        category="entity" if channel == "social" else "department",
        starts_on=starts,
        ends_on=ends,
        unit=None if channel == "social" else world.departments["planning"],
        employer="远洋物流" if channel == "social" else "",
        officer=world.users["officer"],
    )
    Appointment.objects.filter(supervisor=made).update(promised_at=when("2025-03-01 09:00"))
    world.supervisors[key] = made
    return made


def forms(world: World, key: str, months: int, *, leads: int = 0, first: date = STARTS) -> None:
    """Forms on time for so many months, the first with so many leads."""
    identity = world.supervisors[key].identities.get(level="district").pk
    for n in range(months):
        month = date(first.year + (first.month - 1 + n) // 12, (first.month - 1 + n) % 12 + 1, 1)
        at = datetime.combine(month + timedelta(days=9), when("2025-03-01 10:00").timetz())
        channel = world.supervisors[key].channel
        opinions = [world.opinion(channel, title=f"事项{k}") for k in range(leads)] if n == 0 else []
        file_form(world.actor(key), identity, month, opinions, at=at, key=uuid4(), nil=not opinions)


def attended(world: World, key: str, kind: str = "symposium", at: datetime | None = None, number: int = 1) -> None:
    """The row of the ledger that a meeting leaves in somebody's dossier."""
    moment = at or when("2025-06-10 15:00")
    with transaction.atomic():
        record(
            actor=world.actor("officer"),
            at=moment,
            verb="meeting.attend",
            subject=f"invitation:{world.supervisors[key].pk}{number}",
            dossier=world.supervisors[key].pk,
            data={"meeting": number, "kind": kind, "way": "list", "at": moment.isoformat()},
            role="officer",
        )


def year(world: World) -> None:
    """A year of three social and two internal supervisors; the fixtures' own two serve on and on with nothing done."""
    for key in ("甲", "乙", "丙"):
        person(world, key)
    for key in ("丁", "戊"):
        person(world, key, "internal")
    forms(world, "甲", 12, leads=4)
    forms(world, "乙", 12, leads=1)
    forms(world, "丙", 6)
    forms(world, "丁", 12, leads=2)
    forms(world, "戊", 3)
    attended(world, "甲")


def counted(world: World) -> Run:
    """The award of the year, counted."""
    year(world)
    return actions.count(world.actor("officer"), at=AFTER, starts=STARTS, ends=ENDS, title="2026年度优秀监督员评选")


def brought_to(world: World, run: Run, step: str) -> Run:
    """Bring an award to a step."""
    officer, head = world.actor("officer"), world.actor("head")
    while run.step != step:
        match run.step:
            case "review":
                run = actions.open_hearing(officer, run.pk, at=AFTER)
            case "hearing":
                run = actions.decide(head, run.pk, at=HEARD)
            case "approve":
                run = actions.approve(head, run.pk, at=HEARD, document="管委会会议纪要〔2026〕3号")
            case "publish":
                run = actions.publish(head, run.pk, at=HEARD)
            case "notice":
                run = actions.finish(head, run.pk, at=NOTICED)
            case _:
                raise AssertionError(f"no way from {run.step} to {step}")
    return run


def standing(world: World, run: Run, key: str) -> Standing:
    return Standing.objects.get(run=run, supervisor=world.supervisors[key])


def user_of(world: World, key: str) -> User:
    return world.users[key]
