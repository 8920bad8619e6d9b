"""Reads of the ledger for whoever audits it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Exists, IntegerField, OuterRef, Q, QuerySet
from django.db.models.fields.json import KT
from django.db.models.functions import Cast

from jianyan.accounts.models import Department, RoleName, User
from jianyan.accounts.queries import Actor
from jianyan.core import chain
from jianyan.core.workdays import TZ
from jianyan.ledger.models import Entry, Seal, Tip, Verification

SUBJECT = re.compile(r"[a-z_]+:[0-9]+(@[0-9]+)?")

#: What the filter by actor calls an act of nobody's hand.
NOBODY = "system"

_UNDOING = Entry.objects.filter(subject=OuterRef("subject"), verb="lead.undo")
#: Rows of acts that were undone: they stand in the ledger, and count as if they had not been.
UNDONE = Exists(_UNDOING.annotate(row=Cast(KT("data__row"), IntegerField())).filter(row=OuterRef("pk")))


@dataclass(frozen=True, slots=True)
class Asked:
    """What is looked for; empty values ask for nothing. Days are those of Asia/Shanghai, both included."""

    actor: str = ""
    verb: str = ""
    subject: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Names:
    """The names that a page of rows needs, by id or subject; four queries whatever the number of rows."""

    departments: dict[int, str]
    users: dict[int, str]
    leads: dict[str, str]


def visible_to(actor: Actor) -> QuerySet[Entry]:
    """The zone's rows for the auditor, nobody's for others: they read the ledger through leads and dossiers."""
    if not actor.has(RoleName.auditor):
        return Entry.objects.none()
    return Entry.objects.filter(zone=actor.zone_id)


def found(actor: Actor, asked: Asked) -> QuerySet[Entry]:
    """The rows that are looked for, with who acted."""
    rows = visible_to(actor).select_related("actor")
    if asked.verb:
        rows = rows.filter(verb=asked.verb)
    if asked.subject:
        rows = rows.filter(subject=_subject(actor, asked.subject))
    if asked.since:
        rows = rows.filter(at__gte=_midnight(asked.since))
    if asked.until:
        rows = rows.filter(at__lt=_midnight(asked.until + timedelta(days=1)))
    return rows.filter(_acted_by(asked.actor)) if asked.actor else rows


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=TZ)


def _acted_by(name: str) -> Q:
    """Rows of an actor by a part of the name. A row that must not name its actor is no hit: that would name them."""
    if name == NOBODY:
        return Q(actor__isnull=True)
    people = User.objects.filter(Q(name__icontains=name) | Q(username=name.lower()))
    unnamed = Entry.objects.filter(pk=OuterRef("pk"), data__unnamed=True)
    return Q(actor__in=people.values("pk")) & Q(~Exists(unnamed))


def _subject(actor: Actor, text: str) -> str:
    """A subject as it stands in the ledger, or the lead whose number was typed; an unknown number finds nothing."""
    if SUBJECT.fullmatch(text):
        return text
    first = visible_to(actor).filter(verb="lead.file", data__no=text)
    return first.values_list("subject", flat=True).first() or text


def unnamed(entry: Entry) -> bool:
    """Whether the row must not name its actor to anybody but the office: an anonymous reporter (4.1.c)."""
    return entry.data.get("unnamed") is True


def names_for(zone_id: int, rows: Iterable[Entry]) -> Names:
    """The names of departments, of the accounts that rows are about, and the numbers of their leads."""
    subjects = {row.subject for row in rows}
    accounts = {int(s.removeprefix("user:").split("@")[0]) for s in subjects if s.startswith("user:")}
    leads = [s for s in subjects if s.startswith("lead:")]
    first = Entry.objects.filter(zone=zone_id, subject__in=leads, place=1)
    return Names(
        departments=dict(Department.objects.filter(zone=zone_id).values_list("id", "name")),
        users=dict(User.objects.filter(pk__in=accounts).values_list("id", "name")),
        leads={subject: str(data.get("no") or "") for subject, data in first.values_list("subject", "data")},
    )


def is_whole(entry: Entry) -> bool | None:
    """Whether a row's digest is that of what it says and its neighbours hold it; None where that cannot be told."""
    fields = [f for f in chain.Link.__dataclass_fields__ if f not in ("zone", "actor")]
    link = chain.Link(zone=entry.zone_id, actor=entry.actor_id, **{f: getattr(entry, f) for f in fields})
    around = Entry.objects.filter(subject=entry.subject, place__in=(entry.place - 1, entry.place + 1))
    near = {place: (previous, digest) for place, previous, digest in around.values_list("place", "previous", "digest")}
    before = near[entry.place - 1][1] if entry.place - 1 in near else ""
    if entry.place + 1 in near:
        held: str | None = near[entry.place + 1][0]
    else:
        held = Tip.objects.filter(pk=entry.subject, length=entry.place).values_list("digest", flat=True).first()
    try:
        return chain.digest_of(link) == entry.digest == held and entry.previous == before
    except chain.CannotCalculate:
        return None


def seal_over(entry: Entry) -> Seal | None:
    """The daily seal that holds a row; None while the day is not sealed yet."""
    return Seal.objects.filter(zone=entry.zone_id, first_id__lte=entry.pk, last_id__gte=entry.pk).first()


def seals_visible_to(actor: Actor) -> QuerySet[Seal]:
    """The zone's seals for the auditor, newest first."""
    if not actor.has(RoleName.auditor):
        return Seal.objects.none()
    return Seal.objects.filter(zone=actor.zone_id).order_by("-number")


def unsealed(actor: Actor) -> int:
    """How many rows came after the last seal."""
    last = seals_visible_to(actor).first()
    return visible_to(actor).filter(pk__gt=last.last_id if last else 0).count()


def last_verification(actor: Actor) -> Verification | None:
    """The result of the last check of the zone's ledger."""
    return Verification.objects.filter(zone=actor.zone_id).order_by("-id").first()
