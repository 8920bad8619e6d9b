"""A lead with what the flow's guards ask about it."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Count, Exists, F, FilteredRelation, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from jianyan.accounts.queries import Actor
from jianyan.core import clocks
from jianyan.core.flow import Facts, Result, State
from jianyan.core.workdays import local_date
from jianyan.leads.models import Call, Dispatch, Extension, FollowUp, Lead, Reply
from jianyan.leads.queries.visible import is_reporter
from jianyan.rules.queries import book, calendar_of

#: Answers to a follow-up that count as content (满意, 基本满意).
GOOD = frozenset({"satisfied", "basically"})


def with_facts(leads: QuerySet[Lead]) -> QuerySet[Lead]:
    """Add what `facts` reads, so that a lead and its facts come in one query."""
    last_reply = Reply.objects.filter(lead=OuterRef("pk")).order_by("-id").values("id")[:1]
    unanswered = (
        Call.objects.filter(lead=OuterRef("pk"), answered=False).order_by().values("lead").annotate(n=Count("id"))
    )
    unreached = FollowUp.objects.filter(lead=OuterRef("pk"), reached=False, reply=OuterRef("last_reply"))
    # What was merged into a whole goes on in its parts.
    others = Lead.objects.filter(Q(merged_into=OuterRef("pk")) | Q(merged_into=OuterRef("split_from")))
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
        last_dispatch=Subquery(Dispatch.objects.filter(lead=OuterRef("pk")).order_by("-number").values("id")[:1]),
        accepted_by=Subquery(
            Dispatch.objects.filter(lead=OuterRef("pk")).order_by("-number").values("accepted_by")[:1]
        ),
        answered_by=Subquery(Reply.objects.filter(lead=OuterRef("pk")).order_by("-id").values("by")[:1]),
    )
    near = annotated.select_related("zone", "identity__supervisor__unit", "lead_department", "rules", "form")
    return near.defer("rules__text")  # a rulebook is long, and its reading is kept in memory


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
