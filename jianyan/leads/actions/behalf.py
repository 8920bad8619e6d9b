"""Entering a form on a supervisor's behalf (代录): it came to the office on paper, by phone or as a spreadsheet."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from jianyan.accounts.queries import Actor
from jianyan.core.flow import Refused
from jianyan.core.opinion import Opinion
from jianyan.core.workdays import local_date
from jianyan.leads.actions.file import OnBehalf, enter
from jianyan.leads.models import CameBy, OpinionForm
from jianyan.leads.queries.behalf import refuse_days
from jianyan.notify.actions import tell
from jianyan.people.models import Identity
from jianyan.people.queries import in_term, visible_to


@transaction.atomic
def file_on_behalf(
    actor: Actor,
    identity_id: int,
    month: date,
    opinions: Sequence[Opinion],
    *,
    at: datetime,
    key: UUID,
    channel: str,
    received_on: date,
    nil: bool = False,
    batch_id: int | None = None,
) -> OpinionForm:
    """File somebody's form for them and tell them so; the same ``key`` twice files once.

    The duties towards the supervisor begin with the entry; whether the form is late, the day of receipt decides. A
    draft that the supervisor has begun stays as it is.

    Raises:
        Identity.DoesNotExist: not there for this actor.
        Refused: ``wrong_hat``, ``bad_channel``, ``already_filed``, ``no_term``, those of `refuse_days`, and those of
            filing one's own: ``no_leads``, ``too_many_leads``, ``nil_with_leads``.
        Invalid: texts that cannot be filed, by lead and field.
    """
    came = OnBehalf(channel, received_on, batch_id)
    return file_one(actor, identity_id, month, opinions, at=at, key=key, nil=nil, came=came)


def file_one(
    actor: Actor,
    identity_id: int,
    month: date,
    opinions: Sequence[Opinion],
    *,
    at: datetime,
    key: UUID,
    nil: bool,
    came: OnBehalf,
) -> OpinionForm:
    """`file_on_behalf` in the caller's transaction, for a file of many."""
    if not actor.is_office:
        raise Refused("wrong_hat")
    if came.channel not in CameBy.values:
        raise Refused("bad_channel")
    identity = (
        Identity.objects.select_for_update(of=("self",))
        .select_related("supervisor__zone")
        .get(pk=identity_id, supervisor__in=visible_to(actor).values("pk"))
    )
    filed = OpinionForm.objects.filter(identity=identity, month=month).first()
    if filed and filed.key == key:
        return filed
    if filed:
        raise Refused("already_filed", at=filed.submitted_at)
    refuse_days(month, came.received_on, local_date(at))
    if not in_term(identity.supervisor_id, came.received_on):
        raise Refused("no_term")
    form = enter(actor, identity, month, opinions, at=at, key=key, nil=nil, behalf=came)
    tell(
        [identity.supervisor.user_id],
        zone_id=actor.zone_id,
        at=at,
        kind="form.entered",
        path=f"/my/form/{form.pk}/",
        params={"month": month.isoformat()[:7], "leads": len(opinions)},
        by=actor,
    )
    return form
