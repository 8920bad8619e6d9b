"""The daily seal."""

from __future__ import annotations

from datetime import date, datetime

from django.db import connection, transaction

from jianyan.accounts.models import Zone
from jianyan.core import chain
from jianyan.ledger.models import Entry, Seal


@transaction.atomic
def seal(zone: Zone, day: date, *, at: datetime) -> Seal | None:
    """Seal all rows of the zone written since the last seal; safe to repeat.

    Returns the new seal, or None when the day is sealed already or there is nothing new.
    """
    _wait_for_writers()
    last = Seal.objects.filter(zone=zone).order_by("-number").first()
    if last and last.day >= day:
        return None
    rows = Entry.objects.filter(zone=zone, id__gt=last.last_id if last else 0).order_by("id")
    number = last.number + 1 if last else 1
    previous = last.digest if last else ""
    total = chain.SealDigest(chain.ALGORITHM, previous, zone.pk, day.isoformat(), number)
    first_id = last_id = 0
    for row_id, digest in rows.values_list("id", "digest").iterator(chunk_size=2000):
        first_id = first_id or row_id
        last_id = row_id
        total.add(row_id, digest)
    if not total.count:
        return None
    return Seal.objects.create(
        zone=zone,
        day=day,
        number=number,
        first_id=first_id,
        last_id=last_id,
        count=total.count,
        sealed_at=at,
        algorithm=chain.ALGORITHM,
        previous=previous,
        digest=total.hexdigest(),
    )


def _wait_for_writers() -> None:
    """No row with a lower id may appear after the seal.

    SQLite has one writer at a time. On PostgreSQL this lock waits for every open insert and holds new ones back.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE ledger_entry IN SHARE ROW EXCLUSIVE MODE")
