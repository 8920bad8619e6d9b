"""The last hour of the demo year: whatever queue has too little in it gets some, so that today each shows work.

By then most queues are full from what was left standing; on some days, above all early in a month, a few are not.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

from jianyan.core.flow import State
from jianyan.leads import actions
from jianyan.leads.models import Extension, Lead, OpinionForm
from jianyan.notify.actions import mark_read
from jianyan.notify.queries import visible_to
from jianyan.web.demo import filing, follow, office, units
from jianyan.web.demo.year import Case, Year, act

#: The ordinary way, and how many leads each queue has at least when the year ends.
LEAST = {
    State.received: 4,
    State.clarified: 4,
    State.dispatched: 4,
    State.accepted: 6,
    State.replied: 4,
    State.reopened: 2,
}
RETURNED, ASKED = 2, 2  # returned to the office; with a request for time that is not decided
WAY = list(LEAST)

Act = Callable[[Year, datetime, Case], None]


@act
def closing(year: Year, at: datetime, desk: filing.Desk) -> None:
    """Fill the queues, from the end of the way to its beginning."""
    year.standing.over = True
    _read_notices(year, at)
    scene = _Scene(year, at, desk)
    for _ in range(max(0, ASKED - _open_requests(year))):
        scene.ask_time()
    for state in reversed(WAY[1:]):
        for _ in range(max(0, LEAST[state] - len(scene.there[state]))):
            scene.bring(state)
    if not scene.unwanted():
        scene.send_back(unwanted=True)
    for _ in range(max(0, RETURNED - len(scene.there[State.returned]))):
        scene.send_back(unwanted=False)
    for _ in range(max(0, LEAST[State.received] - len(scene.there[State.received]))):
        scene.raise_one()


def _read_notices(year: Year, at: datetime) -> None:
    """Everybody has read what they were told, but for the last days."""
    for actor in year.cast.actors.values():
        lately = at - timedelta(days=year.chance.randint(1, 4))
        mark_read(actor, at=at, ids=visible_to(actor, at).filter(at__lt=lately).values_list("pk", flat=True))


def _open_requests(year: Year) -> int:
    return Extension.objects.filter(lead__zone=year.cast.zone, decided_at__isnull=True).count()


class _Scene:
    """Leads by state while the last acts go on, a few minutes apart."""

    def __init__(self, year: Year, at: datetime, desk: filing.Desk) -> None:
        self.year, self.at, self.desk = year, at, desk
        states = dict(Lead.objects.filter(zone=year.cast.zone).values_list("id", "state"))
        self.there: dict[str, list[Case]] = {state: [] for state in State}
        for case in year.cases:
            self.there[states[case.lead]].append(case)

    def now(self) -> datetime:
        """The next moment."""
        self.at += timedelta(seconds=self.year.chance.randrange(40, 100))
        return self.at

    def unwanted(self) -> bool:
        """Whether a lead waits for a designation."""
        most = self.year.book.number_of("max_dispatches")
        return any(case.dispatches >= most for case in self.there[State.returned])

    def take(self, before: State, fit: Callable[[Case], bool] = lambda case: True) -> Case | None:
        """A lead that is on the way before a state, the nearest first, from a queue that can spare it."""
        for state in reversed(WAY[: WAY.index(before)]):
            spare = [case for case in self.there[state] if _plain(case) and fit(case)]
            if spare and len(self.there[state]) > LEAST[state]:
                self.there[state].remove(spare[-1])
                return spare[-1]
        return self.raise_new(fit)

    def raise_one(self) -> None:
        """One more new lead."""
        if case := self.raise_new():
            self.there[State.received].append(case)

    def raise_new(self, fit: Callable[[Case], bool] = lambda case: True) -> Case | None:
        """A new lead from somebody who owes this month's form; None when nobody does or none fits."""
        year, today = self.year, self.at.date()
        filed = set(
            OpinionForm.objects.filter(zone=year.cast.zone, month=today.replace(day=1)).values_list(
                "identity", flat=True
            )
        )
        for person in year.corpus.supervisors:
            if year.in_term(person, today) and year.identity(person, "district") not in filed:
                known = len(year.cases)
                filing.file(year, self.now(), person, "district", self.desk, True)
                made = [case for case in year.cases[known:] if _plain(case) and fit(case)]
                return made[0] if made else None
        return None

    def bring(self, state: State) -> None:
        """Bring a lead to a state by the ordinary way."""
        case = self.take(state)
        if case is None:
            return
        self.walk(case, state)
        self.there[state].append(case)

    def walk(self, case: Case, state: State) -> None:
        """Every step from where the lead is."""
        place = State(Lead.objects.values_list("state", flat=True).get(pk=case.lead))
        for reached in WAY[WAY.index(place) + 1 : WAY.index(state) + 1]:
            case.unanswered = 0
            STEPS[reached](self.year, self.now(), case)

    def ask_time(self) -> None:
        """A department asks for time, and the head has not decided."""
        year = self.year
        soon = year.calendar.add(self.at.date(), 2)
        fitting = [case for case in self.there[State.accepted] if case.due >= soon and not case.asked]
        case = fitting[0] if fitting else self.take(State.accepted, lambda case: case.matter.grade != "C")
        if case is None:
            return
        if case not in self.there[State.accepted]:
            self.walk(case, State.accepted)
            self.there[State.accepted].append(case)
        units.ask_time(year, self.now(), case)

    def send_back(self, *, unwanted: bool) -> None:
        """A department returns a lead; ``unwanted``: and so have two others before."""
        year = self.year
        case = self.take(State.dispatched, lambda case: bool(case.matter.wrong_department))
        if case is None:
            return
        self.walk(case, State.clarified)
        case.disputed = unwanted
        codes = [case.matter.wrong_department, case.matter.department, year.chance.choice(["economy", "commerce"])]
        for code in codes if unwanted else codes[:1]:
            office.dispatch(year, self.now(), case, code)
            units.give_back(year, self.now(), case)
        self.there[State.returned].append(case)


def _plain(case: Case) -> bool:
    """A lead that goes the ordinary way."""
    return not (case.matter.noted or case.parts or case.ended)


def _send(year: Year, at: datetime, case: Case) -> None:
    office.dispatch(year, at, case, case.matter.department)


def _refuse(year: Year, at: datetime, case: Case) -> None:
    words = year.writer.say("followup_bad")
    officer = year.officer(case)
    actions.follow_up(officer, case.lead, at=at, solved=False, satisfaction="unsatisfied", words_=words)
    follow.come_back(year, at, case)


#: The step that leads to a state.
STEPS: dict[State, Act] = {
    State.clarified: office.ring,
    State.dispatched: _send,
    State.accepted: units.accept,
    State.replied: units.answer,
    State.reopened: _refuse,
}


def last_hour(year: Year) -> datetime:
    """When the last working day is nearly over."""
    day: date = year.last_workday
    return year.hours.morning(day, 17, 21)
