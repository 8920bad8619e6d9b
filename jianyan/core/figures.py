"""The figures of a quarter: what a bulletin and a special report are drawn from (clause 5.1.i).

Everything is a number with a name. ``count`` None: the number is withheld, because an anonymous reporter could be told
from it (4.1.c, `core.cells.rows_withheld`).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import msgspec

from jianyan.core import chain


class Line(msgspec.Struct, frozen=True):
    """One row of a table of leads: ``closed`` of the ``count`` leads of one month, kind, field … are closed."""

    key: str
    title: str
    count: int | None
    closed: int | None = None


class Rate(msgspec.Struct, frozen=True):
    """``num`` of ``den`` leads; what is overdue and still open is in ``den``. ``left_out`` are the others, by why."""

    key: str
    num: int
    den: int
    left_out: dict[str, int]


class Forms(msgspec.Struct, frozen=True):
    """Opinion forms of one month and channel: ``owed`` = ``filed`` (with leads) + ``nil`` + ``missing`` + ``to_come``.

    ``late`` are those of the filed and nil ones that came after the due day; ``to_come`` are not due yet.
    """

    month: date
    channel: str
    owed: int
    filed: int
    nil: int
    late: int
    missing: int
    to_come: int


class Unit(msgspec.Struct, frozen=True):
    """What a department made of the quarter's leads. All numbers are None where the row is withheld.

    ``given``: leads that it has or had last. ``num`` of ``den``: leads of which all its answers were in time.
    ``overdue``: leads that wait for it too long by now. ``returned``: leads that it has sent back. ``results`` by
    result, of those answered. ``reopened``: leads that reporters sent back to be handled again.
    """

    pk: int
    name: str
    name_en: str
    given: int | None = None
    closed: int | None = None
    num: int | None = None
    den: int | None = None
    overdue: int | None = None
    returned: int | None = None
    reopened: int | None = None
    results: dict[str, int] | None = None

    @property
    def withheld(self) -> bool:
        return self.given is None


class Laggard(msgspec.Struct, frozen=True):
    """A department with late or overdue leads, and the latest reason that it has given for one; empty where none."""

    pk: int
    name: str
    late: int
    overdue: int
    reason: str = ""


class Hot(msgspec.Struct, frozen=True):
    """One matter that several supervisors raised: ``people`` of them. ``title`` is empty where it is not public."""

    lead: int
    no: str
    title: str
    people: int


class Duty(msgspec.Struct, frozen=True):
    """A duty of supervisors or officers in the quarter, in ``unit`` (份, 人, 人次): ``owed``, ``done``, ``excused``.

    ``to_come`` can still be done; the rest was missed.
    """

    key: str
    title: str
    owed: int
    done: int
    excused: int = 0
    to_come: int = 0
    unit: str = "次"

    @property
    def missed(self) -> int:
        return max(0, self.owed - self.done - self.excused - self.to_come)


class Figures(msgspec.Struct, frozen=True, kw_only=True):
    """All figures of one quarter as of ``taken_at``. ``over``: the quarter was over by then.

    ``received``: leads submitted in the quarter, ``before``: in the quarter before. ``earlier`` leads came from before
    and were not ended when the quarter began; ``earlier_closed`` of them are closed by now. ``open`` and ``overdue``
    are of both. ``reporters``: the people who raised the received ones; ``common``: those marked as common problems.
    ``merged_away``: received leads that go on in others (merged or split), or were withdrawn. ``least``: the number of
    people under which an anonymous reporter is kept out of a table; ``withheld`` says whether anything was.
    """

    quarter: str
    first_on: date
    last_on: date
    taken_at: datetime
    over: bool
    least: int
    received: int
    before: int
    reporters: int
    common: int
    merged_away: int
    earlier: int
    earlier_closed: int
    open: int
    overdue: int
    forms: list[Forms]
    months: list[Line]
    channels: list[Line]
    kinds: list[Line]
    fields: list[Line]
    grades: list[Line]
    states: list[Line]
    results: list[Line]
    rates: list[Rate]
    units: list[Unit]
    laggards: list[Laggard]
    hot: list[Hot]
    duties: list[Duty]

    def rate(self, key: str) -> Rate:
        """A rate by its key, one of nothing where the quarter has none."""
        return next((rate for rate in self.rates if rate.key == key), Rate(key, 0, 0, {}))

    @property
    def closed(self) -> int:
        """How many of the leads received are closed."""
        return next((line.count or 0 for line in self.states if line.key == "closed"), 0)

    @property
    def withheld(self) -> bool:
        tables = (self.months, self.channels, self.kinds, self.fields, self.grades)
        return any(line.count is None for table in tables for line in table) or any(u.withheld for u in self.units)

    @property
    def nothing(self) -> bool:
        """Whether there is nothing to tell: no lead, no form, nothing carried over."""
        return not (self.received or self.earlier or any(form.filed or form.nil for form in self.forms))


def plain(figures: Figures) -> dict[str, Any]:
    """The figures as JSON holds them."""
    found: dict[str, Any] = msgspec.to_builtins(figures)
    return found


def read(data: Mapping[str, Any]) -> Figures:
    """The figures from what `plain` made."""
    return msgspec.convert(dict(data), Figures)


def digest(data: object) -> str:
    """The digest of plain data in its canonical text: whoever has the same data gets the same digest."""
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return f"{chain.ALGORITHM}:{hashlib.new(chain.ALGORITHM, text.encode()).hexdigest()}"
