"""The counts of a quarter, for the bulletin, the award and the head of the page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from jianyan.accounts.models import Zone
from jianyan.core.duties import Quarter, Standing
from jianyan.duties.models import Closing
from jianyan.duties.queries.people import people, with_contacts, with_forms
from jianyan.duties.queries.rules import kept, quarter_rules
from jianyan.people.models import Channel, Supervisor

#: Still to be done, as long as the quarter runs.
OPEN = (Standing.owed, Standing.warned)

#: The groups into which the people of a quarter fall, as conditions on `people` and on `Closing` alike.
GROUPS: dict[str, Q] = {
    "open": Q(standing__in=OPEN),
    "met": Q(standing=Standing.met),
    "excused": Q(standing=Standing.excused),
    "missed": Q(standing=Standing.missed),
    "short": Q(standing=Standing.short),
    "forms": Q(forms_missed__gt=0),
    "contacts": Q(contacts_missed__gt=0),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """The counts of one channel, or of all. ``people`` = met + excused + open + missed + short.

    ``forms_…`` are forms, ``contacts_…`` months of supervisors.
    """

    people: int = 0
    met: int = 0
    excused: int = 0
    open: int = 0
    missed: int = 0
    short: int = 0
    forms_owed: int = 0
    forms_done: int = 0
    contacts_owed: int = 0
    contacts_done: int = 0

    @property
    def owed(self) -> int:
        """How many owed something: everybody but those in term for too few days."""
        return self.people - self.short

    def __add__(self, other: Part) -> Part:
        return Part(**{name: getattr(self, name) + getattr(other, name) for name in self.__slots__})


@dataclass(frozen=True, slots=True)
class Summary:
    """The counts of a quarter by channel; ``closed``: they do not change any more."""

    quarter: Quarter
    closed: bool
    channels: dict[str, Part]

    @property
    def all(self) -> Part:
        return sum(self.channels.values(), Part())


def summary(zone: Zone, quarter: Quarter, today: date) -> Summary:
    """The counts of a quarter as of a day: of what was written down once it is closed, worked out until then.

    At most four queries.
    """
    written = kept(zone.pk, quarter)
    if written is not None and written.closed_at:
        return Summary(quarter, True, _parts(Closing.objects.filter(quarter=written)))
    rules = quarter_rules(zone, quarter, today)
    if rules is None or quarter.span.first > today:
        return Summary(quarter, False, {channel: Part() for channel in Channel.values})
    found = with_contacts(with_forms(people(zone.pk, rules, today), rules, today), rules, today)
    return Summary(quarter, False, _parts(found))


def _parts(rows: QuerySet[Closing] | QuerySet[Supervisor]) -> dict[str, Part]:
    counted = {name: Count("pk", filter=GROUPS[name]) for name in ("met", "excused", "open", "missed", "short")}
    summed = {f"sum_{name}": Sum(name) for name in ("forms_owed", "forms_done", "contacts_owed", "contacts_done")}
    by_channel: Any = rows.order_by().values("channel").annotate(people=Count("pk"), **counted, **summed)
    found = {
        row["channel"]: Part(
            people=row["people"],
            **{name: row[name] for name in counted},
            **{name.removeprefix("sum_"): row[name] or 0 for name in summed},
        )
        for row in by_channel
    }
    return {channel: found.get(channel, Part()) for channel in Channel.values}


def group_counts(rows: QuerySet[Closing] | QuerySet[Supervisor]) -> dict[str, int]:
    """How many people of a list are in each group, and ``all``. One query."""
    counted = {f"in_{name}": Count("pk", filter=condition) for name, condition in GROUPS.items()}
    found = rows.order_by().aggregate(in_all=Count("pk"), **counted)
    return {name.removeprefix("in_"): n for name, n in found.items()}
