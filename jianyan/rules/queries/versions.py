"""Reads of rules: the rulebook in force, and the working calendar of a zone."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from django.db.models import DateField, Prefetch, Q

from jianyan.accounts.models import Zone
from jianyan.core import rulebook
from jianyan.core.rulebook import Rulebook
from jianyan.core.workdays import Calendar, Day
from jianyan.prepared import Gap, Prepared
from jianyan.rules.models import CalendarDay, CalendarNotice, RulebookVersion
from jianyan.ui.addresses import address_of


class NoRulebook(LookupError):
    """The zone has no rulebook in force on that day."""


@lru_cache(maxsize=64)
def _parsed(version_id: int) -> Rulebook:
    # A version in force never changes, so that its id is key enough.
    return rulebook.load(RulebookVersion.objects.values_list("text", flat=True).get(pk=version_id))


def book(version_id: int) -> Rulebook:
    """The rulebook of a stored version."""
    return _parsed(version_id)


def rule_url(number: int, rule: str) -> str:
    """The address of one rule of a version, e.g. of ``clocks.call``: where every due date leads."""
    return f"{address_of('rules:version', number)}#{rule}"


_IN_FORCE = Prepared(
    lambda: (
        RulebookVersion.objects.filter(
            zone=Gap("zone"), effective_on__lte=Gap("day", DateField()), withdrawn_at__isnull=True
        )
        .defer("text")
        .order_by("-effective_on")[:1]
    )
)


def version_on(zone_id: int, day: date) -> RulebookVersion:
    """The version in force on a day; raises `NoRulebook` when there is none. One query."""
    version = _IN_FORCE.first(zone=zone_id, day=day)
    if version is None:
        raise NoRulebook(day)
    return version


def book_today(zone: Zone, day: date) -> Rulebook | None:
    """The rulebook that pages show on a day, None before there is one. One query for each zone that was read.

    It is remembered on this one object, which lives as long as the request that it was read for; acts ask `version_on`.
    """
    known: dict[date, Rulebook | None] = zone.__dict__.setdefault("books_today", {})
    if day not in known:
        try:
            known[day] = book(version_on(zone.pk, day).pk)
        except NoRulebook:
            known[day] = None
    return known[day]


def versions(zone_id: int) -> list[RulebookVersion]:
    """All versions of a zone but those withdrawn, the newest first, without their texts."""
    return list(
        RulebookVersion.objects.filter(zone=zone_id, withdrawn_at__isnull=True)
        .defer("text")
        .order_by("-effective_on", "-number")
    )


def forget_rulebooks() -> None:
    """Drop what is kept in memory; tests that reuse ids need it."""
    _parsed.cache_clear()
    _calendar.cache_clear()


def _read_calendar(zone_id: int) -> Calendar:
    notices = CalendarNotice.objects.filter(zone__isnull=True) | CalendarNotice.objects.filter(zone=zone_id)
    published = {year for year in notices.values_list("year", flat=True) if year is not None}
    rows = CalendarDay.objects.filter(notice__in=notices).order_by("notice__zone_id", "notice_id")
    days: dict[date, Day] = {}
    # National notices first, then the zone's own in the order they were imported: the latest word on a day holds.
    for national in (True, False):
        for day, working, name in rows.filter(notice__zone__isnull=national).values_list("day", "working", "name"):
            days[day] = Day(day, working, name)
    return Calendar(days.values(), published)


@lru_cache(maxsize=64)
def _calendar(zone_id: int, revision: int) -> Calendar:
    return _read_calendar(zone_id)


def notices_of(zone_id: int, year: int) -> list[CalendarNotice]:
    """The notices that publish a year or touch its days, the one whose word holds last; ``shown`` are those days."""
    days = CalendarDay.objects.filter(day__year=year).order_by("day")
    notices = CalendarNotice.objects.filter(Q(zone__isnull=True) | Q(zone=zone_id))
    touching = notices.filter(Q(year=year) | Q(pk__in=days.order_by().values("notice")))
    shown = touching.prefetch_related(Prefetch("days", queryset=days, to_attr="shown"))
    return sorted(shown, key=lambda notice: (notice.zone_id is not None, notice.pk))


def calendar_of(zone: Zone) -> Calendar:
    """The working calendar of a zone, kept in memory per revision: no query while the calendar stays the same."""
    return _calendar(zone.pk, zone.calendar_revision)


def calendar_read(zone: Zone) -> Calendar:
    """The working calendar as this transaction sees it, read anew.

    Nothing is kept: after a rollback the same revision comes again with other days.
    """
    return _read_calendar(zone.pk)
