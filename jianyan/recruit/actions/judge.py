"""The review of a candidate: findings by condition, the verdict, the list."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from jianyan.accounts.queries import Actor
from jianyan.core.chain import text_digest
from jianyan.core.flow import Refused
from jianyan.core.recruit import CandidateVerb
from jianyan.people.models import Supervisor
from jianyan.recruit.actions.base import settle_candidate, take_candidate, words
from jianyan.recruit.models import Candidate, Finding
from jianyan.recruit.queries import conditions_of
from jianyan.rules.queries import book

EVIDENCE, REASON = 500, 500


@dataclass(frozen=True, slots=True)
class Found:
    """A reviewer's finding about one condition: whether what it says is so, and on what evidence."""

    met: bool
    evidence: str


@transaction.atomic
def check(
    actor: Actor, candidate_id: int, found: Mapping[str, Found], *, at: datetime, seen: int | None = None
) -> Candidate:
    """Write down what was found about conditions, each with its evidence; a later finding replaces an earlier one.

    Raises:
        Candidate.DoesNotExist; Refused: ``nothing_found``, ``unknown_condition``, ``text_required``, the table's codes.
    """
    taken = take_candidate(actor, candidate_id, CandidateVerb.check, at=at, seen=seen)
    conditions = conditions_of(book(taken.candidate.round.rules_id), taken.candidate.channel)
    if not found:
        raise Refused("nothing_found")
    told: dict[str, bool] = {}
    for key, each in found.items():
        if key not in conditions:
            raise Refused("unknown_condition")
        evidence = words(each.evidence, EVIDENCE, field=f"{key}_evidence")
        Finding.objects.update_or_create(
            candidate=taken.candidate,
            condition=key,
            defaults={"met": each.met, "evidence": evidence, "by_id": actor.person, "at": at},
        )
        told[key] = each.met
    return settle_candidate(taken, data={"found": told})


@transaction.atomic
def qualify(actor: Actor, candidate_id: int, *, at: datetime, seen: int | None = None) -> Candidate:
    """Every condition is found met and no negative one: the candidate may be put on the list."""
    return settle_candidate(take_candidate(actor, candidate_id, CandidateVerb.qualify, at=at, seen=seen))


@transaction.atomic
def choose(actor: Actor, candidate_id: int, *, at: datetime, seen: int | None = None) -> Candidate:
    """Put a qualified candidate on the list, within the places of the category."""
    return settle_candidate(take_candidate(actor, candidate_id, CandidateVerb.choose, at=at, seen=seen))


@transaction.atomic
def unchoose(actor: Actor, candidate_id: int, *, at: datetime, seen: int | None = None) -> Candidate:
    """Take a candidate off the list again, before it is decided."""
    return settle_candidate(take_candidate(actor, candidate_id, CandidateVerb.unchoose, at=at, seen=seen))


@transaction.atomic
def refuse(actor: Actor, candidate_id: int, *, at: datetime, reason: str, seen: int | None = None) -> Candidate:
    """Refuse a candidate, with a reason that the person reads on the status page."""
    taken = take_candidate(actor, candidate_id, CandidateVerb.refuse, at=at, seen=seen)
    taken.candidate.refusal = words(reason, REASON, field="reason")
    return settle_candidate(taken, "refusal", data={"reason": text_digest(taken.candidate.refusal)})


@transaction.atomic
def reconsider(actor: Actor, candidate_id: int, *, at: datetime, seen: int | None = None) -> Candidate:
    """Take a refusal back: the candidate is reviewed again."""
    taken = take_candidate(actor, candidate_id, CandidateVerb.reconsider, at=at, seen=seen)
    taken.candidate.refusal = ""
    return settle_candidate(taken, "refusal")


@transaction.atomic
def join_person(
    actor: Actor, candidate_id: int, *, at: datetime, known: int | None, seen: int | None = None
) -> Candidate:
    """Say that a candidate is a supervisor who is known already, or (``known`` None) somebody else of the same name.

    Raises:
        Candidate.DoesNotExist; Refused: ``no_such_person``, the table's codes.
    """
    taken = take_candidate(actor, candidate_id, CandidateVerb.check, at=at, seen=seen)
    candidate = taken.candidate
    if (
        known is not None
        and not Supervisor.objects.filter(pk=known, zone=candidate.zone_id, anonymised_at__isnull=True).exists()
    ):
        raise Refused("no_such_person")
    candidate.known_id, candidate.told_apart = known, known is None
    return settle_candidate(taken, "known", "told_apart", data={"known": known})


@transaction.atomic
def withdraw(
    actor: Actor, candidate_id: int, *, at: datetime, by_candidate: bool = False, seen: int | None = None
) -> Candidate:
    """The application is withdrawn: by the person on the status page, or by the office on the person's word."""
    role = "candidate" if by_candidate else ""
    return settle_candidate(take_candidate(actor, candidate_id, CandidateVerb.withdraw, at=at, seen=seen, role=role))
