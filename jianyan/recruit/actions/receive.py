"""An application comes in, by whichever way: the person's own, a unit's recommendation, or a list."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from jianyan.accounts.models import Department, DepartmentKind, RoleName, Zone
from jianyan.accounts.queries import Actor
from jianyan.core.applicant import Applicant, cleaned_applicant, problems_of
from jianyan.core.flow import Refused
from jianyan.core.names import sort_key
from jianyan.core.workdays import local_date
from jianyan.recruit.actions.base import next_receipt, note_candidate, tell_office
from jianyan.recruit.models import Candidate, CandidateFile, Round, Way
from jianyan.recruit.queries import STANDING, takes_applications
from jianyan.rules.queries import book


@transaction.atomic
def apply(
    actor: Actor,
    round_id: int,
    one: Applicant,
    *,
    at: datetime,
    key: UUID,
    consent: bool,
    promise: bool,
    basket: UUID | None = None,
) -> Candidate:
    """A social candidate applies on the public page (自荐). ``actor`` is the zone's system: nobody has signed in.

    Raises:
        Round.DoesNotExist; Refused: ``no_consent``, ``no_promise``, ``social_only``, and as `receive`.
    """
    if not consent:
        raise Refused("no_consent", field="consent")
    if not promise:
        raise Refused("no_promise", field="promise")
    if one.channel != "social":
        raise Refused("social_only", field="category")
    made = receive(actor, round_id, one, at=at, key=key, way=Way.applied, consented=True)
    _claim(made, basket)
    return made


def _claim(made: Candidate, basket: UUID | None) -> None:
    """Give the files of the page to the application."""
    if basket is not None:
        CandidateFile.objects.filter(round=made.round_id, basket=basket, candidate__isnull=True).update(candidate=made)


@transaction.atomic
def recommend(
    actor: Actor,
    round_id: int,
    one: Applicant,
    *,
    at: datetime,
    key: UUID,
    consent: bool,
    basket: UUID | None = None,
) -> Candidate:
    """A unit's liaison recommends: a sector body social candidates, every other unit its own staff as internal ones.

    ``consent``: the person has agreed to be recommended and to what is written here.

    Raises:
        Round.DoesNotExist; Refused: ``wrong_role``, ``no_consent``, ``own_staff_only``, ``sector_social_only``, and as
        `receive`.
    """
    if not actor.has(RoleName.liaison) or actor.department_id is None:
        raise Refused("wrong_role")
    if not consent:
        raise Refused("no_consent", field="consent")
    unit = Department.objects.get(pk=actor.department_id)
    if unit.kind == DepartmentKind.sector:
        if one.channel != "social":
            raise Refused("sector_social_only", field="category")
    elif one.channel != "internal" or one.unit != unit.pk:
        raise Refused("own_staff_only", field="category")
    made = receive(actor, round_id, one, at=at, key=key, way=Way.recommended, consented=True)
    _claim(made, basket)
    return made


def receive(
    actor: Actor, round_id: int, one: Applicant, *, at: datetime, key: UUID, way: Way, consented: bool
) -> Candidate:
    """Take an applicant in, in the caller's transaction; the same page twice is one.

    Raises:
        Round.DoesNotExist; Refused: ``not_open``, ``unfit`` with the ``problems`` by field, ``applied_already``.
    """
    round_ = Round.objects.select_for_update().select_related("zone").get(pk=round_id, zone=actor.zone_id)
    if there := Candidate.objects.filter(round=round_, key=key).first():
        return there
    if not takes_applications(round_, at):
        raise Refused("not_open")
    one = cleaned_applicant(one)
    if found := problems_of(one, book(round_.rules_id), local_date(at)):
        raise Refused("unfit", problems=found)
    if Candidate.objects.filter(round=round_, phone=one.phone, state__in=STANDING).exists():
        raise Refused("applied_already", field="phone")
    made = store(actor, round_, one, at=at, key=key, way=way, consented=consented)
    tell_office(round_, "recruit.received", at=at, by=actor, roles=("officer",), no=made.receipt)
    return made


def store(
    actor: Actor, round_: Round, one: Applicant, *, at: datetime, key: UUID, way: Way, consented: bool
) -> Candidate:
    """Save a cleaned and checked applicant under the next receipt number, and record."""
    Zone.objects.select_for_update().get(pk=round_.zone_id)  # receipt numbers are the zone's
    recommending = actor.department_id if way == Way.recommended else None
    made = Candidate.objects.create(
        zone_id=round_.zone_id,
        round=round_,
        receipt=next_receipt(round_.zone_id, at),
        key=key,
        way=way,
        name=one.name,
        sort_key=sort_key(one.name),
        gender=one.gender,
        born=one.born,
        politics=one.politics,
        education=one.education,
        phone=one.phone,
        channel=one.channel,
        category=one.category,
        unit=_unit(round_, one),
        employer="" if one.unit else one.employer,
        post=one.post,
        industry=one.industry,
        seat=one.seat,
        levels=list(one.levels),
        resume=one.resume,
        reason=one.reason,
        opinion=one.opinion,
        consented_at=at if consented else None,
        promised_at=at if way == Way.applied else None,
        recommended_by_id=actor.user_id if way == Way.recommended else None,
        recommending_id=recommending,
        received_at=at,
    )
    data: dict[str, object] = {"way": way.value, "channel": one.channel, "category": one.category, "no": made.receipt}
    note_candidate(
        made, actor, at, "receive", {**data, **({"unit": recommending} if recommending else {})}, _clause(one)
    )
    return made


def _unit(round_: Round, one: Applicant) -> Department | None:
    if one.unit is None:
        return None
    unit = Department.objects.filter(pk=one.unit, zone=round_.zone_id).first()
    if unit is None:
        raise Refused("unfit", problems={"unit": "unknown"})
    return unit


def _clause(one: Applicant) -> str:
    if one.channel == "internal":
        return "4.1.c"
    return "4.1.b" if {"new_area", "municipal"} & {*one.levels} else "4.1.a"
