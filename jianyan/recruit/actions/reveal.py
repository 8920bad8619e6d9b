"""Revealing the masked number of a candidate, or of whoever objected: with a reason, and a row in the ledger."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from jianyan.accounts.queries import Actor
from jianyan.core.flow import Refused
from jianyan.ledger.recruit_words import REVEALED_FOR
from jianyan.recruit.actions.base import note_candidate
from jianyan.recruit.queries import candidates_visible_to
from jianyan.recruit.queries.rounds import objections_visible_to

#: Why the office may need a number, as codes that can stay in the ledger, with their words.
REASONS = REVEALED_FOR


@transaction.atomic
def reveal_candidate(actor: Actor, candidate_id: int, *, at: datetime, reason: str) -> str:
    """The candidate's number in full, for the office; each look is a row of the ledger.

    Raises:
        Candidate.DoesNotExist: not there for this actor.
        Refused: ``wrong_role`` for anybody but the office, ``bad_reason``.
    """
    _may(actor, reason)
    candidate = candidates_visible_to(actor).select_related("round").get(pk=candidate_id)
    note_candidate(candidate, actor, at, "reveal", {"what": "phone", "reason": reason})
    return candidate.phone


@transaction.atomic
def reveal_objector(actor: Actor, objection_id: int, *, at: datetime, reason: str) -> str:
    """The number of whoever objected; as `reveal_candidate`. Raises `Objection.DoesNotExist`, `Refused`."""
    _may(actor, reason)
    objection = objections_visible_to(actor).get(pk=objection_id)
    told = {"what": "objector", "reason": reason, "objection": objection.pk}
    note_candidate(objection.candidate, actor, at, "reveal", told)
    return objection.phone


def _may(actor: Actor, reason: str) -> None:
    if not actor.is_office:
        raise Refused("wrong_role")
    if reason not in REASONS:
        raise Refused("bad_reason", field="reason")
