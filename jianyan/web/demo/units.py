"""How departments of the demo work: accepting, returning, asking for time, answering."""

from __future__ import annotations

from datetime import date, datetime

from jianyan.core.workdays import local_date
from jianyan.leads import actions
from jianyan.web.demo import follow
from jianyan.web.demo.material import Answer
from jianyan.web.demo.year import Case, Year, act


def receive(year: Year, at: datetime, case: Case) -> None:
    """A lead came in: accepted, returned as another's, or left to lie until silence counts as acceptance."""
    last = year.last_day("accept", at)
    soon = year.hours.workdays_later(at, year.chance.choice((0, 0, 1)))
    designated = case.dispatches > year.book.number_of("max_dispatches")
    if not designated and (case.disputed or case.unit != case.matter.department):
        year.plan(soon, "give_back", case)
    elif year.happens(0.12):
        year.plan(year.hours.morning(year.calendar.add(last, 1), 9, 10), "begin", case)
    else:
        year.plan(soon, "accept", case)


@act
def accept(year: Year, at: datetime, case: Case) -> None:
    """Take the lead."""
    if case.sent_on == year.last_workday and year.standing.waits("dispatched", at):
        return
    actions.accept(year.liaison(case), case.lead, at=at)
    begin(year, at, case)


@act
def give_back(year: Year, at: datetime, case: Case) -> None:
    """Return the lead, naming who should have it; in a dispute even the right department does."""
    if case.sent_on == year.last_workday and year.standing.waits("dispatched", at):
        return
    code = case.matter.department
    if case.unit == code:
        taken = {code, case.matter.wrong_department, case.reporter.unit}
        code = year.chance.choice([unit.code for unit in year.corpus.units if unit.handles and unit.code not in taken])
    reason = year.writer.say("return_reasons", department=year.short(code), matter=case.matter.matter)
    actions.return_(year.liaison(case), case.lead, at=at, reason=reason, should_be=year.unit_id(code))
    if case.dispatches >= year.book.number_of("max_dispatches"):
        code = case.matter.department
    days = year.chance.choices((0, 1, 2, 4), (40, 35, 19, 6))[0]
    year.plan(year.hours.workdays_later(at, 0 if case.disputed else days), "dispatch", case, code)


@act
def begin(year: Year, at: datetime, case: Case) -> None:
    """The lead is being handled: it will be answered in time or late, or the department asks for time."""
    today = local_date(at)
    time_left = year.calendar.count(today, case.due)
    if year.slow(case.unit) or time_left < 1:
        days = year.chance.choice((1, 1, 2, 2, 3, 4, 5, 7, 9))
        year.plan(year.hours.at_work(year.calendar.add(max(today, case.due), days)), "answer", case)
        if days > 3 and year.happens(0.5):
            year.plan(year.hours.at_work(year.calendar.add(max(today, case.due), 2)), "overdue_note", case)
    elif time_left > 4 and case.grade != "C" and year.happens(0.16):
        year.plan(year.hours.at_work(year.sooner(case.due, year.chance.randint(1, 3))), "ask_time", case)
    else:
        share = year.chance.uniform(0.15, 1)
        year.plan(year.hours.workdays_later(at, max(1, round(time_left * share))), "answer", case)


@act
def ask_time(year: Year, at: datetime, case: Case) -> None:
    """Ask for five to fifteen working days more."""
    case.asked = True
    until = year.calendar.add(case.due, year.chance.randint(5, 15))
    reason = year.writer.say("extension_reasons", matter=case.matter.matter)
    actions.ask_extension(year.liaison(case), case.lead, at=at, until=until, reason=reason)
    year.plan(year.hours.workdays_later(at, year.chance.randrange(2)), "decide_time", case, until)


@act
def decide_time(year: Year, at: datetime, case: Case, until: date) -> None:
    """The head grants or refuses, and the department answers by the day that holds."""
    if year.standing.waits("extension", at):
        return
    grant = year.happens(0.8)
    opinion = year.writer.say("extension_grants" if grant else "extension_refusals")
    actions.decide_extension(year.cast.head, case.lead, at=at, grant=grant, opinion=opinion)
    if grant:
        case.due = until
    days = max(1, year.calendar.count(local_date(at), case.due) - year.chance.randrange(-1, 4))
    year.plan(year.hours.workdays_later(at, days), "answer", case)


@act
def answer(year: Year, at: datetime, case: Case) -> None:
    """Answer the lead."""
    late = local_date(at) > case.due
    if (late and year.standing.waits("accepted", at)) or (case.rounds and year.standing.waits("reopened", at)):
        return
    following = (
        case.answers.pop(0) if case.answers else Answer(result="solved", process=year.writer.say("second_replies"))
    )
    send(year, at, case, following)


def send(year: Year, at: datetime, case: Case, reply: Answer) -> None:
    """Send a reply; a promise names its day."""
    promised = _promised(year, at, reply.plan_months) if reply.plan_months else None
    plan = year.writer.say("plans", months=reply.plan_months, matter=case.matter.matter) if promised else ""
    liaison = year.liaison(case)
    texts = year.writer.answer(reply, case.values)
    actions.reply(liaison, case.lead, at=at, handler=liaison.name, plan=plan, promised_on=promised, **texts)
    follow.ask(year, at, case, promised)


def _promised(year: Year, at: datetime, months: int) -> date:
    """The working day that many months later, at the end of a week of work."""
    today = local_date(at)
    ahead = today.month - 1 + months
    day = today.replace(year=today.year + ahead // 12, month=ahead % 12 + 1, day=min(today.day, 28))
    return year.calendar.on_or_after(day)


@act
def keep(year: Year, at: datetime, case: Case, promised: date) -> None:
    """What was promised is done: answer again."""
    if local_date(at) > promised and year.standing.waits("promise", at):
        return
    send(year, at, case, Answer(result="solved", process=year.writer.say("kept", matter=case.matter.matter)))
