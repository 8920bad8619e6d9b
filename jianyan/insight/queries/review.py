"""Drawing the figures of a review: the same number of queries whatever there is to count."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db.models import Count, Q

from jianyan.accounts.models import Department
from jianyan.core.cells import Cell
from jianyan.core.flow import ClockKind
from jianyan.core.review import Line, Review, Tally, kept_apart
from jianyan.core.review_times import Lost, Times, times
from jianyan.core.rulebook import Rulebook
from jianyan.insight.queries.loop import loop_of
from jianyan.insight.queries.review_back import back, by_kind, returns_by_unit, sent_back
from jianyan.insight.queries.review_blind import blind
from jianyan.insight.queries.review_ends import decisions
from jianyan.insight.queries.review_people import activity
from jianyan.insight.queries.review_scope import YEAR, Scope
from jianyan.insight.queries.review_times import counting, duties, late, steps
from jianyan.leads.queries import trends
from jianyan.rules.queries import NoRulebook, book, calendar_of, version_on

#: Without rules nothing says how few are too few, so that every row is withheld; and the form is due on this day.
NEVER_ENOUGH, DUE_DAY = 10**9, 25


def rules_in_force(zone_id: int, day: date) -> Rulebook | None:
    """The rules in force on a day; None where there are none."""
    try:
        return book(version_on(zone_id, day).pk)
    except NoRulebook:
        return None


def rules_of(scope: Scope) -> Rulebook | None:
    """The rules in force at the moment of the review."""
    return rules_in_force(scope.zone.pk, scope.today)


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
    rows = (
        scope.leads()
        .values("kind")
        .annotate(
            n=Count("pk"),
            people=Count("identity__supervisor", distinct=True),
            anonymous=Count("pk", filter=Q(hidden=True)),
        )
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
    """A row for each department that has or had a lead of the period, those that have lost most first. Five queries."""
    held, answers, returns = _held(scope), _answers(scope), returns_by_unit(scope)
    again = sent_back(scope).order_by().values("reply__department").annotate(n=Count("lead", distinct=True))
    reopened = dict(again.values_list("reply__department", "n"))
    there = {*held, *answers, *returns, *reopened}
    nobody = Cell(0, False)
    lines = []
    for pk, name, name_en in Department.objects.filter(pk__in=there).values_list("pk", "name", "name_en"):
        in_time, behind_answers = answers.get(pk, (Tally(), nobody))
        count, behind_held = held.get(pk, (0, nobody))
        line = Line(
            key=str(pk),
            title=name,
            title_en=name_en or name,
            count=count,
            in_time=in_time,
            returned=returns.get(pk, 0),
            reopened=reopened.get(pk, 0),
            lost=found.departments.get(pk, Lost()),
        )
        lines.append((line, [behind_held, behind_answers]))
    return sorted(lines, key=lambda row: (-row[0].lost.days, -row[0].count, int(row[0].key)))


def _held(scope: Scope) -> dict[int, tuple[int, Cell]]:
    """How many leads each department has, and who is behind them."""
    person, anonymous = "identity__supervisor", Count("pk", filter=Q(hidden=True))
    rows = scope.leads().filter(lead_department__isnull=False).values("lead_department")
    told = rows.annotate(n=Count("pk"), people=Count(person, distinct=True), anonymous=anonymous)
    return {pk: (n, Cell(people, hidden > 0)) for pk, n, people, hidden in told.values_list(*_COLUMNS)}


_COLUMNS = ("lead_department", "n", "people", "anonymous")


def _answers(scope: Scope) -> dict[int, tuple[Tally, Cell]]:
    """Of the leads on which each department owed an answer, how many it answered in time, and who is behind them."""
    rows = counting(scope).filter(kind=ClockKind.reply, department__isnull=False).values("department")
    told = rows.annotate(
        n=Count("lead", distinct=True),
        late=Count("lead", distinct=True, filter=late(scope)),
        people=Count("lead__identity__supervisor", distinct=True),
        anonymous=Count("pk", filter=Q(lead__hidden=True)),
    )
    found = told.values_list("department", "n", "late", "people", "anonymous")
    return {pk: (Tally(n - missed, n), Cell(people, hidden > 0)) for pk, n, missed, people, hidden in found}
