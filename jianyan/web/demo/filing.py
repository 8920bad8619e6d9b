"""How supervisors of the demo file their forms: who, when, about what."""

from __future__ import annotations

from calendar import monthrange
from collections import Counter
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from uuid import NAMESPACE_URL, uuid5

from jianyan.core.opinion import TITLE_MAX, Opinion, cleaned
from jianyan.core.workdays import TZ
from jianyan.leads import actions
from jianyan.web.demo import office
from jianyan.web.demo.material import Matter, Person
from jianyan.web.demo.year import Case, Year, act

#: Industries that anybody may write about.
ANYBODY = frozenset({"园区配套", "学术研究"})

#: How likely a form has 1, 2 or 3 leads, by the writer's style.
LEADS = {"brief": (80, 20, 0), "detailed": (58, 32, 10)}


class Desk:
    """Who has written about what so far."""

    def __init__(self) -> None:
        self.used: Counter[str] = Counter()
        self.written: set[tuple[str, str]] = set()
        self.lately: list[tuple[date, Matter]] = []
        self.filed: set[tuple[str, str, date]] = set()  # by login and level, the month


@act
def month(year: Year, at: datetime, desk: Desk) -> None:
    """Plan a month's forms, one for each identity in term, and the next month."""
    first = at.date()
    for person in year.corpus.supervisors:
        for level in person.levels:
            share = person.diligence if level == "district" else person.diligence * 0.8
            if year.happens(share):
                year.plan(_moment(year, first), "file", person, level, desk)
    following = first.replace(day=monthrange(first.year, first.month)[1]) + timedelta(days=1)
    year.plan(datetime.combine(following, time(), TZ), "month", desk)


def _moment(year: Year, first: date) -> datetime:
    """Most file in the week before the due day, some early, some late; few at a weekend."""
    last, due = monthrange(first.year, first.month)[1], year.book.number_of("form_due_day")
    part = year.chance.choices(((1, due - 8), (due - 7, due), (due + 1, last)), (15, 75, 10))[0]
    day = first.replace(day=year.chance.randint(*part))
    if not year.calendar.is_working(day) and year.happens(0.6):
        before = year.calendar.add(day, -1)
        day = before if before.month == first.month else day
    return year.hours.own_time(datetime.combine(day, time(), TZ), 0)


@act
def file(year: Year, at: datetime, person: Person, level: str, desk: Desk, single: bool = False) -> None:
    """File one form, nil or with leads; ``single`` with exactly one."""
    if not year.in_term(person, at.date()):
        return
    month_ = at.date().replace(day=1)
    if (person.login, level, month_) in desk.filed:  # in the last hour somebody may have filed who would have later
        return
    desk.filed.add((person.login, level, month_))
    nil = not single and year.happens(0.1 if level == "district" else 0.4)
    number = 0 if nil else 1 if single else year.chance.choices((1, 2, 3), LEADS[person.style])[0]
    drafts = [draft(year, at.date(), person, desk) for _ in range(number)]
    form = actions.file_form(
        year.actor(person),
        year.identity(person, level),
        month_,
        [opinion for opinion, _, _ in drafts],
        at=at,
        key=uuid5(NAMESPACE_URL, f"{person.login}/{level}/{month_}"),
        nil=nil,
    )
    # Anonymous leads take their ids by lot: what was written tells which is which.
    leads = {(lead.title, lead.body): lead for lead in form.leads.all()}
    for opinion, case, parts in drafts:
        kept = cleaned(opinion)
        lead = leads[kept.title, kept.body]
        office.came_in(year, at, replace(case, lead=lead.pk, filed=at, parts=parts), opinion)


Draft = tuple[Opinion, Case, tuple[Matter, ...]]


def draft(year: Year, day: date, person: Person, desk: Desk) -> Draft:
    """What somebody writes on a day: the opinion, its case, and the two matters where it mixes them."""
    matter = _choose(year, day, person, desk)
    values = year.writer.values(matter, person, day.month)
    opinion = year.writer.opinion(matter, person, values, day.month)
    case = Case(0, matter, values, person, datetime.combine(day, time(), TZ), opinion.follow_up_wanted)
    if matter.noted or not year.happens(0.015):
        return opinion, case, ()
    other = _choose(year, day, person, desk)
    if other.noted:
        return opinion, case, ()
    return _mixed(year, opinion, other, person, day), case, (matter, other)


def _mixed(year: Year, opinion: Opinion, other: Matter, person: Person, day: date) -> Opinion:
    """Two matters written as one: the officer will split them."""
    values = year.writer.values(other, person, day.month)
    more = year.writer.fill(other.body, values)
    title = f"{opinion.title}，还有{other.matter}的事"[:TITLE_MAX]
    return replace(opinion, title=title, body=f"{opinion.body}\n另外一件：{more}")


def _choose(year: Year, day: date, person: Person, desk: Desk) -> Matter:
    """What somebody writes about: their own trade, the season, what others raised lately; seldom the same thing."""
    matters = year.corpus.matters[person.channel]
    near = {matter.id for on, matter in desk.lately if (day - on).days < 35 and matter.scope == "common"}
    weights = []
    for matter in matters:
        weight = 0.0 if (person.login, matter.id) in desk.written else 1.0
        if person.channel == "internal":
            weight *= 8 if person.unit in matter.units else 0.3
        elif matter.industry == person.industry:
            weight *= 8
        elif matter.industry not in ANYBODY:
            weight *= 0.25
        if matter.months:
            weight *= 3 if day.month in matter.months else 0
        crowd = 6 if matter.id in near and year.happens(0.5) else 1
        weights.append(weight * crowd / (1 + desk.used[matter.id]) ** 2.5)
    chosen = year.chance.choices(matters, weights)[0]
    desk.used[chosen.id] += 1
    desk.written.add((person.login, chosen.id))
    desk.lately.append((day, chosen))
    return chosen
