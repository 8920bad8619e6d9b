"""The deeds of a term, read from the ledger: what counts for the award, and each row behind it (5.2.b, 5.2.c).

Whatever an app records in the ledger about a supervisor can count: a verb is named here, and a kind of deed in
`core.merit_rules`. Rows after ``until`` tell nothing, so that the same rows are read whenever an award is checked.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

import msgspec
from django.db.models import QuerySet, TextField
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

    def rows(self, verbs: Collection[str]) -> QuerySet[Entry]:
        rows = Entry.objects.filter(zone=self.zone_id, verb__in=verbs, pk__lte=self.until)
        if self.person is not None:
            return rows.filter(dossier=self.person)
        return rows.filter(dossier__isnull=False)


def deeds_of(asked: Asked, owed: Mapping[int, Collection[date]], information: Collection[str]) -> list[Deed]:
    """Every deed of the term. Four queries, whatever the number of people.

    Args:
        owed: person → the months for which a form was owed.
        information: the kinds of lead that tell of the industry.
    """
    undone, told = _outcomes(asked)
    return [
        *form_deeds(asked, owed),
        *of_leads([*_filed(asked), *told], undone, information),
        *of_attendance(_attended(asked)),
    ]


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
    """A month's form may come in when the month is over, so that all rows from the term's first month on are read."""
    return asked.rows(FORMS).filter(at__gte=asked.starts.replace(day=1))


def _forms(asked: Asked) -> Iterator[FormRow]:
    for pk, person, subject, verb, said in _told(_form_rows(asked)):
        if (first := _month(said.month)) is not None:
            yield FormRow(pk, person, subject, first, late=said.late is True, taken=verb == "form.undo_nil")


def _forms_by(asked: Asked, due_day: int) -> Iterator[FormRow]:
    """A form that the office entered for somebody is as late as the day on which it came to the office."""
    fields = ("pk", "dossier", "subject", "verb", "at", Cast("data", TextField()))
    rows = _form_rows(asked).order_by().values_list(*fields)
    for pk, person, subject, verb, at, data in rows.iterator(chunk_size=5000):
        said = _READ.decode(data)
        if (first := _month(said.month)) is not None:
            late = _received(said.received, at) > form_due(first, due_day)
            yield FormRow(pk, person, subject, first, late=late, taken=verb == "form.undo_nil")


def _received(said: Any, at: datetime) -> date:
    try:
        return date.fromisoformat(said) if isinstance(said, str) else local_date(at)
    except ValueError:
        return local_date(at)


def _filed(asked: Asked) -> Iterator[LeadRow]:
    rows = asked.rows(["lead.file"]).filter(at__gte=asked.starts, at__lt=asked.ends)
    for pk, person, subject, _verb, said in _told(rows):
        yield LeadRow(pk, person, subject, "file", kind=_text(said.kind), to=_text(said.to))


def _outcomes(asked: Asked) -> tuple[set[int], list[LeadRow]]:
    """What became of leads; and which rows were undone."""
    undone: set[int] = set()
    told: list[LeadRow] = []
    for pk, person, subject, verb, said in _told(asked.rows(LEADS).filter(at__gte=asked.starts)):
        after = said.after or _NOTHING
        if verb == "lead.undo" and isinstance(said.row, int):
            undone.add(said.row)
        told.append(
            LeadRow(
                pk,
                person,
                subject,
                verb,
                kind=_text(after.kind),
                grade=_text(after.grade) or _text(said.grade),
                common=_bool(after.common),
                # A follow-up repeats the result that it asks about.
                result=_text(said.result) if verb == "lead.reply" else None,
                solved=_bool(said.solved),
                to=_text(said.to),
            )
        )
    return undone, told


def _attended(asked: Asked) -> Iterator[AttendedRow]:
    rows = asked.rows([*ATTENDED, *TAKEN_BACK]).filter(at__gte=asked.starts)
    fields = ("pk", "dossier", "subject", "verb", "at", Cast("data", TextField()))
    for pk, person, subject, verb, at, data in rows.order_by().values_list(*fields).iterator(chunk_size=5000):
        said = _READ.decode(data)
        kind = _text(said.kind) or ""
        if verb in TAKEN_BACK:
            yield AttendedRow(pk, person, subject, kind, taken=True)
            continue
        deed = ATTENDED[verb] or (kind if kind in MEETINGS else None)
        if deed and asked.term.holds(_day(said.at, at)):
            yield AttendedRow(pk, person, subject, deed)


def _day(said: Any, at: datetime) -> date:
    """The day on which something took place: the row may have been written later."""
    try:
        moment = datetime.fromisoformat(said) if isinstance(said, str) else at
    except ValueError:
        moment = at
    return local_date(moment if moment.tzinfo else at)


def _month(text: Any) -> date | None:
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
