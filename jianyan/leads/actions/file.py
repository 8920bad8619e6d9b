"""Filing an opinion form (监督意见表), or a nil return."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from uuid import UUID

from django.db import transaction
from django.db.models import DateField

from jianyan.accounts.queries import Actor, anybody, values_of
from jianyan.core.flow import Hat, Refused
from jianyan.core.opinion import Opinion, cleaned, form_due, month_of, only_asked, problems
from jianyan.core.rulebook import Rulebook
from jianyan.core.workdays import local_date
from jianyan.leads.actions.begin import begin, record_entry, tell_office
from jianyan.leads.actions.files import claim
from jianyan.leads.actions.numbers import next_numbers
from jianyan.leads.models import Audience, Draft, OpinionForm
from jianyan.ledger.actions import record
from jianyan.people.models import Identity
from jianyan.people.queries import in_term, own_identities
from jianyan.prepared import Gap, Prepared
from jianyan.rules.models import RulebookVersion
from jianyan.rules.queries import book, version_on


class Invalid(Refused):
    """Leads that cannot be filed: ``params["leads"]`` maps the lead's place (from 0) to field → code."""

    def __init__(self, found: Mapping[int, Mapping[str, str]]) -> None:
        super().__init__("invalid", leads={place: dict(codes) for place, codes in found.items()})


_FILED = Prepared(lambda: OpinionForm.objects.filter(identity=Gap("identity"), month=Gap("month", DateField())))


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
    baskets: Sequence[UUID | None] = (),
) -> OpinionForm:
    """File a month's form with its leads, start their clocks, and record it; the same ``key`` twice files once.

    ``baskets`` hold the files of each lead, in the order of the leads.

    Raises:
        Identity.DoesNotExist: the identity is not the actor's own.
        Refused: ``month_closed``, ``no_term``, ``already_filed``, ``no_leads``, ``too_many_leads``, ``nil_with_leads``.
        Invalid: texts that cannot be filed, by lead and field.
    """
    # The identity's row is the lock: two tabs of one person wait for one another.
    identity = _own(actor, identity_id)
    filed = _FILED.first(identity=identity.pk, month=month)
    if filed and filed.key == key:
        return filed
    if filed:
        raise Refused("already_filed", at=filed.submitted_at)
    today = local_date(at)
    if month != month_of(today):
        raise Refused("month_closed", month=month)
    if not in_term(identity.supervisor_id, today):
        raise Refused("no_term")
    form = enter(actor, identity, month, opinions, at=at, key=key, nil=nil, baskets=baskets)
    Draft.objects.filter(identity=identity, month=month).delete()
    return form


@dataclass(frozen=True, slots=True)
class OnBehalf:
    """How a form came that the office enters for its supervisor (代录): the way, the day, the file."""

    channel: str
    received_on: date
    batch_id: int | None = None


def enter(
    actor: Actor,
    identity: Identity,
    month: date,
    opinions: Sequence[Opinion],
    *,
    at: datetime,
    key: UUID,
    nil: bool,
    behalf: OnBehalf | None = None,
    baskets: Sequence[UUID | None] = (),
) -> OpinionForm:
    """The core of filing, for a locked identity that may file this month: form, leads, clocks, ledger, notices.

    Raises:
        Refused: ``no_leads``, ``too_many_leads``, ``nil_with_leads``.
        Invalid: texts that cannot be filed, by lead and field.
    """
    today = local_date(at)
    version = version_on(actor.zone_id, today)
    rules = book(version.pk)
    fit = ready(opinions, nil, rules, identity.supervisor.channel)
    given_on = behalf.received_on if behalf else today
    form = OpinionForm.objects.create(
        zone_id=actor.zone_id,
        identity=identity,
        month=month,
        nil=nil,
        late=given_on > form_due(month, rules.number_of("form_due_day")),
        submitted_at=at,
        submitted_by_id=identity.supervisor.user_id,
        key=key,
        entered_by_id=actor.person if behalf else None,
        channel=behalf.channel if behalf else "",
        received_on=behalf.received_on if behalf else None,
        batch_id=behalf.batch_id if behalf else None,
    )
    record(
        actor=actor,
        at=at,
        verb="form.nil" if nil else "form.file",
        subject=f"form:{form.pk}",
        dossier=identity.supervisor_id,
        data={
            "month": month.isoformat()[:7],
            "leads": len(fit),
            "late": form.late,
            "level": identity.level,
            **_told_of(form, fit),
        },
        rules=f"v{rules.number}",
        clause="5.1.e",
        role=_hat(actor, form),
        first=True,
    )
    _enter_leads(actor, form, identity, fit, version, at, baskets)
    return form


@lru_cache(maxsize=64)
def _locking(roles: frozenset[str]) -> Prepared[Identity]:
    """Locks one of the own identities of an actor with these roles."""
    own = own_identities(anybody(roles, placed=False)).filter(pk=Gap("identity")).values("pk")
    locked = Identity.objects.select_for_update(of=("self",)).filter(pk__in=own)
    return Prepared(lambda: locked.select_related("supervisor__zone"))


def _own(actor: Actor, identity_id: int) -> Identity:
    identity = _locking(actor.roles).first(identity=identity_id, **values_of(actor))
    if identity is None:
        raise Identity.DoesNotExist
    return identity


def _hat(actor: Actor, form: OpinionForm) -> str:
    if form.entered_by_id is None:
        return Hat.reporter
    return Hat.officer if actor.has(Hat.officer) else Hat.head


def _told_of(form: OpinionForm, opinions: Sequence[Opinion]) -> dict[str, object]:
    """What the rows of a form say beside its leads: that and how the office entered it for somebody (代录).

    The rows of a form with an anonymous lead do not name who filed it (4.1.c); who entered it may be named.
    """
    if form.received_on is not None:
        batch = {"batch": form.batch_id} if form.batch_id else {}
        return {"entered": form.channel, "received": form.received_on.isoformat(), **batch}
    return {"unnamed": True} if any(opinion.hidden for opinion in opinions) else {}


def ready(opinions: Sequence[Opinion], nil: bool, rules: Rulebook, channel: str) -> list[Opinion]:
    """The opinions cleaned, with the answers that their kinds ask for; refuses as `enter` does."""
    if nil and opinions:
        raise Refused("nil_with_leads")
    if not nil and not opinions:
        raise Refused("no_leads")
    if len(opinions) > rules.number_of("form_max_leads"):
        raise Refused("too_many_leads", longest=rules.number_of("form_max_leads"))
    fit = [cleaned(opinion) for opinion in opinions]
    found = {i: codes for i, opinion in enumerate(fit) if (codes := problems(opinion, rules, channel))}
    if found:
        raise Invalid(found)
    return [only_asked(opinion, rules) for opinion in fit]


def _enter_leads(
    actor: Actor,
    form: OpinionForm,
    identity: Identity,
    opinions: list[Opinion],
    version: RulebookVersion,
    at: datetime,
    baskets: Sequence[UUID | None],
) -> None:
    if not opinions:
        return
    zone = identity.supervisor.zone
    numbers = next_numbers(zone, at, [opinion.hidden for opinion in opinions])
    leads = []
    for place, opinion in enumerate(opinions):
        lead, clocks = begin(identity, opinion, version, at, called=numbers[place], form=form)
        basket = baskets[place] if place < len(baskets) else None
        files = claim(actor, basket, lead, audience=Audience.department)
        more = {**_told_of(form, opinions), **({"files": files} if files else {})}
        record_entry(actor, lead, clocks, at=at, place=place, role=_hat(actor, form), more=more)
        leads.append(lead)
    tell_office(actor, leads, at)
