"""Figures as pages show them: a number with the list of leads behind it, and rates made of such numbers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from urllib.parse import urlencode

from django.utils.functional import Promise

from jianyan.leads import rate_words
from jianyan.leads.queries.rates import Rate
from jianyan.ui.addresses import address
from jianyan.ui.formats import percent

Text = str | Promise

#: A share of fewer leads than this says little: charts leave it out, and pages say so.
FEW = 5


@dataclass(frozen=True, slots=True)
class Figure:
    """A number, and where the rows behind it are."""

    count: int
    url: str

    @property
    def said(self) -> str:
        """The number as a page says it; a template takes long to format one, and there are hundreds."""
        return str(self.count)


@dataclass(frozen=True, slots=True)
class RateCard:
    """A rate with name, formula, numbers and what was left out; ``share`` is empty for a rate of nothing."""

    key: str
    name: Text
    formula: Text
    share: str
    num: Figure
    den: Figure
    left_out: list[tuple[Text, Figure]]


NAMES = {"first": "from", "last": "to", "sent_first": "sent_from", "sent_last": "sent_to"}


def leads_url(**query: object) -> str:
    """The list of leads under filters; ``first`` and ``last`` (``sent_…``: of first dispatch) are months."""
    return f"{address('leads:list')}?{_query(**query)}"


@lru_cache(maxsize=2048, typed=True)
def _query(**query: object) -> str:
    named = {NAMES.get(name, name): _plain(value) for name, value in query.items()}
    return urlencode({name: value for name, value in named.items() if value != ""})


def _plain(value: object) -> object:
    if isinstance(value, date):
        return f"{value:%Y-%m}"
    return "" if value is None else value


def rate_card(rate: Rate, **scope: object) -> RateCard:
    """A rate of a scope, given as the filters that `leads_url` takes (first, last, department)."""

    def figure(part: str, count: int) -> Figure:
        return Figure(count, leads_url(rate=rate.key, part=part, **scope))

    return RateCard(
        key=rate.key,
        name=rate_words.RATES[rate.key],
        formula=rate_words.FORMULAS[rate.key],
        share=percent(rate.num, rate.den) if rate.den else "",
        num=figure("num", rate.num),
        den=figure("den", rate.den),
        left_out=[(rate_words.left_out(rate.key, why), figure(why, n)) for why, n in rate.left_out.items() if n],
    )
