"""Reads for entering forms on behalf: which days may be, whom a row means, and what is wrong with it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import Prefetch, QuerySet

from jianyan.accounts.queries import Actor
from jianyan.core.flow import Refused
from jianyan.core.form_sheet import Row, opinion_of, row_of
from jianyan.core.opinion import Opinion, month_of
from jianyan.core.rulebook import Rulebook
from jianyan.leads.models import FormBatch, Lead, OpinionForm
from jianyan.people.models import Appointment, Identity, Supervisor
from jianyan.people.queries import visible_to


def refuse_days(month: date, received_on: date, today: date) -> None:
    """Refuse a form of a month, received on a day, that cannot be entered today.

    A form is for the month in which it was received or the one before; it is entered in that month or the next.

    Raises:
        Refused: ``received_to_come``, ``received_too_old``, ``month_not_received``.
    """
    if received_on > today:
        raise Refused("received_to_come")
    if received_on < month_of(month_of(today) - timedelta(days=1)):
        raise Refused("received_too_old")
    received_in = month_of(received_on)
    if month not in (received_in, month_of(received_in - timedelta(days=1))):
        raise Refused("month_not_received")


def batches_visible_to(actor: Actor) -> QuerySet[FormBatch]:
    """The office's own uploads; what somebody else prepares is nobody else's business until it is entered."""
    batches = FormBatch.objects.filter(zone=actor.zone_id)
    return batches.filter(by=actor.user_id) if actor.is_office else batches.none()


def entered_forms(batch: FormBatch) -> QuerySet[OpinionForm]:
    """The forms that a file has become, with the numbers of their leads."""
    leads = Prefetch("leads", Lead.objects.order_by("id").only("id", "no", "title", "form_id"))
    return batch.entered.select_related("identity__supervisor__unit").prefetch_related(leads).order_by("id")


@dataclass(frozen=True, slots=True)
class Trouble:
    """What is wrong with a row: at which column (empty for the row as a whole), as a code."""

    column: str
    code: str
    params: Mapping[str, object] = field(default_factory=dict)


@dataclass(slots=True)
class Looked:
    """One row as it will be entered: whose it is, what it says, and what is wrong."""

    row: Row
    identity: Identity | None = None
    opinion: Opinion | None = None
    troubles: list[Trouble] = field(default_factory=list)
    formulas: Sequence[str] = ()


@dataclass(slots=True)
class ToEnter:
    """One form to be: the rows of one identity and month."""

    identity: Identity
    month: date
    rows: list[Looked] = field(default_factory=list)

    @property
    def first(self) -> Row:
        return self.rows[0].row

    @property
    def opinions(self) -> list[Opinion]:
        return [each.opinion for each in self.rows if each.opinion is not None]


@dataclass(frozen=True, slots=True)
class Checked:
    """A whole file, looked over."""

    rows: list[Looked]
    forms: list[ToEnter]

    @property
    def wrong(self) -> int:
        """How many rows cannot be entered."""
        return sum(bool(each.troubles) for each in self.rows)


def check(actor: Actor, raw: Iterable[Mapping[str, Any]], rules: Rulebook, today: date) -> Checked:
    """Look over the rows of a file, as `FormBatch.rows` keeps them. Four queries, whatever the number of rows.

    Everything is said at once: a file is put right in one go.
    """
    people = _People(actor)
    looked = [_look(each, people, rules) for each in raw]
    forms: dict[tuple[int, date], ToEnter] = {}
    for each in looked:
        if each.identity and each.row.month:
            key = each.identity.pk, each.row.month
            forms.setdefault(key, ToEnter(each.identity, each.row.month)).rows.append(each)
    filed = _filed(forms)
    for key, form in forms.items():
        _check_form(form, key in filed, people, rules, today)
    return Checked(looked, list(forms.values()))


def _look(raw: Mapping[str, Any], people: _People, rules: Rulebook) -> Looked:
    row = row_of(raw["number"], raw["cells"])
    looked = Looked(row, formulas=raw.get("formulas", ()))
    found = dict(row.found)
    if raw.get("merged"):
        looked.troubles.append(Trouble("", "merged"))
    if row.name:
        who = people.find(row, rules)
        if isinstance(who, Trouble):
            looked.troubles.append(who)
        else:
            looked.identity = who
    if row.nil:
        if row.says_something:
            looked.troubles.append(Trouble("nil", "nil_with_leads"))
    else:
        channel = looked.identity.supervisor.channel if looked.identity else ""
        looked.opinion, wrong = opinion_of(row, rules, channel or _channel_of(row, rules))
        found |= wrong
    looked.troubles += [Trouble(column, code) for column, code in found.items()]
    return looked


def _channel_of(row: Row, rules: Rulebook) -> str:
    """The channel that a kind belongs to, where nobody was found to have one."""
    kinds = (kind.channel for key, kind in rules.kinds.items() if row.texts["kind"] in (key, kind.title, kind.title_en))
    return next(kinds, "social")


def _filed(forms: Iterable[tuple[int, date]]) -> set[tuple[int, date]]:
    keys = set(forms)
    months = {month for _identity, month in keys}
    zone = OpinionForm.objects.filter(month__in=months).values_list("identity_id", "month")
    return keys & set(zone) if keys else set()


def _check_form(form: ToEnter, filed: bool, people: _People, rules: Rulebook, today: date) -> None:
    first, rest = form.rows[0], form.rows[1:]
    received_on = first.row.received_on
    if filed:
        first.troubles.append(Trouble("name", "already_filed"))
    if received_on:
        try:
            refuse_days(form.month, received_on, today)
        except Refused as no:
            first.troubles.append(Trouble("month" if no.code == "month_not_received" else "received_on", no.code))
        if not people.in_term(form.identity.supervisor_id, received_on):
            first.troubles.append(Trouble("received_on", "no_term"))
    longest = rules.number_of("form_max_leads")
    seen: set[tuple[str, str]] = set()
    for place, each in enumerate(form.rows):
        if (each.row.received_on, each.row.channel) != (received_on, first.row.channel):
            each.troubles.append(Trouble("received_on", "differs"))
        if place >= longest:
            each.troubles.append(Trouble("", "too_many_leads", {"longest": longest}))
        if rest and each.row.nil:
            each.troubles.append(Trouble("nil", "nil_with_others"))
        if each.opinion and (said := (each.opinion.title, each.opinion.body)) in seen:
            each.troubles.append(Trouble("title", "twice"))
        elif each.opinion:
            seen.add(said)


class _People:
    """The zone's supervisors, by what a row may name them with. Three queries."""

    def __init__(self, actor: Actor) -> None:
        found = visible_to(actor).select_related("unit").order_by("pk")
        self.by_name: dict[str, list[Supervisor]] = defaultdict(list)
        for supervisor in found:
            self.by_name[supervisor.name.replace(" ", "")].append(supervisor)
        self.identities: dict[int, list[Identity]] = defaultdict(list)
        known = {supervisor.pk: supervisor for supervisor in found}
        for identity in Identity.objects.filter(supervisor__in=found.order_by().values("pk")).order_by("pk"):
            identity.supervisor = known[identity.supervisor_id]
            self.identities[identity.supervisor_id].append(identity)
        self.terms: dict[int, list[tuple[date, date]]] = defaultdict(list)
        terms = Appointment.objects.filter(supervisor__in=found.order_by().values("pk"))
        for supervisor_id, starts_on, ends_on in terms.values_list("supervisor_id", "starts_on", "ends_on"):
            self.terms[supervisor_id].append((starts_on, ends_on))

    def in_term(self, supervisor_id: int, day: date) -> bool:
        return any(starts_on <= day <= ends_on for starts_on, ends_on in self.terms[supervisor_id])

    def find(self, row: Row, rules: Rulebook) -> Identity | Trouble:
        """Whom a row means: the name with the unit or the phone, never a guess among several."""
        named = self.by_name.get(row.name, [])
        if not named:
            return Trouble("name", "nobody")
        if not (row.unit or row.phone):
            return Trouble("unit", "unit_or_phone")
        found = named
        if row.unit:
            found = [each for each in found if _same_unit(each, row.unit)]
        if row.phone:
            found = [each for each in found if _digits(each.phone) == row.phone]
        if not found:
            return Trouble("phone" if row.phone and not row.unit else "unit", "not_theirs")
        if len(found) > 1:
            return Trouble("name", "ambiguous", {"n": len(found)})
        return self._identity(found[0], row, rules)

    def _identity(self, supervisor: Supervisor, row: Row, rules: Rulebook) -> Identity | Trouble:
        held = self.identities[supervisor.pk]
        if row.level:
            titled = [each for each in held if row.level in (each.level, *_titles(rules, each.level))]
            return titled[0] if titled else Trouble("level", "not_held")
        if len(held) == 1:
            return held[0]
        return Trouble("level", "which_identity") if held else Trouble("name", "nobody")


def _titles(rules: Rulebook, level: str) -> tuple[str, ...]:
    choice = rules.levels.get(level)
    return (choice.title, choice.title_en) if choice else ()


def _same_unit(supervisor: Supervisor, text: str) -> bool:
    names = {supervisor.unit_name, supervisor.unit.short_name if supervisor.unit else ""}
    return text.replace(" ", "") in {name.replace(" ", "") for name in names if name}


def _digits(text: str) -> str:
    return "".join(filter(str.isdigit, text))
