"""Drawing the figures of a review: the same number of queries whatever there is to count."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import Count, Q

from jianyan.core.cells import Cell
from jianyan.core.review import Line, Lost, Review, Tally, Times, kept_apart, times
from jianyan.core.rulebook import Rulebook
from jianyan.core.workdays import local_date
from jianyan.insight.queries.loop import loop_of
from jianyan.insight.queries.review_back import back, by_kind, returns_by_unit
from jianyan.insight.queries.review_blind import blind
from jianyan.insight.queries.review_ends import decisions
from jianyan.insight.queries.review_people import activity
from jianyan.insight.queries.review_scope import YEAR, Scope
from jianyan.insight.queries.review_times import duties, steps
from jianyan.leads.queries import trends
from jianyan.rules.queries import NoRulebook, book, calendar_of, version_on

#: Without rules nothing says how few are too few, so that every row is withheld; and the form is due on this day.
NEVER_ENOUGH, DUE_DAY = 10**9, 25


def rules_of(scope: Scope) -> Rulebook | None:
    """The rules in force at the moment of the review."""
    try:
        return book(version_on(scope.zone.pk, local_date(scope.now)).pk)
    except NoRulebook:
        return None


def months_of_term(rules: Rulebook | None) -> int:
    """How many months a term has by the rules."""
    return rules.number_of("term_years") * 12 if rules else YEAR


def review_of(scope: Scope) -> Review:
    """All figures of a period."""
    rules, calendar = rules_of(scope), calendar_of(scope.zone)
    least = rules.number_of("hidden_cell") if rules else NEVER_ENOUGH
    found = times(duties(scope), calendar, scope.today)
    came = scope.leads().aggregate(n=Count("pk"), people=Count("identity__supervisor", distinct=True))
    kinds = _kinds(scope, rules, found)
    came_back = back(scope)
    return Review(
        first=scope.first,
        last=scope.last,
        at=scope.now,
        over=scope.today > scope.span.last,
        least=least,
        received=came["n"],
        reporters=came["people"],
        rates=_rates(scope),
        net=loop_of(scope, calendar),
        steps=steps(scope),
        times=found,
        units=kept_apart(_units(scope, found), least),
        kinds=kept_apart(kinds, least),
        back=came_back,
        decisions=decisions(scope),
        activity=activity(scope, rules.number_of("form_due_day") if rules else DUE_DAY, least),
        blind=blind(scope, rules, {line.key for line, _cells in kinds}),
    )


def _rates(scope: Scope) -> Mapping[str, Tally]:
    """The rates of `leads.queries.trends`, of all months together."""
    found = trends.courses(scope.zone.pk, scope.first, scope.last, scope.now)
    whole = sum(found.values(), start=trends.NOTHING)
    return {key: Tally(tally.num, tally.den) for key, tally in whole.tallies.items()}


def _kinds(scope: Scope, rules: Rulebook | None, found: Times) -> list[tuple[Line, list[Cell]]]:
    """A row for each kind of lead that there is, the most leads first."""
    came_back = by_kind(scope)
    rows = scope.leads().values("kind").annotate(
        n=Count("pk"),
        people=Count("identity__supervisor", distinct=True),
        anonymous=Count("pk", filter=Q(hidden=True)),
    )
    lines = []
    for kind, n, people, anonymous in rows.order_by("-n", "kind").values_list("kind", "n", "people", "anonymous"):
        item = rules.kinds.get(kind) if rules else None
        returned, reopened = came_back.get(kind, (0, 0))
        line = Line(
            key=kind,
            title=item.title if item else kind,
            title_en=item.title_en if item else kind,
            count=n,
            returned=returned,
            reopened=reopened,
            lost=found.kinds.get(kind, Lost()),
        )
        lines.append((line, [Cell(people, anonymous > 0)]))
    return lines


def _units(scope: Scope, found: Times) -> list[tuple[Line, list[Cell]]]:
    """A row for each department that has or had a lead of the period, those that have lost most first."""
    returns = returns_by_unit(scope)
    nobody = Cell(0, False)
    lines = []
    for unit in trends.by_department(scope.zone.pk, scope.first, scope.last, scope.now):
        answers, closed = unit.tallies["reply"], unit.tallies["closed"]
        line = Line(
            key=str(unit.pk),
            title=unit.name,
            title_en=unit.name_en or unit.name,
            count=closed.den,
            in_time=Tally(answers.num, answers.den),
            returned=returns.get(unit.pk, 0),
            reopened=unit.tallies["reopened"].num,
            lost=found.departments.get(unit.pk, Lost()),
        )
        lines.append((line, [unit.cells.get(key, nobody) for key in ("closed", "reply")]))
    return sorted(lines, key=lambda row: (-row[0].lost.days, -row[0].count, row[0].key))
