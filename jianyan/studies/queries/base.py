"""What somebody may see of studies and verifications, and what they are for one."""

from __future__ import annotations

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from jianyan.accounts.models import RoleName
from jianyan.accounts.queries import Actor
from jianyan.core.studies import StudyState, VerificationState
from jianyan.core.workdays import Calendar
from jianyan.people.models import Supervisor
from jianyan.people.queries import terms_on
from jianyan.studies.models import Answer, Participant, Study, Verification, Verifier

#: Studies that are under way: somebody may still join.
OPEN = (StudyState.called, StudyState.returned)
#: Studies and verifications that are not over.
RUNNING = (*OPEN, StudyState.delivered)
UNDER_WAY = (VerificationState.assigned, VerificationState.taken, VerificationState.carried_out)


def studies_visible_to(actor: Actor) -> QuerySet[Study]:
    """All of the zone for the office; a supervisor's own, and those that are open to the supervisor's channel."""
    zone = Study.objects.filter(zone=actor.zone_id)
    if actor.is_office:
        return zone
    if actor.has(RoleName.supervisor):
        own = Participant.objects.filter(study=OuterRef("pk"), supervisor__user=actor.user_id)
        return zone.filter(Q(Exists(own)) | _open_to(actor))
    return zone.none()


def _open_to(actor: Actor) -> Q:
    me = Supervisor.objects.filter(zone=actor.zone_id, user=actor.user_id)
    mine = Q(open_to="all", zone__in=me.values("zone")) | Q(open_to__in=me.values("channel"))
    return mine & Q(state__in=OPEN)


def verifications_visible_to(actor: Actor) -> QuerySet[Verification]:
    """All of the zone for the office; a supervisor finds those that the supervisor was asked to carry out."""
    zone = Verification.objects.filter(zone=actor.zone_id)
    if actor.is_office:
        return zone
    if actor.has(RoleName.supervisor):
        asked = Verifier.objects.filter(verification=OuterRef("pk"), supervisor__user=actor.user_id)
        return zone.filter(Exists(asked))
    return zone.none()


def own_part(actor: Actor, study: Study) -> Participant | None:
    """The actor's own row in a study. One query for a supervisor."""
    if not actor.has(RoleName.supervisor):
        return None
    return Participant.objects.filter(study=study, supervisor__user=actor.user_id).first()


def own_verifier(actor: Actor, verification: Verification) -> Verifier | None:
    """The actor's own row in a verification. One query for a supervisor."""
    if not actor.has(RoleName.supervisor):
        return None
    return Verifier.objects.filter(verification=verification, supervisor__user=actor.user_id).first()


def serving(actor: Actor, day: date) -> Supervisor | None:
    """The supervisor that the actor is, if in term on that day."""
    if not actor.has(RoleName.supervisor):
        return None
    held = Exists(terms_on(day).filter(supervisor=OuterRef("pk")))
    return Supervisor.objects.filter(held, zone=actor.zone_id, user=actor.user_id).first()


def hats(actor: Actor, own: Participant | Verifier | None, *, open_: bool) -> frozenset[str]:
    """What the actor is for a study or a verification (`core.studies`).

    ``open_``: whoever was not asked by name may take part, if in term.
    """
    worn = {role for role in (RoleName.officer, RoleName.head) if role in actor.roles}
    match own.answer if own else None:
        case Answer.joined:
            return frozenset({*worn, "partner"})
        case Answer.declined:
            return frozenset({*worn, "open"})
        case "":
            return frozenset({*worn, "invited"})
    return frozenset({*worn, "open"} if open_ else worn)


def study_hats(actor: Actor, study: Study, own: Participant | None, day: date) -> frozenset[str]:
    """What the actor is for a study on a day; nobody out of term joins, and whoever is on it stays."""
    there = serving(actor, day) if own is None or own.answer != Answer.joined else None
    if own is not None and own.answer != Answer.joined and there is None:
        own = None  # asked while in term, and not any more
    open_ = there is not None and study.open_to in (there.channel, "all")
    return hats(actor, own, open_=open_)


def is_late(due_on: date, day: date, calendar: Calendar) -> bool:
    """Whether a day is after the last one; a last day that is off means the next working day (民法典 203)."""
    return day > calendar.on_or_after(due_on)
