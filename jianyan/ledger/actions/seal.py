"""The daily seal."""

from __future__ import annotations

from datetime import date, datetime

from django.db import connection, transaction

from jianyan.accounts.models import Zone
from jianyan.core import chain
from jianyan.ledger.actions.record import locked_tip
from jianyan.ledger.models import Entry, Seal


def seals_of(zone: Zone) -> str:
    """The name of the zone's chain of seals; its tip holds how many there are, so that the last one cannot vanish."""
    return f"seals:{zone.pk}"


@transaction.atomic
def seal(zone: Zone, day: date, *, at: datetime) -> Seal | None:
    """Seal all rows of the zone written since the last seal; safe to repeat.

    Returns the new seal, or None when the day is sealed already or there is nothing new.
    """
    _wait_for_writers()
    tip = locked_tip(seals_of(zone), zone.pk)
    last = Seal.objects.filter(zone=zone).order_by("-number").first()
    if last and last.day >= day:
        return None
    rows = Entry.objects.filter(zone=zone, id__gt=last.last_id if last else 0).order_by("id")
    number = tip.length + 1
    total = chain.SealDigest(chain.ALGORITHM, tip.digest, zone.pk, day.isoformat(), number)
    for row_id, digest in rows.values_list("id", "digest").iterator(chunk_size=2000):
        total.add(row_id, digest)
    if not total.count:
        return None
    made = Seal.objects.create(
        zone=zone,
        day=day,
        number=number,
        first_id=total.first,
        last_id=total.last,
        count=total.count,
        sealed_at=at,
        algorithm=chain.ALGORITHM,
        previous=tip.digest,
        digest=total.hexdigest(at),
    )
    tip.length, tip.digest = number, made.digest
    tip.save(update_fields=["length", "digest"])
    return made


def _wait_for_writers() -> None:
    """No row with a lower id may appear after the seal.

    SQLite has one writer at a time. On PostgreSQL this lock waits for every open insert and holds new ones back.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE ledger_entry IN SHARE ROW EXCLUSIVE MODE")
