"""What a list says row by row: whom it names, what is wrong with a row, and who may be the same person."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import QuerySet

from jianyan.accounts.models import Department
from jianyan.accounts.queries import Actor
from jianyan.core.candidate_sheet import Row, row_of
from jianyan.core.rulebook import Rulebook
from jianyan.people.models import Supervisor
from jianyan.recruit.models import Candidate, CandidateBatch, Round
from jianyan.recruit.queries.base import STANDING

#: The answer that says that a look-alike is somebody else.
OTHER = "other"


def batches_visible_to(actor: Actor) -> QuerySet[CandidateBatch]:
    """The office's own uploads."""
    batches = CandidateBatch.objects.filter(zone=actor.zone_id).select_related("round")
    return batches.filter(by=actor.user_id) if actor.is_office else batches.none()


@dataclass(frozen=True, slots=True)
class Like:
    """Somebody who may be the person of a row: a supervisor, an application of this round, or a row further up.

    ``answer`` is what joins the row to them: ``person:12``, ``application:5``, ``row:3``.
    """

    answer: str
    name: str
    unit: str
    by_phone: bool


@dataclass(slots=True)
class Looked:
    """A row as it was looked over. ``alone``: it cannot be somebody else, as the number is taken in this round."""

    row: Row
    formulas: list[str]
    troubles: list[tuple[str, str]] = field(default_factory=list)
    likes: list[Like] = field(default_factory=list)
    alone: bool = False

    @property
    def answers(self) -> list[str]:
        """What may be said about the look-alikes."""
        return [like.answer for like in self.likes] + ([] if self.alone else [OTHER])


def look_over(round_: Round, rows: Sequence[Mapping[str, Any]], rules: Rulebook, today: date) -> list[Looked]:
    """Look at every row, in a literal number of queries: units, supervisors, applications."""
    known = _Known(round_)
    done: list[Looked] = []
    for each in rows:
        row = row_of(int(each["number"]), each["cells"], rules, known.units, today)
        looked = Looked(row, list(each.get("formulas", ())), sorted(row.found.items()))
        if each.get("merged"):
            looked.troubles.append(("", "merged"))
        known.compare(looked)
        done.append(looked)
    return done


def undecided(looked: Iterable[Looked], answers: Mapping[int, str]) -> list[int]:
    """The rows whose look-alikes nobody has decided about."""
    return [one.row.number for one in looked if one.likes and answers.get(one.row.number) not in one.answers]


class _Known:
    """Everybody who is known, by number and by name and unit."""

    def __init__(self, round_: Round) -> None:
        units = Department.objects.filter(zone=round_.zone_id, active=True)
        self.units: dict[str, int] = {}
        self.unit_names: dict[int, str] = {}
        for pk, name, short in units.values_list("pk", "name", "short_name"):
            self.unit_names[pk] = name
            self.units |= {each: pk for each in (name, short) if each}
        self.phones: dict[str, list[tuple[str, Like]]] = defaultdict(list)
        self.names: dict[tuple[str, str], list[Like]] = defaultdict(list)
        people = Supervisor.objects.filter(zone=round_.zone_id, anonymised_at__isnull=True)
        for pk, name, phone, unit, employer in people.values_list("pk", "name", "phone", "unit", "employer"):
            self._keep(f"person:{pk}", name, phone, unit, employer)
        standing = Candidate.objects.filter(round=round_, state__in=STANDING)
        for pk, name, phone, unit, employer in standing.values_list("pk", "name", "phone", "unit", "employer"):
            self._keep(f"application:{pk}", name, phone, unit, employer)

    def _keep(self, answer: str, name: str, phone: str, unit: int | None, employer: str) -> None:
        shown = self.unit_names.get(unit, "") if unit else employer
        if phone:
            self.phones[phone].append((name, Like(answer, name, shown, True)))
        if unit or employer:
            self.names[name, str(unit or employer)].append(Like(answer, name, shown, False))

    def compare(self, looked: Looked) -> None:
        """Find who may be the person of a row, and remember the row for those below it."""
        one = looked.row.one
        if not one.name:
            return
        by_phone = self.phones[one.phone] if one.phone else []
        taken = [(name, like) for name, like in by_phone if not like.answer.startswith("person:")]
        if any(name != one.name for name, _like in taken):
            looked.troubles.append(("phone", "phone_taken"))
            return
        if taken:
            # In one round a number stands once: this is the same person, or the number is wrong.
            looked.likes, looked.alone = [like for _name, like in taken], True
        else:
            found = [like for _name, like in by_phone] + self.names[looked.row.unit_key]
            looked.likes = list({like.answer: like for like in reversed(found)}.values())[::-1]
        if not taken:
            self._keep(f"row:{looked.row.number}", one.name, one.phone, one.unit, one.employer)
