"""The office's regular contacts with supervisors, and one officer's people handed over to another."""

from __future__ import annotations

from calendar import monthrange
from datetime import datetime, time, timedelta

from jianyan.core.workdays import TZ
from jianyan.people.actions import handover, log_contact
from jianyan.web.demo.material import Person
from jianyan.web.demo.year import Year, act

#: The share of supervisors that an officer is in touch with in a month, and how.
REACHED = 0.88
METHODS = ("phone", "wechat", "visit", "meeting"), (55, 27, 10, 8)


@act
def contacts(year: Year, at: datetime) -> None:
    """Plan a month's contacts, and the next month."""
    first = at.date()
    last = first.replace(day=monthrange(first.year, first.month)[1])
    workdays = [day for n in range(last.day) if year.calendar.is_working(day := first + timedelta(days=n))]
    for person in year.corpus.supervisors:
        if year.happens(REACHED):
            year.plan(year.hours.at_work(year.chance.choice(workdays)), "contact", person)
    year.plan(datetime.combine(last + timedelta(days=1), time(0, 6), TZ), "contacts")


@act
def contact(year: Year, at: datetime, person: Person) -> None:
    """One contact by the supervisor's officer."""
    if year.in_term(person, at.date()):
        method = year.chance.choices(*METHODS)[0]
        supervisor = year.cast.supervisors[person.login]
        text = year.writer.say("contact_notes")
        log_contact(year.officers[person.login], supervisor.pk, at=at, method=method, text=text)


@act
def hand_over(year: Year, at: datetime) -> None:
    """Half of the second officer's people go to the third, who has time."""
    source, target = year.cast.officer(1), year.cast.officer(2)
    going = [login for login, officer in year.officers.items() if officer == source][::2]
    if not going:
        return
    ids = [year.cast.supervisors[login].pk for login in going]
    reason = year.writer.say("handover_reasons")
    handover(year.cast.head, ids, at=at, source=source.person, target=target.person, reason=reason)
    year.officers |= dict.fromkeys(going, target)
