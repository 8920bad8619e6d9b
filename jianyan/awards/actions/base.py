"""The one shape of a verb on an award: take (load, lock, ask core) … settle (save, record)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from jianyan.accounts.queries import Actor
from jianyan.awards.models import Run, Standing
from jianyan.awards.queries import award_facts
from jianyan.awards.queries.scored import parts_shown, rules_of, scored, standing_records
from jianyan.core.award import AwardFacts, AwardRow, AwardVerb, award_step
from jianyan.core.flow import Refused
from jianyan.core.opinion import clean_text
from jianyan.core.rulebook import Rulebook
from jianyan.ledger.actions import record
from jianyan.rules.queries import book

REASON, TEXT, DOCUMENT = 500, 2000, 120
#: Rows that one statement writes.
BATCH = 500


@dataclass(slots=True)
class Taken:
    """A locked award for which the table has said yes to one verb of one actor."""

    run: Run
    actor: Actor
    at: datetime
    row: AwardRow
    facts: AwardFacts

    @property
    def book(self) -> Rulebook:
        return book(self.run.rules_id)


def take(actor: Actor, run_id: int, verb: AwardVerb, *, at: datetime, seen: int | None = None, role: str = "") -> Taken:
    """Load and lock an award of the actor's zone, and ask the table about the verb.

    ``role`` is given where the actor's own roles do not say it: ``own`` for one's own points, ``public`` for anybody;
    whoever calls has made sure of it.

    Raises:
        Run.DoesNotExist; Refused: the table's codes, ``stale`` when the award changed since the page was made.
    """
    run = Run.objects.select_for_update().get(pk=run_id, zone=actor.zone_id)
    facts = award_facts(run, at)
    if seen is not None and seen != run.revision:
        raise Refused("stale")
    row = award_step(run.step, verb, {role} if role else actor.roles, facts)
    return Taken(run, actor, at, row, facts)


def settle(taken: Taken, *changed: str, data: Mapping[str, object] | None = None, person: int | None = None) -> Run:
    """Move the award along the row, save what ``changed``, and record; ``person`` is whose dossier it belongs to."""
    run, before = taken.run, taken.run.step
    run.step = taken.row.target
    run.revision += 1
    run.save(update_fields=[*changed, "step", "revision"])
    moved: dict[str, object] = {"from": before, "to": run.step} if before != run.step else {}
    note(taken, taken.row.verb, {**moved, **(data or {})}, person)
    return run


def note(taken: Taken, verb: str, data: Mapping[str, object], person: int | None = None) -> None:
    """Record an act on an award; reasons and names never stand in the ledger."""
    record(
        actor=taken.actor,
        at=taken.at,
        verb=f"award.{verb}",
        subject=taken.run.subject,
        dossier=person,
        data=dict(data),
        rules=f"v{taken.book.number}",
        clause="4.3.c",
        role=acting_role(taken.actor),
    )


def acting_role(actor: Actor) -> str:
    """The role in which the act is recorded: the highest of the office's, or the supervisor's own."""
    for role in ("head", "officer", "supervisor"):
        if role in actor.roles:
            return role
    return "system" if actor.user_id is None else ""


def words(text: str, longest: int, *, field: str, needed: bool = True) -> str:
    """A cleaned text; raises `Refused` ``text_required`` or ``too_long`` with the field."""
    text = clean_text(text)
    if needed and not text:
        raise Refused("text_required", field=field)
    if len(text) > longest:
        raise Refused("too_long", field=field, longest=longest)
    return text


def rank_again(run: Run, people: Iterable[Standing] | None = None) -> None:
    """Order everybody anew after a change of points; only those whose place changed are written."""
    found = scored(standing_records(run), rules_of(run), run.months)
    places = found.places()
    changed = []
    for each in Standing.objects.filter(run=run) if people is None else people:
        at, place = places[each.supervisor_id]
        points = found.points[each.supervisor_id]
        now = (at, place.rank, place.proposed, place.why, points.total, points.counted)
        if now != (each.place, each.rank, each.proposed, each.why, each.total, each.counted):
            each.place, each.rank, each.proposed, each.why, each.total, each.counted = now
            each.parts = parts_shown(points)
            changed.append(each)
    fields = ["place", "rank", "proposed", "why", "total", "counted", "parts"]
    Standing.objects.bulk_update(changed, fields, batch_size=BATCH)
