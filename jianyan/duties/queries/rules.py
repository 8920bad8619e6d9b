"""The rules of a quarter, and which quarters there are."""

from __future__ import annotations

from datetime import date

from django.db.models import Min, Value

from jianyan.accounts.models import Zone
from jianyan.core.duties import Quarter, Rules, quarter_of, rules_for
from jianyan.core.workdays import local_date
from jianyan.duties.models import DutyQuarter
from jianyan.meetings.models import Meeting
from jianyan.rules.queries import NoRulebook, book, calendar_of, version_on
from jianyan.studies.models import Study


def quarter_rules(zone: Zone, quarter: Quarter, today: date) -> Rules | None:
    """The rules of a quarter: those in force today, or at its end once it is over; None before there were any."""
    try:
        version = version_on(zone.pk, min(today, quarter.span.last))
    except NoRulebook:
        return None
    return rules_for(book(version.pk), quarter, calendar_of(zone))


def first_quarter(zone_id: int) -> Quarter | None:
    """The quarter of the zone's first meeting or study: before it nothing could be attended, so that nobody owed it.

    One query; None where there is neither.
    """
    meetings = Meeting.objects.filter(zone=zone_id).order_by().annotate(of=Value("meeting")).values("of")
    studies = Study.objects.filter(zone=zone_id).order_by().annotate(of=Value("study")).values("of")
    began = meetings.annotate(at=Min("starts_at")).values_list("at", flat=True)
    called = studies.annotate(at=Min("called_at")).values_list("at", flat=True)
    moments = [at for at in began.union(called) if at is not None]
    return quarter_of(local_date(min(moments))) if moments else None


def kept(zone_id: int, quarter: Quarter) -> DutyQuarter | None:
    """What is written of a quarter: that it was warned of, or closed."""
    return DutyQuarter.objects.filter(zone=zone_id, key=quarter.key).first()
