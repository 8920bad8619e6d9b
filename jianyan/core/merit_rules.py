"""What the rulebook says of the award: how much each deed counts, who is compared with whom, and how ties are broken.

A version that was stored before these rules came is never changed; for it `BEFORE` holds.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jianyan.core.rulebook import Rulebook

#: What is counted of a record; the words say what one is.
DEEDS: dict[str, str] = {
    "form": "a month with an opinion form or nil return on time",
    "lead": "a lead that was not withdrawn, split up, or undone",
    "adopted": "a lead whose last reply is solved, being solved or planned",
    "solved": "a lead that its reporter confirmed as solved",
    "complex": "a lead of grade A",
    "common": "a lead found to be a common problem",
    "industry": "a lead of a kind that tells of the industry (information)",
    "symposium": "a symposium attended",
    "plenary": "a plenary attended",
    "environment": "another meeting attended",
    "visit": "a visit taken part in",
    "study": "a study finished",
    "verification": "a verification finished",
}

#: For stored versions without these rules: deed → (part, points, how it counts); then the comparison and the ties.
BEFORE: dict[str, tuple[str, str, str]] = {
    "form": ("forms", "25", "share"),
    "lead": ("quality", "0.3", "each"),
    "adopted": ("quality", "0.5", "each"),
    "solved": ("quality", "0.6", "each"),
    "complex": ("quality", "0.6", "each"),
    "common": ("common", "2.5", "each"),
    "industry": ("common", "2", "each"),
    "symposium": ("taking_part", "3", "each"),
    "plenary": ("taking_part", "2", "each"),
    "environment": ("taking_part", "2", "each"),
    "visit": ("taking_part", "1", "each"),
    "study": ("taking_part", "3", "each"),
    "verification": ("taking_part", "3", "each"),
}
AMONG, TIES = "channel", ("quality", "common", "taking_part", "forms")


@dataclass(frozen=True, slots=True)
class Counted:
    """How one deed counts: ``points`` each, or (``share``) the points for the share of months that have it."""

    deed: str
    part: str
    points: Fraction
    share: bool


@dataclass(frozen=True, slots=True)
class AwardRules:
    """All that scoring needs of a rulebook. ``caps``: part → the most points of it. Points are of 100."""

    caps: Mapping[str, int]
    counted: tuple[Counted, ...]
    by_channel: bool
    ties: tuple[str, ...]
    ratio: Fraction
    months_least: int
    adjust_most: int


def award_rules(book: Rulebook) -> AwardRules:
    """The award's rules of a version, with what holds where it says nothing."""
    said = {key: (each.part, str(each.points), each.by) for key, each in book.merits.items()}
    ranking = book.ranking.get("award")
    return AwardRules(
        caps={key: score.points for key, score in book.scores.items() if not score.veto},
        counted=tuple(
            Counted(deed, part, Fraction(points), by == "share")
            for deed, (part, points, by) in (said or BEFORE).items()
            if part in book.scores
        ),
        by_channel=(ranking.among if ranking else AMONG) == "channel",
        ties=tuple(ranking.ties) if ranking else tuple(key for key in TIES if key in book.scores),
        ratio=Fraction(str(book.numbers["award_ratio"].value)),
        months_least=book.number_of("award_months"),
        adjust_most=book.number_of("award_adjust"),
    )


def faults(book: Rulebook) -> Iterator[tuple[str, str]]:
    """What is wrong with these rules of a rulebook: (key, why)."""
    parts = {key for key, score in book.scores.items() if not score.veto}
    for key, merit in book.merits.items():
        if key not in DEEDS:
            yield f"merits.{key}", f"nothing is counted under this name; known are {', '.join(DEEDS)}"
        if merit.part not in parts:
            yield f"merits.{key}.part", f"no part named {merit.part} in scores"
        if Fraction(str(merit.points)) * 100 % 1:
            yield f"merits.{key}.points", f"{merit.points} has more than two decimals"
    if book.merits:
        yield from _unreached(parts, {merit.part for merit in book.merits.values()})
    for key, ranking in book.ranking.items():
        if key != "award":
            yield f"ranking.{key}", "only the award is ranked"
        yield from _ties(key, ranking.ties, parts)


def _unreached(parts: set[str], reached: set[str]) -> Iterator[tuple[str, str]]:
    for part in sorted(parts - reached):
        yield f"scores.{part}", "no deed counts for this part"


def _ties(key: str, ties: Sequence[str], parts: set[str]) -> Iterator[tuple[str, str]]:
    for tie in ties:
        if tie not in parts:
            yield f"ranking.{key}.ties", f"no part named {tie} in scores"
    if len(set(ties)) != len(ties):
        yield f"ranking.{key}.ties", "a part is named twice"
