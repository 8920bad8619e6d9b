"""Every verb on a lead with what it needs to be done, a lead in every state, and what must not happen on a refusal."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from jianyan.accounts.queries import Actor, actor_of
from jianyan.core.flow import Refused, State, Verb
from jianyan.leads import actions
from jianyan.leads.models import Clock, Contest, Extension, Lead, Reply, ReplyDraft
from jianyan.leads.queries.contest import contestable
from jianyan.ledger.models import Entry
from jianyan.notify.models import Notice
from tests.fixtures import MONDAY, World

V, S = Verb, State


def do(world: World, verb: Verb, who: Actor, lead: Lead, at: datetime = MONDAY, **changes: Any) -> object:
    """Do a verb as a careful person would fill it in; ``changes`` replace or add arguments of the action."""
    act, given = ACTS[verb]
    return act(who, lead.pk, at=at, **{**given(world, lead, at), **changes})


def _dispatch(world: World, lead: Lead, at: datetime) -> dict[str, object]:
    return {"department": world.departments["commerce"].pk, "supporting": [world.departments["customs"].pk]}


def _due(lead: Lead) -> Any:
    clock = Clock.objects.filter(lead=lead, kind="reply").order_by("-id").first()
    return clock.due_on if clock else MONDAY.date()


def _parts(world: World, lead: Lead, at: datetime) -> dict[str, object]:
    channel = lead.identity.supervisor.channel
    return {"parts": [world.opinion(channel, title="第一件"), world.opinion(channel, title="第二件")]}


def _kind(world: World, lead: Lead, at: datetime) -> dict[str, object]:
    return {"kind": lead.kind, "field": "market", "common": True, "policy": lead.policy}


def _target(world: World, lead: Lead, at: datetime) -> dict[str, object]:
    other = Lead.objects.filter(zone=lead.zone, state=S.received).exclude(pk=lead.pk).order_by("-id").first()
    return {"reason": "同一问题。", "into": other.pk if other else 0}


def _contest(world: World, lead: Lead, at: datetime) -> dict[str, object]:
    found = contestable(Lead.objects.get(pk=lead.pk), at)
    return {"clock": found[0].pk if found else 0, "wish": "exclude", "reason": "材料三天后才补齐。"}


def _with(**given: object) -> Callable[[World, Lead, datetime], dict[str, object]]:
    return lambda world, lead, at: given


ACTS: dict[Verb, tuple[Callable[..., object], Callable[[World, Lead, datetime], dict[str, object]]]] = {
    V.call: (actions.log_call, _with(verified="情况属实。")),
    V.call_unanswered: (actions.log_unanswered, _with()),
    V.supplement: (actions.supplement, _with(words_="又多了一个窗口。")),
    V.classify: (actions.classify, _kind),
    V.dispatch: (actions.dispatch, _dispatch),
    V.designate: (actions.dispatch, lambda w, lead, at: {**_dispatch(w, lead, at), "designate": True}),
    V.recall: (actions.recall, _with()),
    V.accept: (actions.accept, _with()),
    V.accept_silently: (actions.accept_silently, _with()),
    V.return_: (
        actions.return_,
        lambda w, lead, at: {"reason": "不属本部门职责。", "should_be": w.departments["planning"].pk},
    ),
    V.ask_extension: (
        actions.ask_extension,
        lambda w, lead, at: {"reason": "需要会商。", "until": _due(lead) + timedelta(days=7)},
    ),
    V.grant_extension: (actions.decide_extension, _with(grant=True)),
    V.refuse_extension: (actions.decide_extension, _with(grant=False, opinion="时间足够。")),
    V.remind: (actions.nudge, _with(urging=False)),
    V.urge: (actions.nudge, _with(urging=True)),
    V.submit_reply: (actions.submit_reply, _with(result="solved", process="两个窗口已合并。")),
    V.approve_reply: (actions.approve_reply, _with()),
    V.send_back_reply: (actions.send_back_reply, _with(reason="请写明日期。")),
    V.withdraw_reply: (actions.withdraw_reply, _with()),
    V.reply: (actions.reply, _with(result="solved", process="两个窗口已合并。")),
    V.follow_up: (actions.follow_up, _with(solved=True, satisfaction="satisfied")),
    V.follow_up_unreached: (actions.follow_up_unreached, _with()),
    V.close: (actions.close, _with(reason="已向提出人说明。")),
    V.reopen: (actions.reopen, _with(reason="窗口又分开了。")),
    V.note: (actions.note, _with(reason="作为趋势信息留存。")),
    V.resume: (actions.resume, _with(reason="多家企业受影响。")),
    V.merge: (actions.merge, _target),
    V.split_: (actions.split, _parts),
    V.withdraw: (actions.withdraw, _with()),
    V.contest: (actions.contest, _contest),
    V.uphold_contest: (actions.uphold_contest, _with(opinion="材料确实晚到。")),
    V.reject_contest: (actions.reject_contest, _with(opinion="期限没有算错。")),
}
#: Not an act of its own: it follows from the last unanswered call.
CONSEQUENCES = {V.clarify_unreached}

#: How a lead comes from the state before to each state: (state before, who, verb, changes).
WAYS: dict[State, tuple[State, str, Verb, dict[str, Any]]] = {
    S.clarified: (S.received, "officer", V.call, {}),
    S.dispatched: (S.clarified, "officer", V.dispatch, {}),
    S.returned: (S.dispatched, "liaison", V.return_, {}),
    S.accepted: (S.dispatched, "liaison", V.accept, {}),
    S.replied: (S.accepted, "liaison", V.reply, {}),
    S.followed_up: (S.replied, "officer", V.follow_up, {}),
    S.reopened: (
        S.replied,
        "officer",
        V.follow_up,
        {"solved": False, "satisfaction": "unsatisfied", "words_": "没解决"},
    ),
    S.closed: (S.replied, "officer", V.follow_up, {}),
    S.noted: (S.clarified, "officer", V.note, {}),
    S.merged: (S.clarified, "officer", V.merge, {}),
    S.split_: (S.received, "officer", V.split_, {}),
    S.withdrawn: (S.received, "reporter", V.withdraw, {}),
}


def bring(world: World, lead: Lead, to: State, at: datetime = MONDAY) -> Lead:
    """Bring a fresh lead to any state, all at one moment."""
    if to != S.received:
        before, who, verb, changes = WAYS[to]
        if to == S.followed_up:
            bring(world, lead, S.accepted, at)
            promise(world, lead, at)
        else:
            bring(world, lead, before, at)
        if to == S.merged:
            _a_target(world, at)
        by = actor_of(lead.identity.supervisor.user, world.zone) if who == "reporter" else world.actor(who)
        do(world, verb, by, lead, at, **changes)
    lead.refresh_from_db()
    assert lead.state == to
    return lead


def called(world: World, lead: Lead, at: datetime = MONDAY) -> Lead:
    """Talk a fresh lead over on the phone: only then it can be merged."""
    return bring(world, lead, S.clarified, at)


def promise(world: World, lead: Lead, at: datetime = MONDAY, days: int = 20) -> Reply:
    """Answer with a promise for a day some days ahead."""
    day = at.date() + timedelta(days=days)
    liaison = world.actor("liaison")
    actions.reply(liaison, lead.pk, at=at, result="solving", process="正在改造。", plan="月底完成。", promised_on=day)
    return Reply.objects.latest("id")


def _a_target(world: World, at: datetime) -> Lead:
    """Somebody else's lead to merge into."""
    if "carrier" not in world.supervisors:
        world.supervisor("carrier")
    return world.lead("carrier", at)


