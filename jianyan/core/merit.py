"""The award score (优秀监督员, clause 4.3.c): points of a record, the ranking, and the proposed share.

Points are whole hundredths, so that the same record gives the same points everywhere. What was done counts by month
served: somebody appointed in mid-term is compared by what a whole term would have been.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from jianyan.core.merit_rules import AwardRules, Counted

#: Hundredths in a point.
POINT = 100


@dataclass(frozen=True, slots=True)
class Record:
    """What is counted of one person in a term.

    ``months`` served of the term's months; ``since``: the first day of serving; ``counts``: deed → how often;
    ``vetoes``: why the person cannot be awarded at all; ``adjusted``: what the reviewers added or took, in hundredths.
    """

    person: int
    channel: str
    months: int
    since: date = date.min
    counts: Mapping[str, int] = field(default_factory=dict)
    vetoes: tuple[str, ...] = ()
    adjusted: int = 0


@dataclass(frozen=True, slots=True)
class Line:
    """Points for one kind of deed, in hundredths: ``count`` of them (in ``months`` where it is a share)."""

    deed: str
    count: int
    points: int


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the score: its lines, and their sum up to the ``cap``; all in hundredths."""

    key: str
    cap: int
    points: int
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Points:
    """The score of one person. ``counted`` is the sum of the parts, ``total`` with what the reviewers changed."""

    person: int
    parts: tuple[Part, ...]
    counted: int
    total: int

    def part(self, key: str) -> int:
        return next((part.points for part in self.parts if part.key == key), 0)


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody stands. ``rank`` is None for whoever is not ranked, and ``why`` says why: ``veto``, ``short``
    (served fewer months than the rules ask for) or ``nothing`` (no points). Whoever is the same in everything that
    the rules compare has the same rank. ``group``: the channel, or empty where all are compared."""

    person: int
    group: str
    rank: int | None
    proposed: bool
    why: str = ""


@dataclass(frozen=True, slots=True)
class Ranking:
    """All places, and of each group how many the share is and whether the cut goes through equals (并列)."""

    places: tuple[Place, ...]
    share: Mapping[str, int]
    tied: tuple[str, ...]


def score(record: Record, rules: AwardRules, months: int) -> Points:
    """The points of a record in a term of so many ``months``.

    Raises:
        ValueError: a count below zero, or a term without a month.
    """
    if months < 1:
        raise ValueError("a term has at least a month")
    if any(count < 0 for count in record.counts.values()):
        raise ValueError("a count below zero")
    parts = tuple(_part(key, cap, record, rules.counted, months) for key, cap in rules.caps.items())
    counted = sum(part.points for part in parts)
    return Points(record.person, parts, counted, max(0, counted + _within(record.adjusted, rules)))


def _within(adjusted: int, rules: AwardRules) -> int:
    most = rules.adjust_most * POINT
    return max(-most, min(most, adjusted))


def _part(key: str, cap: int, record: Record, counted: Sequence[Counted], months: int) -> Part:
    lines = tuple(
        Line(each.deed, count, _points(each, count, record.months, months))
        for each in counted
        if each.part == key and (count := record.counts.get(each.deed, 0))
    )
    return Part(key, cap * POINT, min(cap * POINT, sum(line.points for line in lines)), lines)


def _points(each: Counted, count: int, served: int, months: int) -> int:
    if served < 1:
        return 0
    # Everything is proportional to what was done in a month served; nobody has more than all months of a share.
    exact = each.points * min(count, served) / served if each.share else each.points * count * months / served
    return int(exact * POINT + Fraction(1, 2))


def ranking(records: Iterable[Record], rules: AwardRules, months: int) -> tuple[dict[int, Points], Ranking]:
    """Everybody's points and places. The order of the records does not matter.

    The share of a group is taken of all in it, rounded down, at least one; only who is ranked can be proposed.

    Raises:
        ValueError: as `score`; a ratio that is no share; a person twice.
    """
    if not 0 < rules.ratio <= 1:
        raise ValueError(f"{rules.ratio} is no share")
    known = sorted(records, key=lambda record: (record.since, record.person))
    points = {record.person: score(record, rules, months) for record in known}
    if len(points) != len(known):
        raise ValueError("a person twice")
    groups: dict[str, list[Record]] = {}
    for record in known:
        groups.setdefault(record.channel if rules.by_channel else "", []).append(record)
    places: list[Place] = []
    share, tied = {}, []
    for group, members in sorted(groups.items()):
        share[group] = max(1, int(rules.ratio * len(members)))
        found, cut = _ranked(group, members, points, rules, share[group])
        places += found
        tied += [group] if cut else []
    return points, Ranking(tuple(places), share, tuple(tied))


def _ranked(
    group: str, members: list[Record], points: Mapping[int, Points], rules: AwardRules, share: int
) -> tuple[list[Place], bool]:
    """The places of one group, best first and the unranked last; whether equals stand on both sides of the cut."""
    unranked = [(record, why) for record in members if (why := _unranked(record, points[record.person], rules))]
    out = {record.person for record, _ in unranked}
    compared = {record.person: _compared(points[record.person], rules) for record in members}
    # The sort is stable: of equals, who was appointed earlier goes first.
    rest = sorted((r for r in members if r.person not in out), key=lambda r: compared[r.person])
    places: list[Place] = []
    for at, record in enumerate(rest):
        equal = at > 0 and compared[record.person] == compared[rest[at - 1].person]
        rank = places[-1].rank if equal else at + 1
        places.append(Place(record.person, group, rank, proposed=at < share))
    cut = len(rest) > share and compared[rest[share - 1].person] == compared[rest[share].person]
    places += [Place(record.person, group, None, proposed=False, why=why) for record, why in unranked]
    return places, cut


def _compared(points: Points, rules: AwardRules) -> tuple[int, ...]:
    """What is compared, in order, the most first."""
    return (-points.total, *(-points.part(key) for key in rules.ties))


def _unranked(record: Record, points: Points, rules: AwardRules) -> str:
    if record.vetoes:
        return "veto"
    if record.months < rules.months_least:
        return "short"
    return "" if points.total else "nothing"
