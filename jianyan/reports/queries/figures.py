"""Drawing the figures of a quarter from the leads that a snapshot counts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from jianyan.core import periods
from jianyan.core.cells import rows_withheld
from jianyan.core.figures import Figures, Hot, Line, Rate
from jianyan.core.flow import State
from jianyan.core.rulebook import Rulebook
from jianyan.core.workdays import local_date
from jianyan.leads.models import Lead
from jianyan.leads.queries.rates import LEFT_OUT, RATES
from jianyan.reports.models import Counted, Snapshot
from jianyan.reports.queries import counted
from jianyan.reports.queries.counted import AWAY, Group, grouped, received
from jianyan.reports.queries.duties import duties_of
from jianyan.reports.queries.forms import forms_of
from jianyan.reports.queries.units import laggards_of, units_of
from jianyan.rules.queries import book, versions

#: How many matters that several people raised are named.
HOTTEST = 5
GRADES = {"A": "A级", "B": "B级", "C": "C级"}


def figures_of(snapshot: Snapshot, rules: Rulebook) -> Figures:
    """All figures of a snapshot whose leads are counted. The same number of queries whatever there is to count."""
    zone, period = snapshot.zone_id, periods.quarter_named(snapshot.quarter)
    least = rules.number_of("hidden_cell")
    every = Counted.objects.filter(snapshot=snapshot)
    mine = received(snapshot)
    states, units = counted.counts(snapshot, "state"), units_of(snapshot, least)
    forms = forms_of(zone, period.months, rules.number_of("form_due_day"), snapshot.taken_at)
    last = periods.before(period)
    return Figures(
        quarter=snapshot.quarter,
        first_on=snapshot.first_on,
        last_on=snapshot.last_on,
        taken_at=snapshot.taken_at,
        over=local_date(snapshot.taken_at) > snapshot.last_on,
        least=least,
        received=mine.count(),
        before=Lead.objects.filter(zone=zone, month__gte=last.first, month__lte=last.last).count(),
        reporters=mine.values("supervisor").distinct().count(),
        common=mine.filter(common=True).count(),
        merged_away=sum(states.get(state, 0) for state in AWAY),
        earlier=every.filter(earlier=True).count(),
        earlier_closed=every.filter(earlier=True, state=State.closed).count(),
        open=every.filter(counted.still_open()).count(),
        overdue=every.filter(counted.overdue(snapshot)).count(),
        forms=forms,
        months=_by_month(period.months, grouped(snapshot, "month"), least, local_date(snapshot.taken_at)),
        channels=_told(grouped(snapshot, "channel"), CHANNEL_TITLES, least),
        kinds=_told(grouped(snapshot, "kind"), _titles(zone, rules, "kinds"), least),
        fields=_told(grouped(snapshot, "field"), _titles(zone, rules, "fields"), least),
        grades=_told([group for group in grouped(snapshot, "grade") if group.key], GRADES, least, in_order=True),
        states=_plain(states, State),
        results=_plain(counted.counts(snapshot, "result"), ("solved", "solving", "planned", "explained")),
        rates=_rates(counted.letters(snapshot)),
        units=units,
        laggards=laggards_of(snapshot, units),
        hot=_hot(snapshot, least),
        duties=duties_of(snapshot.zone, snapshot.quarter, forms, local_date(snapshot.taken_at)),
    )


CHANNEL_TITLES = {"social": "社会监督员", "internal": "内部监督员"}


def _titles(zone_id: int, rules: Rulebook, section: str) -> dict[str, str]:
    """The Chinese titles of kinds or fields, those of the version in force first: a lead keeps its own version."""
    found = {key: item.title for key, item in getattr(rules, section).items()}
    for version in versions(zone_id):
        found = {key: item.title for key, item in getattr(book(version.pk), section).items()} | found
    return found


def _told(groups: list[Group], titles: Mapping[str, str], least: int, *, in_order: bool = False) -> list[Line]:
    """A table by what may tell who raised a lead; the largest first, unless its own order says more."""
    gone = rows_withheld([(group.cell,) for group in groups], least)
    lines = [
        Line(group.key, titles.get(group.key, group.key), *_numbers(group, withheld=place in gone))
        for place, group in enumerate(groups)
    ]
    return lines if in_order else sorted(lines, key=lambda line: (line.count is None, -(line.count or 0), line.key))


def _by_month(months: list[date], groups: list[Group], least: int, today: date) -> list[Line]:
    """Each month that has begun; one without a lead has a line of its own."""
    by_key = {line.key: line for line in _told(groups, {}, least, in_order=True)}
    empty = None if any(line.count is None for line in by_key.values()) and len(groups) == 1 else 0
    return [
        by_key.get(month.isoformat(), Line(month.isoformat(), month.isoformat(), empty, empty))
        for month in months
        if month <= today
    ]


def _numbers(group: Group, *, withheld: bool) -> tuple[int | None, int | None]:
    return (None, None) if withheld else (group.count, group.closed)


def _plain(counts: Mapping[str, int], order: Iterable[str]) -> list[Line]:
    return [Line(str(key), str(key), counts[str(key)]) for key in order if counts.get(str(key))]


def _rates(letters: Mapping[str, Mapping[str, int]]) -> list[Rate]:
    found = []
    for key in RATES:
        parts = letters[key]
        left = {why: parts[why] for why in LEFT_OUT if parts[why]}
        found.append(Rate(key, parts["num"], parts["num"] + parts["rest"], left))
    return found


def _hot(snapshot: Snapshot, least: int) -> list[Hot]:
    people = dict(counted.raised_by_several(snapshot, least, HOTTEST))
    leads = Lead.objects.filter(pk__in=people).values_list("pk", "no", "title", "publishable", "hidden")
    found = [Hot(pk, no, title if public and not hidden else "", people[pk]) for pk, no, title, public, hidden in leads]
    return sorted(found, key=lambda hot: (-hot.people, hot.lead))
