"""互动联系: the office speaks with a supervisor beside the calls about leads (4.3.a, 5.1.c)."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from jianyan.accounts.queries import Actor
from jianyan.core.chain import text_digest
from jianyan.core.flow import Hat, Refused
from jianyan.core.opinion import clean_text
from jianyan.ledger.actions import record
from jianyan.people.models import Contact, Supervisor
from jianyan.people.queries import visible_to

LONGEST = 2000
METHODS = frozenset(key for key, _word in Contact.METHODS)

#: How long after a contact it may still be logged.
LATEST = timedelta(days=31)


@transaction.atomic
def log_contact(
    actor: Actor, supervisor_id: int, *, at: datetime, method: str, text: str, happened: datetime | None = None
) -> Contact:
    """Log a contact of the acting officer with a supervisor; ``happened`` is when, by default now.

    The same contact sent twice is logged once.

    Raises:
        Supervisor.DoesNotExist: not there for this actor.
        Refused: ``wrong_hat``, ``bad_method``, ``text_required``, ``too_long``, ``contact_to_come``,
            ``contact_too_old``.
    """
    if not actor.is_office:
        raise Refused("wrong_hat")
    visible = visible_to(actor).filter(pk=supervisor_id)
    supervisor = Supervisor.objects.select_for_update().get(pk__in=visible.values("pk"))
    text, when = _checked(text, method), happened or at
    if when > at:
        raise Refused("contact_to_come")
    if at - when > LATEST:
        raise Refused("contact_too_old", days=LATEST.days)
    same = Contact.objects.filter(supervisor=supervisor, by=actor.person, at=when, method=method, text=text).first()
    if same:
        return same
    contact = Contact.objects.create(supervisor=supervisor, at=when, by_id=actor.person, method=method, text=text)
    record(
        actor=actor,
        at=when,
        verb="supervisor.contact",
        subject=f"supervisor:{supervisor.pk}",
        dossier=supervisor.pk,
        data={"contact": contact.pk, "method": method, "text": text_digest(text), "logged": at.isoformat()},
        clause="5.1.c",
        role=Hat.head if actor.has(Hat.head) and not actor.has(Hat.officer) else Hat.officer,
    )
    return contact


def _checked(text: str, method: str) -> str:
    if method not in METHODS:
        raise Refused("bad_method")
    text = clean_text(text)
    if not text:
        raise Refused("text_required")
    if len(text) > LONGEST:
        raise Refused("too_long", field="text", longest=LONGEST)
    return text
