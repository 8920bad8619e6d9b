"""Filing an opinion form (监督意见表), or a nil return."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from jianyan.accounts.models import Zone
from jianyan.accounts.queries import Actor
from jianyan.core.chain import text_digest
from jianyan.core.flow import GOVERNING, ClockKind, Hat, Refused, State
from jianyan.core.opinion import Opinion, cleaned, form_due, month_of, only_asked, problems
from jianyan.core.rulebook import Rulebook
from jianyan.core.workdays import local_date
from jianyan.leads.actions import clockwork
from jianyan.leads.actions.base import officers_of, path_of
from jianyan.leads.models import Clock, Draft, Lead, LeadNumber, OpinionForm
from jianyan.ledger.actions import record
from jianyan.notify.actions import tell
from jianyan.people.models import Identity
from jianyan.people.queries import in_term, own_identities
from jianyan.rules.models import RulebookVersion
from jianyan.rules.queries import book, calendar_of, version_on

#: The duties that begin with a filed lead (5.1.g, 5.1.h).
FIRST_CLOCKS = (ClockKind.call, ClockKind.dispatch)


class Invalid(Refused):
    """Leads that cannot be filed: ``params["leads"]`` maps the lead's place (from 0) to field → code."""

    def __init__(self, found: Mapping[int, Mapping[str, str]]) -> None:
        super().__init__("invalid", leads={place: dict(codes) for place, codes in found.items()})


@transaction.atomic
def file_form(
    actor: Actor,
    identity_id: int,
    month: date,
    opinions: Sequence[Opinion],
    *,
    at: datetime,
    key: UUID,
    nil: bool = False,
) -> OpinionForm:
    """File a month's form with its leads, start their clocks, and record it; the same ``key`` twice files once.

    Raises:
        Identity.DoesNotExist: the identity is not the actor's own.
        Refused: ``month_closed``, ``no_term``, ``already_filed``, ``no_leads``, ``too_many_leads``, ``nil_with_leads``.
        Invalid: texts that cannot be filed, by lead and field.
    """
    # The identity's row is the lock: two tabs of one person wait for one another.
    own = own_identities(actor).values("pk")
    identity = (
        Identity.objects.select_for_update(of=("self",))
        .select_related("supervisor__zone")
        .get(pk=identity_id, pk__in=own)
    )
    filed = OpinionForm.objects.filter(identity=identity, month=month).first()
    if filed and filed.key == key:
        return filed
    if filed:
        raise Refused("already_filed", at=filed.submitted_at)
    today = local_date(at)
    if month != month_of(today):
        raise Refused("month_closed", month=month)
    if not in_term(identity.supervisor_id, today):
        raise Refused("no_term")
    version = version_on(actor.zone_id, today)
    rules = book(version.pk)
    ready = _ready(opinions, nil, rules, identity.supervisor.channel)
    form = OpinionForm.objects.create(
        zone_id=actor.zone_id,
        identity=identity,
        month=month,
        nil=nil,
        late=today > form_due(month, rules.number_of("form_due_day")),
        submitted_at=at,
        submitted_by_id=actor.person,
        key=key,
    )
    Draft.objects.filter(identity=identity, month=month).delete()
    record(
        actor=actor,
        at=at,
        verb="form.nil" if nil else "form.file",
        subject=f"form:{form.pk}",
        dossier=identity.supervisor_id,
        data={
            "month": month.isoformat()[:7],
            "leads": len(ready),
            "late": form.late,
            "level": identity.level,
            **_unnamed(ready),
        },
        rules=f"v{rules.number}",
        clause="5.1.e",
        role="reporter",
    )
    _enter_leads(actor, form, identity, ready, version, at)
    return form


def _unnamed(opinions: Sequence[Opinion]) -> dict[str, object]:
    """Marks the rows of a form with an anonymous lead: the ledger's page does not name who filed it (4.1.c)."""
    return {"unnamed": True} if any(opinion.hidden for opinion in opinions) else {}


def _ready(opinions: Sequence[Opinion], nil: bool, rules: Rulebook, channel: str) -> list[Opinion]:
    if nil and opinions:
        raise Refused("nil_with_leads")
    if not nil and not opinions:
        raise Refused("no_leads")
    if len(opinions) > rules.number_of("form_max_leads"):
        raise Refused("too_many_leads", longest=rules.number_of("form_max_leads"))
    ready = [cleaned(opinion) for opinion in opinions]
    found = {i: codes for i, opinion in enumerate(ready) if (codes := problems(opinion, rules, channel))}
    if found:
        raise Invalid(found)
    return [only_asked(opinion, rules) for opinion in ready]


def _enter_leads(
    actor: Actor,
    form: OpinionForm,
    identity: Identity,
    opinions: list[Opinion],
    version: RulebookVersion,
    at: datetime,
) -> None:
    if not opinions:
        return
    zone = identity.supervisor.zone
    numbers = next_numbers(zone, at, len(opinions))
    leads = []
    for place, opinion in enumerate(opinions):
        lead = Lead.objects.create(
            zone=zone,
            no=numbers[place],
            form=form,
            identity=identity,
            rules=version,
            month=form.month,
            submitted_at=at,
            **asdict(opinion),
        )
        clocks = clockwork.start(lead, FIRST_CLOCKS, at, book(version.pk), calendar_of(zone))
        for clock in clocks:
            clock.governs = clock.kind == GOVERNING[State(lead.state)]
        Clock.objects.bulk_create(clocks)
        record_entry(actor, lead, clocks, at=at, place=place, role=Hat.reporter, more=_unnamed(opinions))
        leads.append(lead)
    tell(
        officers_of(leads[0]),
        zone_id=zone.pk,
        at=at,
        kind="form.filed",
        path=path_of(leads[0]),
        params={"no": leads[0].no, "leads": len(leads)},
        by=actor,
    )


def record_entry(
    actor: Actor,
    lead: Lead,
    clocks: list[Clock],
    *,
    at: datetime,
    place: int,
    role: str,
    more: Mapping[str, object] | None = None,
) -> None:
    """The first row of a lead's chain: what came in, and when what is due."""
    rules = book(lead.rules_id)
    record(
        actor=actor,
        at=at,
        verb="lead.file",
        subject=lead.subject,
        dossier=lead.identity.supervisor_id,
        data={
            "to": lead.state,
            "no": lead.no,
            "form": lead.form_id,
            "place": place,
            "kind": lead.kind,
            "hidden": lead.hidden,
            "split_from": lead.split_from_id,
            "text": text_digest("\n".join((lead.title, lead.body, lead.suggestion))),
            "clocks": {clock.kind: {"due": clock.due_on.isoformat()} for clock in clocks},
            **(more or {}),
        },
        rules=f"v{rules.number}",
        clause=rules.kinds[lead.kind].clause,
        role=role,
    )


def next_numbers(zone: Zone, at: datetime, count: int) -> list[str]:
    """Take the next numbers of the zone's year, as people say them on the phone; they have no gaps.

    New leads and a new working calendar wait for each other here: ``zone`` is told of one that came in between.
    """
    year = local_date(at).year
    LeadNumber.objects.get_or_create(zone=zone, year=year)
    counter = LeadNumber.objects.select_for_update().get(zone=zone, year=year)
    zone.refresh_from_db(fields=["calendar_revision"])
    first = counter.last + 1
    counter.last += count
    counter.save(update_fields=["last"])
    return [f"{zone.short_name} {year}-{first + place:04d}" for place in range(count)]
