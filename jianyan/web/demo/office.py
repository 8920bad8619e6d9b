"""How the office of the demo works: calls, sorting, dispatch, follow-up."""

from __future__ import annotations

from datetime import datetime, timedelta

from jianyan.core.opinion import Opinion
from jianyan.core.workdays import local_date
from jianyan.leads import actions
from jianyan.web.demo import units
from jianyan.web.demo.year import Case, Year, act

#: Working days from filing to the first call, and how likely each is; three is the limit.
CALL_AFTER = (0, 1, 2, 3, 4, 5), (14, 38, 27, 15, 4, 2)


def came_in(year: Year, at: datetime, case: Case, opinion: Opinion) -> None:
    """A lead was filed: the officer will call, and the reporter may think better of it."""
    case.follow_up_wanted = opinion.follow_up_wanted
    case.unanswered = year.chance.choices((0, 1, 2, 3), (86, 9, 3, 2))[0]
    year.cases.append(case)
    days = year.chance.choices(*CALL_AFTER)[0]
    year.plan(year.hours.workdays_later(at, days), "ring", case)
    if year.happens(0.03):
        year.plan(year.hours.own_time(at, year.chance.randrange(3)), "withdraw", case)


@act
def withdraw(year: Year, at: datetime, case: Case) -> None:
    """The reporter takes the lead back, if it is not with a department yet."""
    if case.ended or case.dispatches or case.carried:
        return
    actions.withdraw(year.actor(case.reporter), case.lead, at=at, reason=year.writer.say("withdraw_reasons"))
    case.ended = True


@act
def ring(year: Year, at: datetime, case: Case) -> None:
    """Call the reporter, once more if nobody answered."""
    if case.ended or year.standing.waits("received", at):
        return
    officer = year.officer(case)
    if case.unanswered:
        case.unanswered -= 1
        lead = actions.log_unanswered(officer, case.lead, at=at, words_=year.writer.say("unanswered_notes"))
        if lead.state == "received":
            year.plan(year.hours.workdays_later(at, year.chance.randrange(2)), "ring", case)
            return
    else:
        expected = year.writer.say("call_expectations") if year.happens(0.7) else ""
        actions.log_call(officer, case.lead, at=at, verified=_note(year, case), expected=expected)
    year.plan(year.hours.workdays_later(at, year.chance.choice((0, 0, 0, 1))), "sort", case)


def _note(year: Year, case: Case) -> str:
    if case.matter.call:
        return year.writer.fill(case.matter.call, case.values)
    if case.matter.noted:
        return year.writer.say("call_notes_noted")
    if case.reporter.channel == "internal":
        return year.writer.say("call_notes_internal")
    return year.writer.say("call_notes_service" if case.matter.kind == "service" else "call_notes")


@act
def sort(year: Year, at: datetime, case: Case) -> None:
    """What becomes of a lead: noted, merged, split, or on its way to a department."""
    if case.ended or year.standing.waits("clarified", at):
        return
    officer, say = year.officer(case), year.writer.say
    if case.matter.noted:
        actions.note(officer, case.lead, at=at, reason=say("note_reasons"))
        case.ended = True
    elif (twin := _twin(year, case)) and year.happens(0.8):
        actions.merge(officer, case.lead, at=at, into=twin.lead, reason=say("merge_reasons"))
        twin.carried += [case.reporter, *case.carried]
        case.ended = True
    elif case.parts:
        _split(year, at, case)
    else:
        if year.happens(0.25):
            _classify(year, at, case)
        year.plan(_dispatch_moment(year, at), "dispatch", case, _first_unit(year, case))


def _twin(year: Year, case: Case) -> Case | None:
    """An open lead about the same matter that somebody else raised before."""
    since = case.filed - timedelta(days=60)
    for other in year.cases:
        same = other.matter is case.matter and other.reporter is not case.reporter
        alone = not other.helped and year.own_unit(other, other.unit, case.reporter, *case.carried)
        if same and since < other.filed < case.filed and not (other.ended or other.parts or alone):
            return other
    return None


def _split(year: Year, at: datetime, case: Case) -> None:
    month = case.filed.month
    values = [case.values, *(year.writer.values(part, case.reporter, month) for part in case.parts[1:])]
    opinions = [
        year.writer.opinion(part, case.reporter, filled, month) for part, filled in zip(case.parts, values, strict=True)
    ]
    leads = actions.split(year.officer(case), case.lead, at=at, parts=opinions)
    case.ended = True
    for lead, part, filled in zip(leads, case.parts, values, strict=True):
        half = Case(lead.pk, part, filled, case.reporter, case.filed, case.follow_up_wanted)
        year.cases.append(half)
        year.plan(_dispatch_moment(year, at), "dispatch", half, _first_unit(year, half))


def _classify(year: Year, at: datetime, case: Case) -> None:
    keys = {name: getattr(case.matter, name) for name in ("kind", "field", "aspect", "effect", "stage", "policy")}
    common = case.matter.scope == "common"
    actions.classify(year.officer(case), case.lead, at=at, common=common, grade=case.matter.grade, **keys)


def _dispatch_moment(year: Year, at: datetime) -> datetime:
    return year.hours.workdays_later(at, year.chance.choices((0, 1, 2, 3, 6), (30, 32, 20, 13, 5))[0])


def _first_unit(year: Year, case: Case) -> str:
    """The officer's first guess; now and then a wrong one, and seldom a matter that nobody wants."""
    wrong = case.matter.wrong_department
    if wrong and year.wants_dispute(case):
        case.disputed = True
    return wrong if wrong and (case.disputed or year.happens(0.13)) else case.matter.department


@act
def dispatch(year: Year, at: datetime, case: Case, code: str) -> None:
    """Send a lead to a department; after too many returns the head designates it."""
    if case.ended:
        return
    designate = case.dispatches >= year.book.number_of("max_dispatches")
    queue = "designation" if designate else "returned" if case.dispatches else "clarified"
    if year.standing.waits(queue, at):
        return
    case.grade = case.matter.grade
    wanted = _supporting(year, case, code)
    slots = {"department": year.short(code), "matter": case.matter.matter}
    demand = year.writer.say("designate_reasons" if designate else "dispatch_notes", **slots)
    actions.dispatch(
        year.cast.head if designate else year.officer(case),
        case.lead,
        at=at,
        department=year.unit_id(code),
        supporting=[year.unit_id(unit) for unit in wanted],
        grade=case.grade,
        demand=demand if designate or year.happens(0.7) else "",
        designate=designate,
    )
    case.unit, case.dispatches, case.helped = code, case.dispatches + 1, bool(wanted)
    case.sent_on = local_date(at)
    case.due = year.last_day("reply", at, case.grade)
    units.receive(year, at, case)


def _supporting(year: Year, case: Case, code: str) -> list[str]:
    """Helpers: for what is complex, and wherever the reporter's own unit would have the lead alone (4.1.c)."""
    others = [unit.code for unit in year.corpus.units if unit.handles and unit.code != code]
    if not year.own_unit(case, code) and not (case.grade == "A" and year.happens(0.6)):
        return []
    natural = case.matter.wrong_department
    return [natural] if natural in others and natural != code else [year.chance.choice(others)]


@act
def overdue_note(year: Year, at: datetime, case: Case) -> None:
    """The officer urges by hand, beside what the clock does by itself."""
    if case.ended or local_date(at) <= case.due:
        return
    late = year.calendar.count(case.due, local_date(at))
    demand = year.writer.say("urge_texts", days=late, matter=case.matter.matter, department=year.short(case.unit))
    actions.nudge(year.officer(case), case.lead, at=at, urging=True, demand=demand)
