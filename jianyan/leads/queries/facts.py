"""A lead with what the flow's guards ask about it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.db.models import Count, Exists, F, FilteredRelation, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from jianyan.accounts.queries import Actor
from jianyan.core import clocks
from jianyan.core.flow import Facts, Result, State
from jianyan.core.rulebook import Rulebook
from jianyan.core.workdays import Calendar, local_date
from jianyan.leads.models import Call, Clock, Contest, Dispatch, Extension, FollowUp, Lead, Reply, ReplyDraft
from jianyan.leads.queries.visible import is_reporter
from jianyan.rules.queries import book, calendar_of

#: Answers to a follow-up that count as content (满意, 基本满意).
GOOD = frozenset({"satisfied", "basically"})

#: When a clock that still runs is said to have stopped, where the latest is asked for.
RUNS_ON = datetime(9000, 1, 1, tzinfo=UTC)


def with_facts(leads: QuerySet[Lead]) -> QuerySet[Lead]:
    """Add what `facts` reads, so that a lead and its facts come in one query."""
    last_reply = Reply.objects.filter(lead=OuterRef("pk")).order_by("-id").values("id")[:1]
    unanswered = (
        Call.objects.filter(lead=OuterRef("pk"), answered=False).order_by().values("lead").annotate(n=Count("id"))
    )
    unreached = FollowUp.objects.filter(lead=OuterRef("pk"), reached=False, reply=OuterRef("last_reply"))
    # What was merged into a whole goes on in its parts.
    others = Lead.objects.filter(Q(merged_into=OuterRef("pk")) | Q(merged_into=OuterRef("split_from")))
    of_unit = {"lead": OuterRef("pk"), "department": OuterRef("lead_department")}
    draft = ReplyDraft.objects.filter(**of_unit, submitted_at__isnull=False)
    waiting = Contest.objects.filter(lead=OuterRef("pk"), decided_at__isnull=True).order_by("id")
    annotated = leads.annotate(
        last_reply=Subquery(last_reply),
        unanswered=Coalesce(Subquery(unanswered.values("n")), 0),
        unreached=Coalesce(Subquery(unreached.order_by().values("lead").annotate(n=Count("id")).values("n")), 0),
        extension_open=Exists(Extension.objects.filter(lead=OuterRef("pk"), decided_at__isnull=True)),
        carries_others=Exists(others),
        # One join for the governing clock: a lead has at most one.
        governing=FilteredRelation("clocks", condition=Q(clocks__governs=True)),
        due_on=F("governing__due_on"),
        due_at=F("governing__due_at"),
        warn_at=F("governing__warn_at"),
        due_since=F("governing__started_at"),
        due_kind=F("governing__kind"),
        due_rule=F("governing__rule"),
        due_provisional=F("governing__provisional"),
        draft_by=Subquery(draft.values("by")[:1]),
        contestable_from=Subquery(
            uncontested(Clock.objects.filter(**of_unit))
            .annotate(last=Coalesce("stopped_at", Value(RUNS_ON)))
            .order_by("-last")
            .values("last")[:1]
        ),
        contest_of=Subquery(waiting.values("department")[:1]),
        last_dispatch=Subquery(Dispatch.objects.filter(lead=OuterRef("pk")).order_by("-number").values("id")[:1]),
        accepted_by=Subquery(
            Dispatch.objects.filter(lead=OuterRef("pk")).order_by("-number").values("accepted_by")[:1]
        ),
        answered_by=Subquery(Reply.objects.filter(lead=OuterRef("pk")).order_by("-id").values("by")[:1]),
    )
    near = annotated.select_related("zone", "identity__supervisor__unit", "lead_department", "rules", "form")
    return near.defer("rules__text")  # a rulebook is long, and its reading is kept in memory


def uncontested(clocks: QuerySet[Clock]) -> QuerySet[Clock]:
    """Those of some clocks that count in a rate and that nobody is contesting."""
    open_ = Contest.objects.filter(clock=OuterRef("pk"), decided_at__isnull=True)
    return clocks.filter(~Exists(open_), void=False, excluded=False)


def facts(lead: Lead, actor: Actor, at: datetime) -> Facts:
    """What the guards ask, for a lead loaded `with_facts`, at a moment. No query beside a cached calendar."""
    rules = book(lead.rules_id)
    calendar = calendar_of(lead.zone)
    today = local_date(at)
    due_on, due_at = lead.due_on, lead.due_at  # type: ignore[attr-defined]
    too_late = bool(due_on) and clocks.left(due_on, today, calendar) < rules.number_of("extension_ask_before")
    reopen_passed = lead.ended_at is not None and calendar.count(local_date(lead.ended_at), today) > rules.number_of(
        "reopen_within"
    )
    # The clock to accept began with the dispatch.
    sent_at = lead.due_since if lead.state == State.dispatched else None  # type: ignore[attr-defined]
    recall_passed = sent_at is None or at > sent_at + timedelta(seconds=rules.number_of("recall_within"))
    draft_by: int | None = lead.draft_by  # type: ignore[attr-defined]
    contest_of: int | None = lead.contest_of  # type: ignore[attr-defined]
    last_ran: datetime | None = lead.contestable_from  # type: ignore[attr-defined]
    return Facts(
        dispatches=lead.dispatches,
        designated=lead.designated,
        unanswered_calls=lead.unanswered,  # type: ignore[attr-defined]
        unreached_follow_ups=lead.unreached,  # type: ignore[attr-defined]
        open_extension=lead.extension_open,  # type: ignore[attr-defined]
        clock_overdue=bool(due_at) and due_at <= at,
        extension_too_late=too_late,
        actor_is_handler=_is_handler(lead, actor),
        actor_is_reporter=is_reporter(actor, lead),
        carries_others=lead.carries_others,  # type: ignore[attr-defined]
        review_wanted=lead.lead_department is not None and lead.lead_department.reply_review,
        draft_waiting=draft_by is not None,
        draft_own=draft_by is not None and draft_by == actor.user_id,
        contestable=last_ran is not None and may_still_contest(last_ran, at, rules, calendar),
        contest_open=contest_of is not None,
        contest_own_unit=contest_of is not None and contest_of == actor.department_id,
        result=Result(lead.result) if lead.result else None,
        follow_up_good=lead.satisfaction in GOOD if lead.satisfaction else None,
        follow_up_wanted=lead.follow_up_wanted,
        reopen_passed=reopen_passed,
        recall_passed=recall_passed,
        max_dispatches=rules.number_of("max_dispatches"),
        attempts_needed=rules.number_of("call_attempts"),
    )


def _is_handler(lead: Lead, actor: Actor) -> bool:
    """Whether the actor is of the unit that handles the lead; in the office itself, who accepted or answered it.

    Otherwise nobody could follow up what the office handled: all who may are of its unit (4.1.c).
    """
    unit = lead.lead_department
    if unit is None or actor.department_id != unit.pk:
        return False
    if not unit.is_office:
        return True
    return actor.user_id in (lead.accepted_by, lead.answered_by)  # type: ignore[attr-defined]


def may_still_contest(stopped: datetime, at: datetime, rules: Rulebook, calendar: Calendar) -> bool:
    """Whether a clock that stopped then (`RUNS_ON`: not yet) may still be contested."""
    if stopped >= RUNS_ON:
        return True
    return calendar.count(local_date(stopped), local_date(at)) <= rules.number_of("contest_within")
