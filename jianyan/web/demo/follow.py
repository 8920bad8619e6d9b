"""How the demo ends a lead: the reporter's verdict, and what follows from it."""

from __future__ import annotations

from datetime import date, datetime

from jianyan.leads import actions
from jianyan.web.demo.year import Case, Year, act

#: How often a lead may come back; then people are content.
MOST_ROUNDS = 2


def ask(year: Year, at: datetime, case: Case, promised: date | None) -> None:
    """A reply came: the reporter says what it is worth, by themselves or when the officer calls."""
    if not case.follow_up_wanted:
        year.plan(year.hours.workdays_later(at, year.chance.randint(1, 3)), "close_unasked", case)
    elif year.happens(0.55):
        year.plan(year.hours.own_time(at, year.chance.randrange(6)), "verdict", case, promised, True)
    else:
        days = year.chance.choices((1, 2, 3, 4, 5, 7), (22, 26, 22, 16, 9, 5))[0]
        year.plan(year.hours.workdays_later(at, days), "call_back", case, promised, 0)


@act
def close_unasked(year: Year, at: datetime, case: Case) -> None:
    """The reporter did not want to be asked."""
    if year.standing.waits("replied", at):
        return
    actions.close(year.officer(case), case.lead, at=at, reason=year.writer.say("close_unasked"))
    case.ended = True


@act
def call_back(year: Year, at: datetime, case: Case, promised: date | None, tries: int) -> None:
    """The officer calls; after enough vain calls the lead is closed without a verdict."""
    if tries == 0 and year.standing.waits("replied", at):
        return
    officer = year.officer(case)
    if not year.happens(0.12 if tries == 0 else 0.45):
        verdict(year, at, case, promised, False)
        return
    actions.follow_up_unreached(officer, case.lead, at=at, words_=year.writer.say("followup_unreached"))
    tries += 1
    if tries < year.book.number_of("call_attempts"):
        year.plan(year.hours.workdays_later(at, 1), "call_back", case, promised, tries)
        return
    year.plan(year.hours.workdays_later(at, 0), "close_unreached", case)


@act
def close_unreached(year: Year, at: datetime, case: Case) -> None:
    """The officer closes what nobody could be asked about."""
    actions.close(year.officer(case), case.lead, at=at, reason=year.writer.say("close_unreached"))
    case.ended = True


@act
def verdict(year: Year, at: datetime, case: Case, promised: date | None, in_person: bool) -> None:
    """Solved or not, content or not."""
    if in_person and year.standing.waits("replied", at):
        return
    by = year.actor(case.reporter) if in_person else year.officer(case)
    good = case.rounds >= MOST_ROUNDS or not year.happens(0.8 if case.answers else 0.04)
    if not good:
        words = year.writer.say("followup_bad")
        actions.follow_up(by, case.lead, at=at, solved=False, satisfaction="unsatisfied", words_=words)
        come_back(year, at, case)
        return
    words = year.writer.say("followup_good") if year.happens(0.7) else ""
    content = year.chance.choices(("satisfied", "basically"), (62, 38))[0]
    solved = not promised and not (case.matter.replies[0].result == "explained" and year.happens(0.5))
    actions.follow_up(by, case.lead, at=at, solved=solved, satisfaction=content, words_=words)
    if promised:
        days = year.chance.choice((0, 0, 1, 2, 3, 4)) if year.happens(0.85) else -year.chance.randint(1, 6)
        day = year.calendar.add(promised, -days) if days else promised
        moment = year.hours.at_work(day)
        year.plan(max(moment, year.hours.workdays_later(at, 1)), "keep", case, promised)
        return
    case.ended = True
    if year.happens(0.02) and not case.rounds:
        year.plan(year.hours.own_time(at, year.chance.randint(5, 20)), "second_thoughts", case)


@act
def second_thoughts(year: Year, at: datetime, case: Case) -> None:
    """The reporter finds after all that nothing has changed."""
    words = year.writer.say("followup_bad")
    actions.reopen(year.actor(case.reporter), case.lead, at=at, reason=words)
    case.ended = False
    come_back(year, at, case)


def come_back(year: Year, at: datetime, case: Case) -> None:
    """The department has the lead again, and the grade's time anew."""
    case.rounds += 1
    case.due = year.last_day("reply", at, case.grade)
    year.plan(at, "begin", case)
