"""Which quarters are compared; they stand in the address."""

from __future__ import annotations

from datetime import date

from django.http import QueryDict

from jianyan.core import periods
from jianyan.core.periods import Period

#: How many quarters there are to choose from, and how many are compared unless somebody chooses.
OFFERED, USUAL = 8, 4


def offered(today: date) -> list[Period]:
    """The quarters to choose from, the oldest first."""
    return periods.periods("quarter", today, OFFERED)


def asked_in(query: QueryDict, today: date) -> list[Period]:
    """The quarters from … to of an address; what names none of those offered is as good as nothing."""
    known = offered(today)
    places = {periods.quarter_name(each.first): place for place, each in enumerate(known)}
    first = places.get(query.get("from", ""), OFFERED - USUAL)
    last = places.get(query.get("to", ""), OFFERED - 1)
    first, last = sorted((first, last))
    return known[first : last + 1]
