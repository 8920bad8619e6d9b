"""A quarter is warned of once, closed once, and does not change any more (5.1.a–c)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jianyan.core.duties import Quarter, Standing
from jianyan.core.flow import Refused
from jianyan.duties import actions
from jianyan.duties.models import Closing, DutyQuarter
from jianyan.duties.queries.deeds import deeds
from jianyan.duties.queries.summary import summary
from jianyan.ledger.actions import verify
from jianyan.ledger.models import Entry
from jianyan.ledger.words import sentence
from jianyan.meetings.models import Invitation
from jianyan.notify.models import Notice
from jianyan.people.models import Appointment
from tests.fixtures import World, when
from tests.meetings.acts import held, invited, planned
from tests.studies.acts import delivered, filed

Q1 = Quarter(2026, 1)
WARNS, CLOSES = when("2026-03-11 08:30"), when("2026-04-03 09:00")


@pytest.mark.clause("5.1.a", "5.1.b")
def test_who_owes_is_warned_once_in_time_and_the_officer_told_how_many(world: World) -> None:
    held(world, "social")
    assert actions.tick_duties(world.zone, at=WARNS - timedelta(days=1)).warned == 0
    assert actions.tick_duties(world.zone, at=WARNS.replace(hour=7)).warned == 0
    assert actions.tick_duties(world.zone, at=WARNS).warned == 1
    assert actions.tick_duties(world.zone, at=WARNS + timedelta(days=1)).warned == 0

    notice = Notice.objects.get(kind="duty.meeting_or_study")
    assert (notice.user, notice.params) == (world.users["internal"], {"until": "2026-03-31"})
    told = Notice.objects.get(kind="duty.summary")
    assert (told.user, told.params["count"]) == (world.users["officer"], 1)
    assert Entry.objects.get(verb="duty.warn").data == {"quarter": "2026Q1", "asked": 1}


def test_nobody_is_warned_on_a_day_off(world: World) -> None:
    held(world, "social")
    assert actions.tick_duties(world.zone, at=when("2026-03-14 10:00")).warned == 0
    assert actions.tick_duties(world.zone, at=when("2026-03-16 10:00")).warned == 1


def test_before_the_first_meeting_nobody_could_owe_anything(world: World) -> None:
    done = actions.tick_duties(world.zone, at=CLOSES)
    assert (done.warned, done.closed) == (0, 0) and not DutyQuarter.objects.exists()


@pytest.mark.clause("5.1.a", "5.1.b", "5.2.b")
def test_a_quarter_is_closed_with_one_row_in_each_dossier(world: World) -> None:
    held(world, "social")
    assert actions.tick_duties(world.zone, at=CLOSES - timedelta(days=1)).closed == 0
    assert actions.tick_duties(world.zone, at=CLOSES).closed == 1
    assert actions.tick_duties(world.zone, at=CLOSES + timedelta(days=1)).closed == 0

    kept = DutyQuarter.objects.get(key="2026Q1")
    assert (kept.people, kept.number, kept.closed_at) == (2, 1, CLOSES)
    by_key = {key: Closing.objects.get(supervisor=world.supervisors[key]) for key in ("social", "internal")}
    assert (by_key["social"].standing, by_key["internal"].standing) == (Standing.met, Standing.missed)
    row = Entry.objects.get(verb="duty.closed", dossier=world.supervisors["internal"].pk)
    assert row.rules == "v1" and row.data["duties"] == {
        "meeting_or_study": {"owed": 1, "done": 0, "excused": 0, "standing": "missed"}
    }
    said = sentence(row.verb, row.data, departments={})
    assert said == "2026年第1季度履职结算，会议或调研 0/1 没有完成，意见表 0/3"
    assert verify(world.zone, at=CLOSES).findings == []


def test_a_quarter_that_is_not_over_is_not_closed(world: World) -> None:
    held(world, "social")
    for actor in (world.system, world.actor("head")):
        with pytest.raises(Refused, match=r"^quarter_running$"):
            actions.close_quarter(actor, Q1, at=when("2026-04-02 23:59"))
    with pytest.raises(Refused, match=r"^wrong_role$"):
        actions.close_quarter(world.actor("officer"), Q1, at=CLOSES)
    assert not Closing.objects.exists()


def test_what_comes_after_the_closing_changes_nothing(world: World) -> None:
    meeting = planned(world)
    (row,) = invited(world, meeting, "social")
    first = actions.close_quarter(world.system, Q1, at=CLOSES)
    before = summary(world.zone, Q1, CLOSES.date())
    Invitation.objects.filter(pk=row.pk).update(attended_at=meeting.starts_at, attended_by_way="proxy")
    Appointment.objects.all().update(starts_on=date(2026, 3, 30))

    assert actions.close_quarter(world.system, Q1, at=CLOSES + timedelta(days=30)) == first
    assert summary(world.zone, Q1, CLOSES.date() + timedelta(days=30)) == before
    assert Closing.objects.get(supervisor=world.supervisors["social"]).standing == Standing.missed
    assert before.closed and before.all.missed == 2


def test_a_clock_that_stood_still_closes_each_quarter(world: World) -> None:
    held(world, "social")
    assert actions.tick_duties(world.zone, at=when("2026-10-20 09:00")).closed == 3
    keys = DutyQuarter.objects.filter(closed_at__isnull=False).order_by("key").values_list("key", flat=True)
    assert list(keys) == ["2026Q1", "2026Q2", "2026Q3"]


def test_the_office_reminds_once_a_day_whom_it_chooses(world: World) -> None:
    held(world)
    officer, at = world.actor("officer"), when("2026-02-03 10:00")
    only = [world.supervisors["social"].pk]
    assert actions.remind(officer, at=at, only=only) == 1
    assert actions.remind(officer, at=at, only=only) == 0
    assert actions.remind(officer, at=at) == 1  # the other one
    assert actions.remind(officer, at=at + timedelta(days=1)) == 2
    assert set(Notice.objects.filter(kind__startswith="duty.").values_list("kind", flat=True)) == {
        "duty.symposium",
        "duty.meeting_or_study",
    }
    with pytest.raises(Refused, match=r"^wrong_role$"):
        actions.remind(world.actor("social"), at=at)


def test_deeds_are_told_in_their_order(world: World) -> None:
    held(world, "social")
    delivered(world, "social")
    filed(world)
    found = deeds(world.supervisors["social"].pk, Q1.span)
    assert [each.deed.kind for each in found] == ["symposium", "study", "verification"]
    assert deeds(world.supervisors["social"].pk, Q1.before.span) == []


@pytest.mark.clause("5.1.a", "5.1.b")
def test_the_summary_adds_up_and_takes_as_many_queries_for_more_people(world: World) -> None:
    held(world, "social")
    summary(world.zone, Q1, date(2026, 3, 20))  # reads the rules and the calendar into memory
    with CaptureQueriesContext(connection) as one:
        found = summary(world.zone, Q1, date(2026, 3, 20))
    assert (found.channels["social"].met, found.channels["internal"].open, found.all.people) == (1, 1, 2)
    assert (found.all.owed, found.all.forms_owed, found.all.contacts_owed) == (2, 6, 6)
    for n in range(3):
        world.supervisor(f"more{n}")
    with CaptureQueriesContext(connection) as more:
        found = summary(world.zone, Q1, date(2026, 3, 20))
    assert found.all.people == 5 == found.all.met + found.all.open + found.all.missed + found.all.excused
    assert len(one) == len(more) == 3


def test_a_quarter_to_come_and_a_zone_without_rules_have_nothing(world: World) -> None:
    assert summary(world.zone, Q1.after, date(2026, 3, 20)).all.people == 0
    from jianyan.accounts.models import Zone

    bare = Zone.objects.create(code="bare", name="空区", short_name="空监", office_name="办")
    assert summary(bare, Q1, date(2026, 3, 20)).all.people == 0
    assert actions.tick_duties(bare, at=CLOSES).closed == 0
