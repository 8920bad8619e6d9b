"""What a supervisor did in a term (履职), read from rows of the ledger: the deeds that the award counts.

A row that was undone counts as if it had not been. Of a lead the last word counts: a reopened lead that was answered
again has the answer of then. Rows may come in any order.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

ADOPTED = frozenset({"solved", "solving", "planned"})
COMPLEX = "A"


class Deed(NamedTuple):
    """One thing that counts: its kind (`merit_rules.DEEDS`), whose it is, and the row of the ledger that tells it."""

    deed: str
    person: int
    row: int


class FormRow(NamedTuple):
    """An opinion form or nil return of a month (its first day), or that one was taken back (``taken``)."""

    row: int
    person: int
    subject: str
    month: date
    late: bool
    taken: bool = False


class LeadRow(NamedTuple):
    """An act on a lead: what it says of the lead, and the state that it leads to; None where it says nothing."""

    row: int
    person: int
    subject: str
    verb: str
    kind: str | None = None
    grade: str | None = None
    common: bool | None = None
    result: str | None = None
    solved: bool | None = None
    to: str | None = None


class AttendedRow(NamedTuple):
    """Something that was taken part in, or (``taken``) that it was a mistake; ``deed`` is its kind."""

    row: int
    person: int
    subject: str
    deed: str
    taken: bool = False


@dataclass(slots=True)
class _Lead:
    """A lead as its rows tell it so far: each value with the row that said so last."""

    person: int = 0
    filed: int = 0
    said: dict[str, tuple[int, str | bool]] = field(default_factory=dict)

    def take(self, row: LeadRow) -> None:
        if row.verb == "file":
            self.person, self.filed = row.person, row.row
        for name in ("kind", "grade", "common", "result", "solved", "to"):
            value = getattr(row, name)
            if value is not None and row.row >= self.said.get(name, (0, ""))[0]:
                self.said[name] = (row.row, value)

    def value(self, name: str) -> str | bool | None:
        return self.said[name][1] if name in self.said else None


#: Where a lead ends that counts as none: it was taken back, or its parts count instead.
NOT_COUNTED = frozenset({"withdrawn", "split"})
#: Where a lead is that its department has answered, and nobody has sent back since.
ANSWERED = frozenset({"replied", "followed_up", "closed"})


def of_forms(rows: Iterable[FormRow], owed: dict[int, Collection[date]]) -> list[Deed]:
    """A deed for each month served in which a form came on time; of several identities one is enough."""
    kept, taken = [], set()
    for row in rows:
        if row.taken:
            taken.add(row.subject)
        else:
            kept.append(row)
    months: dict[tuple[int, date], int] = {}
    for row in kept:
        if row.late or row.subject in taken or row.month not in owed.get(row.person, ()):
            continue
        months[row.person, row.month] = min(row.row, months.get((row.person, row.month), row.row))
    return [Deed("form", person, row) for (person, _month), row in months.items()]


def of_leads(rows: Iterable[LeadRow], undone: Collection[int], information: Collection[str]) -> list[Deed]:
    """The deeds of leads. ``undone``: rows that were taken back; ``information``: kinds that tell of the industry.

    Rows of leads without their filing tell nothing: those were raised outside the term.
    """
    leads: dict[str, _Lead] = defaultdict(_Lead)
    gone = undone if isinstance(undone, set | frozenset) else frozenset(undone)
    for row in rows:
        if row.row not in gone:
            leads[row.subject].take(row)
    deeds: list[Deed] = []
    for lead in leads.values():
        if lead.filed and lead.value("to") not in NOT_COUNTED:
            deeds += _lead(lead, information)
    return deeds


def _lead(lead: _Lead, information: Collection[str]) -> Iterable[Deed]:
    yield Deed("lead", lead.person, lead.filed)
    answered = lead.value("to") in ANSWERED
    if answered and lead.value("result") in ADOPTED:
        yield Deed("adopted", lead.person, lead.said["result"][0])
    if answered and lead.value("solved") is True and lead.said["solved"][0] > lead.said.get("result", (0, ""))[0]:
        yield Deed("solved", lead.person, lead.said["solved"][0])
    if lead.value("grade") == COMPLEX:
        yield Deed("complex", lead.person, lead.said["grade"][0])
    if lead.value("common") is True:
        yield Deed("common", lead.person, lead.said["common"][0])
    if lead.value("kind") in information:
        yield Deed("industry", lead.person, lead.said["kind"][0])


def of_attendance(rows: Iterable[AttendedRow]) -> list[Deed]:
    """What was taken part in: each subject once for a person, unless the last word is that it was a mistake."""
    last: dict[tuple[int, str], AttendedRow] = {}
    for row in rows:
        before = last.get((row.person, row.subject))
        if before is None or row.row > before.row:
            last[row.person, row.subject] = row
    return [Deed(row.deed, row.person, row.row) for row in last.values() if not row.taken]


def counted(deeds: Iterable[Deed]) -> dict[int, Counter[str]]:
    """person → deed → how often."""
    counts: dict[int, Counter[str]] = defaultdict(Counter)
    for deed in deeds:
        counts[deed.person][deed.deed] += 1
    return counts
