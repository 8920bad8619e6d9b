"""What a dossier is made of once it has been read for somebody."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from jianyan.core.rulebook import Rulebook
from jianyan.leads.models import Attachment, Call, FollowUp, Lead, OpinionForm, Reply, Supplement
from jianyan.ledger.models import Entry
from jianyan.people.models import Appointment, Change, Contact, Dismissal, Supervisor


@dataclass(frozen=True, slots=True)
class Taken:
    """Who takes the dossier out, when, under which number, and why: the mark that every page bears."""

    name: str
    roles: str
    at: datetime
    number: str
    why: str


@dataclass(frozen=True, slots=True)
class FileIn:
    """An attachment: its row, the name that its readers know, and where it lies in the .zip."""

    row: Attachment
    name: str
    path: str


@dataclass(slots=True)
class LeadIn:
    """A lead with what was done about it; ``into`` is where its matter goes on, when it was merged."""

    lead: Lead
    into: Lead | None = None
    calls: list[Call] = field(default_factory=list)
    replies: list[Reply] = field(default_factory=list)
    follow_ups: list[FollowUp] = field(default_factory=list)
    supplements: list[Supplement] = field(default_factory=list)
    files: list[FileIn] = field(default_factory=list)
    rows: list[Entry] = field(default_factory=list)


@dataclass(slots=True)
class Dossier:
    """A supervisor's dossier as somebody may read it; of one ``term`` or of all (None).

    ``own``: the supervisor reads it; then ``contacts`` and ``calls`` are there, their notes are not to be written.
    ``rows`` are the ledger's, oldest first, those about leads among them.
    """

    supervisor: Supervisor
    own: bool
    today: date
    office: str
    zone: str
    term: Appointment | None
    rules: Rulebook | None
    terms: list[Appointment]
    levels: list[str]
    dismissals: list[Dismissal]
    changes: list[Change]
    forms: list[OpinionForm]
    leads: list[LeadIn]
    contacts: list[Contact]
    rows: list[Entry]
    departments: Mapping[int, str]

    @property
    def files(self) -> list[FileIn]:
        """All attachments, in the order of the leads."""
        return [file for lead in self.leads for file in lead.files]
