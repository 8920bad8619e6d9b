"""答复: solved, being solved, planned or explained; each kind of answer owes its own words."""

from datetime import date

import pytest

from jianyan.core.flow import State, Verb
from jianyan.leads.models import Reply
from tests.fixtures import World, when
from tests.leads.acts import bring, called, check_others, check_stale, clock, do, last_row, refused, told

R = Verb.reply
PROMISE = {"result": "solving", "plan": "月底完成改造。", "promised_on": date(2026, 3, 31)}
EXPLAIN = {
    "result": "explained",
    "reason": "法律有明确规定。",
    "basis_title": "企业登记管理条例",
    "basis_no": "国令第746号",
}


@pytest.mark.clause("5.1.h", "5.2.b")
def test_an_answer_in_time(world: World) -> None:
    lead = bring(world, world.lead(), State.accepted)
    at = when("2026-03-30 23:59")
    do(world, R, world.actor("liaison"), lead, at, process="两个窗口已合并。", handler="陈晨")
    lead.refresh_from_db()

    assert (lead.state, lead.result, lead.solved, lead.satisfaction) == (State.replied, "solved", None, "")
    answer = Reply.objects.get(lead=lead)
    assert (answer.department, answer.by, answer.at) == (world.departments["commerce"], world.users["liaison"], at)
    assert (answer.result, answer.process, answer.handler) == ("solved", "两个窗口已合并。", "陈晨")
    assert answer.promised_on is None
    assert clock(lead, "reply").on_time is True
    asked = clock(lead, "follow_up")
    assert (asked.governs, asked.due_on, asked.department) == (True, date(2026, 4, 7), None)  # past Qingming
    row = last_row(lead)
    assert (row.verb, row.clause, row.role, row.data["result"]) == ("lead.reply", "5.1.h", "liaison", "solved")
    assert "窗口" not in str(row.data)
    assert told(world, "social", "lead.replied") and told(world, "officer", "lead.replied")


def test_a_day_later_it_is_late(world: World) -> None:
    lead = bring(world, world.lead(), State.accepted)
    do(world, R, world.actor("liaison"), lead, when("2026-03-31 00:00"))
    assert clock(lead, "reply").on_time is False


@pytest.mark.parametrize("result", ["solving", "planned"])
def test_a_promise_names_its_day_and_plan(world: World, result: str) -> None:
    lead, liaison = bring(world, world.lead(), State.accepted), world.actor("liaison")
    promise = {**PROMISE, "result": result}
    assert refused(lambda: do(world, R, liaison, lead, **{**promise, "promised_on": None})) == "promise_required"
    assert (
        refused(lambda: do(world, R, liaison, lead, **{**promise, "promised_on": date(2026, 3, 8)})) == "promise_past"
    )
    far = {**promise, "promised_on": date(9999, 12, 31)}
    assert refused(lambda: do(world, R, liaison, lead, **far)) == "promise_too_far"
    assert refused(lambda: do(world, R, liaison, lead, **{**promise, "plan": ""})) == "plan_required"
    do(world, R, liaison, lead, **promise)
    assert Reply.objects.get(lead=lead).promised_on == date(2026, 3, 31)
    assert last_row(lead).data["promised_on"] == "2026-03-31"


def test_a_promise_for_the_last_day_of_the_calendar_can_be_followed_up(world: World) -> None:
    lead = bring(world, world.lead(), State.accepted)
    do(world, R, world.actor("liaison"), lead, **{**PROMISE, "promised_on": date(2200, 12, 31)})
    do(world, Verb.follow_up, world.actor("social"), lead)
    assert clock(lead, "promise").provisional


def test_an_explanation_names_reason_and_basis(world: World) -> None:
    lead, liaison = bring(world, world.lead(), State.accepted), world.actor("liaison")
    assert refused(lambda: do(world, R, liaison, lead, **{**EXPLAIN, "reason": ""})) == "reason_required"
    assert refused(lambda: do(world, R, liaison, lead, **{**EXPLAIN, "basis_title": " "})) == "basis_required"
    do(world, R, liaison, lead, **EXPLAIN)
    assert Reply.objects.get(lead=lead).basis_no == "国令第746号"


