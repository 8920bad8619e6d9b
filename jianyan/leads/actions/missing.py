"""Asking for the forms that have not come: by the clock before they are due, or by hand (5.1.e)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction

from jianyan.accounts.models import Zone
from jianyan.accounts.queries import Actor
from jianyan.core.flow import Refused
from jianyan.core.opinion import form_due, month_of
from jianyan.core.workdays import local_date
from jianyan.leads.queries.forms import missing
from jianyan.ledger.actions import record
from jianyan.notify.actions import tell
from jianyan.notify.models import Notice
from jianyan.rules.queries import NoRulebook, book, version_on

#: The kind of notice that asks for a form.
KIND = "form.missing"


@transaction.atomic
def remind_missing(actor: Actor, month: date, *, at: datetime, only: Collection[int] | None = None) -> int:
    """Remind whoever has not filed this month's form, each once a day; returns how many were told now.

    ``only``: those of these identities; by default all of the zone.

    Raises:
        Refused: ``wrong_hat`` for anybody but the office, ``month_closed`` for another month than this, ``no_rules``.
    """
    if not actor.is_office:
        raise Refused("wrong_hat")
    if month != month_of(local_date(at)):
        raise Refused("month_closed", month=month)
    try:
        return ask_missing(actor, at=at, verb="form.remind", only=only)
    except NoRulebook:
        raise Refused("no_rules") from None


def ask_missing(actor: Actor, *, at: datetime, verb: str, only: Collection[int] | None = None) -> int:
    """Tell whoever misses this month's form (``only``: of these identities), in the caller's transaction.

    Nobody is told twice a day. Returns how many were told.

    Raises:
        NoRulebook: without rules nobody owes a form.
    """
    today, zone_id = local_date(at), actor.zone_id
    Zone.objects.select_for_update().get(pk=zone_id)  # two that ask at once ask once
    rules = book(version_on(zone_id, today).pk)
    asked_today = Notice.objects.filter(zone=zone_id, kind=KIND, at__date=today).values_list("user", flat=True)
    owed = missing(zone_id, month_of(today), today)
    if only is not None:
        owed = owed.filter(pk__in=only)
    users = set(owed.values_list("supervisor__user", flat=True)) - set(asked_today)
    if not users:
        return 0
    month, due = today.isoformat()[:7], form_due(month_of(today), rules.number_of("form_due_day"))
    record(
        actor=actor,
        at=at,
        verb=verb,
        subject=f"zone:{zone_id}",
        data={"month": month, "asked": len(users)},
        rules=f"v{rules.number}",
        clause="5.1.e",
    )
    # After the due day the notice names none: what is late is simply to be filed.
    params = {"month": month, **({"due": due.isoformat()} if today <= due else {})}
    return tell(users, zone_id=zone_id, at=at, kind=KIND, path="/my/form/", params=params)
