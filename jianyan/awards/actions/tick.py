"""What time brings to awards: the hearing and the public notice end, and those who go on are told (4.3.c)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from jianyan.accounts.models import RoleName, Zone
from jianyan.accounts.queries import ids_with_role, system_actor
from jianyan.awards.models import Run
from jianyan.awards.queries import award_facts, over_untold
from jianyan.core.award import AwardStep
from jianyan.ledger.actions import record
from jianyan.notify.actions import tell
from jianyan.rules.queries import book

#: What has ended at each step, as the ledger and notices call it.
ENDED = {AwardStep.hearing: "heard", AwardStep.notice: "noticed"}


def tick_awards(zone: Zone, *, at: datetime) -> int:
    """Tell head and officers once when a hearing or a notice is over; returns how many ended."""
    return sum(_over(zone, pk, at) for pk in over_untold(zone.pk, at))


@transaction.atomic
def _over(zone: Zone, run_id: int, at: datetime) -> int:
    """The row in the ledger is what says that they have been told."""
    run = Run.objects.select_for_update().get(pk=run_id)
    if run_id not in over_untold(zone.pk, at):
        return 0
    ended, unsettled = ENDED[AwardStep(run.step)], award_facts(run, at).objections
    record(
        actor=system_actor(zone),
        at=at,
        verb=f"award.{ended}",
        subject=run.subject,
        data={"objections": unsettled},
        rules=f"v{book(run.rules_id).number}",
        clause="4.3.c",
    )
    users = {*ids_with_role(zone.pk, RoleName.head), *ids_with_role(zone.pk, RoleName.officer)}
    kind = f"award.{ended}_open" if unsettled else f"award.{ended}"
    params = {"count": unsettled} if unsettled else {}
    tell(users, zone_id=zone.pk, at=at, kind=kind, path=f"/awards/{run.pk}/", params=params)
    return 1