def test_a_day_typed_beside_an_answer_that_promises_nothing_is_left_out(world: World) -> None:
    lead = bring(world, world.lead(), State.accepted)
    do(world, R, world.actor("liaison"), lead, promised_on=date(2026, 3, 31))
    assert Reply.objects.get(lead=lead).promised_on is None


@pytest.mark.parametrize("result", ["", "done", "SOLVED", "closed"])
def test_a_forged_result_is_refused(world: World, result: str) -> None:
    lead = bring(world, world.lead(), State.accepted)
    assert refused(lambda: do(world, R, world.actor("liaison"), lead, result=result)) == "bad_result"


@pytest.mark.parametrize(
    ("name", "longest"),
    [("process", 10_000), ("handler", 40), ("basis_title", 120), ("basis_no", 60), ("reason", 2000), ("plan", 2000)],
)
def test_texts_have_an_end(world: World, name: str, longest: int) -> None:
    lead, liaison = bring(world, world.lead(), State.accepted), world.actor("liaison")
    assert refused(lambda: do(world, R, liaison, lead, **{name: "长" * (longest + 1)})) == "too_long"
    do(world, R, liaison, lead, **{name: "长" * longest})


def test_what_was_done_is_needed(world: World) -> None:
    lead = bring(world, world.lead(), State.accepted)
    assert refused(lambda: do(world, R, world.actor("liaison"), lead, process=" ")) == "process_required"


def test_others_and_stale_pages(world: World, elsewhere: World) -> None:
    lead = bring(world, world.lead(), State.accepted)
    world.user("liaison_c", "liaison", world.departments["customs"])
    check_others(R, world, elsewhere, lead, readers=("officer", "head", "leader", "social", "liaison_c"))
    check_stale(R, world, "liaison", lead)


@pytest.mark.parametrize("state", [State.dispatched, State.replied, State.closed])
def test_only_what_was_accepted_and_once(world: World, state: State) -> None:
    lead = bring(world, world.lead(), state)
    liaison = world.actor("liaison")
    assert refused(lambda: do(world, R, liaison, lead)) == "wrong_state"
    assert refused(lambda: do(world, R, liaison, lead, seen=lead.revision - 1)) == "stale"


def test_a_promise_is_answered_again(world: World) -> None:
    lead = bring(world, world.lead(), State.followed_up)  # promised for 29 March
    do(world, R, world.actor("liaison"), lead, when("2026-03-29 23:59"))
    lead.refresh_from_db()
    assert (lead.state, lead.result, lead.satisfaction) == (State.replied, "solved", "")
    assert clock(lead, "promise").on_time is True
    assert clock(lead, "follow_up").governs


def test_a_promise_kept_a_day_late_is_late(world: World) -> None:
    lead = bring(world, world.lead(), State.followed_up)
    do(world, R, world.actor("liaison"), lead, when("2026-03-30 00:00"))
    assert clock(lead, "promise").on_time is False


def test_everybody_whose_lead_was_merged_hears_the_answer_by_their_own_number(world: World) -> None:
    """Into the lead itself, by way of another, and into the whole that it is a part of."""
    officer = world.actor("officer")
    for key in ("first", "second", "third"):
        world.supervisor(key)
    whole = world.lead("social")
    first, second, third = (called(world, world.lead(key)) for key in ("first", "second", "third"))
    do(world, Verb.merge, officer, third, into=whole.pk)
    parts = do(world, Verb.split_, officer, whole)
    part = parts[0]  # type: ignore[index]
    do(world, Verb.merge, officer, second, into=first.pk)
    do(world, Verb.merge, officer, first, into=part.pk)
    bring(world, part, State.replied)

    for key, own in (("first", first), ("second", second), ("third", third)):
        notice = told(world, key, "lead.replied")
        assert notice and (notice.params["no"], notice.path) == (own.no, f"/leads/{own.pk}/")
    notice = told(world, "social", "lead.part_replied")
    assert notice and (notice.params["no"], notice.path) == (whole.no, f"/leads/{whole.pk}/")
