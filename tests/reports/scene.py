"""Leads in many states around one quarter, each by the ordinary acts."""

from __future__ import annotations

from datetime import datetime, timedelta

from jianyan.leads import actions
from jianyan.leads.models import Lead
from tests.fixtures import World, when

#: Well after the first quarter of 2026, so that what was left is overdue.
AFTER = when("2026-04-20 09:00")
QUARTER = "2026Q1"


def file(world: World, key: str, at: datetime, channel: str = "social", **changes: object) -> Lead:
    """A lead of a supervisor of its own, made if there is none yet."""
    if key not in world.supervisors:
        unit = world.departments["customs"] if channel == "internal" else None
        world.supervisor(key, channel, unit=unit)
    return world.lead(key, at, **changes)


def lead_at(world: World, key: str, at: datetime, to: str, **changes: object) -> Lead:
    return world.walk(file(world, key, at, **changes), to, at + timedelta(minutes=5))


def quarter(world: World) -> dict[str, Lead]:
    """One lead for each way in which a lead can stand when the quarter is told of."""
    officer, liaison = world.actor("officer"), world.actor("liaison")
    january, february, march = when("2026-01-12 10:00"), when("2026-02-09 10:00"), when("2026-03-09 10:00")
    december = when("2025-12-08 10:00")
    found = {
        "carried": lead_at(world, "a", december, "accepted"),
        "ended before": lead_at(world, "b", december, "closed"),
        "not called": file(world, "c", january, field="law"),
        "called": lead_at(world, "d", january, "clarified", kind="trend", aspect="shock"),
        "sent": lead_at(world, "e", february, "dispatched"),
        "late": lead_at(world, "f", february, "accepted", kind="risk", field="market"),
        "answered": lead_at(world, "g", march, "replied"),
        "closed": lead_at(world, "h", march, "closed", common=True),
        "inside": lead_at(world, "i", march, "closed", channel="internal", hidden=True),
        "next": file(world, "j", when("2026-04-10 10:00")),
    }
    closes_later = lead_at(world, "k", december, "accepted")
    actions.reply(
        liaison,
        closes_later.pk,
        at=january,
        result="explained",
        process="政策如此，已当面说明。",
        basis_title="登记管理办法",
        basis_no="东政〔2025〕3号",
        reason="依据上位法，不能在本区调整",
    )
    actions.follow_up(officer, closes_later.pk, at=january, solved=True, satisfaction="basically")
    answered_late = lead_at(world, "l", january, "accepted", kind="advice")
    actions.reply(
        liaison,
        answered_late.pk,
        at=when("2026-03-20 10:00"),
        result="planned",
        process="已纳入年度计划。",
        reason="涉及两个系统改造",
        plan="分两期改造",
        promised_on=when("2026-06-30 10:00").date(),
    )
    reopened = lead_at(world, "m", march, "replied", kind="risk")
    actions.follow_up(
        officer,
        reopened.pk,
        at=march + timedelta(days=1),
        solved=False,
        satisfaction="unsatisfied",
        words_="还是要跑两趟。",
    )
    returned = lead_at(world, "n", march, "dispatched")
    actions.return_(
        liaison,
        returned.pk,
        at=march + timedelta(hours=2),
        reason="不属于本局职责。",
        should_be=world.departments["planning"].pk,
    )
    return found | {
        "carried and closed": closes_later,
        "late answer": answered_late,
        "reopened": reopened,
        "returned": returned,
    }
