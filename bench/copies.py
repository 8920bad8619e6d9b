"""Many leads from few: the demo year, made by the ordinary actions, copied with new keys and to earlier years.

Each copy is a whole: its own supervisors, forms, leads, clocks, handling, notices, and rows of the ledger whose digests
are calculated anew, so that the chains hold. Of earlier years only what has ended is copied, as work is done by then.
Seals are left out: they cover rows by number.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import uuid4

from django.db.models import Model

from jianyan.accounts.models import Role, User
from jianyan.core import chain
from jianyan.core.flow import FINAL
from jianyan.leads import models as leads
from jianyan.ledger.models import Entry, Tip
from jianyan.notify.models import Notice
from jianyan.people.models import Appointment, Contact, Identity, Supervisor

Supporting = leads.Dispatch.supporting.through
#: What a supervisor brings along, once for all the years.
PEOPLE: tuple[type[Model], ...] = (User, Role, Supervisor, Identity, Appointment)
#: What happens in a year, in the order in which it can be written.
WORK: tuple[type[Model], ...] = (
    Contact,
    leads.OpinionForm,
    leads.Lead,
    leads.Clock,
    leads.Call,
    leads.Dispatch,
    Supporting,
    leads.Extension,
    leads.Nudge,
    leads.Reply,
    leads.FollowUp,
    leads.Merge,
    Notice,
    Tip,
    Entry,
)
#: What the ids in a ledger row's data are ids of.
REFERENCES: dict[str, type[Model]] = {
    "form": leads.OpinionForm,
    "into": leads.Lead,
    "split_from": leads.Lead,
    "parts": leads.Lead,
    "call": leads.Call,
    "dispatch": leads.Dispatch,
    "extension": leads.Extension,
    "nudge": leads.Nudge,
    "reply": leads.Reply,
    "follow_up": leads.FollowUp,
    "merge": leads.Merge,
    "appointment": Appointment,
    "contact": Contact,
}
SUBJECTS: dict[str, type[Model]] = {"lead": leads.Lead, "form": leads.OpinionForm, "supervisor": Supervisor}
_NUMBER = re.compile(r"(.* )(\d{4})-(隐?)(\d+)$")
#: Lead numbers of a copy begin so many after those of the copy before.
NUMBERS = 1000

Row = list[Any]
Rows = dict[type[Model], list[Row]]


@dataclass(frozen=True, slots=True)
class Copy:
    """One copy: of everybody (``cast``), some years ago, the ``number``-th of all; 0 is the year itself."""

    number: int
    cast: int
    years: int


def plan(wanted: int, in_year: int, ended: int, years: int) -> list[Copy]:
    """The copies, oldest first, that have ``wanted`` leads with the year itself; a part of a year is not copied.

    The year has ``in_year`` leads, and an earlier one those of them that have ``ended``.
    """
    casts = max(1, -(-wanted // max(1, in_year + ended * (years - 1))))
    pairs = [(ago, cast) for ago in range(years - 1, -1, -1) for cast in range(casts) if (ago, cast) != (0, 0)]
    surplus = in_year * casts + ended * (years - 1) * casts - wanted
    while pairs and pairs[0][0] and surplus >= ended:
        surplus -= ended
        pairs.pop(0)
    return [Copy(number, cast, ago) for number, (ago, cast) in enumerate(pairs, start=1)]


@dataclass
class Year:
    """All rows of the year that is copied, and what of it an earlier year has too."""

    rows: Rows = field(default_factory=dict)
    strides: dict[type[Model], int] = field(default_factory=dict)
    supervisors: set[int] = field(default_factory=set)  # their accounts
    gone: set[int] = field(default_factory=set)  # leads that an earlier year does not have
    forms_gone: set[int] = field(default_factory=set)

    @classmethod
    def read(cls, using: str) -> Year:
        found = cls()
        for model in (*PEOPLE, *WORK):
            names = [f.attname for f in model._meta.concrete_fields]
            found.rows[model] = [
                list(row) for row in model._default_manager.using(using).order_by("pk").values_list(*names)
            ]
            if model is not Tip:
                found.strides[model] = max((row[0] for row in found.rows[model]), default=0)
        found._choose()
        return found

    def _choose(self) -> None:
        at = place_of(Supervisor)["user_id"]
        self.supervisors = {row[at] for row in self.rows[Supervisor]}
        at = place_of(User)["id"]
        self.rows[User] = [row for row in self.rows[User] if row[at] in self.supervisors]
        at = place_of(Role)["user_id"]
        self.rows[Role] = [row for row in self.rows[Role] if row[at] in self.supervisors]
        lead, form = place_of(leads.Lead), place_of(leads.OpinionForm)
        # The year's last month is the first one of the year after it.
        last = max((row[form["month"]] for row in self.rows[leads.OpinionForm]), default=None)
        self.forms_gone = {row[0] for row in self.rows[leads.OpinionForm] if row[form["month"]] == last}
        self.gone = {
            row[0]
            for row in self.rows[leads.Lead]
            if row[lead["state"]] not in FINAL or row[lead["form_id"]] in self.forms_gone or row[lead["month"]] == last
        }
        # What was merged into such a lead, or is a part of one, stays out with it.
        size = -1
        while size != len(self.gone):
            size = len(self.gone)
            self.gone |= {
                row[0]
                for row in self.rows[leads.Lead]
                if row[lead["merged_into_id"]] in self.gone or row[lead["split_from_id"]] in self.gone
            }

    def __len__(self) -> int:
        return len(self.rows[leads.Lead])


def place_of(model: type[Model]) -> dict[str, int]:
    """Where each column of a model stands in a row."""
    return {f.attname: place for place, f in enumerate(model._meta.concrete_fields)}


def moved(value: Any, years: int) -> Any:
    """A day or moment some years ago."""
    if not isinstance(value, date) or not years:
        return value
    return value.replace(year=value.year - years, day=min(value.day, 28) if value.month == 2 else value.day)


class Copying:
    """Makes the rows of one copy."""

    def __init__(self, year: Year, copy: Copy) -> None:
        self.year, self.copy = year, copy

    def rows(self, model: type[Model]) -> Iterator[Row]:
        """The rows of a model, in the order of their ids. People come once, with their newest year."""
        if model in PEOPLE and (self.copy.years or not self.copy.cast):
            return
        change = self._change(model)
        for row in self.year.rows[model]:
            if (made := change(list(row))) is not None:
                yield made

    def _change(self, model: type[Model]) -> Callable[[Row], Row | None]:
        special = {User: self._user, leads.Lead: self._lead, Notice: self._notice, Tip: self._tip, Entry: self._entry}
        own = special.get(model, lambda row: row)
        at = place_of(model)
        keys = [
            (at[f.attname], f.related_model or model) for f in model._meta.concrete_fields if self._counts(f, model)
        ]
        lead = at.get("lead_id")
        uuids = [at[f.attname] for f in model._meta.concrete_fields if f.get_internal_type() == "UUIDField"]
        dispatch = at.get("dispatch_id") if model is Supporting else None
        without = self.year.gone if self.copy.years else set()
        forms = self.year.forms_gone if self.copy.years and model is leads.OpinionForm else set()
        sent = place_of(leads.Dispatch)
        gone = (
            {row[0] for row in self.year.rows[leads.Dispatch] if row[sent["lead_id"]] in without} if dispatch else set()
        )

        def change(row: Row) -> Row | None:
            if (lead and row[lead] in without) or (model is leads.Lead and row[0] in without):
                return None
            if row[0] in forms or (dispatch and row[dispatch] in gone):
                return None
            for place, of in keys:
                row[place] = self.id(of, row[place])
            for place in uuids:
                row[place] = uuid4()
            return own([moved(value, self.copy.years) for value in row])

        return change

    def _counts(self, column: Any, model: type[Model]) -> bool:
        if column.primary_key:
            return model is not Tip
        return column.related_model in self.year.strides

    def id(self, model: type[Model], old: int | None) -> int | None:
        """The id in this copy of what has the id ``old`` in the year."""
        if old is None or (model is User and old not in self.year.supervisors):
            return old
        return old + self.year.strides[model] * (self.copy.cast if model in PEOPLE else self.copy.number)

    def number(self, no: str) -> str:
        """A lead's number in this copy; the number of anything else (a receipt, a certificate) as it is."""
        found = _NUMBER.fullmatch(no)
        if found is None:
            return no
        year, number = int(found[2]) - self.copy.years, int(found[4]) + NUMBERS * self.copy.number
        return f"{found[1]}{year}-{found[3]}{number:04d}"

    def _user(self, row: Row) -> Row:
        at = place_of(User)
        row[at["username"]] += f"-{self.copy.cast}"
        return row

    def _lead(self, row: Row) -> Row:
        at = place_of(leads.Lead)
        row[at["no"]] = self.number(row[at["no"]])
        return row

    def _notice(self, row: Row) -> Row | None:
        at = place_of(Notice)
        if found := re.fullmatch(r"/leads/(\d+)/", row[at["path"]]):
            if self.copy.years and int(found[1]) in self.year.gone:
                return None
            row[at["path"]] = f"/leads/{self.id(leads.Lead, int(found[1]))}/"
        params = row[at["params"]] = dict(row[at["params"]])
        if "no" in params:
            params["no"] = self.number(params["no"])
        if self.copy.years:
            row[at["read_at"]] = row[at["read_at"]] or row[at["at"]]
        return row

    def subject(self, old: str) -> str:
        """A chain's name in this copy; empty when it is not copied."""
        kind, _, number = old.partition(":")
        model = SUBJECTS.get(kind)
        if model is None or not number.isdigit() or (self.copy.years and model is Supervisor):
            return ""
        if model is Supervisor and not self.copy.cast:
            return ""
        if self.copy.years and int(number) in (self.year.gone if model is leads.Lead else self.year.forms_gone):
            return ""
        return f"{kind}:{self.id(model, int(number))}"

    def _tip(self, row: Row) -> Row | None:
        at = place_of(Tip)
        row[at["subject"]] = self.subject(row[at["subject"]])
        if not row[at["subject"]]:
            return None
        row[at["digest"]] = self._ends()[row[at["subject"]]]
        return row

    def _ends(self) -> dict[str, str]:
        if not hasattr(self, "_digests"):
            at = place_of(Entry)
            self._entries = list(self._chained())
            self._digests = {row[at["subject"]]: row[at["digest"]] for row in self._entries}
        return self._digests

    def _entry(self, row: Row) -> Row | None:
        raise NotImplementedError  # rows of the ledger are made together, see `entries`

    def entries(self) -> list[Row]:
        """The copy's rows of the ledger, each over the digest of the one before it."""
        self._ends()
        return self._entries

    def _chained(self) -> Iterator[Row]:
        at = place_of(Entry)
        last: dict[str, str] = {}
        values = ("place", "role", "verb", "rules", "clause")
        for old in self.year.rows[Entry]:
            subject = self.subject(old[at["subject"]])
            if not subject:
                continue
            row = [moved(value, self.copy.years) for value in old]
            row[at["id"]] = self.id(Entry, row[at["id"]])
            row[at["subject"]] = subject
            row[at["actor_id"]] = self.id(User, row[at["actor_id"]])
            row[at["dossier"]] = self.id(Supervisor, row[at["dossier"]])
            row[at["data"]] = self._data(row[at["data"]])
            row[at["algorithm"]], row[at["previous"]] = chain.ALGORITHM, last.get(subject, "")
            last[subject] = row[at["digest"]] = chain.digest(
                chain.ALGORITHM,
                row[at["previous"]],
                zone=row[at["zone_id"]],
                subject=subject,
                at=row[at["at"]],
                actor=row[at["actor_id"]],
                dossier=row[at["dossier"]],
                data=row[at["data"]],
                **{name: row[at[name]] for name in values},
            )
            yield row

    def _data(self, data: dict[str, Any]) -> dict[str, Any]:
        found = dict(data)
        for name, model in REFERENCES.items():
            value = found.get(name)
            if isinstance(value, list):
                found[name] = [self.id(model, one) for one in value]
            elif isinstance(value, int):
                found[name] = self.id(model, value)
        for name in ("no", "into_no"):
            if isinstance(found.get(name), str):  # a report's is a plain count, and stays
                found[name] = self.number(found[name])
        return found


def written_as(model: type[Model], vendor: str) -> list[Callable[[Any], Any] | None]:
    """How each column of a model is written into the database; None where it is taken as it is."""
    found: list[Callable[[Any], Any] | None] = []
    for column in model._meta.concrete_fields:
        kind = column.get_internal_type()
        if kind == "JSONField":
            found.append(json.dumps)
        elif vendor == "sqlite" and kind == "UUIDField":
            found.append(lambda value: value and value.hex)
        elif vendor == "sqlite" and kind == "DateTimeField":
            found.append(_moment)
        elif vendor == "sqlite" and kind == "DateField":
            found.append(lambda value: value and value.isoformat())
        else:
            found.append(None)
    return found


def _moment(value: datetime | None) -> str | None:
    # As Django keeps it in SQLite: in UTC, without saying so.
    return value and value.replace(tzinfo=None).isoformat(sep=" ")


def columns(model: type[Model]) -> Sequence[str]:
    """The names of a model's columns, in the order of its rows."""
    return [column.column for column in model._meta.concrete_fields]
