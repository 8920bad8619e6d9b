"""移交: an officer's supervisors go to another officer, and with them whatever is open (4.3.a)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from jianyan.accounts.models import RoleName
from jianyan.accounts.queries import Actor, with_role
from jianyan.core.chain import text_digest
from jianyan.core.flow import Hat, Refused
from jianyan.core.opinion import clean_text
from jianyan.ledger.actions import record
from jianyan.notify.actions import tell
from jianyan.people.models import Supervisor
from jianyan.people.queries import deputies_of, visible_to

LONGEST = 500


@transaction.atomic
def handover(
    actor: Actor, supervisors: Collection[int], *, at: datetime, source: int | None, target: int, reason: str = ""
) -> int:
    """Give supervisors of one officer to another; returns how many. ``source`` None: those who have no officer.

    Leads name no officer of their own: the desk and the notices ask the supervisor's, so nothing is left behind.

    Raises:
        Refused: ``wrong_hat``, ``nobody_chosen``, ``no_officer``, ``same_officer``, ``too_long``, ``handover_changed``
        when one of them has gone to somebody else meanwhile, or is not there.
    """
    if not actor.has(RoleName.head):
        raise Refused("wrong_hat")
    reason = clean_text(reason)
    if len(reason) > LONGEST:
        raise Refused("too_long", field="reason", longest=LONGEST)
    if target == source:
        raise Refused("same_officer")
    if target not in {user.pk for user in with_role(actor.zone_id, RoleName.officer)}:
        raise Refused("no_officer")
    if not supervisors:
        raise Refused("nobody_chosen")
    visible = visible_to(actor).filter(pk__in=set(supervisors), officer=source)
    chosen = list(Supervisor.objects.select_for_update().filter(pk__in=visible.values("pk")).order_by("pk"))
    if len(chosen) != len(set(supervisors)):
        raise Refused("handover_changed")
    for supervisor in chosen:
        supervisor.officer_id = target
        _record(actor, supervisor, at, source, target, reason)
    Supervisor.objects.bulk_update(chosen, ["officer"], batch_size=500)
    _tell(actor, chosen, at, target)
    return len(chosen)


def _record(actor: Actor, supervisor: Supervisor, at: datetime, source: int | None, target: int, reason: str) -> None:
    record(
        actor=actor,
        at=at,
        verb="supervisor.handover",
        subject=f"supervisor:{supervisor.pk}",
        dossier=supervisor.pk,
        data={"officer": [source, target], **({"reason": text_digest(reason)} if reason else {})},
        clause="4.3.a",
        role=Hat.head,
    )


def _tell(actor: Actor, chosen: list[Supervisor], at: datetime, target: int) -> None:
    tell(
        {target, *deputies_of(actor.zone_id, target, at)},
        zone_id=actor.zone_id,
        at=at,
        kind="supervisor.handover",
        path=f"/supervisors/?officer={target}",
        params={"count": len(chosen)},
        by=actor,
    )
    tell(
        [supervisor.user_id for supervisor in chosen],
        zone_id=actor.zone_id,
        at=at,
        kind="supervisor.officer",
        path="/my/",
        by=actor,
    )
