"""解聘: proposed by the office, answered by the person, decided by the head (4.3.c; practice: proposal → statement →
approval → told → certificate back). Missed forms or symposia alone never dismiss anybody: they raise a flag.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from jianyan.accounts.models import RoleName, User
from jianyan.accounts.queries import Actor, with_role
from jianyan.core.chain import text_digest
from jianyan.core.flow import Refused
from jianyan.core.workdays import local_date
from jianyan.notify.actions import tell
from jianyan.people.actions.base import lock_supervisor, need, note, running_or_coming, words
from jianyan.people.actions.resign import break_off
from jianyan.people.models import Dismissal, Ground, Leaving, Supervisor
from jianyan.people.queries import visible_to

LONGEST, REASON = 2000, 500
#: Working days that the page proposes for the statement; the office may give more, and no fewer than until tomorrow.
ANSWER_DAYS = 5


@transaction.atomic
def propose_dismissal(
    actor: Actor, supervisor_id: int, *, at: datetime, ground: str, text: str, answer_by: date
) -> Dismissal:
    """Propose to dismiss a supervisor; the person is told the ground and may answer until a day.

    Raises:
        Supervisor.DoesNotExist; Refused: ``wrong_hat``, ``bad_ground``, ``words_required``, ``too_long``,
        ``answer_too_soon``, ``not_in_term``, ``dismissal_open``.
    """
    need(actor, RoleName.officer, RoleName.head)
    supervisor = lock_supervisor(actor, supervisor_id)
    if ground not in Ground.values:
        raise Refused("bad_ground")
    text = words(text, LONGEST, field="text")
    if answer_by <= local_date(at):
        raise Refused("answer_too_soon", field="answer_by")
    terms = running_or_coming(supervisor, local_date(at))
    if not terms:
        raise Refused("not_in_term")
    if Dismissal.objects.filter(appointment__supervisor=supervisor, decided_at__isnull=True).exists():
        raise Refused("dismissal_open")
    made = Dismissal.objects.create(
        appointment=terms[0],
        ground=ground,
        words=text,
        proposed_by_id=actor.person,
        proposed_at=at,
        answer_by=answer_by,
    )
    data = {"dismissal": made.pk, "ground": ground, "until": answer_by.isoformat(), "words": text_digest(text)}
    note(supervisor, actor, at, "propose_dismissal", data)
    _tell(supervisor, [supervisor.user_id], "dismissal.proposed", actor, at, until=answer_by.isoformat())
    return made


@transaction.atomic
def state_on_dismissal(actor: Actor, dismissal_id: int, *, at: datetime, text: str) -> Dismissal:
    """The person's own statement; once, and as long as nothing is decided and the day has not passed.

    Raises:
        Dismissal.DoesNotExist; Refused: ``wrong_hat``, ``stated_already``, ``decided_already``, ``answer_over``,
        ``words_required``, ``too_long``.
    """
    supervisor, dismissal = _taken(actor, dismissal_id)
    if supervisor.user_id != actor.user_id:
        raise Refused("wrong_hat")
    if dismissal.decided_at:
        raise Refused("decided_already")
    if dismissal.stated_at:
        raise Refused("stated_already")
    if local_date(at) > dismissal.answer_by:
        raise Refused("answer_over")
    dismissal.statement, dismissal.stated_at = words(text, LONGEST, field="text"), at
    dismissal.save(update_fields=["statement", "stated_at"])
    note(supervisor, actor, at, "state", {"dismissal": dismissal.pk, "words": text_digest(dismissal.statement)})
    _tell(supervisor, with_role(supervisor.zone_id, RoleName.head), "dismissal.stated", actor, at)
    return dismissal


@transaction.atomic
def decide_dismissal(actor: Actor, dismissal_id: int, *, at: datetime, approved: bool, reason: str) -> Dismissal:
    """The head decides, once the person has answered or the day for it has passed; approved, it holds from today on.

    Raises:
        Dismissal.DoesNotExist; Refused: ``wrong_hat``, ``decided_already``, ``statement_awaited``, ``words_required``,
        ``too_long``.
    """
    need(actor, RoleName.head)
    supervisor, dismissal = _taken(actor, dismissal_id)
    if dismissal.decided_at:
        raise Refused("decided_already")
    if dismissal.stated_at is None and local_date(at) <= dismissal.answer_by:
        raise Refused("statement_awaited")
    dismissal.decision = words(reason, REASON, field="reason")
    dismissal.approved, dismissal.decided_by_id, dismissal.decided_at = approved, actor.person, at
    dismissal.save(update_fields=["decision", "approved", "decided_by", "decided_at"])
    verb = "dismiss" if approved else "reject_dismissal"
    data: dict[str, object] = {"dismissal": dismissal.pk, "ground": dismissal.ground}
    if approved:
        break_off(actor, supervisor, at=at, leaving=Leaving.dismissed)
        data |= {"appointment": dismissal.appointment_id, "left": local_date(at).isoformat()}
    note(supervisor, actor, at, verb, {**data, "reason": text_digest(dismissal.decision)})
    people = {supervisor.user_id, dismissal.proposed_by_id, supervisor.officer_id} - {None}
    if approved:
        people.discard(supervisor.user_id)  # cannot sign in any more: the officer tells the person
    told = [pk for pk in people if pk is not None]
    _tell(supervisor, told, "dismissal.approved" if approved else "dismissal.rejected", actor, at)
    return dismissal


def _taken(actor: Actor, dismissal_id: int) -> tuple[Supervisor, Dismissal]:
    visible = Dismissal.objects.filter(appointment__supervisor__in=visible_to(actor))
    supervisor = lock_supervisor(actor, visible.values_list("appointment__supervisor", flat=True).get(pk=dismissal_id))
    return supervisor, Dismissal.objects.select_for_update().get(pk=dismissal_id)


def _tell(
    supervisor: Supervisor, people: Sequence[int | User], kind: str, actor: Actor, at: datetime, **params: object
) -> None:
    for user in people:
        pk = user if isinstance(user, int) else user.pk
        path = "/my/dossier/" if pk == supervisor.user_id else f"/supervisors/{supervisor.pk}/"
        tell([pk], zone_id=supervisor.zone_id, at=at, kind=kind, path=path, params=params, by=actor)
