"""Which texts of a month look alike: overlap of two-character pieces, the rare ones counting more, and why.

Small and quick on purpose: no dictionary of words and no model. It proposes; a person decides.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from math import log, sqrt

#: How much of a text is read: what a matter is about stands at its beginning.
BODY_READ = 200
#: From this likeness on a pair is proposed (1 is the same text).
ALIKE = 0.12
#: What the same place or company adds, where the texts have something in common too.
SAME = 0.08
#: Of each text so many of its rarest shared pieces look for others, each among so many neighbours: it bounds the work.
RAREST, NEIGHBOURS = 24, 4
#: Pairs that share fewer of them are not compared, and at most so many are, the likeliest first.
SHARED, COMPARED = 2, 3000
#: Phrases named as the reason: how many, and how long at least.
PHRASES, PHRASE_MIN = 3, 3

_RUN = re.compile(r"[\w]+")
_Bag = frozenset[str]


@dataclass(frozen=True, slots=True)
class Text:
    """One lead as it is compared: its id and words, and what can be the same beside them."""

    id: int
    title: str
    body: str
    place: str = ""
    company: str = ""


@dataclass(frozen=True, slots=True)
class Alike:
    """Two texts that look alike, the lower id first. ``score`` from 0 to 1; ``phrases`` are in both of them."""

    first: int
    second: int
    score: float
    phrases: tuple[str, ...]
    same_place: bool
    same_company: bool


def pairs(texts: Sequence[Text], *, settled: Collection[tuple[int, int]] = (), most: int = 30) -> list[Alike]:
    """The likeliest pairs, best first, without those that are ``settled`` (lower id first).

    The same texts in another order give the same pairs.
    """
    ordered = sorted(texts, key=lambda text: text.id)
    runs = [_runs(text) for text in ordered]
    bags = [_pieces(found) for found in runs]
    often = Counter(piece for bag in bags for piece in bag)
    worth = {piece: log((len(bags) + 1) / count) ** 2 for piece, count in often.items()}
    done = set(settled)
    found = []
    for one, other in _candidates(bags, often):
        first, second = ordered[one], ordered[other]
        if (first.id, second.id) in done:
            continue
        likeness = _likeness(bags[one], bags[other], worth)
        place, company = _same(first.place, second.place), _same(first.company, second.company)
        score = min(1.0, likeness + SAME * (place + company)) if likeness else 0.0
        if score >= ALIKE:
            found.append((score, one, other, place, company))
    found.sort(key=lambda row: (-row[0], row[1], row[2]))
    return [
        Alike(ordered[one].id, ordered[other].id, score, _phrases(runs[one], bags[other], worth), place, company)
        for score, one, other, place, company in found[:most]
    ]


def _runs(text: Text) -> list[str]:
    """The stretches between punctuation, in lower case."""
    return [run.lower() for run in _RUN.findall(f"{text.title} {text.body[:BODY_READ]}")]


def _pieces(runs: Iterable[str]) -> _Bag:
    """All neighbours of two characters; a figure or a Latin word is taken with its neighbours like any other."""
    return frozenset(run[i : i + 2] for run in runs for i in range(len(run) - 1))


def _candidates(bags: Sequence[_Bag], often: Counter[str]) -> list[tuple[int, int]]:
    """Pairs that share rare pieces, the most shared first; not all pairs are looked at."""
    shared = sorted((piece for piece, count in often.items() if count > 1), key=lambda piece: (often[piece], piece))
    rank = {piece: place for place, piece in enumerate(shared)}
    having: dict[int, list[int]] = defaultdict(list)
    for place, bag in enumerate(bags):
        for rare in sorted(rank[piece] for piece in bag if piece in rank)[:RAREST]:
            having[rare].append(place)
    hits: Counter[tuple[int, int]] = Counter()
    for places in having.values():
        for i, one in enumerate(places):
            for other in places[i + 1 : i + 1 + NEIGHBOURS]:
                hits[one, other] += 1
    enough = [(-count, pair) for pair, count in hits.items() if count >= SHARED]
    return [pair for _count, pair in sorted(enough)[:COMPARED]]


def _likeness(one: _Bag, other: _Bag, worth: dict[str, float]) -> float:
    """The cosine of two texts, each piece by what it is worth."""
    length = sum(worth[piece] for piece in one) * sum(worth[piece] for piece in other)
    return sum(worth[piece] for piece in one & other) / sqrt(length) if length else 0.0


def _same(one: str, other: str) -> bool:
    return bool(one.strip()) and one.strip().lower() == other.strip().lower()


def _phrases(runs: Iterable[str], other: _Bag, worth: dict[str, float]) -> tuple[str, ...]:
    """The longest stretches of one text whose pieces are all in the other, the weightiest first."""
    found: dict[str, float] = {}
    for run in runs:
        start, sum_ = 0, 0.0
        for i in range(len(run)):
            piece = run[i : i + 2]
            if len(piece) == 2 and piece in other:
                sum_ += worth[piece]
                continue
            if i + 1 - start >= PHRASE_MIN:
                found[run[start : i + 1]] = sum_
            start, sum_ = i + 1, 0.0
    kept: list[str] = []
    for phrase in sorted(found, key=lambda phrase: (-found[phrase], phrase)):
        if not any(phrase in longer or longer in phrase for longer in kept):
            kept.append(phrase)
    return tuple(kept[:PHRASES])
