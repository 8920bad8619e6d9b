"""What came back: leads that departments returned, and leads that their reporters had handled again, with the reasons.

Reasons of anonymous reporters are not quoted: the words might tell whose they are (4.1.c).
"""

from __future__ import annotations

from django.db.models import Count, F, Q, QuerySet

from jianyan.core.review import Back, Misled, Said
from jianyan.core.workdays import local_date
from jianyan.insight.queries.review_scope import Scope
from jianyan.leads.models import Dispatch, FollowUp

#: How many reasons and pairs of departments are shown.
QUOTED, PAIRS = 6, 6


def returned(scope: Scope) -> QuerySet[Dispatch]:
    """Dispatches that departments sent back."""
    return Dispatch.objects.filter(**scope.of_leads, returned_at__isnull=False, recalled_at__isnull=True)


def sent_back(scope: Scope) -> QuerySet[FollowUp]:
    """Follow-ups in which reporters said that nothing was solved, and the lead went back."""
    return FollowUp.objects.filter(**scope.of_leads, reached=True, satisfaction="unsatisfied")


def back(scope: Scope) -> Back:
    """The counts and the newest reasons. Six queries."""
    return Back(
        returned=returned(scope).aggregate(n=Count("lead", distinct=True))["n"],
        reopened=sent_back(scope).aggregate(n=Count("lead", distinct=True))["n"],
        misled=tuple(_misled(scope)),
        results=tuple(
            sent_back(scope)
            .order_by()
            .values("reply__result")
            .annotate(n=Count("lead", distinct=True))
            .order_by("-n", "reply__result")
            .values_list("reply__result", "n")
        ),
        returns=tuple(_returns(scope)),
        reopenings=tuple(_reopenings(scope)),
    )


def _misled(scope: Scope) -> list[Misled]:
    names = ("department__name", "department__name_en", "should_be__name", "should_be__name_en")
    rows = returned(scope).filter(should_be__isnull=False).order_by().values(*names).annotate(n=Count("pk"))
    most = rows.order_by("-n", "department__name", "should_be__name")[:PAIRS]
    return [Misled(*row) for row in most.values_list(*names, "n")]


def _returns(scope: Scope) -> list[Said]:
    rows = returned(scope).exclude(return_reason="").order_by("-returned_at", "-pk")[:QUOTED]
    columns = ("lead_id", "lead__no", "returned_at", "department__name", "department__name_en", "return_reason")
    return [Said(pk, no, local_date(at), *rest) for pk, no, at, *rest in rows.values_list(*columns) if at]


def _reopenings(scope: Scope) -> list[Said]:
    rows = sent_back(scope).filter(~Q(words=""), lead__hidden=False).order_by("-at", "-pk")[:QUOTED]
    columns = ("lead_id", "lead__no", "at", "reply__department__name", "reply__department__name_en", "words")
    return [Said(pk, no, local_date(at), *rest) for pk, no, at, *rest in rows.values_list(*columns)]


def returns_by_unit(scope: Scope) -> dict[int, int]:
    """How many leads each department has sent back. One query."""
    rows = returned(scope).order_by().values("department").annotate(n=Count("lead", distinct=True))
    return dict(rows.values_list("department", "n"))


def by_kind(scope: Scope) -> dict[str, tuple[int, int]]:
    """Of each kind of lead: how many were returned, and how many were reopened. Two queries."""
    kind = F("lead__kind")
    rows = returned(scope).order_by().values(of=kind).annotate(n=Count("lead", distinct=True))
    went = dict(rows.values_list("of", "n"))
    again = sent_back(scope).order_by().values(of=kind).annotate(n=Count("lead", distinct=True))
    reopened = dict(again.values_list("of", "n"))
    return {key: (went.get(key, 0), reopened.get(key, 0)) for key in {*went, *reopened}}
