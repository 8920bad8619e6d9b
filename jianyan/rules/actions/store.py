"""Writes of rules: storing a rulebook version, loading the national calendar, adding a zone's notice."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from importlib.resources import files

from django.db import transaction
from django.db.models import F

from jianyan.accounts.models import Zone
from jianyan.accounts.queries import Actor
from jianyan.core import rulebook
from jianyan.core.chain import text_digest
from jianyan.core.holidays_cn import seed
from jianyan.core.workdays import Day
from jianyan.ledger.actions import record
from jianyan.rules.models import CalendarDay, CalendarNotice, RulebookVersion


def packaged_rulebook() -> str:
    """The text of version 1 (试行), as it comes with the package."""
    return (files("jianyan.rules") / "rulebooks" / "v1.toml").read_text(encoding="utf8")


@transaction.atomic
def store_rulebook(actor: Actor, text: str, *, at: datetime, effective_on: date | None = None) -> RulebookVersion:
    """Store a validated rulebook as a version of the actor's zone; a stored one is never changed.

    ``effective_on`` overrides the text's own date, e.g. for a zone that started earlier.

    Raises:
        RulebookError: the text cannot be used; key and why.
        IntegrityError: the zone has that number or that day already.
    """
    book = rulebook.load(text)
    day = effective_on or book.effective_on
    version = RulebookVersion.objects.create(
        zone_id=actor.zone_id,
        number=book.number,
        effective_on=day,
        text=text,
        digest=text_digest(text),
    )
    record(
        actor=actor,
        at=at,
        verb="rules.store",
        subject=f"rules:{version.pk}",
        data={"number": book.number, "effective_on": day.isoformat(), "text": version.digest},
        rules=f"v{book.number}",
        clause="4.0",
    )
    return version


@transaction.atomic
def seed_calendar() -> int:
    """Load the State Council's notices that the seed package knows into our own table; returns how many are new."""
    days, years = seed()
    known = set(CalendarNotice.objects.filter(zone__isnull=True).values_list("year", flat=True))
    fresh = [year for year in years if year not in known]
    for year in fresh:
        notice = CalendarNotice.objects.create(name=f"国务院办公厅关于{year}年部分节假日安排的通知", year=year)
        CalendarDay.objects.bulk_create(
            CalendarDay(notice=notice, day=d.day, working=d.working, name=d.name) for d in days if d.day.year == year
        )
    if fresh:
        Zone.objects.update(calendar_revision=F("calendar_revision") + 1)
    return len(fresh)


@transaction.atomic
def add_notice(
    actor: Actor, zone: Zone, *, name: str, days: Iterable[Day], year: int | None, at: datetime
) -> CalendarNotice:
    """Add a zone's notice of days off and worked. Open clocks are recomputed by `leads.actions.recompute`."""
    rows = list(days)
    notice = CalendarNotice.objects.create(zone=zone, name=name, year=year, imported_at=at)
    CalendarDay.objects.bulk_create(CalendarDay(notice=notice, day=d.day, working=d.working, name=d.name) for d in rows)
    Zone.objects.filter(pk=zone.pk).update(calendar_revision=F("calendar_revision") + 1)
    zone.refresh_from_db(fields=["calendar_revision"])
    record(
        actor=actor,
        at=at,
        verb="calendar.notice",
        subject=f"calendar:{zone.pk}",
        data={
            "notice": notice.pk,
            "name": name,
            "year": year,
            "off": sorted(d.day.isoformat() for d in rows if not d.working),
            "worked": sorted(d.day.isoformat() for d in rows if d.working),
        },
        clause="5.1.g",
    )
    return notice
