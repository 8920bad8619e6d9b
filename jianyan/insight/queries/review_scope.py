"""Which leads a review is about, and which period it takes where none is asked for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import QuerySet

from jianyan.accounts.models import Zone
from jianyan.core.duties import Span
from jianyan.core.opinion import month_of
from jianyan.core.periods import Period, last_day, shifted
from jianyan.core.workdays import local_date
from jianyan.leads.models import Lead
from jianyan.people.models import Appointment

#: How long a period is where the rules do not say, and at most, in months.
YEAR, LONGEST = 12, 36
#: A term that has only begun shows nothing yet: until so many days have passed, the one before is reviewed.
BEGUN = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Scope:
    """The leads of a zone submitted in the months from ``first`` to ``last`` (their first days), as of ``now``."""

    zone: Zone
    first: date
    last: date
    now: datetime

    @property
    def today(self) -> date:
        return local_date(self.now)

    @property
    def span(self) -> Span:
        """The days of the period."""
        return Span(self.first, last_day(Period(self.first, self.last)))

    @property
    def months(self) -> list[date]:
        return Period(self.first, self.last).months

    @property
    def within(self) -> dict[str, object]:
        """The period as a condition on a lead's own columns."""
        return {"zone": self.zone.pk, "month__gte": self.first, "month__lte": self.last}

    @property
    def of_leads(self) -> dict[str, object]:
        """The same, as a condition on what belongs to a lead."""
        return {f"lead__{name}": value for name, value in self.within.items()}

    def leads(self) -> QuerySet[Lead]:
        return Lead.objects.filter(**self.within).order_by()


def usual_period(zone_id: int, today: date, months: int) -> tuple[date, date]:
    """The months of the term that runs, up to now at most; of the one before where it has only begun.

    ``months``: how long a term is. The terms of people who joined while one ran are none of their own. Where there is
    no term, as many months up to this one.
    """
    terms = Appointment.objects.filter(supervisor__zone=zone_id, starts_on__lte=today)
    starts = sorted({month_of(day) for day in terms.order_by().values_list("starts_on", flat=True).distinct()})
    if not starts:
        return shifted(month_of(today), 1 - months), month_of(today)
    first = starts[0]
    while True:
        over = shifted(first, months)
        following = next((start for start in starts if start >= over), over)
        if following + BEGUN > today:
            break
        first = following
    return first, min(shifted(first, months - 1), month_of(today))
