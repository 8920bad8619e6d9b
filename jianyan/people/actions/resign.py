"""离任: a term is broken off on its day: the role goes, the account with it, and no form is owed any more (4.3.c).

What the person raised stays with the office: leads name no term, so nothing is left behind.
"""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from jianyan.accounts.actions.leaving import end_role
from jianyan.accounts.models import RoleName
from jianyan.accounts.queries import Actor
from jianyan.core.chain import text_digest
from jianyan.core.flow import Refused
from jianyan.core.workdays import local_date
from jianyan.notify.actions import tell
from jianyan.people.actions.base import lock_supervisor, need, note, running_or_coming, words
from jianyan.people.models import Appointment, Dismissal, Leaving, Supervisor

REASON = 500


def break_off(actor: Actor, supervisor: Supervisor, *, at: datetime, leaving: Leaving) -> list[Appointment]:
    """End every term that holds or is to come, in the caller's transaction; the role ends with them.

    Raises:
        Refused: ``not_in_term``.
    """
    terms = running_or_coming(supervisor, local_date(at))
    if not terms:
        raise Refused("not_in_term")
    for each in terms:
        each.left_on, each.leaving = local_date(at), leaving
        each.save(update_fields=["left_on", "leaving"])
    end_role(actor, supervisor.user, at=at, role=RoleName.supervisor)
    return terms


@transaction.atomic
def resign(actor: Actor, supervisor_id: int, *, at: datetime, reason: str = "") -> Supervisor:
    """The person resigns, in person or by the office on the person's word; it holds from today on.

    Raises:
        Supervisor.DoesNotExist; Refused: ``not_in_term``, ``dismissal_open``, ``too_long``; ``words_required`` for the
        office, which writes down how the person said so.
    """
    supervisor = lock_supervisor(actor, supervisor_id)
    own = supervisor.user_id == actor.user_id
    reason = words(reason, REASON, field="reason", needed=not own)
    if Dismissal.objects.filter(appointment__supervisor=supervisor, decided_at__isnull=True).exists():
        raise Refused("dismissal_open")
    terms = break_off(actor, supervisor, at=at, leaving=Leaving.resigned)
    data: dict[str, object] = {"appointment": terms[0].pk, "left": local_date(at).isoformat(), "own": own}
    note(supervisor, actor, at, "resign", {**data, **({"reason": text_digest(reason)} if reason else {})})
    if supervisor.officer_id:
        tell(
            [supervisor.officer_id],
            zone_id=supervisor.zone_id,
            at=at,
            kind="supervisor.resigned",
            path=f"/supervisors/{supervisor.pk}/",
            by=actor,
        )
    return supervisor


@transaction.atomic
def take_certificate_back(actor: Actor, term_id: int, *, at: datetime, on: date) -> Appointment:
    """Write down that a certificate was given back; only of a term that was broken off.

    Raises:
        Appointment.DoesNotExist; Refused: ``wrong_hat``, ``still_holds``, ``back_already``, ``day_to_come``,
        ``before_leaving``.
    """
    need(actor, RoleName.officer, RoleName.head)
    supervisor_id = Appointment.objects.values_list("supervisor", flat=True).get(
        pk=term_id, supervisor__zone=actor.zone_id
    )
    supervisor = lock_supervisor(actor, supervisor_id)
    term = Appointment.objects.select_for_update().get(pk=term_id)
    if term.left_on is None:
        raise Refused("still_holds")
    if term.certificate_back_on:
        raise Refused("back_already")
    if on > local_date(at):
        raise Refused("day_to_come", field="on")
    if on < term.left_on:
        raise Refused("before_leaving", field="on")
    term.certificate_back_on = on
    term.save(update_fields=["certificate_back_on"])
    note(supervisor, actor, at, "certificate_back", {"appointment": term.pk, "on": on.isoformat()})
    return term
