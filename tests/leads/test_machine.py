"""Anybody may try anything at any time: a lead only ever moves along the rows of the table, whole or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st

from jianyan.accounts.queries import Actor
from jianyan.core import flow
from jianyan.core.flow import FINAL, GOVERNING, TABLE, Refused, State, Verb
from jianyan.leads import actions
from jianyan.leads.models import Clock, Extension, FollowUp, Lead, Undoable
from jianyan.leads.queries.facts import facts, with_facts
from jianyan.leads.queries.visible import hats, visible_to
from jianyan.ledger.actions import verify
from jianyan.ledger.models import Entry
from tests.fixtures import MONDAY, World
from tests.leads.acts import ACTS, CONSEQUENCES, bring, do, everything

ARROWS = {(row.source, f"lead.{row.verb}", row.target) for row in TABLE}
#: What every closed lead has behind it, one verb of each.
GATES = (
    {"lead.call", "lead.clarify_unreached"},
    {"lead.dispatch", "lead.designate"},
    {"lead.accept", "lead.accept_silently"},
    {"lead.reply"},
)
#: Ends that come too soon to see the rest of the way when they are as likely as everything else.
ENDINGS = {Verb.withdraw, Verb.merge, Verb.split_, Verb.note}
SOMEBODY = ("officer", "head", "leader", "liaison", "liaison_b", "social", "internal", "system")


@pytest.fixture
def crowd(world: World) -> World:
    """The zone with another supervisor's lead, to merge into."""
    world.supervisor("other")
    world.lead("other")
    return world


def actor(world: World, key: str) -> Actor:
    return world.system if key == "system" else world.actor(key)


@contextmanager
def undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


# ----------------------------------------------------------------------------------------------- everything, by state


@pytest.mark.parametrize("state", State)
def test_exactly_what_the_table_offers_can_be_done(crowd: World, elsewhere: World, state: State) -> None:
    """Every verb by everybody in every state: done where the table offers it, refused or not there where not."""
    world = crowd
    lead = bring(world, world.lead(), state)
    at = MONDAY + timedelta(hours=1)
    people = {key: actor(world, key) for key in SOMEBODY}
    people |= {f"other {key}": elsewhere.actor(key) for key in ("officer", "liaison")}
    before = everything()
    for key, who in people.items():
        read = with_facts(Lead.objects.filter(pk=lead.pk)).get()
        there = who.user_id is None or visible_to(who).filter(pk=lead.pk).exists()
        offered = flow.verbs(state, hats(who, read), facts(read, who, at)) if there else []
        for verb in ACTS if there else (Verb.call, Verb.reply):
            said = "done"
            with undone():
                try:
                    do(world, verb, who, lead, at)
                except Refused as no:
                    said = no.code
                except Lead.DoesNotExist:
                    said = "not there"
                except PermissionError:  # the table lets the clock do it as a consequence, never by itself
                    said = "nobody"
            if verb in offered and said == "nobody":
                assert who.user_id is None
            elif verb in offered:
                assert said == "done", (key, verb)
            else:
                assert said in ("not there", "wrong_hat", "wrong_state") or (there and said != "done"), (key, verb)
                assert there or said == "not there"
    assert everything() == before


# -------------------------------------------------------------------------------------------------------- random ways


def _undoes(row: Entry, rows: list[Entry]) -> None:
    """An undoing follows at once on the same person's act and leads back to where that began."""
    undone = next(one for one in rows if one.pk == row.data["row"])
    assert undone.verb == f"lead.{row.data['undoes']}" and Verb(row.data["undoes"]) in flow.UNDOABLE
    assert row.data["to"] == undone.data["from"] and row.actor_id == undone.actor_id
    assert row.at - undone.at < flow.UNDO_WITHIN
    between = [one for one in rows if undone.place < one.place < row.place]
    assert all(one.role == "system" and one.at == undone.at for one in between)


def whole(lead: Lead) -> None:
    """What holds for a lead after every act, whatever it was."""
    rows = list(Entry.objects.filter(subject=lead.subject).order_by("place"))
    assert lead.revision == len(rows)
    for earlier, row in pairwise(rows):
        assert row.data["from"] == earlier.data["to"] and row.at >= earlier.at
        if row.verb == "lead.undo":
            _undoes(row, rows)
        else:
            assert (row.data["from"], row.verb, row.data["to"]) in ARROWS
        assert row.clause and row.rules == "v1" and row.dossier == lead.identity.supervisor_id
    assert rows[-1].data["to"] == lead.state

    clocks = list(Clock.objects.filter(lead=lead))
    governing = [clock.kind for clock in clocks if clock.governs]
    assert governing == ([] if lead.state in FINAL else [GOVERNING[State(lead.state)]])
    if lead.state in FINAL:
        assert all(clock.stopped_at for clock in clocks) and lead.ended_at
        assert not Extension.objects.filter(lead=lead, decided_at__isnull=True).exists()
    else:
        assert lead.ended_at is None
    for clock in clocks:
        assert (clock.stopped_at is None) == (clock.on_time is None and not clock.void)
        assert not (clock.void and clock.on_time is not None)
        assert clock.stopped_at is None or clock.stopped_at >= clock.started_at

    if lead.state == State.closed:
        taken_back = {row.data["row"] for row in rows if row.verb == "lead.undo"}
        done = {row.verb for row in rows if row.pk not in taken_back}
        assert all(done & gate for gate in GATES)
        asked = FollowUp.objects.filter(lead=lead)
        assert asked.filter(reached=True).exists() or asked.count() >= 3 or not lead.follow_up_wanted
    if State(lead.state) in (State.dispatched, State.accepted, State.replied, State.reopened, State.followed_up):
        assert lead.lead_department_id and lead.grade


