"""What was to be told or done by itself and was not: written down, and tried again.

Nothing fails in silence: a log is read by whoever looks for trouble, the office looks at its desk.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Count, F, QuerySet
from django.dispatch import Signal

from jianyan.accounts.models import RoleName
from jianyan.accounts.queries import Actor
from jianyan.notify.models import Failure
from jianyan.prepared import Gap, Prepared

#: Who hears of failures.
IN_CHARGE = (RoleName.sysadmin, RoleName.head)
#: Who sees them and may try again.
SEEN_BY = (*IN_CHARGE, RoleName.officer)

#: Notices that ask somebody to act: where they reach nobody, a deadline runs that nobody knows of.
ASKED = frozenset(
    {"form.filed", "lead.dispatch", "lead.support", "lead.return", "lead.remind", "lead.urge", "lead.reopen"}
    | {"lead.ask_extension", "lead.contest"}
)

#: A notice is to be told again. Arguments: zone_id, kind, path, params, at. A receiver that knows the page tells whom
#: it concerns now and answers how many were told; whoever does not know it answers None.
again = Signal()


def visible_to(actor: Actor) -> QuerySet[Failure]:
    """What stands open in the zone, the newest first, for the office and the system's administrator."""
    open_ = Failure.objects.filter(zone=actor.zone_id, settled_at__isnull=True).order_by("-last_at", "-pk")
    return open_ if actor.has(*SEEN_BY) else open_.none()


_OPEN = Prepared(
    lambda: (
        Failure.objects.filter(zone=Gap("zone"), settled_at__isnull=True)
        .order_by()
        .values("zone")
        .annotate(count=Count("id"))
        .values_list("count", flat=True)
    )
)


def open_count(actor: Actor) -> int:
    """How much stands open in the zone. One query, none for whoever does not see it."""
    return _OPEN.first(zone=actor.zone_id) or 0 if actor.has(*SEEN_BY) else 0


def failed(
    zone_id: int, why: str, what: str, *, at: datetime, path: str = "", params: Mapping[str, object] | None = None
) -> None:
    """Write down that something failed; the same once more is counted on the row that stands."""
    same = Failure.objects.filter(zone=zone_id, why=why, what=what, path=path, settled_at__isnull=True)
    if same.update(times=F("times") + 1, last_at=at):
        return
    try:
        with transaction.atomic():
            Failure.objects.create(
                zone_id=zone_id, why=why, what=what, path=path, params=dict(params or {}), first_at=at, last_at=at
            )
    except IntegrityError:  # somebody wrote the same at the same moment
        same.update(times=F("times") + 1, last_at=at)


def settle(zone_id: int, why: str, what: str, *, at: datetime, path: str = "") -> int:
    """It was made up for; returns how many rows that settles."""
    same = Failure.objects.filter(zone=zone_id, why=why, what=what, path=path, settled_at__isnull=True)
    return same.update(settled_at=at)


def let_go(actor: Actor, pk: int, *, at: datetime) -> bool:
    """Somebody in charge has seen to it by other means. Returns whether it still stood."""
    return bool(visible_to(actor).filter(pk=pk).update(settled_at=at, settled_by=actor.person))


def tell_again(actor: Actor, failure: Failure, *, at: datetime) -> int:
    """Tell a notice again that reached nobody; returns how many were told, and settles it if anybody was."""
    with transaction.atomic():
        answers = again.send(
            None, zone_id=failure.zone_id, kind=failure.what, path=failure.path, params=failure.params, at=at
        )
        told = sum(int(answer or 0) for _receiver, answer in answers)
        if told:
            let_go(actor, failure.pk, at=at)
    return told
