"""Objections during the public notice: anybody's, and what the office found of each."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models.functions import Length
from django.utils import timezone

from jianyan.accounts.models import Zone
from jianyan.accounts.queries import Actor
from jianyan.core.chain import text_digest
from jianyan.core.flow import Refused
from jianyan.core.recruit import CandidateVerb
from jianyan.recruit.actions.base import settle_candidate, take_candidate, tell_office, words
from jianyan.recruit.models import Objection, Outcome

TEXT, NAME, PHONE = 2000, 60, 20


@transaction.atomic
def object_to(
    actor: Actor, candidate_id: int, *, at: datetime, text: str, key: UUID, name: str = "", phone: str = ""
) -> Objection:
    """Take an objection in; the same page twice is one. Whoever objects may stay unnamed.

    Raises:
        Candidate.DoesNotExist; Refused: ``notice_not_running``, ``text_required``, ``too_long``.
    """
    if there := Objection.objects.filter(key=key, candidate=candidate_id).first():
        return there
    taken = take_candidate(actor, candidate_id, CandidateVerb.object, at=at, role="public")
    Zone.objects.select_for_update().get(pk=taken.candidate.zone_id)
    made = Objection.objects.create(
        candidate=taken.candidate,
        key=key,
        receipt=_receipt(taken.candidate.zone_id, at),
        name=words(name, NAME, field="name", needed=False),
        phone=words(phone, PHONE, field="phone", needed=False),
        text=words(text, TEXT, field="text"),
        at=at,
    )
    settle_candidate(taken, data={"objection": made.pk, "text": text_digest(made.text)})
    tell_office(taken.candidate.round, "recruit.objection", at=at, no=made.receipt)
    return made


def _receipt(zone_id: int, at: datetime) -> str:
    year = timezone.localtime(at).year
    last = (
        Objection.objects.filter(candidate__zone=zone_id, receipt__startswith=f"Y{year}-")
        .order_by(Length("receipt").desc(), "-receipt")
        .values_list("receipt", flat=True)
        .first()
    )
    return f"Y{year}-{int(last[6:]) + 1 if last else 1:04d}"


@transaction.atomic
def settle_objection(
    actor: Actor, objection_id: int, *, at: datetime, outcome: str, findings: str, seen: int | None = None
) -> Objection:
    """Record what was found of an objection. One that is upheld takes the candidate off the list, by a refusal of the
    head; until then nobody can appoint the candidate.

    Raises:
        Objection.DoesNotExist; Refused: ``bad_outcome``, ``settled_already``, ``text_required``, the table's codes.
    """
    candidate_id = Objection.objects.filter(candidate__zone=actor.zone_id).values_list("candidate", flat=True)
    taken = take_candidate(actor, candidate_id.get(pk=objection_id), CandidateVerb.settle_objection, at=at, seen=seen)
    objection = Objection.objects.select_for_update().get(pk=objection_id)
    if objection.outcome:
        raise Refused("settled_already")
    if outcome not in Outcome.values:
        raise Refused("bad_outcome", field="outcome")
    objection.outcome, objection.findings = outcome, words(findings, TEXT, field="findings")
    objection.settled_by_id, objection.settled_at = actor.person, at
    objection.save()
    settle_candidate(
        taken, data={"objection": objection.pk, "outcome": outcome, "findings": text_digest(objection.findings)}
    )
    return objection
