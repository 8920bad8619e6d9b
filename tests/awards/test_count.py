"""Counting a term from the ledger."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest

from jianyan.awards import actions
from jianyan.awards.models import Run, Standing
from jianyan.awards.queries.pages import behind
from jianyan.awards.queries.scored import records_of
from jianyan.core.flow import Refused
from jianyan.core.terms import Term
from jianyan.leads import actions as leads
from jianyan.leads.models import Lead
from jianyan.ledger.actions import record
from jianyan.ledger.models import Entry
from jianyan.rules.queries import book, version_on
from tests.awards.acts import AFTER, ENDS, STARTS, attended, counted, forms, person, standing, year
from tests.fixtures import World, when


@pytest.mark.clause("4.3.c", "5.2.c")
def test_everybody_who_serves_on_the_last_day_is_scored(world: World) -> None:
    run = counted(world)
    assert run.months == 12 and run.step == "review"
    assert Standing.objects.filter(run=run).count() == 7
    first = standing(world, run, "甲")
    assert first.counts == {"form": 12, "lead": 4, "symposium": 1}
    assert (first.points_of("forms"), first.points_of("quality"), first.points_of("taking_part")) == (2500, 120, 300)
    assert (first.rank, first.proposed, first.total) == (1, True, 2920)
    # 20% of four is none, but at least one; the channels are ranked apart.
    assert {each.supervisor.name for each in Standing.objects.filter(run=run, proposed=True)} == {"某甲", "某丁"}
    idle = standing(world, run, "social")
    assert (idle.rank, idle.why) == (None, "nothing")


@pytest.mark.clause("5.2.b", "5.2.c")
def test_every_point_has_its_rows(world: World) -> None:
    run = counted(world)
    each = standing(world, run, "甲")
    rows = behind(each).rows
    assert {deed: len(found) for deed, found in rows.items()} == each.counts
    assert {row.dossier for found in rows.values() for row in found} == {each.supervisor_id}
    assert all(row.pk <= run.until_row for found in rows.values() for row in found)


def test_what_became_of_a_lead_counts_and_what_was_undone_does_not(world: World) -> None:
    person(world, "甲")
    forms(world, "甲", 1, leads=3)
    at = when("2025-03-12 10:00")
    first, second, _third = Lead.objects.order_by("pk")
    leads.classify(
        world.actor("officer"), first.pk, at=at, kind="trend", field="market", common=True, grade="A", aspect="trend"
    )
    world.walk(first, "closed", at=at)
    leads.withdraw(world.actor("甲"), second.pk, at=at, reason="")
    run = actions.count(world.actor("officer"), at=AFTER, starts=STARTS, ends=ENDS, title="评优")
    assert standing(world, run, "甲").counts == {
        "form": 1,
        "lead": 2,
        "adopted": 1,
        "solved": 1,
        "common": 1,
        "industry": 1,
    }  # walked as grade B


def test_whoever_came_in_mid_term_is_compared_by_month(world: World) -> None:
    person(world, "甲")
    person(world, "新", starts=date(2025, 9, 1), ends=date(2026, 8, 31))
    forms(world, "甲", 12, leads=4)
    forms(world, "新", 6, leads=2, first=date(2025, 9, 1))
    run = actions.count(world.actor("officer"), at=AFTER, starts=STARTS, ends=ENDS, title="评优")
    whole, half = standing(world, run, "甲"), standing(world, run, "新")
    assert (half.months, half.since) == (6, date(2025, 9, 1))
    assert half.total == whole.total and half.rank == whole.rank == 1


def test_who_left_before_the_end_takes_no_part(world: World) -> None:
    gone = person(world, "甲")
    gone.appointments.update(left_on=date(2025, 12, 1), leaving="resigned")
    run = actions.count(world.actor("officer"), at=AFTER, starts=STARTS, ends=ENDS, title="评优")
    assert not Standing.objects.filter(run=run, supervisor=gone).exists()


def test_what_was_done_outside_the_term_does_not_count(world: World) -> None:
    person(world, "甲", ends=date(2027, 2, 28))
    forms(world, "甲", 1, leads=1, first=date(2026, 3, 1))
    attended(world, "甲", at=when("2026-03-01 10:00"))
    run = actions.count(world.actor("officer"), at=when("2026-03-20 10:00"), starts=STARTS, ends=ENDS, title="评优")
    assert standing(world, run, "甲").counts == {}


def test_attendance_that_was_struck_does_not_count(world: World) -> None:
    person(world, "甲")
    attended(world, "甲", number=1)
    attended(world, "甲", "plenary", number=2)
    record(
        actor=world.actor("officer"),
        at=when("2025-06-11 09:00"),
        verb="meeting.strike",
        subject=f"invitation:{world.supervisors['甲'].pk}1",
        dossier=world.supervisors["甲"].pk,
        data={"meeting": 1, "kind": "symposium"},
    )
    run = actions.count(world.actor("officer"), at=AFTER, starts=STARTS, ends=ENDS, title="评优")
    assert standing(world, run, "甲").counts == {"plenary": 1}


def test_counting_again_takes_in_what_came_since_and_keeps_what_reviewers_did(world: World) -> None:
    run = counted(world)
    each = standing(world, run, "乙")
    actions.adjust(world.actor("officer"), each.pk, at=AFTER, points=150, reason="牵头调研", key=uuid4())
    attended(world, "乙", at=when("2026-02-20 10:00"), number=7)
    run = actions.recount(world.actor("officer"), run.pk, at=AFTER + timedelta(hours=1))
    again = standing(world, run, "乙")
    assert again.counts["symposium"] == 1 and again.adjusted == 150
    assert again.total == again.counted + 150 == 2500 + 30 + 300 + 150


def test_points_are_counted_in_a_fixed_number_of_queries(world: World, django_assert_num_queries: object) -> None:
    year(world)
    rules = book(version_on(world.zone.pk, ENDS).pk)
    last = Entry.objects.latest("pk").pk
    with django_assert_num_queries(2):  # type: ignore[operator]
        records_of(world.zone.pk, Term(STARTS, ENDS), last, rules)


@pytest.mark.parametrize(
    ("starts", "ends", "code"),
    [
        (STARTS, date(2026, 3, 2), "term_not_over"),
        (ENDS, STARTS, "bad_term"),
        (date(2004, 1, 5), date(2005, 1, 5), "nobody_served"),
    ],
)
def test_a_term_that_cannot_be_awarded(world: World, starts: date, ends: date, code: str) -> None:
    with pytest.raises(Refused) as no:
        actions.count(world.actor("officer"), at=AFTER, starts=starts, ends=ends, title="评优")
    assert no.value.code == code
    assert not Run.objects.exists()


def test_one_award_a_term_until_it_is_called_off(world: World) -> None:
    run = counted(world)
    with pytest.raises(Refused) as no:
        actions.count(world.actor("officer"), at=AFTER, starts=STARTS, ends=ENDS, title="再评")
    assert no.value.code == "there_already"
    actions.cancel(world.actor("head"), run.pk, at=AFTER, reason="聘期有误")
    assert actions.count(world.actor("officer"), at=AFTER, starts=STARTS, ends=ENDS, title="再评").pk != run.pk


@pytest.mark.parametrize("key", ["social", "liaison", "leader", "auditor"])
def test_only_the_office_counts(world: World, key: str) -> None:
    with pytest.raises(Refused) as no:
        actions.count(world.actor(key), at=AFTER, starts=STARTS, ends=ENDS, title="评优")
    assert no.value.code == "wrong_role"


def test_another_zones_award_is_not_there(world: World, elsewhere: World) -> None:
    run = counted(world)
    with pytest.raises(Run.DoesNotExist):
        actions.recount(elsewhere.actor("officer"), run.pk, at=AFTER)
