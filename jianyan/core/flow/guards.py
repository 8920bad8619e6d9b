"""What a guard may ask, what it answers, and the guards themselves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from jianyan.core.flow.states import Result


@dataclass(frozen=True, slots=True)
class Facts:
    """What a guard may ask about a lead and the act.

    ``own_unit_alone``: the act would leave the lead with the reporter's own unit alone (clause 4.1.c).
    ``actor_is_handler``: the actor belongs to the unit that handles the lead; where that is the office itself, the
    actor is one of those who accepted or answered it.
    ``actor_is_reporter``: the actor filed the lead.
    ``carries_others``: leads of other people were merged into this one.
    ``review_wanted``: the department lets a second person look at its replies; ``draft_waiting``: a draft waits for
    that, ``draft_own``: the actor wrote it, ``approved``: it was approved in this very act.
    ``contestable``: there is a clock that the lead department may still contest; ``contest_open``: a contest waits for
    the office, ``contest_own_unit``: of the unit that the actor belongs to.
    Counts are of this lead; ``max_*`` and ``*_needed`` come from the lead's rulebook version.
    """

    dispatches: int = 0
    designated: bool = False
    unanswered_calls: int = 0
    unreached_follow_ups: int = 0
    open_extension: bool = False
    clock_overdue: bool = False
    extension_too_late: bool = False
    own_unit_alone: bool = False
    actor_is_handler: bool = False
    actor_is_reporter: bool = False
    carries_others: bool = False
    review_wanted: bool = False
    draft_waiting: bool = False
    draft_own: bool = False
    approved: bool = False
    contestable: bool = False
    contest_open: bool = False
    contest_own_unit: bool = False
    result: Result | None = None
    follow_up_good: bool | None = None
    follow_up_wanted: bool = True
    reopen_passed: bool = False
    recall_passed: bool = False
    max_dispatches: int = 3
    attempts_needed: int = 3


Guard = Callable[[Facts], str | None]


def dispatchable(f: Facts) -> str | None:
    if f.dispatches >= f.max_dispatches:
        return "designation_needed"
    return "own_unit_alone" if f.own_unit_alone else None


def designable(f: Facts) -> str | None:
    if f.dispatches < f.max_dispatches:
        return "designation_too_early"
    return "own_unit_alone" if f.own_unit_alone else None


def recallable(f: Facts) -> str | None:
    # What a return or a reopening left behind would not come back by itself: the department returns such a lead.
    if f.dispatches > 1:
        return "recall_first_only"
    return "recall_too_late" if f.recall_passed else None


def mergeable(f: Facts) -> str | None:
    return "own_unit_alone" if f.own_unit_alone else None


def withdrawable(f: Facts) -> str | None:
    # What others raised would end with the lead that it was merged into.
    return "carries_others" if f.carries_others else None


def returnable(f: Facts) -> str | None:
    if f.designated:
        return "designated_cannot_return"
    return not_own_lead(f)


def not_own_lead(f: Facts) -> str | None:
    return "own_lead" if f.actor_is_reporter else None


def may_reply(f: Facts) -> str | None:
    if f.review_wanted and not f.approved:
        return "review_needed"
    if f.draft_own and not f.approved:
        return "draft_waiting"
    return not_own_lead(f)


def may_submit(f: Facts) -> str | None:
    if not f.review_wanted:
        return "review_off"
    return "draft_waiting" if f.draft_waiting else not_own_lead(f)


def may_review(f: Facts) -> str | None:
    if not f.draft_waiting:
        return "no_draft"
    return "own_draft" if f.draft_own else not_own_lead(f)


def may_take_back(f: Facts) -> str | None:
    if not f.draft_waiting:
        return "no_draft"
    return None if f.draft_own else "not_own_draft"


def may_contest(f: Facts) -> str | None:
    return not_own_lead(f) or (None if f.contestable else "nothing_to_contest")


def may_decide_contest(f: Facts) -> str | None:
    if not f.contest_open:
        return "no_contest"
    # Nobody decides on the lateness of the unit that they belong to, or on a lead of their own (practice.md, 回避).
    return "own_contest" if f.contest_own_unit or f.actor_is_reporter else None


def attempts_used_up(f: Facts) -> str | None:
    return None if f.unanswered_calls >= f.attempts_needed else "attempts_left"


def may_ask_time(f: Facts) -> str | None:
    if f.open_extension:
        return "extension_open"
    if f.extension_too_late:
        return "extension_too_late"
    return not_own_lead(f)


def extension_open(f: Facts) -> str | None:
    return None if f.open_extension else "no_extension"


def not_overdue(f: Facts) -> str | None:
    return "already_overdue" if f.clock_overdue else None


def overdue(f: Facts) -> str | None:
    return None if f.clock_overdue else "not_overdue"


def not_the_handler(f: Facts) -> str | None:
    # The complained-of unit does not ask whether people are content with it (practice.md, 回避). Where the office
    # itself handled the lead nobody else could ever ask: there another officer or the head does, never who handled it.
    return "handler_follow_up" if f.actor_is_handler and not f.actor_is_reporter else None


def may_close(f: Facts) -> str | None:
    if f.follow_up_good:
        return None
    if not f.follow_up_wanted or f.unreached_follow_ups >= f.attempts_needed:
        return not_the_handler(f)
    return "follow_up_needed"


def kept_promise(f: Facts) -> str | None:
    return not_the_handler(f)


def may_reopen(f: Facts) -> str | None:
    if f.reopen_passed:
        return "reopen_too_late"
    return not_the_handler(f)
