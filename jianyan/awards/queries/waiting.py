"""Awards that time or the head carry on: whose hearing or notice is over, and what waits for a decision."""

from __future__ import annotations

from datetime import datetime

from django.db.models import CharField, Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat

from jianyan.awards.models import Objection, Outcome, Run
from jianyan.core.award import AwardStep, AwardVerb
from jianyan.core.workdays import local_date
from jianyan.ledger.models import Entry


def _over(at: datetime) -> Q:
    """Awards whose hearing or public notice ended before the day of a moment."""
    today = local_date(at)
    heard = Q(step=AwardStep.hearing, hearing_until__lt=today)
    return heard | Q(step=AwardStep.notice, notice_until__lt=today)


def over_untold(zone_id: int, at: datetime) -> list[int]:
    """The awards whose hearing or notice is over while the ledger does not say so. One query."""
    subject = Concat(Value("award:"), Cast(OuterRef("pk"), CharField()))
    rows = Entry.objects.filter(subject=subject)
    heard, noticed = (Q(Exists(rows.filter(verb=verb))) for verb in ("award.heard", "award.noticed"))
    told = Q(heard, step=AwardStep.hearing) | Q(noticed, step=AwardStep.notice)
    found = Run.objects.filter(_over(at), zone=zone_id).exclude(told)
    return list(found.order_by("pk").values_list("pk", flat=True))


def waiting_for_head(zone_id: int, at: datetime) -> list[tuple[Run, AwardVerb]]:
    """The awards that wait for the head: a list to decide, to approve, to publish, an award to give. One query.

    What the office has to settle first waits for the office.
    """
    found = []
    for run in _ready(zone_id, at):
        match run.step:
            case AwardStep.hearing:
                verb = AwardVerb.decide
            case AwardStep.notice:
                verb = AwardVerb.finish
            case _:
                verb = AwardVerb(run.step)
        found.append((run, verb))
    return found


def _ready(zone_id: int, at: datetime) -> QuerySet[Run]:
    objections = Objection.objects.filter(standing__run=OuterRef("pk"))
    mine, public = (Q(Exists(objections.filter(outcome="", own=own))) for own in (True, False))
    unsettled = Q(mine, step=AwardStep.hearing) | Q(public, step=AwardStep.notice)
    upheld = objections.filter(outcome=Outcome.upheld, own=False, standing__struck=False)
    wait = Q(step__in=(AwardStep.approve, AwardStep.publish)) | _over(at)
    runs = Run.objects.filter(wait, zone=zone_id).exclude(unsettled)
    return runs.exclude(Q(Exists(upheld)), step=AwardStep.notice).order_by("pk")
