"""送审, 审核, 退回修改, 撤回送审: a reply goes out when a second person of the department has approved it."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest

from jianyan.accounts.models import Department
from jianyan.core.flow import State, Verb
from jianyan.leads import actions
from jianyan.leads.models import Attachment, Lead, Reply, ReplyDraft
from jianyan.leads.queries.files import loose_of, loose_seen
from jianyan.ledger.models import Entry
from tests.files import image
from tests.fixtures import MONDAY, World, when
from tests.leads.acts import bring, check_others, check_stale, clock, do, last_row, refused, told

V = Verb
READERS = ("officer", "head", "leader", "social", "liaison_c")


@pytest.fixture
def pair(world: World) -> World:
    """The department has two liaisons and wants its replies approved."""
    world.user("second", "liaison", world.departments["commerce"], name="何必")
    world.user("liaison_c", "liaison", world.departments["customs"])
    return switch(world, True)


def switch(world: World, on: bool) -> World:
    Department.objects.filter(pk=world.departments["commerce"].pk).update(reply_review=on)
    return world


def accepted(world: World) -> Lead:
    return bring(world, world.lead(), State.accepted)


def waiting(world: World, **changes: object) -> Lead:
    lead = accepted(world)
    do(world, V.submit_reply, world.actor("liaison"), lead, **changes)
    lead.refresh_from_db()
    return lead


@pytest.mark.clause("5.1.h")
def test_a_draft_waits_and_the_clock_runs_on(pair: World) -> None:
    lead = waiting(pair)
    assert lead.state == State.accepted and not Reply.objects.exists()
    draft = ReplyDraft.objects.get()
    assert (draft.by, draft.submitted_at, draft.data["process"]) == (pair.users["liaison"], MONDAY, "两个窗口已合并。")
    running = clock(lead, "reply")
    assert running.stopped_at is None and running.governs
    row = last_row(lead)
    assert (row.verb, row.role, row.clause) == ("lead.submit_reply", "liaison", "5.1.h")
    assert row.data["department"] == pair.departments["commerce"].pk and "窗口" not in str(row.data)
    assert told(pair, "second", "lead.submit_reply") and not told(pair, "social", "lead.replied")


@pytest.mark.clause("5.1.h", "5.2.b")
def test_approved_it_goes_out_by_its_writer_in_one_act(pair: World) -> None:
    lead = waiting(pair, result="solving", plan="月底完成。", promised_on=date(2026, 3, 31), handler="陈晨")
    at = when("2026-03-10 09:00")
    do(pair, V.approve_reply, pair.actor("second"), lead, at)
    lead.refresh_from_db()
    reply = Reply.objects.get()
    assert (lead.state, lead.result, reply.at, reply.promised_on) == (State.replied, "solving", at, date(2026, 3, 31))
    assert (reply.by, reply.approved_by) == (pair.users["liaison"], pair.users["second"])
    assert (reply.plan, reply.handler) == ("月底完成。", "陈晨")
    assert clock(lead, "reply").on_time is True and not ReplyDraft.objects.exists()
    rows = list(Entry.objects.filter(subject=lead.subject).order_by("place"))[-3:]
    assert [(row.verb, row.actor_id) for row in rows] == [
        ("lead.submit_reply", pair.users["liaison"].pk),
        ("lead.approve_reply", pair.users["second"].pk),
        ("lead.reply", pair.users["second"].pk),
    ]
    assert rows[1].data["writer"] == rows[2].data["writer"] == pair.users["liaison"].pk
    assert told(pair, "social", "lead.replied") and told(pair, "liaison", "lead.approve_reply")


def test_approved_too_late_is_late(pair: World) -> None:
    lead = waiting(pair)
    do(pair, V.approve_reply, pair.actor("second"), lead, when("2026-03-31 00:00"))
    assert clock(lead, "reply").on_time is False


@pytest.mark.parametrize("verb", [V.approve_reply, V.send_back_reply])
def test_nobody_approves_or_sends_back_their_own(pair: World, verb: Verb) -> None:
    lead = waiting(pair)
    assert refused(lambda: do(pair, verb, pair.actor("liaison"), lead)) == "own_draft"


def test_sent_back_the_text_stays_with_the_writer_and_may_be_sent_again(pair: World) -> None:
    lead = waiting(pair)
    second, liaison = pair.actor("second"), pair.actor("liaison")
    assert refused(lambda: do(pair, V.send_back_reply, second, lead, reason=" ")) == "reason_required"
    do(pair, V.send_back_reply, second, lead, reason="请写明合并的日期。")
    draft = ReplyDraft.objects.get()
    assert (draft.submitted_at, draft.back_by, draft.back_reason) == (None, pair.users["second"], "请写明合并的日期。")
    assert draft.data["process"] == "两个窗口已合并。"
    assert told(pair, "liaison", "lead.send_back_reply") and "日期" not in str(last_row(lead).data)
    do(pair, V.submit_reply, liaison, lead, process="两个窗口已于3月5日合并。")
    do(pair, V.approve_reply, second, lead)
    assert Reply.objects.get().process == "两个窗口已于3月5日合并。"


def test_taken_back_by_the_writer_alone(pair: World) -> None:
    lead = waiting(pair)
    assert refused(lambda: do(pair, V.withdraw_reply, pair.actor("second"), lead)) == "not_own_draft"
    do(pair, V.withdraw_reply, pair.actor("liaison"), lead)
    assert ReplyDraft.objects.get().submitted_at is None
    assert refused(lambda: do(pair, V.approve_reply, pair.actor("second"), lead)) == "no_draft"
    assert refused(lambda: do(pair, V.withdraw_reply, pair.actor("liaison"), lead)) == "no_draft"


def test_where_approval_is_wanted_nobody_replies_alone(pair: World) -> None:
    lead = accepted(pair)
    assert refused(lambda: do(pair, V.reply, pair.actor("liaison"), lead)) == "review_needed"
    do(pair, V.submit_reply, pair.actor("liaison"), lead)
    assert refused(lambda: do(pair, V.submit_reply, pair.actor("second"), lead)) == "draft_waiting"
    assert refused(lambda: do(pair, V.submit_reply, pair.actor("liaison"), lead)) == "draft_waiting"


def test_where_it_is_not_wanted_nothing_is_handed_in(world: World) -> None:
    lead = accepted(world)
    for verb, code in (
        (V.submit_reply, "review_off"),
        (V.approve_reply, "no_draft"),
        (V.send_back_reply, "no_draft"),
        (V.withdraw_reply, "no_draft"),
    ):
        assert refused(lambda verb=verb: do(world, verb, world.actor("liaison"), lead)) == code


def test_switched_off_a_draft_that_waits_stays_and_may_be_edited(pair: World) -> None:
    lead = waiting(pair)
    switch(pair, False)
    assert refused(lambda: do(pair, V.reply, pair.actor("liaison"), lead)) == "draft_waiting"
    do(pair, V.withdraw_reply, pair.actor("liaison"), lead)
    assert ReplyDraft.objects.get().data["process"] == "两个窗口已合并。"
    do(pair, V.reply, pair.actor("liaison"), lead)
    assert Reply.objects.get().approved_by is None and not ReplyDraft.objects.exists()


def test_switched_off_a_colleague_may_reply_and_the_other_draft_goes_back(pair: World) -> None:
    lead = waiting(pair)
    switch(pair, False)
    do(pair, V.reply, pair.actor("second"), lead)
    assert Reply.objects.get().by == pair.users["second"]
    assert ReplyDraft.objects.get().submitted_at is None


def test_a_promise_that_has_passed_meanwhile_is_not_approved(pair: World) -> None:
    lead = waiting(pair, result="solving", plan="本周。", promised_on=date(2026, 3, 10))
    late = when("2026-03-12 09:00")
    assert refused(lambda: do(pair, V.approve_reply, pair.actor("second"), lead, late)) == "promise_past"


def test_a_draft_that_does_not_hold_together_is_not_handed_in(pair: World) -> None:
    lead, liaison = accepted(pair), pair.actor("liaison")
    assert refused(lambda: do(pair, V.submit_reply, liaison, lead, process="")) == "process_required"
    assert refused(lambda: do(pair, V.submit_reply, liaison, lead, result="explained", reason="无")) == "basis_required"


def test_the_files_travel_as_they_were_looked_at(pair: World) -> None:
    lead, liaison, second = accepted(pair), pair.actor("liaison"), pair.actor("second")
    basket = uuid4()
    first = actions.upload(liaison, basket, image(), "合并后.jpg", at=MONDAY)
    do(pair, V.submit_reply, liaison, lead, basket=basket)
    late = actions.upload(liaison, basket, image(size=(30, 20)), "后来.jpg", at=MONDAY)
    assert first in loose_seen(second) and late not in loose_seen(second)
    assert first not in loose_seen(pair.actor("liaison_b")) and first not in loose_of(liaison)
    with pytest.raises(Attachment.DoesNotExist):
        actions.remove_file(liaison, first.token, at=MONDAY)
    actions.expire(pair.zone, at=when("2026-06-01 09:00"))
    assert Attachment.objects.filter(pk=first.pk).exists()
    do(pair, V.approve_reply, second, lead)
    first.refresh_from_db()
    assert (first.lead, first.reply, first.draft, first.audience) == (lead, Reply.objects.get(), None, "everybody")
    assert not Attachment.objects.filter(pk=late.pk, lead__isnull=False).exists()


def test_sent_back_the_files_are_the_writers_again(pair: World) -> None:
    lead, liaison = accepted(pair), pair.actor("liaison")
    basket = uuid4()
    file = actions.upload(liaison, basket, image(), "合并后.jpg", at=MONDAY)
    do(pair, V.submit_reply, liaison, lead, basket=basket)
    do(pair, V.send_back_reply, pair.actor("second"), lead, reason="换一张。")
    assert file in loose_of(liaison) and file not in loose_seen(pair.actor("second"))
    actions.remove_file(liaison, file.token, at=MONDAY)


def test_a_lead_that_moves_on_takes_a_waiting_draft_back(pair: World) -> None:
    """A promise was being answered again when the reporter had the lead reopened."""
    lead = _promised(pair)
    do(pair, V.submit_reply, pair.actor("liaison"), lead)
    do(pair, V.reopen, pair.actor("social"), lead)
    assert ReplyDraft.objects.get().submitted_at is None
    assert refused(lambda: do(pair, V.approve_reply, pair.actor("second"), lead)) == "no_draft"


def _promised(world: World) -> Lead:
    switch(world, False)
    lead = bring(world, world.lead(), State.followed_up)
    switch(world, True)
    return lead


def test_a_promise_is_answered_again_through_approval(pair: World) -> None:
    lead = _promised(pair)
    do(pair, V.submit_reply, pair.actor("liaison"), lead)
    do(pair, V.approve_reply, pair.actor("second"), lead)
    lead.refresh_from_db()
    assert lead.state == State.replied and clock(lead, "promise").on_time is True


def test_an_own_lead_is_left_to_others(pair: World) -> None:
    lead = waiting(pair)
    supervisor = pair.supervisors["social"]
    type(supervisor).objects.filter(pk=supervisor.pk).update(user=pair.users["second"])
    pair.users["second"].roles.create(zone=pair.zone, name="supervisor")
    for verb in (V.approve_reply, V.send_back_reply):
        assert refused(lambda verb=verb: do(pair, verb, pair.actor("second"), lead)) == "own_lead"


@pytest.mark.parametrize("verb", [V.approve_reply, V.send_back_reply, V.withdraw_reply])
def test_others_and_stale_pages(pair: World, elsewhere: World, verb: Verb) -> None:
    lead = waiting(pair)
    check_others(verb, pair, elsewhere, lead, readers=READERS)
    check_stale(verb, pair, "liaison" if verb == V.withdraw_reply else "second", lead)


def test_others_and_stale_pages_of_handing_in(pair: World, elsewhere: World) -> None:
    lead = accepted(pair)
    check_others(V.submit_reply, pair, elsewhere, lead, readers=READERS)
    check_stale(V.submit_reply, pair, "liaison", lead)


@pytest.mark.parametrize("verb", [V.submit_reply, V.approve_reply, V.send_back_reply, V.withdraw_reply])
def test_only_while_an_answer_is_owed(pair: World, verb: Verb) -> None:
    lead = bring(pair, pair.lead(), State.dispatched)
    assert refused(lambda: do(pair, verb, pair.actor("liaison"), lead)) == "wrong_state"


# ------------------------------------------------------------------------------------------------- what is being typed


def test_what_is_typed_is_kept_for_its_writer_alone_and_silently(world: World) -> None:
    lead, liaison = accepted(world), world.actor("liaison")
    rows = Entry.objects.count()
    actions.keep_reply(liaison, lead.pk, at=MONDAY, typed={"result": "solved", "process": "正在\0写"})
    actions.keep_reply(liaison, lead.pk, at=MONDAY, typed={"result": "solved", "process": "正在写完"})
    draft = ReplyDraft.objects.get()
    assert (draft.data["process"], draft.by, draft.submitted_at) == ("正在写完", world.users["liaison"], None)
    assert Entry.objects.count() == rows
    do(world, V.reply, liaison, lead)
    assert not ReplyDraft.objects.exists()


def test_nothing_is_kept_where_nothing_can_be_answered(pair: World, elsewhere: World) -> None:
    lead = waiting(pair)
    for key in ("liaison", "second"):  # handed in: what was approved is what was looked at
        assert refused(lambda key=key: actions.keep_reply(pair.actor(key), lead.pk, at=MONDAY, typed={})) == (
            "nothing_to_answer"
        )
    assert refused(lambda: actions.keep_reply(pair.actor("officer"), lead.pk, at=MONDAY, typed={})) == (
        "nothing_to_answer"
    )
    for stranger in (pair.actor("liaison_b"), elsewhere.actor("liaison")):
        with pytest.raises(Lead.DoesNotExist):
            actions.keep_reply(stranger, lead.pk, at=MONDAY, typed={})


def test_what_nobody_came_back_for_goes_and_its_files_with_it(world: World) -> None:
    lead, liaison, basket = accepted(world), world.actor("liaison"), uuid4()
    file = actions.upload(liaison, basket, image(), "照片.jpg", at=MONDAY)
    actions.keep_reply(liaison, lead.pk, at=MONDAY, typed={"process": "写了一半"}, basket=basket)
    actions.expire(world.zone, at=when("2026-03-20 09:00"))
    assert Attachment.objects.filter(pk=file.pk).exists() and ReplyDraft.objects.exists()
    actions.expire(world.zone, at=when("2026-09-20 09:00"))
    assert not Attachment.objects.filter(pk=file.pk).exists() and not ReplyDraft.objects.exists()
