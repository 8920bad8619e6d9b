"""What was found on site: written down by who was there, filed or sent back by the office (4.2.c)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction

from jianyan.accounts.queries import Actor
from jianyan.core.chain import text_digest
from jianyan.core.flow import Refused
from jianyan.core.studies import Outcome, VerificationVerb
from jianyan.core.workdays import local_date
from jianyan.studies.actions.base import (
    TakenVerification,
    calendar,
    note,
    settle,
    take_verification,
    tell_office,
    tell_people,
    words,
)
from jianyan.studies.actions.files import claim
from jianyan.studies.models import Answer, Finding, Verdict, Verification
from jianyan.studies.queries.base import is_late
from jianyan.studies.queries.verify import near_to

FOUND, PLACE, WORDS = 4000, 80, 1000


@transaction.atomic
def carry_out(
    actor: Actor,
    verification_id: int,
    *,
    at: datetime,
    key: UUID,
    outcome: str,
    found: str,
    place: str,
    happened_at: datetime,
    present: Collection[int] = (),
    basket: UUID | None = None,
    seen: int | None = None,
) -> Finding:
    """Write down what was found, with the pictures of a ``basket``.

    Args:
        outcome: one of `core.studies.Outcome`. happened_at: when somebody was there.
        present: the verifiers (rows) who were there beside whoever writes.

    The same page (``key``) twice is one finding. After the last day it is taken in, and marked late.

    Raises:
        Verification.DoesNotExist; Refused: the table's codes, ``stale``, ``bad_outcome``, ``text_required``,
        ``too_long``, ``happened_later``, ``happened_before``, ``bad_choice``, ``handling_unit`` when somebody who was
        there is of the unit that handles the lead by now, ``reporter_alone``.
    """
    mine = Finding.objects.filter(verification__zone=actor.zone_id, verification=verification_id, by=actor.person)
    if before := mine.filter(key=key).first():
        return before
    taken = take_verification(actor, verification_id, VerificationVerb.carry_out, at=at, seen=seen)
    made = taken.verification
    there = _present(taken, present)
    _check(made, outcome, happened_at, at)
    finding = Finding(
        verification=made,
        number=made.findings.count() + 1,
        outcome=outcome,
        words=words(found, FOUND, field="found"),
        place=words(place, PLACE, field="place", lines=False),
        happened_at=happened_at,
        at=at,
        by_id=actor.person,
        late=is_late(made.due_on, local_date(at), calendar(made.zone)),
        key=key,
    )
    finding.save()
    files = claim(actor, basket, finding=finding)
    made.verifiers.update(present=False)
    made.verifiers.filter(pk__in=there).update(present=True)
    moved = settle(taken)
    data = {"finding": finding.number, "outcome": outcome, "late": finding.late, "present": len(there)}
    texts = {"words": text_digest(finding.words), "files": files}
    note(
        made, actor, at, "carry_out", {**moved, **data, **texts}, dossier=taken.own.supervisor_id if taken.own else None
    )
    tell_office(made, "verification.carried_out", at=at, by=actor)
    return finding


def _check(made: Verification, outcome: str, happened_at: datetime, at: datetime) -> None:
    """Refuse an outcome that there is not, and a moment at which nobody can have been sent there."""
    if outcome not in list(Outcome):
        raise Refused("bad_outcome", field="outcome")
    if happened_at > at:
        raise Refused("happened_later", field="happened_at")
    if happened_at < made.assigned_at.replace(second=0, microsecond=0):  # people write to the minute
        raise Refused("happened_before", field="happened_at")


def _present(taken: TakenVerification, present: Collection[int]) -> set[int]:
    """The rows of who was there: whoever writes, and those named."""
    made, own = taken.verification, taken.own
    assert own is not None  # only who takes part wears the hat
    rows = {row.pk: row for row in made.verifiers.filter(answer=Answer.joined).select_related("supervisor__unit")}
    there = {own.pk, *present}
    if not there <= rows.keys():
        raise Refused("bad_choice", field="present")
    people = [rows[pk].supervisor for pk in there]
    near = near_to(made.lead)
    if any(near.holds(each) for each in people):
        raise Refused("handling_unit")
    # Whoever writes is among them, so that this tells the reporter alone.
    if {each.pk for each in people} == {made.lead.identity.supervisor_id}:
        raise Refused("reporter_alone")
    return there


@transaction.atomic
def file_finding(actor: Actor, verification_id: int, *, at: datetime, seen: int | None = None) -> Verification:
    """Take the finding as it is: it stands on the lead, and in the dossier of each who was there."""
    taken = take_verification(actor, verification_id, VerificationVerb.file, at=at, seen=seen)
    made, finding = taken.verification, _judge(taken.verification, actor, at, Verdict.accepted)
    made.ended_at = at
    moved = settle(taken, "ended_at")
    note(made, actor, at, "file", {**moved, "finding": finding.number, "outcome": finding.outcome})
    for row in made.verifiers.filter(present=True):
        data = {"outcome": finding.outcome, "late": finding.late}
        note(made, actor, at, "took_part", data, dossier=row.supervisor_id)
    _tell_present(made, "verification.filed", actor, at)
    return made


@transaction.atomic
def send_back_finding(
    actor: Actor, verification_id: int, *, at: datetime, reason: str, seen: int | None = None
) -> Verification:
    """Ask to look again, and say why; what was written stays."""
    taken = take_verification(actor, verification_id, VerificationVerb.send_back, at=at, seen=seen)
    made = taken.verification
    finding = _judge(made, actor, at, Verdict.returned, words(reason, WORDS, field="reason"))
    moved = settle(taken)
    note(made, actor, at, "send_back", {**moved, "finding": finding.number, "reason": text_digest(finding.reason)})
    _tell_present(made, "verification.returned", actor, at)
    return made


def _judge(made: Verification, actor: Actor, at: datetime, verdict: Verdict, reason: str = "") -> Finding:
    finding = made.findings.latest("number")
    finding.verdict, finding.reason, finding.judged_by_id, finding.judged_at = verdict, reason, actor.person, at
    finding.save(update_fields=["verdict", "reason", "judged_by", "judged_at"])
    return finding


def _tell_present(made: Verification, kind: str, actor: Actor, at: datetime) -> None:
    rows = made.verifiers.filter(present=True).select_related("supervisor")
    tell_people([row.supervisor for row in rows], made, kind, at=at, by=actor)
