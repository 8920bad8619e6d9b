"""What somebody may see of awards, and what the table of `core.award` asks about one."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q, QuerySet

from jianyan.accounts.models import RoleName
from jianyan.accounts.queries import Actor
from jianyan.awards.models import Objection, Outcome, Run, Standing
from jianyan.core.award import DECIDED, SHOWN, AwardFacts, AwardStep
from jianyan.core.workdays import local_date


def runs_visible_to(actor: Actor) -> QuerySet[Run]:
    """The office sees the zone's awards, a leader those that are decided; nobody else sees a whole one."""
    zone = Run.objects.filter(zone=actor.zone_id)
    if actor.is_office:
        return zone
    return zone.filter(step__in=DECIDED) if actor.has(RoleName.leader) else zone.none()


def standings_visible_to(actor: Actor) -> QuerySet[Standing]:
    """Everybody's points for the office; one's own from when they are shown."""
    zone = Standing.objects.filter(run__zone=actor.zone_id)
    if actor.is_office:
        return zone
    return own_standings(actor)


def own_standings(actor: Actor) -> QuerySet[Standing]:
    """The actor's own points, in every award in which they are shown, the last one first."""
    zone = Standing.objects.filter(run__zone=actor.zone_id)
    if not actor.has(RoleName.supervisor):
        return zone.none()
    mine = zone.filter(supervisor__user=actor.user_id, run__step__in=SHOWN)
    return mine.select_related("run", "supervisor").order_by("-run__term_ends", "-run__id")


def objections_visible_to(actor: Actor) -> QuerySet[Objection]:
    """The office reads the zone's objections, and nobody else those of others."""
    zone = Objection.objects.filter(standing__run__zone=actor.zone_id)
    return zone if actor.is_office else zone.none()


def on_list(run: Run) -> QuerySet[Standing]:
    """Whoever is on the decided list, by place."""
    listed = Standing.objects.filter(run=run, proposed=True, struck=False)
    return listed.select_related("supervisor__unit").order_by("place")


def award_facts(run: Run, at: datetime) -> AwardFacts:
    """What the guards ask about an award. Three queries."""
    today = local_date(at)
    phase = Q(own=run.step != AwardStep.notice)
    objections = Objection.objects.filter(phase, standing__run=run)
    return AwardFacts(
        proposed=Standing.objects.filter(run=run, proposed=True, struck=False).count(),
        hearing_over=run.hearing_until is not None and today > run.hearing_until,
        objections=objections.filter(outcome="").count(),
        notice_over=run.notice_until is not None and today > run.notice_until,
        upheld=objections.filter(outcome=Outcome.upheld, own=False, standing__struck=False).exists(),
    )


def notice_hangs(run: Run, at: datetime) -> bool:
    """Whether the names are on public notice now."""
    return run.step == AwardStep.notice and run.notice_until is not None and local_date(at) <= run.notice_until
