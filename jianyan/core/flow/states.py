"""The words of the flow: states, hats, verbs and results."""

from __future__ import annotations

from enum import StrEnum


class State(StrEnum):
    """Where a lead is. The order is the order of the work."""

    received = "received"  # 待沟通: filed, not yet talked over
    clarified = "clarified"  # 待转办: talked over by phone (or the attempts are used up)
    dispatched = "dispatched"  # 待签收: with a department that has not accepted yet
    returned = "returned"  # 待改派: the department says it is another's
    accepted = "accepted"  # 待答复: being handled
    replied = "replied"  # 待回访: the department has answered
    followed_up = "followed_up"  # 跟踪中: reporter content, but the answer was a promise still to be kept
    reopened = "reopened"  # 重办中: the reporter says it is not solved
    closed = "closed"  # 已办结
    noted = "noted"  # 已备案: information that needs no department
    merged = "merged"  # 已并案
    split_ = "split"  # 已拆分
    withdrawn = "withdrawn"  # 已撤回


class Hat(StrEnum):
    """What an actor is for one lead."""

    reporter = "reporter"
    officer = "officer"
    head = "head"
    liaison = "liaison"  # of the lead department
    supporting = "supporting"  # liaison of a supporting department
    leader = "leader"
    system = "system"  # the clock itself (silence, urging), or what follows from another act at once


class Verb(StrEnum):
    call = "call"
    call_unanswered = "call_unanswered"
    clarify_unreached = "clarify_unreached"
    supplement = "supplement"
    classify = "classify"
    dispatch = "dispatch"
    designate = "designate"
    recall = "recall"
    accept = "accept"
    accept_silently = "accept_silently"
    return_ = "return"
    ask_extension = "ask_extension"
    grant_extension = "grant_extension"
    refuse_extension = "refuse_extension"
    remind = "remind"
    urge = "urge"
    submit_reply = "submit_reply"
    approve_reply = "approve_reply"
    send_back_reply = "send_back_reply"
    withdraw_reply = "withdraw_reply"
    reply = "reply"
    follow_up = "follow_up"
    follow_up_unreached = "follow_up_unreached"
    close = "close"
    reopen = "reopen"
    note = "note"
    resume = "resume"
    merge = "merge"
    split_ = "split"
    withdraw = "withdraw"
    contest = "contest"
    uphold_contest = "uphold_contest"
    reject_contest = "reject_contest"


#: What happens in a department or between it and the office, and is none of the reporter's business: requests for time
#: that led to nothing, drafts of a reply, contested clocks.
NOT_THE_REPORTERS = frozenset(
    {
        Verb.ask_extension,
        Verb.refuse_extension,
        Verb.submit_reply,
        Verb.approve_reply,
        Verb.send_back_reply,
        Verb.withdraw_reply,
        Verb.contest,
        Verb.uphold_contest,
        Verb.reject_contest,
    }
)


class Result(StrEnum):
    """How a department answers (办理结果)."""

    solved = "solved"  # 已解决
    solving = "solving"  # 正在解决
    planned = "planned"  # 列入计划
    explained = "explained"  # 解释说明


#: Answers that are a promise: the lead stays in view until it is kept.
PROMISES = frozenset({Result.solving, Result.planned})

#: States in which nothing more is owed by anybody.
FINAL = frozenset({State.closed, State.noted, State.merged, State.split_, State.withdrawn})
