"""The deeds of a term, read from the ledger: what counts for the award, and each row behind it (5.2.b, 5.2.c).

Whatever an app records in the ledger about a supervisor can count: a verb is named here, and a kind of deed in
`core.merit_rules`. Rows after ``until`` tell nothing, so that the same rows are read whenever an award is checked.
"""

from __future__ import annotations

import gc
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Any

import msgspec
from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast

from jianyan.core.deeds import AttendedRow, Deed, FormRow, LeadRow, of_attendance, of_forms, of_leads
from jianyan.core.opinion import form_due
from jianyan.core.terms import Term
from jianyan.core.workdays import TZ, local_date
from jianyan.ledger.models import Entry

FORMS = ("form.file", "form.nil", "form.undo_nil")
#: What says something of a lead that counts, or moves it to or from where it counts.
LEADS = tuple(
    f"lead.{verb}"
    for verb in (
        "classify",
        "dispatch",
        "designate",
        "reply",
        "follow_up",
        "follow_up_unreached",
        "close",
        "reopen",
        "note",
        "resume",
        "merge",
        "split",
        "withdraw",
        "undo",
    )
)
#: verb → the kind of deed, or None where the row names the kind of meeting; and those that take one back.
ATTENDED: dict[str, str | None] = {
    "meeting.attend": None,
    "study.took_part": "study",
    "verification.took_part": "verification",
}
TAKEN_BACK = frozenset({"meeting.strike"})
MEETINGS = frozenset({"symposium", "plenary", "environment", "visit"})


@dataclass(frozen=True, slots=True)
class Asked:
    """Whose rows of which term are read: the zone's, up to row ``until``, of one ``person`` or everybody."""

    zone_id: int
    term: Term
    until: int
    person: int | None = None

    @property
    def starts(self) -> datetime:
        return datetime.combine(self.term.starts, time(), TZ)

    @property
    def ends(self) -> datetime:
        """The first moment after the term."""
        return datetime.combine(self.term.ends + timedelta(days=1), time(), TZ)

    def rows(self) -> QuerySet[Entry]:
        """All rows that may tell of a deed.

        A month's form may come in when the month is over, so that forms are read from the term's first month on. What
        became of a lead may be told after the term; whether it counts at all, its filing tells.
        """
        forms = Q(verb__in=FORMS, at__gte=self.starts.replace(day=1))
        filed = Q(verb="lead.file", at__gte=self.starts, at__lt=self.ends)
        later = Q(verb__in=(*LEADS, *ATTENDED, *TAKEN_BACK), at__gte=self.starts)
        rows = Entry.objects.filter(forms | filed | later, zone=self.zone_id, pk__lte=self.until)
        if self.person is not None:
            return rows.filter(dossier=self.person)
        return rows.filter(dossier__isnull=False, at__gte=self.starts.replace(day=1))


def deeds_of(asked: Asked, owed: Mapping[int, Collection[date]], information: Collection[str]) -> list[Deed]:
    """Every deed of the term. Two queries at most, whatever the number of people: all rows are read in one go.

    Args:
        owed: person → the months for which a form was owed.
        information: the kinds of lead that tell of the industry.
    """
    read = Read(asked.term)
    with unhindered():
        for row in _told(asked.rows()):
            read.take(*row)
        return [
            *of_forms(read.forms, dict(owed)),
            *of_leads(read.leads, read.undone, information),
            *of_attendance(_dated(asked, read)),
        ]


