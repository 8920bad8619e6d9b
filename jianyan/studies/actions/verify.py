"""A lead is verified on site: assigned, taken on, carried out, filed (4.2.c)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from jianyan.accounts.queries import Actor
from jianyan.core.chain import text_digest
from jianyan.core.flow import FINAL, Refused
from jianyan.core.studies import VerificationVerb
from jianyan.core.workdays import local_date
from jianyan.leads.models import Lead
from jianyan.leads.queries.visible import may_know_reporter, visible_to
from jianyan.people.models import Supervisor
from jianyan.people.queries import appointed
from jianyan.studies.actions.base import (
    due_day,
    need_office,
    next_no,
    note,
    settle,
    take_verification,
    tell_office,
    tell_people,
    words,
)
from jianyan.studies.models import Answer, Verification, Verifier
from jianyan.studies.queries.verify import eligible, near_to

TITLE, BRIEF, PLACE, REASON = 60, 2000, 80, 200
#: Verifiers of one lead at once.
AT_ONCE = 20


@transaction.atomic
def assign(
    actor: Actor,
    lead_id: int,
    *,
    at: datetime,
    key: UUID,
    title: str,
    brief: str,
    due_on: date,
    people: Collection[int],
    place: str = "",
) -> Verification:
    """Assign the verification of a lead to supervisors in term. They read ``title``, ``brief`` and ``place``, not the
    lead. The same page (``key``) twice assigns once.

    Raises:
        Lead.DoesNotExist; Refused: ``wrong_role`` (also where the lead is anonymous and the actor may not know its
        reporter), ``lead_over``, ``nobody_asked``, ``too_many_people``, ``not_in_term``, ``handling_unit``,
        ``reporter_alone``, ``text_required``, ``too_long``, ``due_past``, ``due_too_far``.
    """
    lead = _lead(actor, lead_id)
    if before := Verification.objects.filter(lead=lead, key=key).first():
        return before
    if lead.state in FINAL:
        raise Refused("lead_over")
    made = Verification(
        zone=lead.zone,
        lead=lead,
        title=words(title, TITLE, field="title", lines=False),
        brief=words(brief, BRIEF, field="brief"),
        place=words(place, PLACE, field="place", needed=False, lines=False),
        due_on=due_day(due_on, at, lead.zone),
        assigned_by_id=actor.person,
        assigned_at=at,
        key=key,
    )
    chosen = _chosen(lead, people, at, beside=())
    made.no = next_no(Verification, lead.zone_id, at)
    made.save()
    data = {"lead": lead.pk, "due": due_on.isoformat(), "asked": len(chosen), "brief": text_digest(made.brief)}
    note(made, actor, at, "assign", data, first=True)
    _ask(made, chosen, actor, at)
    return made


def _lead(actor: Actor, lead_id: int) -> Lead:
    """The lead, locked against acts that would give it to another unit meanwhile."""
    need_office(actor)
    locked = Lead.objects.select_for_update(of=("self",)).select_related("zone", "identity__supervisor")
    lead = locked.get(pk__in=visible_to(actor).filter(pk=lead_id).values("pk"))
    if not may_know_reporter(actor, lead):
        raise Refused("wrong_role")
    return lead


def _chosen(lead: Lead, people: Collection[int], at: datetime, *, beside: Collection[int]) -> list[Supervisor]:
    """The people of these ids, who may all verify the lead; ``beside``: who verifies it already."""
    if not people:
        raise Refused("nobody_asked", field="people")
    if len(set(people)) + len(beside) > AT_ONCE:
        raise Refused("too_many_people", field="people", longest=AT_ONCE)
    today = local_date(at)
    there = appointed(lead.zone_id, today).filter(pk__in=people)
    if there.count() != len(set(people)):
        raise Refused("not_in_term", field="people")
    found = list(eligible(lead, near_to(lead), today).filter(pk__in=people))
    if len(found) != len(set(people)):
        raise Refused("handling_unit", field="people")
    if {*beside, *(each.pk for each in found)} == {lead.identity.supervisor_id}:
        raise Refused("reporter_alone", field="people")
    return found


def _ask(made: Verification, people: list[Supervisor], actor: Actor, at: datetime) -> None:
    Verifier.objects.bulk_create(Verifier(verification=made, supervisor=each, asked_at=at) for each in people)
    for each in people:
        note(made, actor, at, "ask", {}, dossier=each.pk)
    tell_people(people, made, "verification.asked", at=at, by=actor)


@transaction.atomic
def reassign(
    actor: Actor, verification_id: int, *, at: datetime, people: Collection[int], seen: int | None = None
) -> Verification:
    """Ask more people, where somebody has declined or one pair of eyes is not enough."""
    taken = take_verification(actor, verification_id, VerificationVerb.reassign, at=at, seen=seen)
    made = taken.verification
    lead = _lead(actor, made.lead_id)
    rows = list(made.verifiers.values_list("supervisor", "answer"))
    asked = {pk for pk, _answer in rows}
    standing = {pk for pk, answer in rows if answer != Answer.declined}
    chosen = _chosen(lead, [pk for pk in people if pk not in asked], at, beside=standing)
    _ask(made, chosen, actor, at)
    settle(taken)
    note(made, actor, at, "reassign", {"asked": len(chosen)})
    return made


@transaction.atomic
def take_on(actor: Actor, verification_id: int, *, at: datetime, seen: int | None = None) -> Verification:
    """Accept the task."""
    taken = take_verification(actor, verification_id, VerificationVerb.take, at=at, seen=seen)
    row = taken.own
    assert row is not None  # only who was asked wears a hat here
    row.answer, row.answered_at, row.reason = Answer.joined, at, ""
    row.save()
    moved = settle(taken)
    note(taken.verification, actor, at, "take", moved, dossier=row.supervisor_id)
    return taken.verification


@transaction.atomic
def decline_task(
    actor: Actor, verification_id: int, *, at: datetime, reason: str, seen: int | None = None
) -> Verification:
    """Say that one cannot verify it, and why; where nobody is left, it waits for somebody else to be asked."""
    taken = take_verification(actor, verification_id, VerificationVerb.decline, at=at, seen=seen)
    row, made = taken.own, taken.verification
    assert row is not None  # only who was asked wears a hat here
    row.answer, row.answered_at = Answer.declined, at
    row.reason = words(reason, REASON, field="reason", lines=False)
    row.save()
    if not made.verifiers.filter(answer=Answer.joined).exists():
        made.state = "assigned"
    made.revision += 1
    made.save(update_fields=["state", "revision"])
    note(made, actor, at, "decline", {"reason": text_digest(row.reason)}, dossier=row.supervisor_id)
    tell_office(made, "verification.declined", at=at, by=actor, about=row.supervisor)
    return made


@transaction.atomic
def cancel_verification(
    actor: Actor, verification_id: int, *, at: datetime, reason: str, seen: int | None = None
) -> Verification:
    """Call a verification off, and say why."""
    taken = take_verification(actor, verification_id, VerificationVerb.cancel, at=at, seen=seen)
    made = taken.verification
    made.why_ended, made.ended_at = words(reason, 500, field="reason", lines=False), at
    moved = settle(taken, "why_ended", "ended_at")
    note(made, actor, at, "cancel", {**moved, "reason": text_digest(made.why_ended)})
    rows = made.verifiers.exclude(answer=Answer.declined).select_related("supervisor")
    tell_people([row.supervisor for row in rows], made, "verification.cancelled", at=at, by=actor)
    return made
