"""What a new lead is called: its number, and where that would tell who raised it, its row id too (4.1.c, ADR 18).

The leads of one form are written together, so that their numbers and ids would stand side by side: whoever knows who
raised the one beside it would know who raised the anonymous one. Anonymous leads are therefore numbered in a series of
their own, and take an id that was passed over earlier, drawn by lot.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction

from jianyan.accounts.models import Zone
from jianyan.core.workdays import local_date
from jianyan.leads.models import Lead, LeadNumber, SpareId
from jianyan.prepared import Gap, Prepared

#: Stands before the number of an anonymous lead.
HIDDEN = "隐"

#: Ids that are passed over at a time, and how few are left when the clock passes over more.
PASSED, FEW = 32, 16

_COUNTERS = Prepared(
    lambda: LeadNumber.objects.select_for_update().filter(zone=Gap("zone"), year=Gap("year"), hidden=Gap("hidden"))
)


@dataclass(frozen=True, slots=True)
class Called:
    """A lead's number; ``pk`` where the row must not stand beside those that are written with it."""

    no: str
    pk: int | None = None


def next_numbers(zone: Zone, at: datetime, hidden: Sequence[bool]) -> list[Called]:
    """Take the next numbers of the zone's year, as people say them on the phone; neither series has gaps.

    ``hidden`` says of each lead whether it is anonymous. New leads and a new working calendar wait for each other
    here: ``zone`` is told of one that came in between.
    """
    year = local_date(at).year
    open_ = iter(_taken(zone, year, len(hidden) - sum(hidden)))
    zone.refresh_from_db(fields=["calendar_revision"])
    secret = iter(_taken(zone, year, sum(hidden), hidden=True) if any(hidden) else ())
    return [
        Called(f"{zone.short_name} {year}-{HIDDEN}{next(secret):04d}", _spare(zone))
        if each
        else Called(f"{zone.short_name} {year}-{next(open_):04d}")
        for each in hidden
    ]


def _taken(zone: Zone, year: int, count: int, *, hidden: bool = False) -> range:
    """The next numbers of a series. The counter stays locked, of which a new calendar locks all that there are."""
    counter = _COUNTERS.first(zone=zone.pk, year=year, hidden=hidden)
    if counter is None:
        LeadNumber.objects.get_or_create(zone=zone, year=year, hidden=hidden)
        counter = LeadNumber.objects.select_for_update().get(zone=zone, year=year, hidden=hidden)
    first = counter.last + 1
    counter.last += count
    counter.save(update_fields=["last"])
    return range(first, first + count)


def _spare(zone: Zone) -> int:
    """One of the zone's spare ids, drawn by lot, under the lock of its counter."""
    left = set(SpareId.objects.filter(zone=zone).values_list("value", flat=True))
    left -= set(Lead.objects.filter(pk__in=left).values_list("pk", flat=True))  # a counter that was set back
    # Nothing is left after many anonymous leads since the clock ran: it is drawn from what is passed over now.
    value = secrets.choice(sorted(left) or _pass_over(zone))
    SpareId.objects.filter(value=value).delete()
    return value


@transaction.atomic
def keep_spare_ids(zone: Zone) -> int:
    """Pass over ids while nobody files, so that none of them says who filed; returns how many. The clock does it."""
    if SpareId.objects.filter(zone=zone).count() >= FEW:
        return 0
    return len(_pass_over(zone))


def _pass_over(zone: Zone) -> list[int]:
    values = _skip(PASSED)
    SpareId.objects.filter(value__in=values).delete()
    SpareId.objects.bulk_create([SpareId(zone=zone, value=value) for value in values])
    return values


def _skip(count: int) -> list[int]:
    """Move the counter of the table of leads on, as the database keeps it; returns the ids that were passed over."""
    table = Lead._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)", [table, count]
            )
            return [int(row[0]) for row in cursor.fetchall()]
        cursor.execute("UPDATE sqlite_sequence SET seq = seq + %s WHERE name = %s", [count, table])
        if not cursor.rowcount:
            cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table, count])
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        last = int(cursor.fetchone()[0])
    return list(range(last - count + 1, last + 1))
