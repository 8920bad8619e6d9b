"""How everybody stands in a quarter: what the database works out is what the core says (5.1.a–c)."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jianyan.core import duties
from jianyan.core.duties import Quarter, Standing
from jianyan.core.terms import Term
from jianyan.core.workdays import TZ
from jianyan.duties.queries.people import people, reckoned, with_contacts, with_forms
from jianyan.duties.queries.rules import quarter_rules
from jianyan.meetings.models import Invitation, Meeting
from jianyan.people.actions import log_contact
from jianyan.people.models import Appointment
from tests.fixtures import World, when
from tests.meetings.acts import held, invited, planned
from tests.studies.acts import delivered

Q1 = Quarter(2026, 1)
TODAY = date(2026, 3, 25)


def of(world: World, key: str, today: date = TODAY, quarter: Quarter = Q1):
    rules = quarter_rules(world.zone, quarter, today)
    assert rules is not None
    found = with_contacts(with_forms(people(world.zone.pk, rules, today), rules, today), rules, today)
    return found.get(pk=world.supervisors[key].pk)


def part(world: World, key: str, today: date = TODAY) -> duties.Reckoned:
    rules = quarter_rules(world.zone, Q1, today)
    assert rules is not None
    (only,) = reckoned(of(world, key, today), rules, today).values()
    return only


@pytest.mark.clause("5.1.a")
def test_a_social_supervisor_owes_a_symposium_and_only_that_counts(world: World) -> None:
    assert of(world, "social", date(2026, 1, 1)).standing == Standing.owed
    held(world, "social", kind="plenary")
    assert of(world, "social").standing == Standing.warned
    held(world, "social")
    assert of(world, "social").standing == Standing.met and part(world, "social").done == 1
    assert of(world, "social", quarter=Q1.after, today=date(2026, 4, 1)).standing == Standing.owed


@pytest.mark.clause("5.1.b")
def test_an_internal_supervisor_owes_a_meeting_or_a_study(world: World) -> None:
    assert of(world, "internal").standing == Standing.warned
    study = delivered(world, "internal")
    assert of(world, "internal").standing == Standing.met
    study.state = "returned"
    study.save()
    assert of(world, "internal").standing == Standing.warned
    held(world, "internal", kind="environment")
    assert of(world, "internal").standing == Standing.met


def test_an_accepted_excuse_stands_for_one_and_a_cancelled_meeting_for_none(world: World) -> None:
    meeting = planned(world)
    (row,) = invited(world, meeting, "social")
    Invitation.objects.filter(pk=row.pk).update(answer="excused", excuse="出差", excused_ok=None)
    assert of(world, "social").standing == Standing.warned
    Invitation.objects.filter(pk=row.pk).update(excused_ok=True)
    assert (of(world, "social").standing, part(world, "social").excused) == (Standing.excused, 1)
    meeting.state = "cancelled"
    meeting.save()
    assert of(world, "social").standing == Standing.warned


def test_when_it_is_over_it_is_missed(world: World) -> None:
    assert of(world, "social", date(2026, 3, 31)).standing == Standing.warned
    assert of(world, "social", date(2026, 4, 1)).standing == Standing.missed


def test_a_meeting_counts_in_the_quarter_in_which_it_begins_in_shanghai(world: World) -> None:
    late = datetime.fromisoformat("2026-03-31T23:30:00+08:00")
    meeting = planned(world, starts_at=late, ends_at=late + timedelta(hours=2))
    (row,) = invited(world, meeting, "social")
    Invitation.objects.filter(pk=row.pk).update(attended_at=late, attended_by_way="list")
    assert of(world, "social", date(2026, 4, 1)).standing == Standing.met
    assert of(world, "social", date(2026, 4, 1), Q1.after).standing == Standing.owed


@pytest.mark.clause("5.1.e")
def test_forms_are_counted_month_by_month(world: World) -> None:
    found = of(world, "social")
    assert (found.forms_owed, found.forms_done, found.forms_missed) == (3, 0, 2)  # March goes on
    world.lead("social", at=when("2026-02-10 10:00"))
    found = of(world, "social")
    assert (found.forms_owed, found.forms_done, found.forms_missed) == (3, 1, 1)
    assert of(world, "social", date(2026, 4, 1)).forms_missed == 2


@pytest.mark.clause("5.1.c")
def test_the_officer_owes_a_contact_a_month(world: World) -> None:
    pk = world.supervisors["social"].pk
    log_contact(world.actor("officer"), pk, at=when("2026-02-10 10:00"), method="phone", text="问好。")
    found = of(world, "social")
    assert (found.contacts_owed, found.contacts_done, found.contacts_missed) == (3, 1, 2)


terms = st.lists(
    st.tuples(st.integers(-120, 130), st.integers(1, 400), st.none() | st.integers(0, 420)), min_size=1, max_size=3
)


@given(given_terms=terms)
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_days_in_term_are_those_of_the_core(world: World, given_terms: list[tuple[int, int, int | None]]) -> None:
    with transaction.atomic():
        person = world.supervisors["social"]
        Appointment.objects.filter(supervisor=person).delete()
        first, each = Q1.span.first, []
        for starts, length, left in given_terms:
            term = Term(
                first + timedelta(days=starts),
                first + timedelta(days=starts + length),
                None if left is None else first + timedelta(days=starts + left),
            )
            if any(one.starts <= term.ends and term.starts <= one.ends for one in each):
                continue  # terms of one person have no day in common
            each.append(term)
            Appointment.objects.create(
                supervisor=person,
                starts_on=term.starts,
                ends_on=term.ends,
                left_on=term.left,
                leaving="resigned" if term.left else "",
            )
        rules = quarter_rules(world.zone, Q1, TODAY)
        assert rules is not None
        found = people(world.zone.pk, rules, TODAY).filter(pk=person.pk).first()
        assert (found.days if found else 0) == duties.days_held(each, Q1.span)
        if found:
            short = duties.together(reckoned(found, rules, TODAY).values()) is Standing.short
            assert short == (found.standing == Standing.short) == (found.days < rules.enough)
        transaction.set_rollback(True)


deeds = st.lists(
    st.tuples(
        st.sampled_from(["symposium", "plenary", "visit", "environment"]),
        st.integers(-20, 110),
        st.sampled_from("acdx"),
    ),
    max_size=6,
)


@given(given_deeds=deeds, day=st.integers(0, 120), channel=st.sampled_from(["social", "internal"]))
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_how_somebody_stands_is_what_the_core_says_of_the_deeds(
    world: World, given_deeds: list[tuple[str, int, str]], day: int, channel: str
) -> None:
    """a: attended, c: excused and accepted, d: excused and not accepted, x: attended and then cancelled."""
    with transaction.atomic():
        today, done, excuses = Q1.span.first + timedelta(days=day), [], 0
        rules = quarter_rules(world.zone, Q1, today)
        assert rules is not None
        (duty,) = rules.duties[channel].values()
        for n, (kind, offset, how) in enumerate(given_deeds):
            starts = datetime.combine(Q1.span.first + timedelta(days=offset), datetime.min.time(), TZ)
            meeting = Meeting.objects.create(
                zone=world.zone, kind=kind, title=f"第 {n} 次", starts_at=starts, ends_at=starts + timedelta(hours=2),
                state="cancelled" if how == "x" else "planned", created_by=world.users["officer"],
                created_at=starts, changed_at=starts,
                key=uuid4(),
            )  # fmt: skip
            Invitation.objects.create(
                meeting=meeting, supervisor=world.supervisors[channel],
                attended_at=starts if how in "ax" else None, attended_by_way="list" if how in "ax" else "",
                answer="excused" if how in "cd" else "", excuse="出差" if how in "cd" else "", excused_ok=how == "c",
            )  # fmt: skip
            on = starts.date()
            if how == "a":
                done.append(duties.Deed(kind, on))
            if how == "c" and kind in duties.DEEDS[duty.what] and on in Q1.span:
                excuses += 1
        expected = duties.reckon(
            owed=1, done=duties.done_in(duty.what, done, Q1.span), excuses=min(excuses, rules.excuses), span=Q1.span,
            warn=rules.warn, today=today,
        )  # fmt: skip
        row = people(world.zone.pk, rules, today).get(pk=world.supervisors[channel].pk)
        assert (row.standing, reckoned(row, rules, today)[duty.what]) == (expected.standing, expected)
        transaction.set_rollback(True)