#: What somebody may fill in beside what a careful person would.
CHANGES: dict[Verb, st.SearchStrategy[dict[str, object]]] = {
    Verb.reply: st.sampled_from(
        [
            {},
            {"result": "explained", "reason": "有规定。", "basis_title": "某条例"},
            {"result": "solving", "plan": "下月完成。", "promised_on": (MONDAY + timedelta(days=30)).date()},
            {"result": "planned", "plan": "列入明年。", "promised_on": (MONDAY + timedelta(days=200)).date()},
        ]
    ),
    Verb.follow_up: st.sampled_from(
        [{}, {"satisfaction": "basically"}, {"satisfaction": "unsatisfied", "words_": "没解决", "solved": False}]
    ),
    Verb.classify: st.sampled_from([{}, {"grade": "A"}, {"kind": "practice"}]),
}


@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.data())
def test_whatever_anybody_tries_a_lead_stays_whole(crowd: World, data: st.DataObject) -> None:
    world = crowd
    people = {key: actor(world, key) for key in SOMEBODY}
    with undone():
        wanted = data.draw(st.booleans(), label="follow-up wanted")
        lead = world.lead(follow_up_wanted=wanted)
        at = MONDAY
        for _ in range(data.draw(st.integers(5, 30), label="steps")):
            at += timedelta(hours=data.draw(st.sampled_from([0, 0, 1, 20, 50, 400]), label="hours"))
            lead = _try_something(world, people, lead, at, data)
            whole(lead)
        assert verify(world.zone, at=at).findings == []


def _try_something(world: World, people: dict[str, Actor], lead: Lead, at: datetime, data: st.DataObject) -> Lead:
    """One act of anybody, more often than not one that the table offers."""
    if data.draw(st.integers(0, 5), label="undo") == 0 and (kept := Undoable.objects.filter(lead=lead).first()):
        return _try_undoing(world, people, kept, at, data)
    key = data.draw(st.sampled_from(SOMEBODY), label="who")
    verb = data.draw(st.sampled_from(sorted(ACTS)), label="verb")
    if data.draw(st.integers(0, 4), label="by the book"):
        read = with_facts(Lead.objects.filter(pk=lead.pk)).get()
        rare = not data.draw(st.integers(0, 14), label="an early end")
        choices = [
            (k, v)
            for k, who in people.items()
            for v in flow.verbs(State(read.state), hats(who, read), facts(read, who, at))
            if v not in CONSEQUENCES and (rare or v not in ENDINGS)
        ]
        key, verb = data.draw(st.sampled_from(choices or [(key, verb)]), label="act")
    seen = {} if verb == Verb.accept_silently else {"seen": lead.revision - (data.draw(st.integers(0, 9)) == 9)}
    changes = data.draw(CHANGES.get(verb, st.just({})), label="filled in")
    before = everything()
    try:
        do(world, verb, people[key], lead, at, **seen, **changes)
    except (Refused, Lead.DoesNotExist, PermissionError) as no:
        note(f"{key} {verb}: {no!r}")
        assert everything() == before
    else:
        assert seen in ({}, {"seen": lead.revision})
    return Lead.objects.get(pk=lead.pk)


def _try_undoing(world: World, people: dict[str, Actor], kept: Undoable, at: datetime, data: st.DataObject) -> Lead:
    """Undo what can still be undone, as who did it or as anybody."""
    own = next(who for who in people.values() if who.user_id == kept.by_id)
    who = data.draw(st.sampled_from([own, own, *people.values()]), label="who undoes")
    before = everything()
    try:
        actions.undo(who, kept.lead_id, at=at, entry=kept.entry_id)
    except (Refused, Lead.DoesNotExist, PermissionError) as no:
        note(f"undo {kept.verb}: {no!r}")
        assert everything() == before
    else:
        assert who == own and at - kept.at < flow.UNDO_WITHIN
        assert not Undoable.objects.filter(lead=kept.lead_id).exists()
    return Lead.objects.get(pk=kept.lead_id)