@contextmanager
def unhindered() -> Iterator[None]:
    """Without looking for cycles meanwhile: hundreds of thousands of rows are made, and none of them is in one."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


class After(msgspec.Struct):
    """What a classification left behind."""

    kind: Any = None
    grade: Any = None
    common: Any = None


class Said(msgspec.Struct):
    """What counts of a row's data; all else is passed over. Reading the text once is quicker than asking the database
    for each value, and it is read without trust: whatever a value is, it is looked at before it counts."""

    month: Any = None
    late: Any = None
    received: Any = None
    kind: Any = None
    to: Any = None
    result: Any = None
    solved: Any = None
    grade: Any = None
    row: Any = None
    at: Any = None
    after: After | None = None


_READ = msgspec.json.Decoder(Said)
_NOTHING = After()


def _told(rows: QuerySet[Entry]) -> Iterator[tuple[int, int, str, str, Said]]:
    """(row, person, subject, verb, what it says) of rows."""
    fields = ("pk", "dossier", "subject", "verb", Cast("data", TextField()))
    for pk, person, subject, verb, data in rows.order_by().values_list(*fields).iterator(chunk_size=5000):
        yield pk, person, subject, verb, _READ.decode(data)


def form_deeds(asked: Asked, owed: Mapping[int, Collection[date]], due_day: int | None = None) -> list[Deed]:
    """The deeds of forms alone; with ``due_day`` as if that had been the day until which they were in time."""
    return of_forms(_forms(asked) if due_day is None else _forms_by(asked, due_day), dict(owed))


def _form_rows(asked: Asked) -> QuerySet[Entry]:
    return asked.rows().filter(verb__in=FORMS)


def _forms(asked: Asked) -> Iterator[FormRow]:
    for pk, person, subject, verb, said in _told(_form_rows(asked)):
        if (first := _month_of(said)) is not None:
            yield FormRow(pk, person, subject, first, late=said.late is True, taken=verb == "form.undo_nil")


def _forms_by(asked: Asked, due_day: int) -> Iterator[FormRow]:
    """A form that the office entered for somebody is as late as the day on which it came to the office."""
    fields = ("pk", "dossier", "subject", "verb", "at", Cast("data", TextField()))
    rows = _form_rows(asked).order_by().values_list(*fields)
    for pk, person, subject, verb, at, data in rows.iterator(chunk_size=5000):
        said = _READ.decode(data)
        if (first := _month_of(said)) is not None:
            late = _received(said.received, at) > form_due(first, due_day)
            yield FormRow(pk, person, subject, first, late=late, taken=verb == "form.undo_nil")


def _received(said: Any, at: datetime) -> date:
    try:
        return date.fromisoformat(said) if isinstance(said, str) else local_date(at)
    except ValueError:
        return local_date(at)


@dataclass(slots=True)
class Read:
    """The rows of a term, sorted by what they tell of. ``undone``: the rows of leads that were taken back.

    ``undated``: what was taken part in and does not say when; the row was written then.
    """

    term: Term
    forms: list[FormRow] = field(default_factory=list)
    leads: list[LeadRow] = field(default_factory=list)
    undone: set[int] = field(default_factory=set)
    attended: list[AttendedRow] = field(default_factory=list)
    undated: list[AttendedRow] = field(default_factory=list)

    def take(self, pk: int, person: int, subject: str, verb: str, said: Said) -> None:
        """Sort in one row."""
        if verb == "lead.file":
            self.leads.append(LeadRow(pk, person, subject, "file", kind=_text(said.kind), to=_text(said.to)))
        elif verb in ATTENDED or verb in TAKEN_BACK:
            self._attended(pk, person, subject, verb, said)
        elif verb in FORMS:
            if (first := _month_of(said)) is not None:
                taken = verb == "form.undo_nil"
                self.forms.append(FormRow(pk, person, subject, first, said.late is True, taken))
        else:
            self._outcome(pk, person, subject, verb, said)

    def _outcome(self, pk: int, person: int, subject: str, verb: str, said: Said) -> None:
        """What became of a lead, or that a row was undone."""
        if verb == "lead.undo" and isinstance(said.row, int):
            self.undone.add(said.row)
        after = said.after or _NOTHING
        grade = _text(after.grade) or _text(said.grade)
        # A follow-up repeats the result that it asks about.
        result = _text(said.result) if verb == "lead.reply" else None
        solved, to = _bool(said.solved), _text(said.to)
        kind, common = _text(after.kind), _bool(after.common)
        self.leads.append(LeadRow(pk, person, subject, verb, kind, grade, common, result, solved, to))

    def _attended(self, pk: int, person: int, subject: str, verb: str, said: Said) -> None:
        kind = _text(said.kind) or ""
        if verb in TAKEN_BACK:
            self.attended.append(AttendedRow(pk, person, subject, kind, taken=True))
            return
        deed = ATTENDED[verb] or (kind if kind in MEETINGS else None)
        if deed is None:
            return
        row, day = AttendedRow(pk, person, subject, deed), _day(said.at)
        if day is None:
            self.undated.append(row)
        elif self.term.holds(day):
            self.attended.append(row)


def _dated(asked: Asked, read: Read) -> Iterator[AttendedRow]:
    """What was taken part in within the term; those rows that do not say when are asked for their moment."""
    yield from read.attended
    if read.undated:
        rows = asked.rows().filter(verb__in=ATTENDED).order_by()
        at = dict(rows.values_list("pk", "at"))
        yield from (row for row in read.undated if asked.term.holds(local_date(at[row.row])))


def _day(said: Any) -> date | None:
    """The day on which something took place, where the row says it: it may have been written later."""
    try:
        moment = datetime.fromisoformat(said) if isinstance(said, str) else None
    except ValueError:
        return None
    return local_date(moment) if moment and moment.tzinfo else None


def _month_of(said: Said) -> date | None:
    """The first day of the month that a form is of."""
    return _month(said.month) if isinstance(said.month, str) else None


@lru_cache(maxsize=1024)
def _month(text: str) -> date | None:
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        return None


def _text(value: Any) -> str | None:
    """A code, where there is one."""
    return value if isinstance(value, str) and value else None


def _bool(value: Any) -> bool | None:
    return value if isinstance(value, bool) else None


def rows_behind(deeds: Iterable[Deed]) -> dict[int, Entry]:
    """The rows of the ledger that deeds rest on, by their id."""
    return Entry.objects.in_bulk({deed.row for deed in deeds})
