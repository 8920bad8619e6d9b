"""The clocks of a lead: which verb starts, stops and voids which, the one that governs, and its light at any moment."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.db.models import Case, CharField, F, Q, Value, When

from jianyan.core.clocks import Light, light
from jianyan.core.flow import FINAL, GOVERNING, State, Verb
from jianyan.leads.models import Clock, Lead
from jianyan.leads.queries.due import shown
from jianyan.leads.queries.facts import with_facts
from jianyan.rules.queries import book, calendar_of
from tests.fixtures import MONDAY, World, when
from tests.leads.acts import bring, clock, do, last_row, promise


def states_of(lead: Lead) -> dict[str, str]:
    """kind → governing, running, done, late or void, of the latest clock of each kind."""
    found = {}
    for one in Clock.objects.filter(lead=lead).order_by("id"):
        if one.stopped_at is None:
            found[one.kind] = "governing" if one.governs else "running"
        else:
            found[one.kind] = "void" if one.void else "done" if one.on_time else "late"
    return found


#: What the clocks are in each state that the ordinary way leads to, all done on the first day.
IN_STATE = {
    State.received: {"call": "governing", "dispatch": "running"},
    State.clarified: {"call": "done", "dispatch": "governing"},
    State.dispatched: {"call": "done", "dispatch": "done", "accept": "governing", "reply": "running"},
    State.returned: {"call": "done", "dispatch": "done", "accept": "done", "reply": "void", "redispatch": "governing"},
    State.accepted: {"call": "done", "dispatch": "done", "accept": "done", "reply": "governing"},
    State.replied: {"call": "done", "dispatch": "done", "accept": "done", "reply": "done", "follow_up": "governing"},
    State.followed_up: {
        "call": "done",
        "dispatch": "done",
        "accept": "done",
        "reply": "done",
        "follow_up": "done",
        "promise": "governing",
    },
    State.reopened: {"call": "done", "dispatch": "done", "accept": "done", "reply": "governing", "follow_up": "done"},
    State.closed: {"call": "done", "dispatch": "done", "accept": "done", "reply": "done", "follow_up": "done"},
    State.noted: {"call": "done", "dispatch": "done"},
    State.merged: {"call": "done", "dispatch": "done"},
    State.split_: {"call": "void", "dispatch": "void"},
    State.withdrawn: {"call": "void", "dispatch": "void"},
}


@pytest.mark.clause("5.1.g", "5.1.h")
@pytest.mark.parametrize("state", State)
def test_the_clocks_of_each_state(world: World, state: State) -> None:
    lead = bring(world, world.lead(), state)
    assert states_of(lead) == IN_STATE[state]
    governing = lead.clocks.filter(governs=True).values_list("kind", flat=True)
    assert list(governing) == ([] if state in FINAL else [GOVERNING[state]])


@pytest.mark.clause("2")
@pytest.mark.parametrize("state", [State.returned, State.followed_up])
def test_every_clock_names_a_rule_with_its_clause_and_document(world: World, state: State) -> None:
    lead = bring(world, world.lead(), state)
    rules = book(lead.rules_id)
    for one in lead.clocks.all():
        section, key = one.rule.split(".")
        rule = getattr(rules, section)[key]
        assert rule.clause and rules.basis[rule.basis].title
        url = shown(one, rules.number, now=MONDAY, calendar=calendar_of(world.zone)).url
        assert url.endswith(f"#{one.rule}")


def test_a_lead_has_at_most_one_governing_clock_and_one_open_one_of_a_kind(world: World) -> None:
    lead = world.lead()
    dispatch = clock(lead, "dispatch")
    with pytest.raises(IntegrityError), transaction.atomic():
        Clock.objects.filter(pk=dispatch.pk).update(governs=True)
    dispatch.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        dispatch.save(force_insert=True)


# ------------------------------------------------------------------------------------------------------------ days

HOLIDAYS = [
    # filed, call due, dispatch due: by hand from the State Council's notices
    ("2025-09-26 09:00", "2025-09-30", "2025-10-13"),  # National Day 1 to 8; Sunday 28 and Saturday 11 worked
    ("2026-02-13 10:00", "2026-02-25", "2026-03-02"),  # Spring Festival 15 to 23; Saturdays 14 and 28 worked
    ("2026-03-07 22:00", "2026-03-11", "2026-03-17"),  # on a Saturday night: day one is Monday
    ("2026-04-30 23:59", "2026-05-08", "2026-05-13"),  # Labour Day 1 to 5; Saturday 9 worked
]


@pytest.mark.clause("5.1.g", "5.1.h")
@pytest.mark.parametrize(("filed", "call", "dispatch"), HOLIDAYS)
def test_the_first_duties_across_holidays(world: World, filed: str, call: str, dispatch: str) -> None:
    lead = world.lead(at=when(filed))
    assert clock(lead, "call").due_on == date.fromisoformat(call)
    assert clock(lead, "dispatch").due_on == date.fromisoformat(dispatch)
    assert not clock(lead, "dispatch").provisional


def test_beyond_the_last_published_year_a_date_is_provisional(world: World) -> None:
    lead = world.lead(at=when("2030-03-04 10:00"))
    assert clock(lead, "call").provisional
    assert shown(clock(lead, "call"), 1, now=when("2030-03-04 10:00"), calendar=calendar_of(world.zone)).provisional


# ----------------------------------------------------------------------------------------------------------- lights


@pytest.mark.clause("5.1.g")
@pytest.mark.parametrize(
    ("now", "shows"),
    [
        ("2026-03-09 10:00", Light.green),
        ("2026-03-10 23:59", Light.green),
        ("2026-03-11 00:00", Light.yellow),  # one working day left
        ("2026-03-12 23:59", Light.yellow),
        ("2026-03-13 00:00", Light.red),
        ("2027-01-01 00:00", Light.red),
    ],
)
def test_the_light_of_an_open_clock_comes_from_a_query_at_any_moment(world: World, now: str, shows: Light) -> None:
    world.lead()
    at = when(now)
    lights = Case(
        When(due_at__lte=at, then=Value("red")),
        When(warn_at__lte=at, then=Value("yellow")),
        default=Value("green"),
        output_field=CharField(),
    )
    found = Clock.objects.filter(governs=True).annotate(light=lights).get()
    assert found.light == shows  # type: ignore[attr-defined]
    assert light(found.due_at, found.warn_at, at) == shows
    assert shown(found, 1, now=at, calendar=calendar_of(world.zone)).light == shows


def test_a_lead_with_its_facts_carries_the_governing_clock(world: World) -> None:
    for state in (State.received, State.dispatched, State.followed_up):
        world.supervisor(f"s-{state}")
        lead = world.lead(f"s-{state}")
        bring(world, lead, state)
    for lead in with_facts(Lead.objects.all()):
        governing = lead.clocks.get(governs=True)
        assert (lead.due_kind, lead.due_on, lead.due_at, lead.warn_at, lead.due_rule) == (
            governing.kind,
            governing.due_on,
            governing.due_at,
            governing.warn_at,
            governing.rule,
        )


def test_a_stopped_clock_remembers_and_shows_no_light(world: World) -> None:
    lead = bring(world, world.lead(), State.clarified)
    long_after = MONDAY + timedelta(days=300)
    seen = shown(clock(lead, "call"), 1, now=long_after, calendar=calendar_of(world.zone))
    assert (seen.light, seen.left, seen.on_time, seen.stopped_at) == ("", None, True, MONDAY)


# ------------------------------------------------------------------------------------------- what cannot be hidden


LATE = when("2026-06-01 09:00")


@pytest.mark.parametrize(
    ("state", "who", "verb", "kind"),
    [
        (State.clarified, "officer", Verb.merge, "dispatch"),
        (State.received, "social", Verb.withdraw, "call"),
        (State.clarified, "social", Verb.withdraw, "dispatch"),
        (State.dispatched, "liaison", Verb.return_, "reply"),
        (State.reopened, "officer", Verb.dispatch, "reply"),
        (State.followed_up, "social", Verb.reopen, "promise"),
        (State.followed_up, "officer", Verb.close, "promise"),
        (State.replied, "officer", Verb.close, "follow_up"),
    ],
)
def test_no_verb_makes_a_duty_that_is_overdue_vanish_from_the_rates(
    world: World, state: State, who: str, verb: Verb, kind: str
) -> None:
    lead = bring(world, world.lead(follow_up_wanted=verb != Verb.close or state != State.replied), state)
    world.supervisor("other")
    world.lead("other")  # something to merge into
    was = clock(lead, kind)
    assert was.stopped_at is None
    do(world, verb, world.actor(who), lead, LATE)
    was.refresh_from_db()
    assert (was.stopped_at, was.void, was.on_time) == (LATE, False, False)


def test_an_ended_duty_is_on_time_or_late_or_void_and_never_two_of_them(world: World) -> None:
    lead = bring(world, world.lead(), State.accepted)
    promise(world, lead)
    do(world, Verb.follow_up, world.actor("social"), lead)
    do(world, Verb.reopen, world.actor("social"), lead)
    do(world, Verb.dispatch, world.actor("officer"), lead)
    ended = Clock.objects.exclude(stopped_at__isnull=True)
    assert not ended.filter(void=True, on_time__isnull=False).exists()
    assert not ended.filter(void=False, on_time__isnull=True).exists()
    assert not Clock.objects.filter(stopped_at__isnull=True).filter(Q(void=True) | Q(on_time__isnull=False)).exists()
    assert not Clock.objects.filter(stopped_at__lt=F("started_at")).exists()


def test_the_ledger_says_when_a_duty_ends_and_begins_anew_in_one_act(world: World) -> None:
    lead = bring(world, world.lead(), State.reopened)
    do(world, Verb.dispatch, world.actor("officer"), lead)
    assert last_row(lead).data["clocks"] == {
        "accept": {"due": "2026-03-10"},
        "reply": {"void": True, "due": "2026-03-30"},
    }
