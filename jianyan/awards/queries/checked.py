"""Whether an award that was decided comes out the same when it is counted again from the ledger."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace

from django.db.models import Max

from jianyan.awards.models import Run, Standing
from jianyan.awards.queries.scored import (
    VETO,
    Scored,
    digest_of,
    records_of,
    rules_of,
    scored,
)
from jianyan.core.award import AwardStep
from jianyan.core.merit import Place, Points, Record
from jianyan.ledger.models import Entry
from jianyan.rules.queries import book


@dataclass(frozen=True, slots=True)
class Difference:
    """Something that does not come out as it stands: of a ``person`` (0: of the whole), what, and both values."""

    person: int
    what: str
    stands: str
    found: str


def last_row(zone_id: int) -> int:
    """The zone's last row of the ledger; 0 where there is none."""
    return Entry.objects.filter(zone=zone_id).aggregate(last=Max("pk"))["last"] or 0


def counted_again(run: Run) -> Scored:
    """The award from the ledger alone: deeds, what the reviewers changed, and the stored version of the rules."""
    records = records_of(run.zone_id, run.term, run.until_row, book(run.rules_id))
    adjusted, vetoed = _changes(run)
    known = [
        replace(each, adjusted=adjusted.get(each.person, 0), vetoes=VETO if each.person in vetoed else ())
        for each in records
    ]
    return scored(known, rules_of(run), run.months)


def _changes(run: Run) -> tuple[dict[int, int], set[int]]:
    """What reviewers changed, as the award's rows in the ledger say."""
    adjusted: dict[int, int] = defaultdict(int)
    vetoed: set[int] = set()
    verbs = ("award.adjust", "award.veto", "award.lift")
    for row in Entry.objects.filter(subject=run.subject, verb__in=verbs).order_by("place"):
        person = row.dossier or 0
        match row.verb:
            case "award.adjust":
                adjusted[person] += int(row.data["points"])
            case "award.veto":
                vetoed.add(person)
            case _:
                vetoed.discard(person)
    return adjusted, vetoed


def struck_of(run: Run) -> set[int]:
    """Who was taken off the list, as the ledger says."""
    return {row.dossier or 0 for row in Entry.objects.filter(subject=run.subject, verb="award.strike")}


def differences(run: Run) -> list[Difference]:
    """What does not come out the same; empty where all does. Five queries and those of the points."""
    again, stands = (
        counted_again(run),
        {each.supervisor_id: each for each in Standing.objects.filter(run=run).select_related("run")},
    )
    places = {place.person: place for place in again.ranking.places}
    struck = struck_of(run)
    found: list[Difference] = []
    for person in sorted(again.records.keys() | stands.keys()):
        each = stands.get(person)
        if each is None or person not in places:
            found.append(Difference(person, "person", "—" if each is None else "+", "+" if each is None else "—"))
        else:
            found += _of_person(each, again.records[person], again.points[person], places[person], person in struck)
    return [*found, *_digests(run, again, struck)]


def _digests(run: Run, again: Scored, struck: set[int]) -> list[Difference]:
    """The digests of the award, and those that the ledger holds of its decision and its end."""
    proposed = [each.person for each in again.ranking.places if each.proposed]
    ends = {
        "award.decide": digest_of(run, again, proposed),
        "award.finish": digest_of(run, again, [person for person in proposed if person not in struck]),
    }
    rows = Entry.objects.filter(subject=run.subject, verb__in=ends).order_by("place")
    stood = [(row.verb, str(row.data.get("digest"))) for row in rows]
    last = "award.finish" if run.step == AwardStep.done else "award.decide"
    pairs = [("digest", run.digest, ends[last]), *((verb, digest, ends[verb]) for verb, digest in stood)]
    return [Difference(0, what, was, now) for what, was, now in pairs if was != now]


def _of_person(each: Standing, record: Record, points: Points, place: Place, struck: bool) -> list[Difference]:
    pairs: list[tuple[str, object, object]] = [
        ("months", each.months, record.months),
        ("counts", sorted(each.counts.items()), sorted(record.counts.items())),
        ("adjusted", each.adjusted, record.adjusted),
        ("vetoed", each.vetoed, bool(record.vetoes)),
        ("counted", each.counted, points.counted),
        ("total", each.total, points.total),
        ("rank", each.rank, place.rank),
        ("proposed", each.proposed, place.proposed),
        ("struck", each.struck, struck),
    ]
    if each.run.step == AwardStep.done:
        pairs.append(("awarded", each.awarded, place.proposed and not struck))
    return [Difference(record.person, what, str(was), str(now)) for what, was, now in pairs if was != now]
