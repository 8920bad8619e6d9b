"""Telling people of an act on a lead, and who they are."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef

from jianyan.accounts.queries import ids_with_role
from jianyan.core.flow import UNDO_WITHIN
from jianyan.leads.models import Lead, Reply
from jianyan.leads.queries.carried import carried_by
from jianyan.leads.queries.visible import is_reporter
from jianyan.notify.actions import tell
from jianyan.people.queries import contact_of

if TYPE_CHECKING:
    from jianyan.leads.actions.base import Taken


def path_of(lead: Lead) -> str:
    """The page of a lead, as notices link to it."""
    return f"/leads/{lead.pk}/"


def told_at(taken: Taken) -> datetime:
    """When people are told of an act: at once, or when it can no longer be undone."""
    return taken.at + UNDO_WITHIN if taken.kept else taken.at


def tell_lead(taken: Taken, kind: str, users: Iterable[Any], **params: object) -> None:
    """Tell people about an act on a lead; the params carry the number only, never names or contents.

    Of what an anonymous reporter did the notice tells the day and not the hour (``day``).
    """
    if taken.lead.hidden and is_reporter(taken.actor, taken.lead):
        params["day"] = True
    tell(
        users,
        zone_id=taken.lead.zone_id,
        at=told_at(taken),
        kind=kind,
        path=path_of(taken.lead),
        params={"no": taken.lead.no, **params},
        by=taken.actor,
    )


def tell_answered(taken: Taken) -> None:
    """Tell whoever raised a lead of its answer; of a part's by the whole, whose page holds the answers to all parts."""
    lead = taken.lead
    if lead.split_from is None:
        tell_lead(taken, "lead.replied", reporter_of(lead))
        return
    parts = Lead.objects.filter(split_from=lead.split_from)
    answered = parts.filter(Exists(Reply.objects.filter(lead=OuterRef("pk"))))
    tell(
        reporter_of(lead),
        zone_id=lead.zone_id,
        at=told_at(taken),
        kind="lead.part_replied",
        path=path_of(lead.split_from),
        params={"no": lead.split_from.no, "number": answered.count(), "parts": parts.count()},
        by=taken.actor,
    )


def tell_carried(taken: Taken, kind: str) -> None:
    """Tell whoever raised a lead that this one carries, each by the number and page of their own."""
    for other in carried_by(taken.lead):
        tell(
            reporter_of(other),
            zone_id=other.zone_id,
            at=told_at(taken),
            kind=kind,
            path=path_of(other),
            params={"no": other.no},
            by=taken.actor,
        )


def reporter_of(lead: Lead) -> list[int]:
    """The account of whoever raised the lead."""
    return [lead.identity.supervisor.user_id]


def liaisons_of(lead: Lead, department_id: int | None = None) -> list[int]:
    """The liaisons of a department, by default the one that handles the lead."""
    department = department_id or lead.lead_department_id
    return ids_with_role(lead.zone_id, "liaison", department) if department else []


def officers_of(lead: Lead, at: datetime) -> list[int]:
    """The supervisor's contact at that moment; every officer of the zone where there is none."""
    officer = contact_of(lead.identity.supervisor_id, at)
    return [officer] if officer else ids_with_role(lead.zone_id, "officer")


def heads_of(lead: Lead) -> list[int]:
    """The office heads of the zone."""
    return ids_with_role(lead.zone_id, "head")
