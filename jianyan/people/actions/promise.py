"""保密承诺: signed anew for each term, before anything else is done in it (practice: a signed 承诺书 each term)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from jianyan.accounts.queries import Actor
from jianyan.core.flow import Refused
from jianyan.core.workdays import local_date
from jianyan.people.actions.base import lock_supervisor, note
from jianyan.people.models import Appointment
from jianyan.people.queries import own_supervisor
from jianyan.people.queries.promise import unsigned


@transaction.atomic
def sign_promise(actor: Actor, *, at: datetime, promise: bool, consent: bool) -> Appointment:
    """Sign the promise of the actor's own term; with it the consent, where none was given in an application.

    Signing twice is signing once.

    Raises:
        Refused: ``wrong_hat`` for whoever is no supervisor, ``not_in_term``, ``no_promise``, ``no_consent``.
    """
    own = own_supervisor(actor, at)
    if own is None:
        raise Refused("wrong_hat")
    supervisor = lock_supervisor(actor, own.pk)
    term = unsigned(actor, local_date(at)).first()
    if term is None:
        signed = Appointment.objects.filter(supervisor=supervisor, promised_at__isnull=False).order_by("-promised_at")
        if done := signed.first():
            return done
        raise Refused("not_in_term")
    if not promise:
        raise Refused("no_promise", field="promise")
    if term.consented_at is None:
        if not consent:
            raise Refused("no_consent", field="consent")
        term.consented_at = at
        note(supervisor, actor, at, "consent", {"appointment": term.pk}, clause="4.0")
    term.promised_at = at
    term.save(update_fields=["promised_at", "consented_at"])
    note(supervisor, actor, at, "promise", {"appointment": term.pk})
    return term
