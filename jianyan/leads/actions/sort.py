"""汇总梳理 (5.1.f): classify, note, resume, merge, split; and the reporter's own withdrawal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, fields, replace
from datetime import datetime

from django.db import transaction

from jianyan.accounts.queries import Actor
from jianyan.core.flow import FINAL, ClockKind, Refused, Verb
from jianyan.core.opinion import Opinion, cleaned, only_asked, problems
from jianyan.leads.actions import clockwork
from jianyan.leads.actions.base import (
    Taken,
    digests,
    officers_of,
    reporter_of,
    settle,
    take,
    tell_carried,
    tell_lead,
    words,
)
from jianyan.leads.actions.begin import record_entry
from jianyan.leads.actions.dispatch import own_unit_alone
from jianyan.leads.actions.file import Invalid
from jianyan.leads.actions.locking import lock
from jianyan.leads.actions.numbers import next_numbers
from jianyan.leads.models import Clock, Dispatch, Grade, Lead, Merge
from jianyan.leads.queries.visible import visible_to

LONGEST = 1000


@transaction.atomic
def classify(
    actor: Actor,
    lead_id: int,
    *,
    at: datetime,
    seen: int | None = None,
    kind: str,
    field: str,
    common: bool,
    grade: str = "",
    aspect: str = "",
    effect: str = "",
    stage: str = "",
    policy: str = "",
) -> Lead:
    """Set kind, field, case or common, and a grade; the kind stays one of the reporter's channel.

    Raises:
        Invalid: codes by field, as for filing.
        Refused: ``bad_grade``.
    """
    taken = take(actor, lead_id, Verb.classify, at=at, seen=seen)
    lead = taken.lead
    if grade and grade not in Grade.values:
        raise Refused("bad_grade")
    before = {name: getattr(lead, name) for name in ("kind", "field", "common", "grade")}
    opinion = replace(
        opinion_of(lead),
        kind=kind,
        field=field,
        common=common,
        aspect=aspect,
        effect=effect,
        stage=stage,
        policy=policy,
    )
    opinion = _checked([opinion], taken)[0]
    for name in ("kind", "field", "common", "aspect", "effect", "stage", "policy"):
        setattr(lead, name, getattr(opinion, name))
    lead.grade = grade
    after = {name: getattr(lead, name) for name in before}
    settle(taken, data={"before": before, "after": after})
    return lead


def opinion_of(lead: Lead) -> Opinion:
    """The lead's own words and keys as an opinion."""
    return Opinion(**{f.name: getattr(lead, f.name) for f in fields(Opinion)})


def _checked(opinions: Sequence[Opinion], taken: Taken) -> list[Opinion]:
    channel = taken.lead.identity.supervisor.channel
    ready = [cleaned(opinion) for opinion in opinions]
    found = {i: codes for i, o in enumerate(ready) if (codes := problems(o, taken.book, channel))}
    if found:
        raise Invalid(found)
    return [only_asked(opinion, taken.book) for opinion in ready]


@transaction.atomic
def note(actor: Actor, lead_id: int, *, at: datetime, seen: int | None = None, reason: str) -> Lead:
    """Keep a lead as information that needs no department, such as a trend."""
    taken = take(actor, lead_id, Verb.note, at=at, seen=seen)
    reason = words(reason, LONGEST, code="reason")
    settle(taken, data=digests(reason=reason))
    tell_lead(taken, "lead.noted", reporter_of(taken.lead))
    tell_carried(taken, "lead.noted")
    return taken.lead


@transaction.atomic
def resume(actor: Actor, lead_id: int, *, at: datetime, seen: int | None = None, reason: str) -> Lead:
    """Take up a noted lead after all; the dispatch clock starts anew."""
    taken = take(actor, lead_id, Verb.resume, at=at, seen=seen)
    settle(taken, data=digests(reason=words(reason, LONGEST, code="reason")))
    return taken.lead


