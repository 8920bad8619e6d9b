"""What became of leads beyond their own answer: special reports, instructions, tasks; and of comments on the rules."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.db.models import CharField, Count, Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat

from jianyan.core.deeds import ADOPTED
from jianyan.core.review import Decisions
from jianyan.core.special import SpecialState
from jianyan.core.tasks import TaskState
from jianyan.core.workdays import TZ
from jianyan.insight.queries.review_scope import Scope
from jianyan.reports.models import Instruction, SpecialItem
from jianyan.rules.models import Comment, RulebookVersion
from jianyan.tasks.models import Task

#: What a lead may have become, in the order of the way up.
ENDS = ("adopted", "reported", "instructed", "tasked", "fulfilled")


def decisions(scope: Scope) -> Decisions:
    """The counts. Three queries."""
    counted = scope.leads().aggregate(**{name: Count("pk", filter=became(scope, name)) for name in ENDS})
    first = datetime.combine(scope.span.first, time(), TZ)
    end = datetime.combine(scope.span.last + timedelta(days=1), time(), TZ)
    answered = Comment.objects.filter(consultation__draft__zone=scope.zone.pk).exclude(outcome="")
    rows = answered.filter(answered_at__gte=first, answered_at__lt=end).order_by().values("outcome")
    begun = RulebookVersion.objects.filter(
        zone=scope.zone.pk, effective_on__gte=scope.span.first, effective_on__lte=scope.span.last
    )
    return Decisions(
        **counted,
        comments=dict(rows.annotate(n=Count("pk")).values_list("outcome", "n")),
        versions=tuple(begun.order_by("number").values_list("number", flat=True)),
    )


def became(scope: Scope, name: str) -> Q:
    """Leads that became something of `ENDS`, as a condition."""
    match name:
        case "adopted":
            return Q(result__in=ADOPTED)
        case "reported":
            chosen = SpecialItem.leads.through.objects.filter(specialitem__special__state=SpecialState.signed)
            return Q(Exists(chosen.filter(lead=OuterRef("pk"))))
        case "instructed":
            return Q(Exists(_instructions()))
        case "tasked":
            return Q(Exists(_instructions().filter(Exists(_tasks(scope)))))
    kept = Exists(_tasks(scope).filter(state=TaskState.done))
    waiting = Exists(_tasks(scope).filter(state=TaskState.open))
    open_ = Exists(_instructions().filter(waiting))
    return Q(Exists(_instructions().filter(kept))) & ~Q(open_)


def _instructions() -> QuerySet[Instruction]:
    """Leaders' instructions on a matter that the lead at hand stands behind."""
    subject = Concat(Value("instruction:"), Cast("pk", CharField()))
    return Instruction.objects.filter(item__leads=OuterRef("pk")).annotate(subject_=subject)


def _tasks(scope: Scope) -> QuerySet[Task]:
    """Tasks of the instruction at hand, but for those that were dropped."""
    return Task.objects.filter(zone=scope.zone.pk, source=OuterRef("subject_")).exclude(state=TaskState.dropped)
