"""The points of everybody in an award, from the ledger; the same rows give the same points."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from jianyan.awards.models import Run, Standing
from jianyan.awards.queries.deeds import Asked, deeds_of
from jianyan.awards.queries.members import Member, members_of
from jianyan.core.chain import file_digest
from jianyan.core.deeds import counted
from jianyan.core.merit import Place, Points, Ranking, Record, ranking
from jianyan.core.merit_rules import AwardRules, award_rules
from jianyan.core.rulebook import Rulebook
from jianyan.core.terms import Term
from jianyan.people.queries.dossier import months_of
from jianyan.rules.queries import book

#: Why somebody cannot be awarded, as `core.merit` is told: by a reviewer's veto.
VETO = ("discipline",)


@dataclass(frozen=True, slots=True)
class Scored:
    """Everybody's record, points and place."""

    records: Mapping[int, Record]
    points: Mapping[int, Points]
    ranking: Ranking
    months: int

    def places(self) -> dict[int, tuple[int, Place]]:
        """person → where they stand in the list, and their place."""
        return {place.person: (at, place) for at, place in enumerate(self.ranking.places, start=1)}


def information_kinds(rules: Rulebook) -> frozenset[str]:
    return frozenset(key for key, kind in rules.kinds.items() if kind.information)


def records_of(zone_id: int, term: Term, until: int, rules: Rulebook) -> list[Record]:
    """What everybody did in a term, as the ledger tells it up to row ``until``."""
    members = members_of(zone_id, term, rules.number_of("form_due_day"))
    owed = {each.person: frozenset(each.months) for each in members}
    counts = counted(deeds_of(Asked(zone_id, term, until), owed, information_kinds(rules)))
    return [_record(each, counts.get(each.person, {})) for each in members]


def _record(each: Member, counts: Mapping[str, int]) -> Record:
    return Record(each.person, each.channel, len(each.months), each.since, dict(counts))


def months_in(term: Term, rules: Rulebook) -> int:
    """The months of a whole term: those for which a form is owed."""
    return max(1, len(months_of(term, rules.number_of("form_due_day"))))


def scored(records: Iterable[Record], rules: AwardRules, months: int) -> Scored:
    known = list(records)
    points, found = ranking(known, rules, months)
    return Scored({each.person: each for each in known}, points, found, months)


def standing_records(run: Run) -> list[Record]:
    """What stands in the award, as records: the counts of then with what the reviewers changed. One query."""
    return [record_of(each) for each in Standing.objects.filter(run=run)]


def record_of(each: Standing) -> Record:
    return Record(
        person=each.supervisor_id,
        channel=each.channel,
        months=each.months,
        since=each.since,
        counts=each.counts,
        vetoes=VETO if each.vetoed else (),
        adjusted=each.adjusted,
    )


def rules_of(run: Run) -> AwardRules:
    return award_rules(book(run.rules_id))


def parts_shown(points: Points) -> dict[str, Any]:
    """The parts as they are kept: part → points and lines."""
    return {
        part.key: {"points": part.points, "lines": [[line.deed, line.count, line.points] for line in part.lines]}
        for part in points.parts
    }


def digest_of(run: Run, found: Scored, listed: Iterable[int]) -> str:
    """The digest of an award: everybody's counts, points and place, by which version, from which rows, and the list."""
    names = set(listed)
    people = [
        {
            "person": person,
            "channel": record.channel,
            "months": record.months,
            "since": record.since.isoformat(),
            "counts": {deed: n for deed, n in sorted(record.counts.items()) if n},
            "parts": {part.key: part.points for part in found.points[person].parts},
            "adjusted": record.adjusted,
            "vetoed": bool(record.vetoes),
            "total": found.points[person].total,
            "rank": place.rank,
            "listed": person in names,
        }
        for person, record, place in _in_order(found)
    ]
    said = {
        "rules": book(run.rules_id).number,
        "term": [run.term_starts.isoformat(), run.term_ends.isoformat()],
        "months": found.months,
        "until": run.until_row,
        "people": people,
    }
    return file_digest(json.dumps(said, sort_keys=True, separators=(",", ":")).encode())


def _in_order(found: Scored) -> list[tuple[int, Record, Place]]:
    places = found.places()
    return [(person, found.records[person], places[person][1]) for person in sorted(found.records)]
