"""盲区: matters that nobody raised, departments that nothing was sent to, industries that said nothing (1.3)."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.db.models import Count, Exists, OuterRef, Q

from jianyan.accounts.models import Department
from jianyan.core.review import Blind, Named
from jianyan.core.rulebook import Choice, Kind, Rulebook
from jianyan.insight.queries.review_people import in_term
from jianyan.insight.queries.review_scope import Scope
from jianyan.leads.models import Clock, Dispatch, Lead, Reply
from jianyan.leads.queries.attention import OPEN
from jianyan.people.models import Channel


def blind(scope: Scope, rules: Rulebook | None, kinds: Collection[str]) -> Blind:
    """What nobody saw; ``kinds``: those of which there is a lead. Five queries."""
    fields, stages = _told(scope, "field"), _told(scope, "stage")
    waiting = scope.leads().filter(unanswered()).aggregate(n=Count("pk"), late=Count("pk", filter=overdue(scope)))
    return Blind(
        kinds=_missing(rules.kinds, kinds) if rules else (),
        fields=_missing(rules.fields, fields) if rules else (),
        stages=_missing(rules.stages, stages) if rules else (),
        units=_units(scope),
        industries=_industries(scope),
        unanswered=waiting["n"],
        unanswered_late=waiting["late"],
    )


def unanswered() -> Q:
    """Open leads that were sent to a department and that nobody has answered yet."""
    sent = Dispatch.objects.filter(lead=OuterRef("pk"), recalled_at__isnull=True)
    return Q(Exists(sent), state__in=OPEN) & ~Q(Exists(Reply.objects.filter(lead=OuterRef("pk"))))


def overdue(scope: Scope) -> Q:
    """Leads whose move is overdue."""
    return Q(Exists(Clock.objects.filter(lead=OuterRef("pk"), governs=True, due_at__lte=scope.now)))


def _told(scope: Scope, column: str) -> set[str]:
    return set(scope.leads().values_list(column, flat=True).distinct())


def _missing(items: Mapping[str, Kind] | Mapping[str, Choice], there: Collection[str]) -> tuple[Named, ...]:
    return tuple(Named(item.title, item.title_en) for key, item in items.items() if key not in there)


def _units(scope: Scope) -> tuple[Named, ...]:
    """Departments that could handle leads, and to which none of the period's was sent."""
    sent = Dispatch.objects.filter(**scope.of_leads, department=OuterRef("pk"), recalled_at__isnull=True)
    units = Department.objects.filter(zone=scope.zone.pk, handles=True, active=True, is_office=False)
    rows = units.filter(~Exists(sent)).order_by("kind", "id")
    return tuple(Named(name, name_en or name) for name, name_en in rows.values_list("name", "name_en"))


def _industries(scope: Scope) -> tuple[Named, ...]:
    """Industries of social supervisors in term, none of whom has raised anything in the period."""
    raised = Exists(Lead.objects.filter(**scope.within, identity__supervisor=OuterRef("pk")))
    people = in_term(scope).filter(channel=Channel.social).exclude(industry="")
    rows = people.values("industry").annotate(n=Count("pk"), spoke=Count("pk", filter=Q(raised))).filter(spoke=0)
    return tuple(Named(name, name, n) for name, n in rows.order_by("industry").values_list("industry", "n"))
