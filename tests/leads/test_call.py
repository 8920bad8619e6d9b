"""电话沟通: an answered call clarifies a lead within three working days (5.1.g); unanswered ones are counted."""

import pytest

from jianyan.core.flow import State, Verb
from jianyan.leads import actions
from jianyan.leads.models import Call
from jianyan.ledger.models import Entry
from tests.fixtures import MONDAY, World, when
from tests.leads.acts import bring, check_others, check_stale, clock, do, last_row, refused


@pytest.mark.clause("5.1.g", "5.2.b")
def test_a_call_clarifies_the_lead_and_stops_the_three_day_clock(world: World) -> None:
    lead = world.lead()
    at = when("2026-03-12 23:59")  # the third working day, just before its end
    do(
        world,
        Verb.call,
        world.actor("officer"),
        lead,
        at,
        verified="情况属实。",
        added="还有一家企业遇到。",
        expected="合并",
    )
    lead.refresh_from_db()

    assert lead.state == State.clarified and lead.revision == 2
    call = Call.objects.get(lead=lead)
    assert (call.answered, call.at, call.by, call.verified) == (True, at, world.users["officer"], "情况属实。")
    assert (clock(lead, "call").stopped_at, clock(lead, "call").on_time) == (at, True)
    assert clock(lead, "dispatch").governs
    row = last_row(lead)
    assert (row.verb, row.clause, row.role, row.rules) == ("lead.call", "5.1.g", "officer", "v1")
    assert row.dossier == world.supervisors["social"].pk
    assert row.data["clocks"] == {"call": {"on_time": True}}
    assert "属实" not in str(row.data)  # a digest of the words, never the words (ADR 3)


@pytest.mark.clause("5.1.g")
def test_a_day_later_the_call_is_late(world: World) -> None:
    lead = world.lead()
    do(world, Verb.call, world.actor("head"), lead, when("2026-03-13 00:00"))
    assert clock(lead, "call").on_time is False


@pytest.mark.clause("5.1.g")
def test_three_unanswered_calls_and_the_written_text_is_acted_on(world: World) -> None:
    lead, officer = world.lead(), world.actor("officer")
    for tried in (1, 2):
        do(world, Verb.call_unanswered, officer, lead, words_="无人接听")
        lead.refresh_from_db()
        assert (lead.state, lead.revision) == (State.received, 1 + tried)
        assert clock(lead, "call").governs
    do(world, Verb.call_unanswered, officer, lead)
    lead.refresh_from_db()

    assert lead.state == State.clarified
    assert clock(lead, "call").on_time is True
    rows = Entry.objects.filter(subject=lead.subject).order_by("place")
    assert [row.verb for row in rows][1:] == ["lead.call_unanswered"] * 3 + ["lead.clarify_unreached"]
    assert [row.data.get("tried") for row in rows][1:4] == [1, 2, 3]
    assert rows[4].role == "system" and rows[4].actor == world.users["officer"]
    assert Call.objects.filter(lead=lead, answered=False).count() == 3


def test_an_answered_call_after_unanswered_ones(world: World) -> None:
    lead, officer = world.lead(), world.actor("officer")
    do(world, Verb.call_unanswered, officer, lead)
    do(world, Verb.call, officer, lead)
    lead.refresh_from_db()
    assert lead.state == State.clarified


@pytest.mark.parametrize("verb", [Verb.call, Verb.call_unanswered])
def test_others_and_stale_pages(world: World, elsewhere: World, verb: Verb) -> None:
    lead = world.lead()
    check_others(verb, world, elsewhere, lead, readers=("social", "leader"))
    check_stale(verb, world, "officer", lead)


@pytest.mark.parametrize("verb", [Verb.call, Verb.call_unanswered])
def test_only_a_lead_that_is_not_clarified_yet(world: World, verb: Verb) -> None:
    lead = bring(world, world.lead(), State.clarified)
    officer = world.actor("officer")
    assert refused(lambda: do(world, verb, officer, lead)) == "wrong_state"
    assert refused(lambda: do(world, verb, officer, lead, seen=1)) == "stale"  # the second press of one page


@pytest.mark.parametrize("verified", ["", " \u3000\n", "\x00\u200b"])
def test_what_was_found_out_is_needed(world: World, verified: str) -> None:
    lead = world.lead()
    assert refused(lambda: do(world, Verb.call, world.actor("officer"), lead, verified=verified)) == "verified_required"


@pytest.mark.parametrize("name", ["verified", "added", "expected"])
def test_texts_have_an_end(world: World, name: str) -> None:
    lead, officer = world.lead(), world.actor("officer")
    assert refused(lambda: do(world, Verb.call, officer, lead, **{name: "长" * 2001})) == "too_long"
    do(world, Verb.call, officer, lead, **{name: "长" * 2000})


def test_texts_of_an_unanswered_call_have_an_end(world: World) -> None:
    lead, officer = world.lead(), world.actor("officer")
    assert refused(lambda: actions.log_unanswered(officer, lead.pk, at=MONDAY, words_="长" * 100_000)) == "too_long"


def test_the_system_calls_nobody(world: World) -> None:
    lead = world.lead()
    assert refused(lambda: do(world, Verb.call, world.system, lead)) == "wrong_hat"


def test_an_act_is_not_dated_before_the_last_one(world: World) -> None:
    lead, officer = world.lead(at=when("2026-03-09 10:00")), world.actor("officer")
    assert refused(lambda: do(world, Verb.call, officer, lead, when("2026-03-09 09:59"))) == "time_order"
    do(world, Verb.call, officer, lead, when("2026-03-09 10:00"))
