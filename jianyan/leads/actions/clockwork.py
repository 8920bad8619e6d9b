"""Running the clocks of one lead: what a verb stops, voids and starts, and which clock governs now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from jianyan.core import clocks
from jianyan.core.flow import DEPARTMENTS, EFFECTS, GOVERNING, ClockKind, Effect, State, Verb
from jianyan.core.rulebook import Rulebook
from jianyan.core.workdays import Calendar
from jianyan.leads.models import Clock, Contest, Lead
from jianyan.prepared import Gap, Prepared

_OPEN = Prepared(lambda: Clock.objects.filter(lead=Gap("lead"), stopped_at__isnull=True))


def rule_key(kind: str, grade: str) -> str:
    """The rulebook's key of a clock: the reply clock is the grade's."""
    return f"grades.{grade}" if kind == ClockKind.reply else f"clocks.{kind}"


def start(
    lead: Lead,
    kinds: Iterable[ClockKind],
    at: datetime,
    book: Rulebook,
    calendar: Calendar,
    due: Mapping[str, date] | None = None,
) -> list[Clock]:
    """New clocks from ``at``; ``due`` fixes a day by hand. They are not saved yet."""
    made = []
    for kind in kinds:
        limit = book.clock(kind, lead.grade or None).limit
        fixed = (due or {}).get(kind)
        end = clocks.due_on(fixed, limit, at, calendar) if fixed else clocks.due(limit, at, calendar)
        made.append(
            Clock(
                zone_id=lead.zone_id,
                lead=lead,
                department_id=lead.lead_department_id if kind in DEPARTMENTS else None,
                kind=kind,
                rule=rule_key(kind, lead.grade or "B"),
                started_at=at,
                due_on=end.on,
                due_at=end.at,
                warn_at=end.warn_at,
                provisional=end.provisional,
                fixed=fixed is not None,
            )
        )
    return made


def run(
    lead: Lead, verb: Verb, at: datetime, book: Rulebook, calendar: Calendar, due: Mapping[str, date]
) -> dict[str, dict[str, object]]:
    """Carry out what a verb does to the clocks of a lead that is already in its new state.

    Returns what moved, for the ledger: by kind "on_time" or "void" for a stop and "due" for a start, both when the
    duty begins anew or is open again.
    """
    effect = EFFECTS.get(verb, Effect())
    open_clocks = {clock.kind: clock for clock in _OPEN(lead=lead.pk)}
    moved: dict[str, dict[str, object]] = {}
    ended = []
    for kind in (*effect.stop, *effect.void, *effect.passed_on):
        clock = open_clocks.pop(kind, None)
        if clock is None:
            continue
        clock.stopped_at, clock.governs = at, False
        late = clock.due_at <= at and kind not in effect.passed_on
        if kind in effect.stop or late:  # what was overdue when the duty fell away stays late
            clock.on_time = clocks.on_time(clock.due_at, at)
            moved[kind] = {"on_time": clock.on_time}
        else:
            clock.void = True
            moved[kind] = {"void": True}
        ended.append(clock)
    if fallen := [clock.pk for clock in ended if clock.void]:  # what counts nowhere is not contested any more
        Contest.objects.filter(clock__in=fallen, decided_at__isnull=True).update(decided_at=at)
    for clock in ended:  # one or two; a bulk update costs more
        clock.save(update_fields=["stopped_at", "governs", "on_time", "void"])
    for clock in _resumed(lead, effect, book, calendar):
        open_clocks[clock.kind] = clock
        moved[clock.kind] = {**moved.get(clock.kind, {}), "due": clock.due_on.isoformat()}
    made = start(lead, (*effect.start, *(ClockKind(k) for k in due)), at, book, calendar, due)
    for clock in made:
        moved[clock.kind] = {**moved.get(clock.kind, {}), "due": clock.due_on.isoformat()}
    govern(lead, [*open_clocks.values()], made)
    return moved


def _resumed(lead: Lead, effect: Effect, book: Rulebook, calendar: Calendar) -> list[Clock]:
    """The latest clocks of duties that are open again; the calendar may have changed while they stood still."""
    resumed = []
    for kind in effect.resume:
        clock = Clock.objects.filter(lead=lead, kind=kind).latest("id")
        end = clocks.due(book.clock(kind, lead.grade or None).limit, clock.started_at, calendar)
        clock.due_on, clock.due_at, clock.warn_at, clock.provisional = end.on, end.at, end.warn_at, end.provisional
        clock.stopped_at, clock.on_time, clock.void = None, None, False
        clock.save()
        resumed.append(clock)
    return resumed


def govern(lead: Lead, running: list[Clock], made: list[Clock]) -> None:
    """Let the clock of the lead's state govern, and save the new ones."""
    kind = GOVERNING.get(State(lead.state))
    for clock in running:
        if clock.governs and clock.kind != kind:
            clock.governs = False
            clock.save(update_fields=["governs"])
    for clock in running:
        if clock.kind == kind and not clock.governs:
            clock.governs = True
            clock.save(update_fields=["governs"])
    for clock in made:
        clock.governs = clock.kind == kind
    if made:
        Clock.objects.bulk_create(made)
