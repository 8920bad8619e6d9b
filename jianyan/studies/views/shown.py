"""Studies and verifications in words: when they are due, what can be done now, and what has happened."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.urls import reverse

from jianyan.accounts.models import Zone
from jianyan.accounts.queries import Actor
from jianyan.core import clocks, studies
from jianyan.core.studies import StudyVerb, VerificationVerb
from jianyan.core.workdays import TZ, Calendar, local_date
from jianyan.ledger.models import Entry
from jianyan.ledger.words import sentence
from jianyan.rules.queries import book_today, calendar_of, rule_url
from jianyan.studies import words
from jianyan.studies.models import Study, Verification
from jianyan.studies.views.acts import About
from jianyan.ui import shapes
from jianyan.ui.shapes import Event

ICONS: dict[str, str] = {
    StudyVerb.edit: "pencil",
    StudyVerb.invite: "user-plus",
    StudyVerb.join_: "check",
    StudyVerb.deliver: "send",
    StudyVerb.accept: "check",
    StudyVerb.send_back: "arrow-back-up",
    StudyVerb.cancel: "x",
    StudyVerb.decline: "x",
    VerificationVerb.take: "check",
    VerificationVerb.carry_out: "map-pin",
    VerificationVerb.file: "check",
    VerificationVerb.reassign: "user-plus",
}
#: What comes first, where it can be done.
FIRST = (
    StudyVerb.deliver,
    StudyVerb.join_,
    StudyVerb.accept,
    VerificationVerb.carry_out,
    VerificationVerb.take,
    VerificationVerb.file,
)


@dataclass(frozen=True, slots=True)
class Button:
    """One act that can be done now."""

    url: str
    label: str
    icon: str
    first: bool


@dataclass(frozen=True, slots=True)
class Due:
    """A last day as it was written, how it stands, and the working day that it means where it is off."""

    clock: shapes.Clock
    means: date | None


def buttons_of(about: About, name: str) -> list[Button]:
    """The acts that are allowed now, the natural one first."""
    allowed = studies.verbs(about.kind, about.thing.state, about.hats)
    first = next((verb for verb in FIRST if verb in allowed), None)
    ordered = sorted(allowed, key=lambda verb: verb != first)
    return [
        Button(
            url=reverse(name, args=[about.thing.pk, verb.replace("_", "-")]),
            label=str(words.ACTS[f"{about.kind}.{verb}"]),
            icon=ICONS.get(verb, "check"),
            first=verb == first,
        )
        for verb in ordered
    ]


@dataclass(frozen=True, slots=True)
class Dues:
    """Last days as they stand at a moment. ``warn``: how many working days before one its light turns yellow, by the
    rule at ``url``."""

    calendar: Calendar
    now: datetime
    warn: int
    url: str

    def shown(self, thing: Study | Verification, *, open_: bool) -> Due:
        """A last day, with its light while somebody is still to do it."""
        calendar, today = self.calendar, local_date(self.now)
        last = calendar.on_or_after(thing.due_on)
        at = datetime.combine(last + timedelta(days=1), time(), TZ)
        warn_at = datetime.combine(calendar.add(last, -self.warn) if self.warn else last, time(), TZ)
        clock = shapes.Clock(
            on=last,
            at=at,
            left=clocks.left(last, today, calendar) if open_ else None,
            light=clocks.light(at, warn_at, self.now) if open_ else "",
            provisional=calendar.provisional(last) and open_,
            url=self.url,
        )
        return Due(clock, last if last != thing.due_on else None)


def dues(zone: Zone, now: datetime) -> Dues:
    """What is needed to show the last days of a zone. At most one query."""
    rules = book_today(zone, local_date(now))
    if rules is None:
        return Dues(calendar_of(zone), now, 0, "")
    url = rule_url(rules.number, "numbers.study_warn_days") if "study_warn_days" in rules.numbers else ""
    return Dues(calendar_of(zone), now, rules.number_of("study_warn_days"), url)


def events_of(subject: str, actor: Actor) -> list[Event]:
    """What the ledger says of one study or verification, the newest first; each answer once, not once a dossier."""
    rows = Entry.objects.filter(subject=subject, zone=actor.zone_id).select_related("actor").order_by("-place")
    inside = ("study.invite", "study.took_part", "verification.ask", "verification.took_part")
    return [
        Event(at=row.at, what=sentence(row.verb, row.data, departments={}), who=row.actor.name if row.actor else "")
        for row in rows.exclude(verb__in=inside)[:100]
    ]
