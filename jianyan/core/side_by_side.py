"""Figures of several zones beside each other (5.3.b): from how few people on nothing is told, and medians of days.

Who compares zones knows nobody there, and nobody there must become known by a figure. A quarter in which fewer than
`least` people stand behind figures is left out of them whole. Periods are made of quarters that are told or not, so
that no difference of two periods is one that is not told.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import accumulate

#: Fewer people than this are never told of between zones, whatever smaller number a zone's own rules name.
LEAST = 5


def least(own: int) -> int:
    """From how many people on a zone's figures are told to others; ``own``: the number of its own rules."""
    return max(LEAST, own)


def told(people: Iterable[int], least: int) -> bool:
    """Whether figures with so many people behind each part of them may be told: nobody at all, or enough."""
    return all(n == 0 or n >= least for n in people)


def median_of(counts: Mapping[int, int]) -> float | None:
    """The median of whole numbers, each so many times; None of nothing. Of two middle ones, what lies half way."""
    total = sum(counts.values())
    if not total:
        return None
    numbers = sorted(counts)
    until = list(accumulate(counts[number] for number in numbers))

    def at(place: int) -> int:
        return next(number for number, last in zip(numbers, until, strict=True) if place < last)

    low, high = at((total - 1) // 2), at(total // 2)
    return (low + high) / 2
