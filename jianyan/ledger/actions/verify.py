"""Checking the whole ledger."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import asdict
from datetime import datetime
from itertools import groupby

from django.db import transaction

from jianyan.accounts.models import Zone
from jianyan.core import chain
from jianyan.ledger.models import Entry, Seal, Tip, Verification

#: More findings than this are counted, not listed: a ledger that is broken throughout needs no longer list.
LISTED = 200


def _links(zone: Zone) -> Iterator[chain.Link]:
    fields = [f for f in chain.Link.__dataclass_fields__ if f not in ("zone", "actor")]
    rows = Entry.objects.filter(zone=zone).order_by("subject", "place", "id")
    for row in rows.iterator(chunk_size=2000):
        yield chain.Link(zone=row.zone_id, actor=row.actor_id, **{f: getattr(row, f) for f in fields})


def _check_chains(zone: Zone, step: Callable[[int], object]) -> tuple[int, list[chain.Finding]]:
    tips = {t.subject: (t.length, t.digest) for t in Tip.objects.filter(zone=zone).iterator(chunk_size=2000)}
    found: list[chain.Finding] = []
    count = 0
    for subject, group in groupby(_links(zone), key=lambda link: link.subject):
        links = list(group)
        found += chain.check_subject(links, tips.pop(subject, None))
        count += len(links)
        step(len(links))
    for subject, (length, _) in tips.items():
        found += [chain.Finding("removed", subject, place) for place in range(1, length + 1)]
    return count, found


def _check_seals(zone: Zone) -> tuple[int, list[chain.Finding]]:
    found: list[chain.Finding] = []
    previous, after, count = "", 0, 0
    for seal in Seal.objects.filter(zone=zone).order_by("number"):
        count += 1
        total = chain.SealDigest(seal.algorithm, previous, zone.pk, seal.day.isoformat(), count)
        rows = Entry.objects.filter(zone=zone, id__gt=after, id__lte=seal.last_id).order_by("id")
        for row_id, digest in rows.values_list("id", "digest").iterator(chunk_size=2000):
            total.add(row_id, digest)
        whole = (seal.number, seal.count, seal.previous, seal.digest) == (
            count,
            total.count,
            previous,
            total.hexdigest(),
        )
        if not whole:
            found.append(chain.Finding("seal", f"seal:{seal.day.isoformat()}", seal.number, seal.pk))
        previous, after = seal.digest, seal.last_id
    return count, found


@transaction.atomic
def verify(zone: Zone, *, at: datetime, step: Callable[[int], object] = lambda n: None) -> Verification:
    """Check every chain and every seal of a zone and keep the result.

    Finds a changed, removed, reordered or inserted row and says which; ``step`` is told how many rows are done.
    """
    rows, found = _check_chains(zone, step)
    seals, broken = _check_seals(zone)
    findings = [asdict(f) for f in [*found, *broken]]
    if len(findings) > LISTED:
        findings = [*findings[:LISTED], {"kind": "more", "subject": "", "place": len(findings) - LISTED, "row": None}]
    return Verification.objects.create(zone=zone, at=at, rows=rows, seals=seals, findings=findings)
