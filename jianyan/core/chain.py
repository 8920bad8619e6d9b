"""Digests of the ledger: canonical bytes of a row, its place in a chain, the daily seal, and what a check finds."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime

#: SM3 (GB/T 32905) where the platform's OpenSSL has it, SHA-256 otherwise. Each row names the one it used.
ALGORITHM = "sm3" if "sm3" in hashlib.algorithms_available else "sha256"
ALGORITHMS = frozenset({"sm3", "sha256"})


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
    """Something wrong: ``kind`` is changed, removed, reordered, inserted or seal; subject and place say where.

    ``until``: the last of several places with the same trouble, above all of rows removed in one piece.
    """

    kind: str
    subject: str
    place: int
    row: int | None = None
    until: int | None = None


class CannotCalculate(RuntimeError):
    """A row names an algorithm that this machine's OpenSSL does not have: nothing can be said about the row here."""


def text_digest(text: str) -> str:
    """The digest of a text that stays erasable: the ledger keeps this instead of the words."""
    return f"{ALGORITHM}:{hashlib.new(ALGORITHM, text.encode()).hexdigest()[:32]}"


def file_digest(data: bytes) -> str:
    """The digest of a file, whole, so that the file can be told from any other."""
    return f"{ALGORITHM}:{hashlib.new(ALGORITHM, data).hexdigest()}"


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
        _instant(at),
        actor,
        role,
        verb,
        dossier,
        data,
        rules,
        clause,
    ]
    canonical = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return _hasher(algorithm, canonical).hexdigest()


def _hasher(algorithm: str, text: str) -> hashlib._Hash:
    if algorithm not in hashlib.algorithms_available:
        raise CannotCalculate(algorithm)
    return hashlib.new(algorithm, text.encode())


def digest_of(link: Link) -> str:
    """The digest that a row should have; empty when it names an algorithm that no row of ours ever had."""
    if link.algorithm not in ALGORITHMS:
        return ""
    return digest(
        link.algorithm,
        link.previous,
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


def check_subject(subject: str, links: Iterable[Link], tip: tuple[int, str] | None) -> list[Finding]:
    """What is wrong with one subject's rows, given in the order of places and then ids. An empty list means whole.

    ``tip`` is the length and digest that the chain's end was left with. A row is whole when its digest is that of what
    it says, and confirmed when the whole row after it, or the tip for the last, holds this digest: who rewrites a row
    together with its digest leaves it unconfirmed.
    """
    rows = list(links)
    if tip is None:
        return [Finding("inserted", subject, rows[0].place, rows[0].id, until=rows[-1].place)] if rows else []
    length = tip[0]
    whole = {row.id: digest_of(row) == row.digest for row in rows}
    written = _as_written(rows)
    found: list[Finding] = []
    place, last_id = 0, 0
    for i, row in enumerate(rows):
        if row.place <= place or row.place > length:
            found.append(Finding("inserted", subject, row.place, row.id))
            continue
        if row.place > place + 1:
            found.append(Finding("removed", subject, place + 1, until=row.place - 1))
        place = row.place
        following = rows[i + 1] if i + 1 < len(rows) and whole[rows[i + 1].id] else None
        if not whole[row.id]:
            before = replace(row, place=written.get(row.id, place))
            moved = before.place != place and digest_of(before) == row.digest
            found.append(Finding("reordered" if moved else "changed", subject, place, row.id))
        elif (place == 1 and row.previous) or _held(row, following, tip) not in (row.digest, None):
            found.append(Finding("changed", subject, place, row.id))
        elif row.id <= last_id:
            found.append(Finding("reordered", subject, place, row.id))
        if whole[row.id]:
            last_id = max(last_id, row.id)
    if place < length:
        found.append(Finding("removed", subject, place + 1, until=length))
    return found


def _held(row: Link, following: Link | None, tip: tuple[int, str]) -> str | None:
    """The digest of this row that the chain's end or the next row holds; None where nothing can be learnt from it."""
    if row.place == tip[0]:
        return tip[1]
    return following.previous if following and following.place == row.place + 1 else None


def _as_written(rows: list[Link]) -> dict[int, int]:
    """The place of each row by following the digests from the beginning, whatever its place says now."""
    by_previous = {row.previous: row for row in rows}
    places: dict[int, int] = {}
    row = by_previous.get("")
    while row and row.id not in places:
        places[row.id] = len(places) + 1
        row = by_previous.get(row.digest)
    return places


class SealDigest:
    """The digest of a daily seal, fed row by row in the order of ids so that nothing is loaded whole."""

    def __init__(self, algorithm: str, previous: str, zone: int, day: str, number: int) -> None:
        self._hash = _hasher(algorithm, f"{previous}|{zone}|{day}|{number}")
        self.first = self.last = self.count = 0

    def add(self, row_id: int, row_digest: str) -> None:
        self._hash.update(f"|{row_id}:{row_digest}".encode())
        self.first = self.first or row_id
        self.last = row_id
        self.count += 1

    def hexdigest(self, sealed_at: datetime) -> str:
        """The seal over what was added and the instant of sealing; more may not be added."""
        self._hash.update(f"|{self.first}|{self.last}|{self.count}|{_instant(sealed_at)}".encode())
        return self._hash.hexdigest()


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")
