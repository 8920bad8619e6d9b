"""聘任: a user becomes a supervisor for a term (4.1.a, 4.1.c)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from jianyan.accounts.models import Department, Role, RoleName, User
from jianyan.accounts.queries import Actor
from jianyan.core.flow import Refused
from jianyan.core.separation import ADMINISTRATORS, AREA
from jianyan.core.terms import Term, overlaps
from jianyan.ledger.actions import record
from jianyan.people.models import Appointment, Identity, Supervisor


@transaction.atomic
def appoint(
    actor: Actor,
    user: User,
    *,
    at: datetime,
    channel: str,
    category: str,
    levels: Sequence[str] = ("district",),
    starts_on: date,
    ends_on: date,
    unit: Department | None = None,
    employer: str = "",
    post: str = "",
    industry: str = "",
    phone: str = "",
    officer: User | None = None,
    certificate: str = "",
    consented_at: datetime | None = None,
) -> Supervisor:
    """Appoint a user as supervisor for a term, with the identities held; the dossier begins with this row.

    ``consented_at``: when the person agreed to the processing of personal data; None asks for it at first sign-in.

    Raises:
        Refused: ``administrator_at_work`` for an administrator, an auditor (三员分立) or the New Area's office,
            ``term_overlaps`` when the term has a day in common with another one of the person.
    """
    if Role.objects.filter(user=user, name__in=ADMINISTRATORS | {AREA}).exists():
        raise Refused("administrator_at_work")
    about = {
        "name": user.name,
        "phone": phone,
        "channel": channel,
        "category": category,
        "unit": unit,
        "employer": employer,
        "post": post,
        "industry": industry,
        "officer": officer,
    }
    supervisor, _ = Supervisor.objects.get_or_create(user=user, defaults={"zone_id": actor.zone_id, **about})
    others = Appointment.objects.filter(supervisor=supervisor)
    if overlaps(Term(starts_on, ends_on), [other.term for other in others]):
        raise Refused("term_overlaps")
    _open_account(actor, user)
    for level in levels:
        Identity.objects.get_or_create(supervisor=supervisor, level=level)
    made = Appointment.objects.create(
        supervisor=supervisor,
        starts_on=starts_on,
        ends_on=ends_on,
        certificate=certificate,
        consented_at=consented_at,
    )
    _note(actor, made, levels, at, channel=channel, category=category)
    return supervisor


def _open_account(actor: Actor, user: User) -> None:
    """The role of a supervisor, and a sign-in that was closed when an earlier term was broken off."""
    Role.objects.get_or_create(user=user, zone_id=actor.zone_id, name=RoleName.supervisor)
    if not user.is_active:
        user.is_active = True
        user.save(update_fields=["is_active"])


def _note(actor: Actor, made: Appointment, levels: Sequence[str], at: datetime, *, channel: str, category: str) -> None:
    record(
        actor=actor,
        at=at,
        verb="supervisor.appoint",
        subject=f"supervisor:{made.supervisor_id}",
        dossier=made.supervisor_id,
        data={
            "appointment": made.pk,
            "channel": channel,
            "category": category,
            "levels": list(levels),
            "from": made.starts_on.isoformat(),
            "to": made.ends_on.isoformat(),
        },
        clause="4.1.a" if channel == "social" else "4.1.c",
    )
