"""Taking a nil return back, so that a form can still be filed for the month (5.1.e)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from jianyan.accounts.queries import Actor
from jianyan.core.flow import Refused
from jianyan.core.opinion import month_of
from jianyan.core.workdays import local_date
from jianyan.leads.models import OpinionForm
from jianyan.ledger.actions import record
from jianyan.ledger.models import Entry
from jianyan.people.models import Identity
from jianyan.people.queries import in_term, own_identities
from jianyan.rules.queries import book, version_on

VERB = "form.undo_nil"


@transaction.atomic
def undo_nil(actor: Actor, form_id: int, *, at: datetime) -> None:
    """Take back the actor's own nil return while its month lasts; taking it back twice is doing it once.

    The form's row goes, because there may be one form a month and identity; all that it held stands in the ledger.

    Raises:
        OpinionForm.DoesNotExist: there is no such form of the actor's own, nor was there one.
        Refused: ``not_nil``, ``nil_month_over``, ``no_term``, ``time_order``.
    """
    subject = f"form:{form_id}"
    own = OpinionForm.objects.filter(identity__in=own_identities(actor).values("pk"))
    try:
        found = own.get(pk=form_id)
        # The identity's row is the lock, as for filing; what is read under it is what goes.
        Identity.objects.select_for_update().get(pk=found.identity_id)
        form = own.select_related("identity").get(pk=form_id)
    except OpinionForm.DoesNotExist:
        if Entry.objects.filter(subject=subject, verb=VERB, actor=actor.user_id).exists():
            return
        raise
    today = local_date(at)
    if not form.nil:
        raise Refused("not_nil")
    if form.month != month_of(today):
        raise Refused("nil_month_over")
    if not in_term(form.identity.supervisor_id, today):
        raise Refused("no_term")
    if at < form.submitted_at:
        raise Refused("time_order", last=form.submitted_at)
    record(
        actor=actor,
        at=at,
        verb=VERB,
        subject=subject,
        dossier=form.identity.supervisor_id,
        data={"month": form.month.isoformat()[:7], "level": form.identity.level},
        rules=f"v{book(version_on(actor.zone_id, today).pk).number}",
        clause="5.1.e",
        role="reporter",
    )
    form.delete()
