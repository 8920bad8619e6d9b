"""What a replay shows: which replies would have met each grade's deadline, and what the stored clocks say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from jianyan.core import clocks
from jianyan.core.flow import ClockKind
from jianyan.core.rule_numbers import GRADES
from jianyan.leads.models import Clock
from jianyan.rules.queries import book, calendar_of, version_on
from jianyan.web.replay.people import Stage
from jianyan.web.replay.reading import Message
from jianyan.web.replay.running import key_of, steps


@dataclass(frozen=True, slots=True)
class Met:
    """Of ``total`` replies, how many came in time."""

    in_time: int
    total: int

    @property
    def share(self) -> float | None:
        return self.in_time / self.total if self.total else None


def by_grade(stage: Stage, messages: Sequence[Message]) -> dict[str, Met]:
    """How many replies met each grade's deadline, counted from the dispatch on the zone's real calendar."""
    calendar = calendar_of(stage.zone)
    found = {}
    for grade in GRADES:
        met = 0
        for message in messages:
            rules = book(version_on(stage.zone.pk, message.filed.date()).pk)
            due = clocks.due(rules.grades[grade].limit, steps(message, calendar).dispatched, calendar)
            met += clocks.on_time(due.at, message.replied)
        found[grade] = Met(met, len(messages))
    return found


def stored(stage: Stage, messages: Sequence[Message]) -> dict[str, Met]:
    """What the clocks of these messages' leads say, by the grade under which they ran."""
    wanted = {key_of(stage, message) for message in messages}
    rows = Clock.objects.filter(zone=stage.zone, kind=ClockKind.reply, void=False, stopped_at__isnull=False)
    found: dict[str, Met] = {}
    for key, rule, on_time in rows.values_list("lead__form__key", "rule", "on_time").order_by("id").iterator():
        if key in wanted:
            grade = rule.removeprefix("grades.")
            sofar = found.get(grade, Met(0, 0))
            found[grade] = Met(sofar.in_time + bool(on_time), sofar.total + 1)
    return found
