"""Checking the whole ledger."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime
from itertools import groupby

from django.db import transaction

from jianyan.accounts.models import Zone
from jianyan.core import chain
from jianyan.ledger.actions.rows import SealRow, links, seals
from jianyan.ledger.actions.seal import seals_of
from jianyan.ledger.models import Entry, Seal, Tip, Verification

#: More findings than this are counted, not listed: a ledger that is broken throughout needs no longer list.
LISTED = 200


def verify(zone: Zone, *, at: datetime, step: Callable[[int], object] = lambda n: None) -> Verification:
    """Check every chain and every seal of a zone and keep the result.

    Finds a changed, removed, reordered or inserted row and says which; ``step`` is told how many rows are done.
    Work goes on meanwhile: nothing is locked but a chain that looks wrong, which is then looked at again.

    Raises:
        CannotCalculate: this machine lacks the digest algorithm of some row.
    """
    rows, suspects = _check_chains(zone, step)
    found = [finding for subject in suspects for finding in _check_again(zone, subject)]
    sealed, broken = _check_seals(zone)
    findings = [asdict(finding) for finding in [*found, *broken]]
    if len(findings) > LISTED:
        more = chain.Finding("more", "", len(findings) - LISTED)
        findings = [*findings[:LISTED], asdict(more)]
    return Verification.objects.create(zone=zone, at=at, rows=rows, seals=sealed, findings=findings)


def _check_chains(zone: Zone, step: Callable[[int], object]) -> tuple[int, list[str]]:
    """How many rows there are, and the subjects whose chains look wrong: broken, or written to while we read."""
    tips = {t.subject: (t.length, t.digest) for t in Tip.objects.filter(zone=zone).iterator(chunk_size=2000)}
    tips.pop(seals_of(zone), None)
    suspects: list[str] = []
    count = 0
    for subject, group in groupby(links(Entry.objects.filter(zone=zone)), key=lambda link: link.subject):
        rows = list(group)
        if chain.check_subject(subject, rows, tips.pop(subject, None)):
            suspects.append(subject)
        count += len(rows)
        step(len(rows))
    return count, [*suspects, *(subject for subject, (length, _) in tips.items() if length)]


@transaction.atomic
def _check_again(zone: Zone, subject: str) -> list[chain.Finding]:
    """The findings of one chain while nobody can write to it."""
    tip = Tip.objects.select_for_update().filter(pk=subject, zone=zone).first()
    rows = links(Entry.objects.filter(zone=zone, subject=subject))
    return chain.check_subject(subject, rows, (tip.length, tip.digest) if tip else None)


@transaction.atomic
def _seals(zone: Zone) -> tuple[list[SealRow], int, str]:
    """The zone's seals, and how many there must be with what digest last; read while nobody seals."""
    tip = Tip.objects.select_for_update().filter(pk=seals_of(zone), zone=zone).first()
    return seals(Seal.objects.filter(zone=zone)), tip.length if tip else 0, tip.digest if tip else ""


def _check_seals(zone: Zone) -> tuple[int, list[chain.Finding]]:
    """How many seals there are, and what is wrong with them, in the way of `chain.check_subject`."""
    found_seals, length, end = _seals(zone)
    whole = {seal.number: _whole(seal) for seal in found_seals}
    following = {seal.number - 1: seal for seal in found_seals}
    found: list[chain.Finding] = []
    number, last_id = 0, 0
    for seal in found_seals:
        if seal.number > length:
            found.append(chain.Finding("inserted", seals_of(zone), seal.number, seal.id))
            continue
        if seal.number > number + 1:
            found.append(chain.Finding("removed", seals_of(zone), number + 1, until=seal.number - 1))
        after = following.get(seal.number)
        held = end if seal.number == length else after.previous if after and whole[after.number] else seal.digest
        begun = seal.number == 1 and bool(seal.previous)
        # Rows that came between two seals belong to neither: somebody put them there.
        between = Entry.objects.filter(zone=zone, id__lt=seal.first_id, **({"id__gt": last_id} if number else {}))
        gap = seal.number == number + 1 and between.exists()
        if not whole[seal.number] or held != seal.digest or begun or gap:
            found.append(chain.Finding("seal", f"seal:{seal.day}", seal.number, seal.id))
        number, last_id = seal.number, seal.last_id
    if number < length:
        found.append(chain.Finding("removed", seals_of(zone), number + 1, until=length))
    return len(found_seals), found


def _whole(seal: SealRow) -> bool:
    """Whether a seal is that of the zone's rows from its first to its last one, none missing and none more."""
    if seal.algorithm not in chain.ALGORITHMS:
        return False
    total = chain.SealDigest(seal.algorithm, seal.previous, seal.zone, seal.day, seal.number)
    rows = Entry.objects.filter(zone=seal.zone, id__gte=seal.first_id, id__lte=seal.last_id).order_by("id")
    for row_id, digest in rows.values_list("id", "digest").iterator(chunk_size=2000):
        total.add(row_id, digest)
    return (seal.first_id, seal.last_id, seal.count, seal.digest) == (
        total.first,
        total.last,
        total.count,
        total.hexdigest(seal.sealed_at),
    )
