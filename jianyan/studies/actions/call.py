"""A study is called, changed, and people are asked to it (4.2.c, 5.1.b)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from jianyan.accounts.models import Department, Zone
from jianyan.accounts.queries import Actor
from jianyan.core.chain import text_digest
from jianyan.core.flow import Refused
from jianyan.core.studies import StudyVerb
from jianyan.core.workdays import local_date
from jianyan.people.models import Supervisor
from jianyan.people.queries import appointed
from jianyan.studies.actions.base import (
    TakenStudy,
    due_day,
    need_office,
    next_no,
    note,
    settle,
    take_study,
    tell_office,
    tell_people,
    words,
)
from jianyan.studies.models import Answer, Participant, Study

TITLE, TEXT, REASON = 80, 4000, 200
#: People asked by name at once.
AT_ONCE = 500


@transaction.atomic
def call_study(
    actor: Actor,
    *,
    at: datetime,
    key: UUID,
    title: str,
    text: str,
    due_on: date,
    open_to: str = "",
    unit: int | None = None,
    people: Collection[int] = (),
) -> Study:
    """Call a study and ask ``people`` (supervisors in term); whoever is of ``open_to`` may join as well.

    The same page (``key``) twice calls once.

    Raises:
        Refused: ``wrong_role``, ``text_required``, ``too_long``, ``due_past``, ``due_too_far``, ``nobody_asked``,
        ``not_in_term``, ``unknown_unit``, ``bad_choice``.
    """
    need_office(actor)
    zone = Zone.objects.select_for_update().get(pk=actor.zone_id)
    if before := Study.objects.filter(zone=zone, key=key).first():
        return before
    if open_to not in dict(Study.OPEN_TO):
        raise Refused("bad_choice", field="open_to")
    study = Study(
        zone=zone,
        title=words(title, TITLE, field="title", lines=False),
        text=words(text, TEXT, field="text"),
        open_to=open_to,
        unit=_unit(zone, unit),
        due_on=due_day(due_on, at, zone),
        called_by_id=actor.person,
        called_at=at,
        key=key,
    )
    asked = _people(zone.pk, people, at)
    if not asked and not open_to:
        raise Refused("nobody_asked", field="people")
    study.no = next_no(Study, zone.pk, at)
    study.save()
    data = {"due": due_on.isoformat(), "open_to": open_to, "asked": len(asked)}
    texts = {"title": text_digest(study.title), "text": text_digest(study.text)}
    note(study, actor, at, "call", {**data, **texts}, first=True)
    _ask(study, asked, actor, at)
    if open_to:
        _announce(study, asked, actor, at)
    return study


def _unit(zone: Zone, unit: int | None) -> Department | None:
    if unit is None:
        return None
    found = Department.objects.filter(zone=zone, pk=unit, active=True).first()
    if found is None:
        raise Refused("unknown_unit", field="unit")
    return found


def _people(zone_id: int, people: Collection[int], at: datetime) -> list[Supervisor]:
    """The people of these ids, all in term."""
    if len(people) > AT_ONCE:
        raise Refused("too_many_people", field="people", longest=AT_ONCE)
    found = list(appointed(zone_id, local_date(at)).filter(pk__in=people).order_by("pk"))
    if len(found) != len(set(people)):
        raise Refused("not_in_term", field="people")
    return found


def _ask(study: Study, people: list[Supervisor], actor: Actor, at: datetime) -> int:
    """Ask people who were not asked before, and tell them; a row in each dossier."""
    there = {row.supervisor_id: row for row in study.participants.filter(supervisor__in=people)}
    for row in there.values():
        if row.invited_at is None:
            row.invited_at = at
            row.save(update_fields=["invited_at"])
    fresh = [each for each in people if each.pk not in there]
    Participant.objects.bulk_create(Participant(study=study, supervisor=each, invited_at=at) for each in fresh)
    for each in fresh:
        note(study, actor, at, "invite", {}, dossier=each.pk)
    tell_people(fresh, study, "study.invited", at=at, by=actor)
    return len(fresh)


def _announce(study: Study, asked: list[Supervisor], actor: Actor, at: datetime) -> None:
    """Tell the channel to which the study is open; whoever was asked by name knows it already."""
    open_to = appointed(study.zone_id, local_date(at)).exclude(pk__in=[each.pk for each in asked])
    if study.open_to != "all":
        open_to = open_to.filter(channel=study.open_to)
    tell_people(open_to, study, "study.open", at=at, by=actor)


@transaction.atomic
def edit_study(
    actor: Actor,
    study_id: int,
    *,
    at: datetime,
    title: str,
    text: str,
    due_on: date,
    unit: int | None = None,
    seen: int | None = None,
) -> Study:
    """Change what is asked, or until when; whoever takes part is told of a new last day.

    Raises: as `call_study`; Study.DoesNotExist; Refused ``wrong_state``, ``stale``.
    """
    taken = take_study(actor, study_id, StudyVerb.edit, at=at, seen=seen)
    study, before = taken.study, taken.study.due_on
    study.title = words(title, TITLE, field="title", lines=False)
    study.text = words(text, TEXT, field="text")
    study.unit = _unit(study.zone, unit)
    study.due_on = due_on if due_on == before else due_day(due_on, at, study.zone)
    if due_on != before:
        study.reminded_at = None
    settle(taken, "title", "text", "unit", "due_on", "reminded_at")
    texts = {"title": text_digest(study.title), "text": text_digest(study.text)}
    note(study, actor, at, "edit", {**texts, "due": due_on.isoformat()})
    if due_on != before:
        tell_people(partners(study), study, "study.moved", at=at, by=actor)
    return study


@transaction.atomic
def invite(actor: Actor, study_id: int, *, at: datetime, people: Collection[int], seen: int | None = None) -> int:
    """Ask more people; returns how many were asked now. Whoever was asked before is not asked again."""
    taken = take_study(actor, study_id, StudyVerb.invite, at=at, seen=seen)
    if not people:
        raise Refused("nobody_asked", field="people")
    asked = _ask(taken.study, _people(actor.zone_id, people, at), actor, at)
    settle(taken)
    return asked


@transaction.atomic
def join(actor: Actor, study_id: int, *, at: datetime, seen: int | None = None) -> Study:
    """Take part in a study."""
    taken = take_study(actor, study_id, StudyVerb.join_, at=at, seen=seen)
    me = taken.own.supervisor if taken.own else Supervisor.objects.get(zone=actor.zone_id, user=actor.user_id)
    row = taken.own or Participant(study=taken.study, supervisor=me)
    row.answer, row.answered_at, row.reason = Answer.joined, at, ""
    row.save()
    return _answered(taken, me, "join", {})


@transaction.atomic
def decline(actor: Actor, study_id: int, *, at: datetime, reason: str, seen: int | None = None) -> Study:
    """Say that one does not take part, or no more, and why."""
    taken = take_study(actor, study_id, StudyVerb.decline, at=at, seen=seen)
    row = taken.own
    assert row is not None  # the table lets only those answer who were asked or have joined
    row.answer, row.answered_at = Answer.declined, at
    row.reason = words(reason, REASON, field="reason", lines=False)
    row.save()
    return _answered(taken, row.supervisor, "decline", {"reason": text_digest(row.reason)})


def _answered(taken: TakenStudy, me: Supervisor, verb: str, data: dict[str, object]) -> Study:
    settle(taken)
    note(taken.study, taken.actor, taken.at, verb, data, dossier=me.pk)
    kind = "study.joined" if verb == "join" else "study.declined"
    tell_office(taken.study, kind, at=taken.at, by=taken.actor, about=me)
    return taken.study


def partners(study: Study) -> list[Supervisor]:
    """Who takes part."""
    return [row.supervisor for row in study.participants.filter(answer=Answer.joined).select_related("supervisor")]
