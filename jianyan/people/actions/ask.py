"""公告提问: a member asks under an announcement, the office answers (5.1.d)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from jianyan.accounts.queries import Actor
from jianyan.core.chain import text_digest
from jianyan.core.flow import Refused
from jianyan.core.workdays import local_date
from jianyan.ledger.actions import record
from jianyan.notify.actions import tell
from jianyan.people.actions.announce import checked, office_role
from jianyan.people.models import Announcement, Channel, Question
from jianyan.people.queries.groups import announcements_visible_to, own_member

QUESTION, ANSWER = 500, 1000


@transaction.atomic
def ask(actor: Actor, announcement_id: int, *, at: datetime, key: UUID, text: str) -> Question:
    """Ask under an announcement; the office is told. From the same page (``key``) twice asks once.

    An internal supervisor is not named to whoever reads the ledger, as with an anonymous lead.

    Raises:
        Announcement.DoesNotExist; Refused: ``wrong_hat`` for whoever is no supervisor, ``taken_back``,
        ``words_required``, ``too_long``.
    """
    supervisor = own_member(actor).first()
    if supervisor is None:
        raise Refused("wrong_hat")
    visible = announcements_visible_to(actor, local_date(at)).filter(pk=announcement_id)
    found = Announcement.objects.select_for_update().get(pk__in=visible.values("pk"))
    if found.taken_back_at:
        raise Refused("taken_back")
    text = checked(text, QUESTION, field="text")
    if before := Question.objects.filter(key=key, supervisor=supervisor).first():
        return before
    try:
        with transaction.atomic():
            asked = Question.objects.create(announcement=found, supervisor=supervisor, text=text, at=at, key=key)
    except IntegrityError as taken:  # somebody else's key
        raise Refused("words_required", field="text") from taken
    unnamed = {"unnamed": True} if supervisor.channel == Channel.internal else {}
    record(
        actor=actor,
        at=at,
        verb="group.ask",
        subject=found.subject,
        data={"question": asked.pk, "text": text_digest(text), **unnamed},
        clause="5.1.d",
        role="supervisor",
    )
    told = {found.by_id, *([supervisor.officer_id] if supervisor.officer_id else [])}
    tell(told, zone_id=actor.zone_id, at=at, kind="group.asked", path=f"/groups/{found.pk}/#questions", by=actor)
    return asked


@transaction.atomic
def answer(actor: Actor, question_id: int, *, at: datetime, text: str) -> Question:
    """Answer a question; whoever asked is told, and all readers of the announcement read it.

    Raises:
        Question.DoesNotExist; Refused: ``wrong_hat``, ``answered``, ``words_required``, ``too_long``.
    """
    role = office_role(actor)
    text = checked(text, ANSWER, field="text")
    visible = announcements_visible_to(actor, local_date(at))
    asked = Question.objects.select_for_update(of=("self",)).select_related("supervisor", "announcement")
    found = asked.get(pk=question_id, announcement__in=visible.values("pk"))
    if found.answered_at:
        raise Refused("answered")
    found.answer, found.answered_by_id, found.answered_at = text, actor.user_id, at
    found.save(update_fields=["answer", "answered_by", "answered_at"])
    record(
        actor=actor,
        at=at,
        verb="group.answer",
        subject=found.announcement.subject,
        data={"question": found.pk, "text": text_digest(text)},
        clause="5.1.d",
        role=role,
    )
    tell(
        [found.supervisor.user_id],
        zone_id=actor.zone_id,
        at=at,
        kind="group.answered",
        path=f"/groups/{found.announcement_id}/#questions",
        by=actor,
    )
    return found