# ----------------------------------------------------------------------------------------------------------- refusals


def everything() -> object:
    """What an act could leave behind."""
    return (
        Entry.objects.count(),
        Notice.objects.count(),
        list(Lead.objects.order_by("id").values()),
        list(Clock.objects.order_by("id").values()),
        list(Extension.objects.order_by("id").values()),
        Reply.objects.count(),
        list(ReplyDraft.objects.order_by("id").values()),
        list(Contest.objects.order_by("id").values()),
    )


def refused(act: Callable[[], object]) -> str:
    """The code with which an act is refused; asserts that nothing was left behind."""
    before = everything()
    with pytest.raises(Refused) as no:
        act()
    assert everything() == before
    return no.value.code


def not_there(act: Callable[[], object]) -> None:
    """Assert that the lead does not exist for whoever acts."""
    before = everything()
    with pytest.raises(Lead.DoesNotExist):
        act()
    assert everything() == before


def strangers(world: World, elsewhere: World) -> list[Actor]:
    """Those for whom a lead of "social" that went to commerce is not there: other zones, departments, supervisors."""
    if "stranger" not in world.supervisors:
        world.supervisor("stranger")
    here = ("liaison_b", "stranger", "internal", "sysadmin", "secadmin", "auditor")
    return [
        *(elsewhere.actor(key) for key in ("officer", "head", "liaison", "leader", "social")),
        *(world.actor(key) for key in here),
    ]


def check_others(
    verb: Verb, world: World, elsewhere: World, lead: Lead, *, readers: tuple[str, ...], at: datetime = MONDAY
) -> None:
    """Strangers do not find the lead; those who may read it but not do this are refused with wrong_hat."""
    for stranger in strangers(world, elsewhere):
        not_there(lambda who=stranger: do(world, verb, who, lead, at))
    for key in readers:
        assert refused(lambda who=key: do(world, verb, world.actor(who), lead, at)) == "wrong_hat", key


def check_stale(verb: Verb, world: World, who: str, lead: Lead, at: datetime = MONDAY) -> None:
    """From a page that somebody has overtaken, nothing is done."""
    assert refused(lambda: do(world, verb, world.actor(who), lead, at, seen=lead.revision - 1)) == "stale"
    assert refused(lambda: do(world, verb, world.actor(who), lead, at, seen=lead.revision + 1)) == "stale"


def last_row(lead: Lead) -> Entry:
    """The newest row of the lead's chain."""
    return Entry.objects.filter(subject=lead.subject).latest("place")


def clock(lead: Lead, kind: str) -> Clock:
    """The lead's latest clock of a kind."""
    return Clock.objects.filter(lead=lead, kind=kind).latest("id")


def told(world: World, key: str, kind: str) -> Notice | None:
    """The newest notice of a kind to somebody."""
    return Notice.objects.filter(user=world.users[key], kind=kind).order_by("-id").first()
