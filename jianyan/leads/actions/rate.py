"""Writing down where leads stand in the rates, so that the overview need not work it out for each of them."""

from __future__ import annotations

from collections.abc import Callable

from django.db import connection, transaction

from jianyan.accounts.models import Zone
from jianyan.leads.models import Lead
from jianyan.leads.queries.rated import HOLDS, codes

#: How many leads are worked out by one query.
BATCH = 500

# Prepared by hand: the same words hundreds of times in a row.
_WRITE = f"UPDATE {Lead._meta.db_table} SET rated = %s, rated_revision = %s WHERE id = %s AND revision = %s"  # noqa: S608


def write_rated(zone: Zone, step: Callable[[int], object] = lambda n: None) -> int:
    """Write down all leads of a zone that have moved since they were; returns how many.

    It changes no fact, so that the ledger says nothing of it. A lead that is acted on meanwhile keeps what it has, as
    its revision is another by then, and is written down the next time.
    """
    done = last = 0
    while rows := _moved(zone, last):
        revisions = dict(rows)
        found = codes(list(revisions), zone.pk)
        with transaction.atomic(), connection.cursor() as cursor:
            for pk, (_month, code) in sorted(found.items()):
                cursor.execute(_WRITE, [code, revisions[pk], pk, revisions[pk]])
                done += cursor.rowcount
        last = rows[-1][0]
        step(len(rows))
    return done


def _moved(zone: Zone, after: int) -> list[tuple[int, int]]:
    leads = Lead.objects.filter(zone=zone, pk__gt=after).exclude(HOLDS)
    return list(leads.order_by("pk").values_list("pk", "revision")[:BATCH])