@transaction.atomic
def merge(actor: Actor, lead_id: int, *, at: datetime, seen: int | None = None, into: int, reason: str) -> Lead:
    """Merge a lead into another as the same matter; both reporters hear the answer.

    Raises:
        Refused: ``bad_target`` when the other lead is the same one, ended, or not there; ``own_unit_alone``.
    """
    lock(actor, lead_id, into)
    target = visible_to(actor).filter(pk=into).exclude(pk=lead_id).first()
    taken = take(
        actor,
        lead_id,
        Verb.merge,
        at=at,
        seen=seen,
        alone=lambda lead: target is not None and _would_be_alone(lead, target),
    )
    if target is None or target.state in FINAL:
        raise Refused("bad_target")
    reason = words(reason, LONGEST, code="reason")
    taken.lead.merged_into = target
    made = Merge.objects.create(lead=taken.lead, into=target, at=at, by_id=actor.person, reason=reason)
    data = {"into": target.pk, "into_no": target.no, "merge": made.pk, **digests(reason=reason)}
    settle(taken, data=data, touched={target.pk: target.revision})
    tell_lead(taken, "lead.merged", reporter_of(taken.lead), into=target.no)
    return taken.lead


def _would_be_alone(lead: Lead, target: Lead) -> bool:
    """Whether the department that handles the target would have somebody of its own in it, and be alone (4.1.c)."""
    if target.lead_department_id is None:
        return False
    supporting = Dispatch.objects.filter(lead=target).latest("number").supporting.values_list("pk", flat=True)
    return own_unit_alone(lead, target.lead_department_id, set(supporting))


@transaction.atomic
def split(actor: Actor, lead_id: int, *, at: datetime, seen: int | None = None, parts: Sequence[Opinion]) -> list[Lead]:
    """Split a mixed lead into parts, each a lead of its own at the same point of the way, with the same deadlines.

    Raises:
        Refused: ``parts_needed`` for fewer than two; Invalid: as for filing.
    """
    taken = take(actor, lead_id, Verb.split_, at=at, seen=seen)
    lead = taken.lead
    if not 2 <= len(parts) <= taken.book.number_of("form_max_leads"):
        raise Refused("parts_needed")
    # What the reporter wished for the whole holds for the parts; nobody else can lift it.
    wishes = {name: getattr(lead, name) for name in ("hidden", "publishable", "follow_up_wanted")}
    ready = _checked([replace(part, **wishes) for part in parts], taken)
    state = lead.state
    numbers = next_numbers(lead.zone, at, [lead.hidden] * len(ready))
    made = [
        Lead.objects.create(
            pk=numbers[place].pk,
            zone=lead.zone,
            no=numbers[place].no,
            form=lead.form,
            source=lead.source,
            identity=lead.identity,
            rules=lead.rules,
            month=lead.month,
            submitted_at=lead.submitted_at,
            state=state,
            grade=lead.grade,
            split_from=lead,
            **asdict(opinion),
        )
        for place, opinion in enumerate(ready)
    ]
    for place, part in enumerate(made):
        clocks = _same_clocks(taken, part)
        Clock.objects.bulk_create(clocks)
        record_entry(actor, part, clocks, at=at, place=place, role=taken.hat)
    settle(taken, data={"parts": [part.pk for part in made]}, touched={part.pk: part.revision for part in made})
    tell_lead(taken, "lead.split", reporter_of(lead), parts=len(made))
    return made


def _same_clocks(taken: Taken, part: Lead) -> list[Clock]:
    """The clocks of a part run from when the whole one's do: splitting must not buy time."""
    made: list[Clock] = []
    for clock in Clock.objects.filter(lead=taken.lead, stopped_at__isnull=True):
        made += clockwork.start(part, [ClockKind(clock.kind)], clock.started_at, taken.book, taken.calendar)
        made[-1].governs = clock.governs
    return made


@transaction.atomic
def withdraw(actor: Actor, lead_id: int, *, at: datetime, seen: int | None = None, reason: str = "") -> Lead:
    """The reporter takes a lead back before it is dispatched."""
    taken = take(actor, lead_id, Verb.withdraw, at=at, seen=seen)
    settle(taken, data=digests(reason=words(reason, LONGEST, code="reason", needed=False)))
    tell_lead(taken, "lead.withdrawn", officers_of(taken.lead, at))
    return taken.lead
