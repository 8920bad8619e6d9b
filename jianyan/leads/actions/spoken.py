"""会上意见: what a supervisor said at a meeting, written down by the office as a lead (4.3.b)."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from jianyan.accounts.queries import Actor
from jianyan.core.flow import Hat, Refused
from jianyan.core.opinion import Opinion
from jianyan.core.workdays import local_date
from jianyan.leads.actions.base import path_of
from jianyan.leads.actions.begin import begin, record_entry, tell_office
from jianyan.leads.actions.file import ready
from jianyan.leads.actions.numbers import next_numbers
from jianyan.leads.models import Lead
from jianyan.notify.actions import tell
from jianyan.people.models import Identity
from jianyan.people.queries import in_term, visible_to
from jianyan.rules.queries import book, version_on


@transaction.atomic
def enter_statement(
    actor: Actor, identity_id: int, opinion: Opinion, *, at: datetime, key: UUID, source: str, said_on: date
) -> Lead:
    """Make a lead of what a supervisor said; the same ``key`` twice makes one. Its clocks run from the entry.

    It belongs to no opinion form: the month's form is filed beside it, or was filed before (ADR 16). The reporter is
    told, sees it among the own leads, and it is in the dossier at once. ``source``: the subject of what it was said at.

    Raises:
        Identity.DoesNotExist: not there for this actor.
        Refused: ``wrong_hat``, ``no_term``, ``received_to_come``.
        Invalid: texts that cannot be filed, for the one lead (0) by field.
    """
    if not actor.is_office:
        raise Refused("wrong_hat")
    if said_on > local_date(at):
        raise Refused("received_to_come")
    # The identity's row is the lock, as for forms: what one person says is entered one after the other.
    identity = (
        Identity.objects.select_for_update(of=("self",))
        .select_related("supervisor__zone")
        .get(pk=identity_id, supervisor__in=visible_to(actor).values("pk"))
    )
    if before := Lead.objects.filter(source_key=key, identity=identity).first():
        return before
    if not in_term(identity.supervisor_id, said_on):
        raise Refused("no_term")
    version = version_on(actor.zone_id, local_date(at))
    (fit,) = ready([opinion], False, book(version.pk), identity.supervisor.channel)
    (called,) = next_numbers(identity.supervisor.zone, at, [fit.hidden])
    lead, clocks = begin(identity, fit, version, at, called=called, source=source, source_key=key)
    more = {"entered": source.partition(":")[0], "received": said_on.isoformat(), "source": source}
    role = Hat.officer if actor.has(Hat.officer) else Hat.head
    record_entry(actor, lead, clocks, at=at, place=0, role=role, more=more)
    tell_office(actor, [lead], at)
    tell(
        [identity.supervisor.user_id],
        zone_id=actor.zone_id,
        at=at,
        kind="lead.spoken",
        path=path_of(lead),
        params={"no": lead.no},
        by=actor,
    )
    return lead
