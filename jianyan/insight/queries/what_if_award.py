"""Who would have been awarded under other rules: the award as it stands, scored and ranked again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from jianyan.awards.models import Run, Standing
from jianyan.awards.queries import last_row
from jianyan.awards.queries.deeds import Asked, form_deeds
from jianyan.awards.queries.members import members_of
from jianyan.awards.queries.scored import Scored, months_in, record_of, records_of, scored
from jianyan.core.award import AwardStep
from jianyan.core.deeds import counted
from jianyan.core.merit import Record
from jianyan.core.merit_rules import award_rules
from jianyan.core.rulebook import Rulebook
from jianyan.core.terms import Term
from jianyan.core.what_if import Span
from jianyan.insight.queries.what_if import term_in


@dataclass(frozen=True, slots=True)
class Side:
    """Where somebody stands on one side: ``total`` in hundredths of a point, ``rank`` None for whoever has none."""

    listed: bool
    rank: int | None
    total: int
    why: str = ""


@dataclass(frozen=True, slots=True)
class Rival:
    """Somebody in the award, by the record and under the other rules. ``standing``: the row of the points, if kept."""

    person: int
    channel: str
    standing: int | None
    before: Side
    after: Side

    @property
    def turned(self) -> bool:
        return self.before.listed != self.after.listed


@dataclass(frozen=True, slots=True)
class Awarded:
    """An award on both sides. ``run`` is the award that was counted; without one both sides are counted now.

    ``tied``: the groups in which equals stand on both sides of the cut, under the other rules.
    """

    term: Term
    run: Run | None
    rivals: tuple[Rival, ...]
    tied: tuple[str, ...]

    @property
    def before(self) -> int:
        return sum(each.before.listed for each in self.rivals)

    @property
    def after(self) -> int:
        return sum(each.after.listed for each in self.rivals)

    def shown(self) -> list[Rival]:
        """Who is on the list on either side: those first whom the other rules put on it or take off it."""
        named = [each for each in self.rivals if each.before.listed or each.after.listed]
        return sorted(named, key=_order)


def _order(each: Rival) -> tuple[bool, bool, str, int, int]:
    return (not each.turned, each.before.listed, each.channel, each.after.rank or 10**9, each.person)


def touched(before: Rulebook, after: Rulebook) -> bool:
    """Whether the other rules can change an award at all."""
    return award_rules(before) != award_rules(after) or _due_day(before) != _due_day(after)


def _due_day(rules: Rulebook) -> int:
    return rules.number_of("form_due_day")


def awarded(zone_id: int, span: Span, before: Rulebook, after: Rulebook, today: date) -> Awarded | None:
    """The award of the term that ends within a span; where none was counted, the term that runs at its end.

    An award that was counted is taken as it stands, with what the reviewers changed and whom an objection struck off.
    None where there is no term.
    """
    runs = Run.objects.filter(zone=zone_id, term_ends__gte=span.first, term_ends__lte=span.last)
    run = runs.exclude(step=AwardStep.cancelled).order_by("-term_ends").first()
    term = run.term if run else term_in(zone_id, span, today)
    if term is None:
        return None
    asked = Asked(zone_id, term, run.until_row if run else last_row(zone_id))
    if run:
        return _of_run(run, asked, before, after)
    records = records_of(zone_id, term, asked.until, before)
    first = scored(records, award_rules(before), months_in(term, before))
    return _both(term, None, _sides(first), _again(records, asked, before, after), {}, frozenset())


def _of_run(run: Run, asked: Asked, before: Rulebook, after: Rulebook) -> Awarded:
    stands = list(Standing.objects.filter(run=run))
    sides = {each.supervisor_id: Side(each.listed, each.rank, each.total, each.why) for each in stands}
    again = _again([record_of(each) for each in stands], asked, before, after, months=run.months)
    struck = frozenset(each.supervisor_id for each in stands if each.struck)
    return _both(run.term, run, sides, again, {each.supervisor_id: each.pk for each in stands}, struck)


def _again(
    records: Iterable[Record], asked: Asked, before: Rulebook, after: Rulebook, months: int | None = None
) -> Scored:
    """The same records under the other rules; another due day makes other forms late and other months owed."""
    if months is None or _due_day(before) != _due_day(after):
        months = months_in(asked.term, after)
    if _due_day(before) != _due_day(after):
        members = {each.person: each for each in members_of(asked.zone_id, asked.term, _due_day(after))}
        owed = {person: frozenset(each.months) for person, each in members.items()}
        on_time = counted(form_deeds(asked, owed, _due_day(after)))
        records = [
            replace(
                each,
                months=len(members[each.person].months) if each.person in members else each.months,
                counts={**each.counts, "form": on_time[each.person]["form"] if each.person in on_time else 0},
            )
            for each in records
        ]
    return scored(records, award_rules(after), months)


def _sides(found: Scored) -> dict[int, Side]:
    return {
        place.person: Side(place.proposed, place.rank, found.points[place.person].total, place.why)
        for place in found.ranking.places
    }


def _both(
    term: Term,
    run: Run | None,
    before: Mapping[int, Side],
    again: Scored,
    standings: Mapping[int, int],
    struck: frozenset[int],
) -> Awarded:
    rivals = []
    for person, side in _sides(again).items():
        after = replace(side, listed=side.listed and person not in struck)
        channel = again.records[person].channel
        rivals.append(Rival(person, channel, standings.get(person), before[person], after))
    return Awarded(term, run, tuple(rivals), again.ranking.tied)
