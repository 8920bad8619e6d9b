"""Who may verify a lead: nobody of the units that handle it, of the company it is about, or its reporter alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from jianyan.accounts.models import Department
from jianyan.core.studies import Place, too_near
from jianyan.leads.models import Dispatch, Lead
from jianyan.people.models import Supervisor
from jianyan.people.queries import appointed, terms_on
from jianyan.studies.models import Verification

#: How many people a form shows at once; more are found by their names.
SHOWN = 30


@dataclass(frozen=True, slots=True)
class Near:
    """What lies too near to a lead: the units that handle or support it, their names and the company's."""

    units: frozenset[int]
    names: frozenset[str]

    def holds(self, supervisor: Supervisor) -> bool:
        """Whether somebody works there. ``unit`` should be loaded."""
        return too_near(Place(supervisor.unit_id, supervisor.unit_name), self.units, self.names)


def near_to(lead: Lead) -> Near:
    """The units that handle a lead now or support it, and the company that it concerns. Two queries.

    A dispatch that was recalled or returned binds nobody.
    """
    sheets = Dispatch.objects.filter(lead=lead, recalled_at__isnull=True, returned_at__isnull=True)
    pairs = list(sheets.values_list("department", "supporting"))
    units = {pk for pair in pairs for pk in pair if pk} | (
        {lead.lead_department_id} if lead.lead_department_id else set()
    )
    names = set(Department.objects.filter(pk__in=units).values_list("name", flat=True)) if units else set()
    return Near(frozenset(units), frozenset(filter(None, {*names, lead.company})))


def eligible(lead: Lead, near: Near, day: date) -> QuerySet[Supervisor]:
    """Supervisors in term who may verify a lead, by pinyin; without its reporter where the lead is anonymous."""
    found = appointed(lead.zone_id, day).exclude(Q(unit__in=near.units) | Q(employer__in=near.names))
    found = found.exclude(unit__name__in=near.names)
    if lead.hidden:
        found = found.exclude(pk=lead.identity.supervisor_id)
    return found.select_related("unit").order_by("sort_key", "pk")


def named(people: QuerySet[Supervisor], words: str) -> QuerySet[Supervisor]:
    """Of these people whom the words name: name, pinyin from its beginning, unit, post or trade."""
    for word in words.split()[:6]:
        q = Q(name__icontains=word) | Q(employer__icontains=word) | Q(unit__name__icontains=word)
        q |= Q(post__icontains=word) | Q(industry__icontains=word)
        if word.isascii() and word.isalnum():
            q |= Q(search_key__startswith=word.lower()) | Q(search_key__contains=f" {word.lower()}")
        people = people.filter(q)
    return people


def still_in_term(verification: Verification, day: date) -> QuerySet[Supervisor]:
    """The verifiers who are in term on a day."""
    held = terms_on(day).filter(supervisor=OuterRef("pk"))
    return Supervisor.objects.filter(Exists(held), pk__in=verification.verifiers.values("supervisor"))
