"""The report of a study: delivered, accepted or sent back (4.2.c)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction

from jianyan.accounts.queries import Actor
from jianyan.core.chain import text_digest
from jianyan.core.flow import Refused
from jianyan.core.studies import StudyVerb
from jianyan.core.workdays import local_date
from jianyan.studies.actions.base import calendar, note, settle, take_study, tell_office, tell_people, words
from jianyan.studies.actions.call import partners
from jianyan.studies.actions.files import claim
from jianyan.studies.models import Answer, Report, Study, Verdict
from jianyan.studies.queries.base import is_late

TEXT, TEXT_LEAST, WORDS, SHARE = 20_000, 20, 1000, 300


@transaction.atomic
def deliver(
    actor: Actor,
    study_id: int,
    *,
    at: datetime,
    key: UUID,
    text: str,
    basket: UUID | None = None,
    shares: Mapping[int, str] | None = None,
    seen: int | None = None,
) -> Report:
    """Deliver the report, with the files of a ``basket``. After the last day it is taken in, and marked late.

    Args:
        shares: what each participant (by row) did for it; whoever took part and is not named did what the report says.

    The same page (``key``) twice delivers once.

    Raises:
        Study.DoesNotExist; Refused: the table's codes, ``stale``, ``empty_report`` without enough words and without
        files, ``too_long``.
    """
    if before := Report.objects.filter(study__zone=actor.zone_id, study=study_id, key=key, by=actor.person).first():
        return before
    taken = take_study(actor, study_id, StudyVerb.deliver, at=at, seen=seen)
    study = taken.study
    text = words(text, TEXT, field="text", needed=False)
    report = Report(study=study, text=text, by_id=actor.person, at=at, key=key)
    report.number = study.reports.count() + 1
    report.late = is_late(study.due_on, local_date(at), calendar(study.zone))
    report.save()
    files = claim(actor, basket, report=report)
    if len(text) < TEXT_LEAST and not files:
        raise Refused("empty_report", field="text", least=TEXT_LEAST)
    study.delivered_at = at
    study.late = study.late or (report.number == 1 and report.late)
    moved = settle(taken, "delivered_at", "late")
    for row in study.participants.filter(answer=Answer.joined):
        row.contribution = words((shares or {}).get(row.pk, ""), SHARE, field="shares", needed=False, lines=False)
        row.save(update_fields=["contribution"])
    me = taken.own.supervisor_id if taken.own else None
    data = {"report": report.number, "late": report.late, "text": text_digest(text), "files": files}
    note(study, actor, at, "deliver", {**moved, **data}, dossier=me)
    tell_office(study, "study.delivered", at=at, by=actor)
    return report


@transaction.atomic
def accept_report(actor: Actor, study_id: int, *, at: datetime, words_: str = "", seen: int | None = None) -> Study:
    """Take the report as it is: the study is done, and stands in the dossier of each who took part."""
    taken = take_study(actor, study_id, StudyVerb.accept, at=at, seen=seen)
    study, report = (
        taken.study,
        _judge(taken.study, actor, at, Verdict.accepted, words(words_, WORDS, field="words_", needed=False)),
    )
    study.ended_at = at
    moved = settle(taken, "ended_at")
    note(study, actor, at, "accept", {**moved, "report": report.number, "words": text_digest(report.words)})
    for row in study.participants.filter(answer=Answer.joined):
        share = {"share": text_digest(row.contribution)} if row.contribution else {}
        note(study, actor, at, "took_part", {"late": study.late, **share}, dossier=row.supervisor_id)
    tell_people(partners(study), study, "study.accepted", at=at, by=actor)
    return study


@transaction.atomic
def send_back(actor: Actor, study_id: int, *, at: datetime, reason: str, seen: int | None = None) -> Study:
    """Ask for a better report, and say why; the one that was delivered stays."""
    taken = take_study(actor, study_id, StudyVerb.send_back, at=at, seen=seen)
    study = taken.study
    report = _judge(study, actor, at, Verdict.returned, words(reason, WORDS, field="reason"))
    study.delivered_at = None
    moved = settle(taken, "delivered_at")
    note(study, actor, at, "send_back", {**moved, "report": report.number, "reason": text_digest(report.words)})
    tell_people(partners(study), study, "study.returned", at=at, by=actor)
    return study


def _judge(study: Study, actor: Actor, at: datetime, verdict: Verdict, said: str) -> Report:
    report = study.reports.latest("number")
    report.verdict, report.words, report.judged_by_id, report.judged_at = verdict, said, actor.person, at
    report.save(update_fields=["verdict", "words", "judged_by", "judged_at"])
    return report


@transaction.atomic
def cancel_study(actor: Actor, study_id: int, *, at: datetime, reason: str, seen: int | None = None) -> Study:
    """Call a study off, and say why."""
    taken = take_study(actor, study_id, StudyVerb.cancel, at=at, seen=seen)
    study = taken.study
    study.why_ended, study.ended_at = words(reason, 500, field="reason", lines=False), at
    moved = settle(taken, "why_ended", "ended_at")
    note(study, actor, at, "cancel", {**moved, "reason": text_digest(study.why_ended)})
    tell_people(partners(study), study, "study.cancelled", at=at, by=actor)
    return study
