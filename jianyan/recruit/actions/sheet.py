"""Bringing in a list of New Area and municipal supervisors: looked over first, then entered all or not at all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import NAMESPACE_OID, uuid5

from django.db import transaction

from jianyan.accounts.models import Zone
from jianyan.accounts.queries import Actor
from jianyan.core.candidate_sheet import KEYS, example
from jianyan.core.flow import Refused
from jianyan.core.names import sort_key
from jianyan.core.sheets import Table
from jianyan.core.workdays import local_date
from jianyan.ledger.actions import First, record_firsts
from jianyan.recruit.actions.base import acting_role, next_receipt, note_candidate, note_round
from jianyan.recruit.models import Candidate, CandidateBatch, Round, Way
from jianyan.recruit.queries import STANDING
from jianyan.recruit.queries.sheet import Looked, batches_visible_to, look_over, undecided
from jianyan.rules.queries import book

#: How long a file that was looked over and left waits: it holds persons who have agreed to nothing yet.
KEPT = timedelta(days=1)
#: The step at which candidates come in.
STEP = "recommend"
#: Rows that one statement writes.
BATCH = 500


@transaction.atomic
def prepare_candidates(actor: Actor, round_id: int, table: Table, *, digest: str, at: datetime) -> CandidateBatch:
    """Keep what a file says, to be looked over; the ledger stays silent until it is entered.

    Raises:
        Round.DoesNotExist; Refused: ``wrong_role``, ``not_open``, ``entered_before`` for a file entered already.
    """
    if not actor.is_office:
        raise Refused("wrong_role")
    round_ = Round.objects.get(pk=round_id, zone=actor.zone_id)
    if round_.step != STEP:
        raise Refused("not_open")
    _refuse_repeat(round_.pk, digest)
    CandidateBatch.objects.filter(zone=actor.zone_id, entered_at__isnull=True, by=actor.person).delete()
    rows = [
        {
            "number": line.number,
            "cells": {KEYS[name]: cell.text.replace("\0", "") for name, cell in line.cells.items() if name in KEYS},
            "formulas": [KEYS[name] for name, cell in line.cells.items() if name in KEYS and cell.formula],
            "merged": line.number in table.merged,
        }
        for line in table.lines
        if not example(line.cells)
    ]
    return CandidateBatch.objects.create(
        zone_id=actor.zone_id, round=round_, by_id=actor.person, at=at, digest=digest, rows=rows
    )


@transaction.atomic
def enter_candidates(actor: Actor, batch_id: int, answers: Mapping[int, str], *, at: datetime) -> CandidateBatch:
    """Enter everybody of a list, or nobody; entering twice enters once. Whoever is known already is never doubled.

    ``answers``: by the row's number, what was decided about its look-alikes (`queries.sheet.Looked.answers`).
    Nobody of the list has agreed to anything: ``consented_at`` stays empty until the person confirms.

    Raises:
        CandidateBatch.DoesNotExist; Refused: ``not_open``, ``entered_before``, ``rows_wrong``, ``undecided``.
    """
    own = batches_visible_to(actor).values("pk")
    batch = CandidateBatch.objects.select_for_update(of=("self",)).get(pk=batch_id, pk__in=own)
    if batch.entered_at:
        return batch
    round_ = Round.objects.select_for_update().get(pk=batch.round_id)
    Zone.objects.select_for_update().get(pk=round_.zone_id)  # receipt numbers are the zone's
    if round_.step != STEP:
        raise Refused("not_open")
    _refuse_repeat(round_.pk, batch.digest)
    looked = look_over(round_, batch.rows, book(round_.rules_id), local_date(at))
    if not looked or any(one.troubles for one in looked):
        raise Refused("rows_wrong")
    if undecided(looked, answers):
        raise Refused("undecided")
    entering = _Entering(round_, batch, at)
    for one in looked:
        entering.take(one, answers.get(one.row.number, "") if one.likes else "")
    entering.save(actor)
    batch.entered_at, batch.rows = at, []
    batch.made, batch.joined = len(entering.new), entering.joined
    batch.save()
    told = {"made": batch.made, "joined": batch.joined, "file": batch.digest}
    note_round(round_, actor, at, "import", told, "1.2")
    return batch


def expire_lists(zone_id: int, *, at: datetime) -> int:
    """Clear away lists that were looked over and left: what they say of people goes with them. Returns how many."""
    left = CandidateBatch.objects.filter(zone=zone_id, entered_at__isnull=True, at__lt=at - KEPT)
    return left.delete()[0]


def _refuse_repeat(round_id: int, digest: str) -> None:
    if CandidateBatch.objects.filter(round=round_id, digest=digest, entered_at__isnull=False).exists():
        raise Refused("entered_before")


@dataclass(slots=True)
class _Entering:
    """The candidates of a list on their way in. ``at_row`` and ``of_person`` find the one that a row joins."""

    round: Round
    batch: CandidateBatch
    at: datetime
    new: list[Candidate] = field(default_factory=list)
    gained: dict[int, Candidate] = field(default_factory=dict)
    joined: int = 0
    at_row: dict[str, Candidate] = field(default_factory=dict)
    of_person: dict[int, Candidate] = field(default_factory=dict)

    def __post_init__(self) -> None:
        standing = Candidate.objects.filter(round=self.round, state__in=STANDING).select_related("round")
        for one in standing:
            self.at_row[f"application:{one.pk}"] = one
            if one.known_id:
                self.of_person[one.known_id] = one

    def take(self, looked: Looked, answer: str) -> None:
        kind, _, number = answer.partition(":")
        person = int(number) if kind == "person" else None
        there = self.of_person.get(person) if person else self.at_row.get(answer)
        if there is None:
            there = self._make(looked, person)
            self.new.append(there)
        else:
            self.joined += 1
            self._join(there, looked)
        self.at_row[f"row:{looked.row.number}"] = there
        if person:
            self.of_person[person] = there

    def _join(self, there: Candidate, looked: Looked) -> None:
        """The same person: one candidate, who keeps what was known and gains the identities (双重身份)."""
        before = list(there.levels)
        there.levels = sorted({*before, *looked.row.one.levels})
        if there.pk and there.levels != before:
            self.gained[there.pk] = there

    def _make(self, looked: Looked, person: int | None) -> Candidate:
        one = looked.row.one
        return Candidate(
            zone_id=self.round.zone_id,
            round=self.round,
            key=uuid5(NAMESPACE_OID, f"{self.batch.digest}:{looked.row.number}"),
            way=Way.imported,
            name=one.name,
            sort_key=sort_key(one.name),
            gender=one.gender,
            born=one.born,
            politics=one.politics,
            education=one.education,
            phone=one.phone,
            channel=one.channel,
            category=one.category,
            unit_id=one.unit,
            employer="" if one.unit else one.employer,
            post=one.post,
            industry=one.industry,
            seat=one.seat,
            levels=list(one.levels),
            resume=one.resume,
            reason=one.reason,
            known_id=person,
            told_apart=person is None and bool(looked.likes),
            received_at=self.at,
        )

    def save(self, actor: Actor) -> None:
        """Write the new candidates with their receipt numbers and rows of the ledger, and what others gained."""
        first = next_receipt(self.round.zone_id, self.at)
        year, _, number = first.partition("-")
        for place, one in enumerate(self.new, int(number)):
            one.receipt = f"{year}-{place:04d}"
        Candidate.objects.bulk_create(self.new, batch_size=BATCH)
        record_firsts(
            (_first(one) for one in self.new),
            actor=actor,
            at=self.at,
            verb="candidate.receive",
            rules=f"v{book(self.round.rules_id).number}",
            role=acting_role(actor),
        )
        for one in self.gained.values():
            one.revision += 1
            one.save(update_fields=["levels", "revision"])
            note_candidate(one, actor, self.at, "identity", {"levels": list(one.levels)}, "4.1.b")


def _first(one: Candidate) -> First:
    data = {
        "round": one.round_id,
        "way": one.way,
        "channel": one.channel,
        "category": one.category,
        "no": one.receipt,
        "levels": list(one.levels),
    }
    return First(f"candidate:{one.pk}", data, one.known_id, "4.1.b")
