"""The one shape of a verb on a round or a candidate: take (lock, ask core) … settle (save, ledger)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models.functions import Length
from django.utils import timezone

from jianyan.accounts.models import Zone
from jianyan.accounts.queries import Actor, with_role
from jianyan.core.flow import Refused
from jianyan.core.opinion import clean_text
from jianyan.core.recruit import (
    CandidateFacts,
    CandidateState,
    CandidateVerb,
    RoundFacts,
    RoundVerb,
    candidate_step,
    next_step,
    round_step,
)
from jianyan.core.recruit.candidate import CandidateRow
from jianyan.core.recruit.round import RoundRow
from jianyan.core.rulebook import Rulebook
from jianyan.core.workdays import Calendar
from jianyan.ledger.actions import record
from jianyan.notify.actions import tell
from jianyan.recruit.models import Candidate, Round
from jianyan.recruit.queries import candidate_facts, candidates_visible_to, round_facts, rounds_visible_to
from jianyan.rules.queries import book, calendar_of


@dataclass(slots=True)
class TakenRound:
    """A locked round for which the table has said yes to one verb of one actor."""

    round: Round
    actor: Actor
    at: datetime
    row: RoundRow
    facts: RoundFacts

    @property
    def book(self) -> Rulebook:
        return book(self.round.rules_id)

    @property
    def calendar(self) -> Calendar:
        return calendar_of(Zone.objects.get(pk=self.round.zone_id))


@dataclass(slots=True)
class TakenCandidate:
    """A locked candidate, with the round locked before, for which the table has said yes to one verb."""

    candidate: Candidate
    actor: Actor
    at: datetime
    row: CandidateRow
    facts: CandidateFacts


def roles_of(actor: Actor) -> frozenset[str]:
    """The roles as the tables name them; the clock is ``system``."""
    return actor.roles if actor.user_id is not None else frozenset({"system"})


def lock_round(actor: Actor, round_id: int) -> Round:
    """A round that the actor may see, locked; raises `Round.DoesNotExist`."""
    visible = Round.objects.filter(zone=actor.zone_id) if actor.user_id is None else rounds_visible_to(actor)
    return Round.objects.select_for_update().get(pk__in=visible.filter(pk=round_id).values("pk"))


def take_round(actor: Actor, round_id: int, verb: RoundVerb, *, at: datetime, seen: int | None = None) -> TakenRound:
    """Load and lock a round, and ask the table about the verb.

    Raises:
        Round.DoesNotExist; Refused: the table's codes, ``stale`` when the round changed since the page was made.
    """
    round_ = lock_round(actor, round_id)
    facts = round_facts(round_, at)
    _fresh(seen, round_.revision)
    row = round_step(round_.step, verb, roles_of(actor), facts)
    return TakenRound(round_, actor, at, row, facts)


def settle_round(
    taken: TakenRound, *changed: str, data: Mapping[str, object] | None = None, verb: str | None = None
) -> Round:
    """Go on to the next step where the row ends one; save what ``changed``; record."""
    round_ = taken.round
    before = round_.step
    if taken.row.ends:
        round_.step = next_step(list(taken.book.procedure), round_.step)
    round_.revision += 1
    round_.save(update_fields=[*changed, "step", "revision"])
    moved = {"from": before, "to": round_.step} if before != round_.step else {}
    note_round(round_, taken.actor, taken.at, verb or taken.row.verb, {**moved, **(data or {})}, taken.row.clause)
    return round_


def note_round(
    round_: Round, actor: Actor, at: datetime, verb: str, data: Mapping[str, object] | None = None, clause: str = "4.0"
) -> None:
    """Record an act on a round."""
    record(
        actor=actor,
        at=at,
        verb=f"round.{verb}",
        subject=f"round:{round_.pk}",
        data=dict(data or {}),
        rules=f"v{book(round_.rules_id).number}",
        clause=clause,
        role=acting_role(actor),
    )


def take_candidate(
    actor: Actor, candidate_id: int, verb: CandidateVerb, *, at: datetime, seen: int | None = None, role: str = ""
) -> TakenCandidate:
    """Lock a candidate's round and the candidate, and ask the table about the verb.

    ``role`` is given where the actor has none in the system: ``candidate`` or ``public``; whoever calls has shown the
    token then.

    Raises:
        Candidate.DoesNotExist; Refused: the table's codes, ``stale``.
    """
    everybody = Candidate.objects.filter(zone=actor.zone_id)
    visible = everybody if role or actor.user_id is None else candidates_visible_to(actor)
    round_id = visible.values_list("round", flat=True).get(pk=candidate_id)
    # The quota is the round's: acts on its candidates wait for one another.
    Round.objects.select_for_update().get(pk=round_id)
    candidate = Candidate.objects.select_for_update(of=("self",)).select_related("round", "unit").get(pk=candidate_id)
    facts = candidate_facts(candidate, at)
    _fresh(seen, candidate.revision)
    roles = frozenset({role}) if role else roles_of(actor)
    row = candidate_step(CandidateState(candidate.state), verb, roles, candidate.round.step, facts)
    return TakenCandidate(candidate, actor, at, row, facts)


def settle_candidate(taken: TakenCandidate, *changed: str, data: Mapping[str, object] | None = None) -> Candidate:
    """Move the candidate along the row, save what ``changed``, and record."""
    candidate, row = taken.candidate, taken.row
    before = candidate.state
    candidate.state = row.target
    candidate.revision += 1
    candidate.save(update_fields=[*changed, "state", "revision"])
    moved = {"from": before, "to": row.target} if before != row.target else {}
    note_candidate(candidate, taken.actor, taken.at, row.verb, {**moved, **(data or {})}, row.clause)
    return candidate


def note_candidate(
    candidate: Candidate,
    actor: Actor,
    at: datetime,
    verb: str,
    data: Mapping[str, object] | None = None,
    clause: str = "4.0",
) -> None:
    """Record an act on a candidate; words about a person never stand in the ledger."""
    record(
        actor=actor,
        at=at,
        verb=f"candidate.{verb}",
        subject=f"candidate:{candidate.pk}",
        dossier=candidate.known_id,
        data={"round": candidate.round_id, **(data or {})},
        rules=f"v{book(candidate.round.rules_id).number}",
        clause=clause,
        role=acting_role(actor),
    )


def acting_role(actor: Actor) -> str:
    """The role in which the act is recorded: the highest of the office's, or the actor's only one."""
    for role in ("head", "officer", "leader", "liaison", "supervisor"):
        if role in actor.roles:
            return role
    return "system" if actor.user_id is None else ""


def _fresh(seen: int | None, revision: int) -> None:
    if seen is not None and seen != revision:
        raise Refused("stale")


def words(text: str, longest: int, *, field: str, needed: bool = True) -> str:
    """A cleaned text; raises `Refused` ``text_required`` or ``too_long`` with the field."""
    text = clean_text(text)
    if needed and not text:
        raise Refused("text_required", field=field)
    if len(text) > longest:
        raise Refused("too_long", field=field, longest=longest)
    return text


def tell_office(
    round_: Round,
    kind: str,
    *,
    at: datetime,
    by: Actor | None = None,
    roles: Iterable[str] = ("officer", "head"),
    path: str = "",
    **params: Any,
) -> None:
    """Tell the office about a round: numbers and a link, no names."""
    tell(
        with_role(round_.zone_id, *roles),
        zone_id=round_.zone_id,
        at=at,
        kind=kind,
        path=path or f"/recruit/{round_.pk}/",
        params=params,
        by=by,
    )


def next_receipt(zone_id: int, at: datetime) -> str:
    """The next receipt number of the zone's year: ``2026-0042``; called under the zone's lock."""
    year = timezone.localtime(at).year
    last = (
        Candidate.objects.filter(zone=zone_id, receipt__startswith=f"{year}-")
        .order_by(Length("receipt").desc(), "-receipt")
        .values_list("receipt", flat=True)
        .first()
    )
    return f"{year}-{int(last[5:]) + 1 if last else 1:04d}"
