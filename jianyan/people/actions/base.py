"""What acts on supervisors and their terms share: the locked person, the words, the row in the ledger."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.db.models.functions import Length

from jianyan.accounts.models import RoleName, Zone
from jianyan.accounts.queries import Actor
from jianyan.core.flow import Refused
from jianyan.core.opinion import clean_text
from jianyan.ledger.actions import record
from jianyan.people.models import Appointment, Supervisor
from jianyan.people.queries import visible_to


def lock_supervisor(actor: Actor, supervisor_id: int) -> Supervisor:
    """A supervisor whose dossier the actor may see, locked; raises `Supervisor.DoesNotExist`."""
    visible = visible_to(actor).filter(pk=supervisor_id)
    return Supervisor.objects.select_for_update(of=("self",)).get(pk__in=visible.values("pk"))


def need(actor: Actor, *roles: str) -> None:
    """Raise `Refused` ``wrong_hat`` unless the actor has one of the roles."""
    if not actor.has(*roles):
        raise Refused("wrong_hat")


def words(text: str, longest: int, *, field: str, needed: bool = True) -> str:
    """A cleaned text; raises `Refused` ``words_required`` or ``too_long`` with the field."""
    text = clean_text(text)
    if needed and not text:
        raise Refused("words_required", field=field)
    if len(text) > longest:
        raise Refused("too_long", field=field, longest=longest)
    return text


def running_or_coming(supervisor: Supervisor, day: date) -> list[Appointment]:
    """The terms that hold on a day or will later, the earliest first."""
    terms = Appointment.objects.select_for_update().filter(supervisor=supervisor, ends_on__gte=day)
    return [each for each in terms.order_by("starts_on") if each.term.last >= max(day, each.starts_on)]


def note(
    supervisor: Supervisor,
    actor: Actor,
    at: datetime,
    verb: str,
    data: Mapping[str, object] | None = None,
    *,
    clause: str = "4.3.c",
) -> None:
    """Record an act on a supervisor in the dossier."""
    record(
        actor=actor,
        at=at,
        verb=f"supervisor.{verb}",
        subject=f"supervisor:{supervisor.pk}",
        dossier=supervisor.pk,
        data=dict(data or {}),
        clause=clause,
        role=acting_role(actor),
    )


def acting_role(actor: Actor) -> str:
    """The role in which the act is recorded: the highest of the office's, else the supervisor's own."""
    return next((role for role in (RoleName.head, RoleName.officer, RoleName.supervisor) if actor.has(role)), "")


def next_certificate(zone: Zone, year: int) -> str:
    """The next number of a year's certificates: 东监聘〔2026〕12号. Called with the zone locked."""
    stem = f"{zone.short_name}聘〔{year}〕"
    given = Appointment.objects.filter(supervisor__zone=zone, certificate__startswith=stem)
    last = given.order_by(Length("certificate").desc(), "-certificate").values_list("certificate", flat=True).first()
    return f"{stem}{int(last[len(stem) : -1]) + 1 if last else 1}号"
