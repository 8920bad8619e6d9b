"""Rows and seals as they lie in the table, read without trust.

SQLite takes any value in any column, so that a tampered row need not even be readable. What is not what belongs there
is read as something that never stood there: the check then finds that row changed, instead of stumbling over it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db.models import CharField, QuerySet, TextField
from django.db.models.functions import Cast

from jianyan.core import chain
from jianyan.ledger.models import Entry, Seal

NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class SealRow:
    """A seal as values."""

    id: int
    zone: int
    day: str
    number: int
    first_id: int
    last_id: int
    count: int
    sealed_at: datetime
    algorithm: str
    previous: str
    digest: str


def links(rows: QuerySet[Entry]) -> Iterator[chain.Link]:
    """The rows as the core checks them, in the order of subjects, places and ids."""
    texts = ("subject", "role", "verb", "rules", "clause", "algorithm", "previous", "digest")
    read = (
        rows.annotate(at_text=Cast("at", CharField()), data_text=Cast("data", TextField()))
        .order_by("subject", "place", "id")
        .values("id", "zone_id", "place", "actor_id", "dossier", "at_text", "data_text", *texts)
    )
    for row in read.iterator(chunk_size=2000):
        yield chain.Link(
            id=row["id"],
            zone=_number(row["zone_id"]),
            place=_number(row["place"]),
            at=_instant(row["at_text"]),
            actor=None if row["actor_id"] is None else _number(row["actor_id"]),
            dossier=None if row["dossier"] is None else _number(row["dossier"]),
            data=_data(row["data_text"]),
            **{name: _text(row[name]) for name in texts},
        )


def seals(rows: QuerySet[Seal]) -> list[SealRow]:
    """The seals in the order of their numbers."""
    columns = ("number", "first_id", "last_id", "count", "algorithm", "previous", "digest")
    read = rows.annotate(day_text=Cast("day", CharField()), at_text=Cast("sealed_at", CharField()))
    found = [
        SealRow(
            id=row["id"],
            zone=_number(row["zone_id"]),
            day=_text(row["day_text"]),
            number=_number(row["number"]),
            first_id=_number(row["first_id"]),
            last_id=_number(row["last_id"]),
            count=_number(row["count"]),
            sealed_at=_instant(row["at_text"]),
            algorithm=_text(row["algorithm"]),
            previous=_text(row["previous"]),
            digest=_text(row["digest"]),
        )
        for row in read.values("id", "zone_id", "day_text", "at_text", *columns)
    ]
    return sorted(found, key=lambda seal: (seal.number, seal.id))


def _text(value: object) -> str:
    return value if isinstance(value, str) else repr(value)


def _number(value: object) -> int:
    return value if isinstance(value, int) else -1


def _instant(text: object) -> datetime:
    try:
        at = datetime.fromisoformat(_text(text))
    except ValueError:
        return NEVER
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _data(text: object) -> dict[str, object]:
    try:
        data = json.loads(_text(text))
    except ValueError:
        return {"unreadable": _text(text)}
    return data if isinstance(data, dict) else {"unreadable": data}
