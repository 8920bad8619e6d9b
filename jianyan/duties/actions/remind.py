"""Telling whoever still owes something in the quarter: by the clock once, by the office when it is wanted (5.1.a)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import transaction

from jianyan.accounts.models import Zone
from jianyan.accounts.queries import Actor
from jianyan.core.duties import SETTLED, Rules, quarter_of
from jianyan.core.flow import Refused
from jianyan.core.workdays import local_date
from jianyan.duties.queries.people import people, reckoned
from jianyan.duties.queries.rules import quarter_rules
from jianyan.duties.queries.summary import GROUPS
from jianyan.ledger.actions import record
from jianyan.notify.actions import tell
from jianyan.notify.models import Notice

#: Kinds of notices that say what is owed: one for each thing that a duty asks for.
KIND = "duty."
PATH = "/my/"


@transaction.atomic
def remind(actor: Actor, *, at: datetime, only: Collection[int] | None = None) -> int:
    """Remind whoever still owes something this quarter, each at most once a day; returns how many were told now.

    ``only``: of these supervisors; by default all of the zone.

    Raises:
        Refused: ``wrong_role`` for anybody but the office, ``no_rules``.
    """
    if not actor.is_office:
        raise Refused("wrong_role")
    zone = Zone.objects.select_for_update().get(pk=actor.zone_id)  # two that remind at once remind once
    today = local_date(at)
    rules = quarter_rules(zone, quarter_of(today), today)
    if rules is None:
        raise Refused("no_rules")
    owing = people(zone.pk, rules, today).filter(GROUPS["open"])
    if only is not None:
        owing = owing.filter(pk__in=only)
    return tell_owing(actor, zone, rules, owing, at=at, verb="duty.remind")


def tell_owing(actor: Actor, zone: Zone, rules: Rules, owing: Any, *, at: datetime, verb: str) -> int:
    """Tell these people of `people` what they owe, whoever was not told today, in the caller's transaction."""
    today = local_date(at)
    told = Notice.objects.filter(zone=zone, kind__startswith=KIND, at__date=today).values_list("user", flat=True)
    done = set(told)
    users: dict[str, list[int]] = {}
    for row in owing.order_by("pk").iterator(chunk_size=500):
        for what, part in reckoned(row, rules, today).items():
            if part.standing not in SETTLED and row.user_id not in done:
                users.setdefault(what, []).append(row.user_id)
    everybody = {user for each in users.values() for user in each}
    if not everybody:
        return 0
    record(
        actor=actor,
        at=at,
        verb=verb,
        subject=f"zone:{zone.pk}",
        data={"quarter": rules.quarter.key, "asked": len(everybody)},
        rules=f"v{rules.number}",
        clause="5.1.a",
        role="head" if actor.has("head") else "officer" if actor.is_office else "system",
    )
    params = {"until": rules.span.last.isoformat()}
    for what, ids in sorted(users.items()):
        tell(ids, zone_id=zone.pk, at=at, kind=f"{KIND}{what}", path=PATH, params=params)
    return len(everybody)
