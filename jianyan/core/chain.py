"""Digests of the ledger: canonical bytes of a row, its place in a chain, the daily seal, and what a check finds."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

#: SM3 (GB/T 32905) where the platform's OpenSSL has it, SHA-256 otherwise. Each row names the one it used.
ALGORITHM = "sm3" if "sm3" in hashlib.algorithms_available else "sha256"


@dataclass(frozen=True, slots=True)
class Link:
    """A row of the ledger as values; ``place`` counts from 1 within the subject."""

    id: int
    zone: int
    subject: str
    place: int
    at: datetime
    actor: int | None
    role: str
    verb: str
    dossier: int | None
    data: Mapping[str, object]
    rules: str
    clause: str
    algorithm: str
    previous: str
    digest: str


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong: ``kind`` is changed, removed, reordered, inserted or seal; subject and place say where."""

    kind: str
    subject: str
    place: int
    row: int | None = None


def text_digest(text: str) -> str:
    """The digest of a text that stays erasable: the ledger keeps this instead of the words."""
    return f"{ALGORITHM}:{hashlib.new(ALGORITHM, text.encode()).hexdigest()[:32]}"


def digest(
    algorithm: str,
    previous: str,
    *,
    zone: int,
    subject: str,
    place: int,
    at: datetime,
    actor: int | None,
    role: str,
    verb: str,
    dossier: int | None,
    data: Mapping[str, object],
    rules: str,
    clause: str,
) -> str:
    """The digest of one row over the digest before it. The instant is taken in UTC to the microsecond."""
    body = [
        previous,
        zone,
        subject,
        place,
        at.astimezone(UTC).isoformat(timespec="microseconds"),
        actor,
        role,
        verb,
        dossier,
        data,
        rules,
        clause,
    ]
    canonical = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.new(algorithm, canonical.encode()).hexdigest()


def digest_of(link: Link, previous: str) -> str:
    return digest(
        link.algorithm,
        previous,
        zone=link.zone,
        subject=link.subject,
        place=link.place,
        at=link.at,
        actor=link.actor,
        role=link.role,
        verb=link.verb,
        dossier=link.dossier,
        data=link.data,
        rules=link.rules,
        clause=link.clause,
    )


def check_subject(links: Iterable[Link], tip: tuple[int, str] | None) -> list[Finding]:
    """What is wrong with one subject's rows, given in the order of their places.

    ``tip`` is the length and digest that the chain's end was left with. An empty list means whole.
    """
    rows = list(links)
    found: list[Finding] = []
    previous, place, last_id = "", 0, 0
    subject = rows[0].subject if rows else ""
    for row in rows:
        place += 1
        while place < row.place:  # a hole: rows were taken out
            found.append(Finding("removed", subject, place))
            place, previous = place + 1, row.previous
        if row.place < place:  # two rows at one place
            found.append(Finding("inserted", subject, row.place, row.id))
            place = row.place
            continue
        if row.id < last_id:
            found.append(Finding("reordered", subject, place, row.id))
        elif digest_of(row, row.previous) != row.digest:
            found.append(Finding("changed", subject, place, row.id))
        elif row.previous != previous:
            found.append(Finding("inserted", subject, place, row.id))
        previous, last_id = row.digest, max(last_id, row.id)
    length, end = tip or (0, "")
    if not tip and rows:
        found.append(Finding("inserted", subject, 1, rows[0].id))
    for gone in range(place + 1, length + 1):
        found.append(Finding("removed", subject, gone))
    for extra in range(length + 1, place + 1) if tip else ():
        found.append(Finding("inserted", subject, extra, rows[-1].id))
    if tip and place == length and end != previous and not found:
        found.append(Finding("changed", subject, place, rows[-1].id if rows else None))
    return found


class SealDigest:
    """The digest of a daily seal, fed row by row in the order of ids so that nothing is loaded whole."""

    def __init__(self, algorithm: str, previous: str, zone: int, day: str, number: int) -> None:
        self._hash = hashlib.new(algorithm, f"{previous}|{zone}|{day}|{number}".encode())
        self.count = 0

    def add(self, row_id: int, row_digest: str) -> None:
        self._hash.update(f"|{row_id}:{row_digest}".encode())
        self.count += 1

    def hexdigest(self) -> str:
        return self._hash.hexdigest()
