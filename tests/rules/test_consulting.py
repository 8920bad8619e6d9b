"""征求意见: rounds with the units and the public, comments by rule, each answered, the summary, the next draft."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from jianyan.core.flow import Refused
from jianyan.core.rulebook import load
from jianyan.leads.actions import tick
from jianyan.ledger.models import Entry
from jianyan.ledger.words import sentence
from jianyan.notify.models import Notice
from jianyan.notify.words import sentence as notice
from jianyan.rules import actions
from jianyan.rules.models import Comment, Consultation, Draft
from jianyan.rules.queries.drafts import comments_visible_to, consultations_visible_to
from tests.fixtures import MONDAY, World
from tests.rules.consulting import AFTER, UNTIL, asked, concluded, drafted, said, soe


def refused(act: object) -> str:
    with pytest.raises(Refused) as no:
        act()  # type: ignore[operator]
    return no.value.code


@pytest.mark.clause("3")
def test_the_units_of_the_system_are_told_and_sector_bodies_are_not(world: World) -> None:
    soe(world)
    soe(world, "resident")
    soe(world, "sector")

    round_ = asked(world)

    told = Notice.objects.filter(kind="rules.consult")
    assert {each.user.name for each in told} == {"陈晨", "周同", "联络soe", "联络resident"}
    assert notice("rules.consult", told[0].params) == "规则第 2 版草案征求意见，请在 3月16日 周一 前提出。"
    for key, sees in (("liaison", True), ("soe", True), ("resident", True), ("sector", False), ("social", False)):
        assert consultations_visible_to(world.actor(key)).filter(pk=round_.pk).exists() is sees, key
    row = Entry.objects.get(verb="rules.consult")
    assert sentence(row.verb, row.data, departments={}) == (
        "规则第 2 版草案第 1 轮征求意见，向系统内单位，至 3月16日 周一 截止"
    )
    assert row.clause == "3"


@pytest.mark.clause("3")
def test_a_unit_comments_by_rule_and_sees_its_own_comments_only(world: World) -> None:
    round_ = asked(world)
    mine = said(world, round_)
    actions.comment(world.actor("liaison_b"), round_.pk, at=MONDAY, text="同意。", key=uuid4())

    assert (mine.number, mine.rule, mine.department, mine.writer) == (
        1,
        "clocks.call",
        world.departments["commerce"],
        world.users["liaison"],
    )
    assert list(comments_visible_to(world.actor("liaison"))) == [mine]
    assert comments_visible_to(world.actor("officer")).count() == 2
    for key in ("leader", "social", "auditor", "sysadmin"):
        assert not comments_visible_to(world.actor(key)).exists()
    assert {each.user.name for each in Notice.objects.filter(kind="rules.commented")} == {"李敏", "王建"}
    row = Entry.objects.filter(verb="rules.comment").order_by("id")[0]
    units = {world.departments["commerce"].pk: "商务促进局"}
    assert sentence(row.verb, row.data, departments=units) == "对规则第 2 版草案的第 1 条意见，商务促进局"
    assert "五天" not in str(row.data)


def test_a_form_sent_twice_is_one_comment(world: World) -> None:
    round_, key = asked(world), uuid4()
    made = [actions.comment(world.actor("liaison"), round_.pk, at=MONDAY, text="…好", key=key) for _ in range(2)]
    assert made[0] == made[1] and Comment.objects.count() == 1


def test_what_is_no_comment(world: World) -> None:
    round_, liaison = asked(world), world.actor("liaison")

    def say(text: str = "好", rule: str = "", days: int = 0) -> object:
        at = MONDAY + timedelta(days=days)
        return lambda: actions.comment(liaison, round_.pk, at=at, text=text, key=uuid4(), rule=rule)

    assert refused(say("")) == "text_required"
    assert refused(say(" \u200b\n")) == "text_required"
    assert refused(say("字" * 2001)) == "too_long"
    assert refused(say("字" * 1_000_000)) == "too_long"
    assert refused(say(rule="clocks.lunch")) == "unknown_rule"
    assert refused(say(rule="title")) == "unknown_rule"
    assert refused(say(days=8)) == "round_over"
    say(days=7)()  # type: ignore[operator]
    assert Comment.objects.count() == 1


def test_whoever_is_not_asked_cannot_comment(world: World, elsewhere: World) -> None:
    round_ = asked(world)
    for actor in (elsewhere.actor("liaison"), world.actor("social"), world.actor("leader"), world.system):
        with pytest.raises(Consultation.DoesNotExist):
            actions.comment(actor, round_.pk, at=MONDAY, text="好", key=uuid4())
    assert refused(lambda: actions.comment(world.actor("officer"), round_.pk, at=MONDAY, text="好", key=uuid4())) == (
        "wrong_role"
    )


@pytest.mark.clause("3")
def test_every_comment_is_answered_and_one_that_is_not_adopted_is_owed_a_reason(world: World) -> None:
    round_ = asked(world)
    mine = said(world, round_)
    officer = world.actor("officer")

    assert refused(lambda: actions.answer(officer, mine.pk, at=MONDAY, outcome="rejected")) == "text_required"
    assert refused(lambda: actions.answer(officer, mine.pk, at=MONDAY, outcome="maybe")) == "unknown_outcome"
    assert refused(lambda: actions.conclude(officer, round_.pk, at=MONDAY)) == "round_runs"
    assert refused(lambda: actions.conclude(officer, round_.pk, at=AFTER)) == "unanswered"
    actions.answer(officer, mine.pk, at=AFTER, outcome="rejected", reason="试行期满再议。")
    actions.answer(officer, mine.pk, at=AFTER, outcome="partly", reason="改为四天。")
    actions.conclude(officer, round_.pk, at=AFTER)

    mine.refresh_from_db()
    assert (mine.outcome, mine.reason, mine.answered_by) == ("partly", "改为四天。", world.users["officer"])
    assert Draft.objects.get().state == "drafting"
    assert [each.user.name for each in Notice.objects.filter(kind="rules.concluded")] == ["陈晨"]
    assert refused(lambda: actions.answer(officer, mine.pk, at=AFTER, outcome="adopted")) == "wrong_state"
    assert refused(lambda: actions.conclude(officer, round_.pk, at=AFTER)) == "wrong_state"
    asked(world, Draft.objects.get(), at=AFTER, until=AFTER.date() + timedelta(days=5))
    assert refused(lambda: actions.answer(officer, mine.pk, at=AFTER, outcome="adopted")) == "round_concluded"
    assert refused(lambda: actions.conclude(officer, round_.pk, at=AFTER)) == "round_concluded"
    with pytest.raises(Comment.DoesNotExist):
        actions.answer(world.actor("liaison_b"), mine.pk, at=AFTER, outcome="adopted")


@pytest.mark.clause("3")
def test_the_text_that_is_asked_about_stays_while_the_draft_goes_on(world: World) -> None:
    round_ = asked(world)
    actions.edit(world.actor("officer"), round_.draft_id, {"clocks.call.amount": 4}, at=MONDAY)
    round_.refresh_from_db()
    assert load(round_.text).clocks["call"].amount == 5
    assert load(Draft.objects.get().text).clocks["call"].amount == 4


@pytest.mark.clause("3")
def test_anybody_comments_on_a_public_round_unnamed_or_named(world: World) -> None:
    round_ = asked(world, audience="public")
    assert not Notice.objects.filter(kind="rules.consult").exists()
    made = actions.comment(world.system, round_.pk, at=MONDAY, text="好", key=uuid4(), name=" 某公司\n")
    assert (made.name, made.department, made.writer) == ("某公司", None, None)
    assert Entry.objects.get(verb="rules.comment").role == "public"
    assert not consultations_visible_to(world.actor("liaison")).exists()


def test_when_a_round_can_be_opened(world: World) -> None:
    made = actions.draft(world.actor("officer"), at=MONDAY)
    assert refused(lambda: asked(world, made)) == "nothing_changed"
    made = actions.edit(world.actor("officer"), made.pk, {"clocks.call.amount": 5}, at=MONDAY)
    assert refused(lambda: asked(world, made, until=MONDAY.date())) == "round_short"
    assert refused(lambda: asked(world, made, until=MONDAY.date().replace(year=2027))) == "round_long"
    asked(world, made)
    assert refused(lambda: asked(world, made)) == "wrong_state"
    head = world.actor("head")
    assert refused(lambda: actions.adopt(head, made.pk, at=AFTER, effective_on=UNTIL.replace(year=2027))) == (
        "wrong_state"
    )


def test_two_rounds_with_the_units_then_one_with_the_public(world: World) -> None:
    first = asked(world)
    concluded(world, first)
    second = asked(world, Draft.objects.get(), at=AFTER, until=AFTER.date() + timedelta(days=7))
    concluded(world, second, at=AFTER + timedelta(days=9))
    assert (first.place, second.place) == (1, 2)


def test_a_draft_that_is_dropped_takes_its_round_with_it(world: World) -> None:
    round_ = asked(world, audience="public")
    actions.drop(world.actor("head"), round_.draft_id, at=MONDAY)
    assert refused(lambda: actions.comment(world.system, round_.pk, at=MONDAY, text="好", key=uuid4())) == "round_over"
    assert refused(
        lambda: drafted(world, at=AFTER) and actions.drop(world.actor("officer"), round_.draft_id, at=AFTER)
    ) == ("wrong_role")


@pytest.mark.clause("3")
def test_the_clock_tells_the_office_once_when_a_round_is_over(world: World) -> None:
    round_ = asked(world)
    said(world, round_)
    tick(world.zone, at=MONDAY + timedelta(days=7))
    assert not Entry.objects.filter(verb="rules.close").exists()
    for _ in range(2):
        tick(world.zone, at=AFTER)
    row = Entry.objects.get(verb="rules.close")
    assert sentence(row.verb, row.data, departments={}) == "规则第 2 版草案第 1 轮征求意见截止，共 1 条意见"
    assert {each.user.name for each in Notice.objects.filter(kind="rules.closed")} == {"李敏", "王建"}
