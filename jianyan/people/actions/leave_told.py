"""What a leave leaves behind: rows in the ledger and in each dossier, and who is told."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from jianyan.accounts.models import User
from jianyan.accounts.queries import Actor
from jianyan.core.flow import Hat
from jianyan.core.workdays import local_date
from jianyan.ledger.actions import record
from jianyan.notify.actions import tell
from jianyan.people.models import Leave, Supervisor


def days_of(leave: Leave) -> dict[str, object]:
    """The first and the last day of a leave, as ledger and notices carry them."""
    last = max(leave.starts_at, leave.ends_at - timedelta(microseconds=1))
    return {"from": local_date(leave.starts_at).isoformat(), "to": local_date(last).isoformat()}


def note(
    actor: Actor, leave: Leave, verb: str, at: datetime, data: Mapping[str, object], *, role: str | None = None
) -> None:
    """One row about the leave itself."""
    record(
        actor=actor,
        at=at,
        verb=verb,
        subject=f"leave:{leave.pk}",
        data={**data, **days_of(leave)},
        clause="4.3.a",
        role=role or _hat(actor),
    )


def _hat(actor: Actor) -> str:
    return Hat.system if actor.user_id is None else Hat.head


def _deputies(leave: Leave) -> tuple[int, dict[int, int]]:
    """Who stands in for all, and who for single supervisors."""
    rows: dict[int | None, int] = dict(leave.covers.values_list("supervisor", "deputy"))
    return rows[None], {pk: deputy for pk, deputy in rows.items() if pk is not None}


def _people(leave: Leave) -> list[Supervisor]:
    return list(Supervisor.objects.filter(zone=leave.zone_id, officer=leave.officer_id).order_by("pk"))


def tell_officers(actor: Actor, leave: Leave, kind: str, at: datetime) -> None:
    """The officer and whoever stands in hear of the days."""
    everyone, named = _deputies(leave)
    tell(
        {leave.officer_id, everyone, *named.values()},
        zone_id=leave.zone_id,
        at=at,
        kind=kind,
        path="/desk/",
        params=days_of(leave),
        by=actor,
    )


def tell_begin(actor: Actor, leave: Leave, at: datetime) -> None:
    """Each supervisor's dossier says who stands in, and the supervisor hears it; those who stand in have begun."""
    everyone, named = _deputies(leave)
    names = dict(User.objects.filter(pk__in={everyone, *named.values()}).values_list("pk", "name"))
    for supervisor in _people(leave):
        deputy = named.get(supervisor.pk, everyone)
        _row(actor, supervisor, "supervisor.cover", at, {"officer": [leave.officer_id, deputy], **days_of(leave)})
        if leave.ends_at > at:
            params = {"name": names[deputy], "until": days_of(leave)["to"]}
            _tell(actor, leave, [supervisor.user_id], "supervisor.cover", at, "/my/", params)
    if leave.ends_at > at:
        deputies = {everyone, *named.values()}
        _tell(actor, leave, deputies, "leave.begin", at, "/desk/", {"until": days_of(leave)["to"]})


def tell_end(actor: Actor, leave: Leave, at: datetime) -> None:
    """The officer has the supervisors back: their dossiers say so, and everybody concerned hears it."""
    everyone, named = _deputies(leave)
    name = leave.officer.name
    for supervisor in _people(leave):
        deputy = named.get(supervisor.pk, everyone)
        _row(actor, supervisor, "supervisor.cover_end", at, {"officer": [deputy, leave.officer_id]})
        _tell(actor, leave, [supervisor.user_id], "supervisor.cover_end", at, "/my/", {"name": name})
    told = {leave.officer_id, everyone, *named.values()}
    _tell(actor, leave, told, "leave.end", at, "/desk/", {"name": name})


def _row(actor: Actor, supervisor: Supervisor, verb: str, at: datetime, data: Mapping[str, object]) -> None:
    record(
        actor=actor,
        at=at,
        verb=verb,
        subject=f"supervisor:{supervisor.pk}",
        dossier=supervisor.pk,
        data=data,
        clause="4.3.a",
        role=_hat(actor),
    )


def _tell(
    actor: Actor,
    leave: Leave,
    users: list[int] | set[int],
    kind: str,
    at: datetime,
    path: str,
    params: Mapping[str, object],
) -> None:
    tell(users, zone_id=leave.zone_id, at=at, kind=kind, path=path, params=params, by=actor)
