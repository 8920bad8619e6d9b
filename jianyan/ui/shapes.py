"""What the components are fed with.

A caller may pass a dict with the same keys instead. Texts arrive translated: this app knows no states, kinds or roles.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class NavItem:
    """One page in the rail, the top bar or the bottom bar. `count` is what waits there; 0 shows nothing.

    Entries of one `group` stand together under its name; those without one stand by themselves.
    """

    url: str
    label: str
    icon: str
    active: bool = False
    count: int = 0
    group: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tab:
    """One tab or one filter. `count` None shows no figure, 0 shows a zero."""

    url: str
    label: str
    active: bool = False
    count: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tile:
    """One queue: how many wait, how many of those are red and yellow, and the link that filters the list to them."""

    url: str
    label: str
    count: int
    red: int = 0
    yellow: int = 0
    active: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """A due date as a person reads it.

    on: the due day, in Asia/Shanghai. at: the first instant that is too late; midnight reads as 24:00 of the day
    before. left: working days left, today not counted, negative when overdue. light: green, yellow, red while it runs.
    stopped_at and on_time: when it was stopped, and whether that was in time. url: the rule it comes from.
    """

    on: date
    at: datetime | None = None
    left: int | None = None
    light: str = ""
    provisional: bool = False
    url: str = ""
    stopped_at: datetime | None = None
    on_time: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of a track, with the day it was finished."""

    label: str
    on: date | datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SummaryRow:
    """One line of a summary list. `change_url` leads back to where the value was entered."""

    label: str
    value: object
    change_url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One row of a timeline; ``at`` is a day where the hour is not told. tone: "", "info", "ok", "warn" or "bad"."""

    at: date | datetime
    what: str
    who: str = ""
    note: str = ""
    url: str = ""
    icon: str = ""
    tone: str = ""
