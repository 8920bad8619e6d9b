"""The demo year as a simulation: acts wait in a queue by their time, and each plans what follows from it."""

from __future__ import annotations

import heapq
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import count
from random import Random
from typing import Any

from jianyan.accounts.queries import Actor
from jianyan.core import clocks
from jianyan.core.rulebook import Rulebook
from jianyan.core.workdays import Calendar
from jianyan.web.demo.hours import Hours
from jianyan.web.demo.material import Answer, Corpus, Matter, Person
from jianyan.web.demo.standing import Standing
from jianyan.web.demo.writer import Writer
from jianyan.web.demo.zone import Cast

#: The acts that can be planned, by name: what follows from an act may lie in a module that builds on it.
ACTS: dict[str, Callable[..., None]] = {}


def act(function: Callable[..., None]) -> Callable[..., None]:
    """Mark a function of the year, the moment and the case as an act that can be planned."""
    ACTS[function.__name__] = function
    return function


@dataclass
class Case:
    """One lead on its way: what it is about, and what is still to come of it."""

    lead: int
    matter: Matter
    values: dict[str, str]
    reporter: Person
    filed: datetime
    follow_up_wanted: bool
    parts: tuple[Matter, ...] = ()  # two matters that were written as one, to be split
    answers: list[Answer] = field(default_factory=list)
    unanswered: int = 0  # calls that will not be answered before one is
    unit: str = ""  # the code of the unit that has the lead, or had it last
    grade: str = ""
    dispatches: int = 0
    sent_on: date = date.min  # the last dispatch
    asked: bool = False  # for more time
    rounds: int = 0  # how often it was reopened
    disputed: bool = False  # no department wants it
    due: date = date.min  # the reply's last day
    helped: bool = False  # a supporting department has it too
    carried: list[Person] = field(default_factory=list)  # whose leads were merged into it
    ended: bool = False

    def __post_init__(self) -> None:
        self.answers = list(self.matter.replies)


class Year:
    """The zone, the people and the clock of the simulation. ``until`` is the first moment that is not simulated."""

    def __init__(self, cast: Cast, corpus: Corpus, calendar: Calendar, book: Rulebook, until: datetime) -> None:
        self.cast, self.corpus, self.calendar, self.book, self.until = cast, corpus, calendar, book, until
        # The same day gives the same year.
        self.chance = Random(f"dongjiang {until.date()}")  # noqa: S311 a story, not a secret
        self.hours = Hours(calendar, self.chance)
        self.writer = Writer(corpus, self.chance)
        self.standing = Standing(calendar, self.chance, until)
        self.cases: list[Case] = []
        self.officers: dict[str, Actor] = {}  # by supervisor's login
        self.identities: dict[tuple[str, str], int] = {}  # by supervisor's login and level
        self.disputes = 0
        self.terms: dict[str, tuple[date, date]] = {}  # by supervisor's login
        self.now = datetime.min.replace(tzinfo=until.tzinfo)
        self._queue: list[tuple[datetime, int, str, tuple[Any, ...]]] = []
        self._order = count()

    def plan(self, at: datetime, act: str, *args: Any) -> None:
        """Let an act happen at a moment, by its name; what lies beyond the end does not happen.

        Nothing happens before what has happened: a moment that is over is now.
        """
        at = max(at, self.now)
        if at < self.until:
            heapq.heappush(self._queue, (at, next(self._order), act, args))

    def run(self, on_day: Callable[[], object] = lambda: None) -> None:
        """Let everything happen in the order of time; ``on_day`` is called once a day."""
        today = date.min
        while self._queue:
            at, _, name, args = heapq.heappop(self._queue)
            self.now = at
            if at.date() != today:
                today = at.date()
                on_day()
            ACTS[name](self, at, *args)

    def happens(self, share: float) -> bool:
        """True in that share of cases."""
        return self.chance.random() < share

    def actor(self, person: Person) -> Actor:
        return self.cast.actors[person.login]

    def in_term(self, person: Person, day: date) -> bool:
        """Whether somebody is appointed on a day."""
        first, last = self.terms.get(person.login, (date.max, date.max))
        return first <= day <= last

    def identity(self, person: Person, level: str) -> int:
        """The id of one of somebody's identities."""
        return self.identities[person.login, level]

    def own_unit(self, case: Case, code: str, *more: Person) -> bool:
        """Whether a unit would have a lead that somebody of its own raised (4.1.c)."""
        people = (case.reporter, *case.carried, *more)
        return any(person.channel == "internal" and person.unit == code for person in people)

    def wants_dispute(self, case: Case) -> bool:
        """Whether nobody will want this lead: a few in the year, one or two of them close to the end."""
        ahead = self.calendar.count(case.filed.date(), self.last_workday)
        quota = 2 if ahead > 30 else 4
        if self.disputes >= quota or not (ahead > 30 or ahead < 16) or not self.happens(0.15 if ahead > 30 else 0.7):
            return False
        self.disputes += 1
        return True

    def officer(self, case: Case) -> Actor:
        """The officer who looks after the reporter now."""
        return self.officers[case.reporter.login]

    def liaison(self, case: Case) -> Actor:
        """The liaison of the unit that has the lead; the same one for the same matter."""
        team = self.cast.liaisons[case.unit]
        return team[sum(case.matter.id.encode()) % len(team)]

    def unit_id(self, code: str) -> int:
        return self.cast.units[code].pk

    def short(self, code: str) -> str:
        """What a unit is called in a sentence."""
        return self.cast.units[code].short_name

    def last_day(self, clock: str, at: datetime, grade: str | None = None) -> date:
        """The last day of a clock that starts now."""
        return clocks.due(self.book.clock(clock, grade).limit, at, self.calendar).on

    def slow(self, code: str) -> bool:
        """Whether the unit is late this time; units differ, and stay as they are."""
        return self.happens(0.04 + 0.03 * (sum(code.encode()) % 6))

    def sooner(self, day: date, workdays: int) -> date:
        """That many working days before a day."""
        return self.calendar.add(day, -workdays) if workdays else self.calendar.on_or_after(day)

    @property
    def last_workday(self) -> date:
        """The last working day that is simulated."""
        return self.calendar.add(self.until.date(), -1)
