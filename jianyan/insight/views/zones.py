"""Zones side by side, for the New Area's office (5.3.b)."""

from __future__ import annotations

from typing import NamedTuple

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from jianyan.accounts.access import Request, entry
from jianyan.core.periods import Period, quarter_name
from jianyan.core.workdays import local_date
from jianyan.insight import zones_shown as shown
from jianyan.insight.forms.zones import asked_in, offered
from jianyan.insight.queries.zones import side_by_side_of
from jianyan.ui.formats import quarter_in_words

#: What a chart shows of each zone: a closing rate never without what it is worth.
DRAWN = ("reply", "closed", "explained")


class Choice(NamedTuple):
    """A quarter that can be chosen as the first or as the last one."""

    key: str
    name: str
    first: bool
    last: bool


@entry("area")
@require_safe
def zones(request: Request) -> HttpResponse:
    """The figures of every zone that let this account in; the quarters stand in the address."""
    now = timezone.now()
    quarters = asked_in(request.GET, local_date(now))
    columns = side_by_side_of(request.actor, quarters, now)
    context = {
        "columns": columns,
        "groups": shown.groups_of(columns),
        "rules": shown.rules_of(columns),
        "untold": shown.untold_of(columns),
        "choices": [_choice(each, quarters) for each in offered(local_date(now))],
        "first": quarters[0].first,
        "last": min(quarters[-1].last, local_date(now).replace(day=1)),
        "query": f"from={quarter_name(quarters[0].first)}&to={quarter_name(quarters[-1].first)}",
        "drawn": " ".join(DRAWN),
        "few": shown.FEW,
    }
    return render(request, "insight/zones.html", context)


def _choice(each: Period, chosen: list[Period]) -> Choice:
    name = quarter_name(each.first)
    return Choice(name, quarter_in_words(name), each == chosen[0], each == chosen[-1])
