"""聘书: taking one out as a file leaves a row; the file itself is made from the facts at that moment."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from jianyan.accounts.queries import Actor
from jianyan.core.flow import Refused
from jianyan.people.actions.base import note
from jianyan.people.models import Appointment
from jianyan.people.queries import visible_to

KINDS = frozenset({"pdf", "docx"})


@transaction.atomic
def record_certificate(actor: Actor, terms: Sequence[Appointment], *, at: datetime, kind: str) -> None:
    """Record that certificates were taken out as ``kind``, each in the dossier of its supervisor.

    Raises:
        Refused: ``wrong_hat`` where one is not for this actor to see, ``bad_kind``.
    """
    if kind not in KINDS:
        raise Refused("bad_kind")
    people = {each.supervisor_id for each in terms}
    if visible_to(actor).filter(pk__in=people).count() != len(people):
        raise Refused("wrong_hat")
    for each in terms:
        note(each.supervisor, actor, at, "certificate", {"appointment": each.pk, "type": kind}, clause="4.0")
