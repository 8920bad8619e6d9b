"""评审: points added or taken with a reason and within the limit, vetoes, and everybody asked to check theirs."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from jianyan.accounts.models import Zone
from jianyan.accounts.queries import Actor
from jianyan.awards.actions.base import REASON, Taken, rank_again, settle, take, words
from jianyan.awards.models import Adjustment, Change, Run, Standing
from jianyan.awards.queries import standings_visible_to
from jianyan.core.award import AwardVerb
from jianyan.core.chain import text_digest
from jianyan.core.flow import Refused
from jianyan.core.merit import POINT
from jianyan.core.workdays import local_date
from jianyan.notify.actions import tell
from jianyan.rules.queries import calendar_of


@transaction.atomic
def adjust(
    actor: Actor, standing_id: int, *, at: datetime, points: int, reason: str, key: UUID, seen: int | None = None
) -> Standing:
    """Add or take ``points`` (hundredths); all of a person's together stay within the rulebook's limit.

    Raises:
        Standing.DoesNotExist; Refused: ``no_points``, ``over_limit``, ``text_required``, ``too_long``, ``own_points``,
        the table's codes, ``stale``.
    """
    if there := _there(key, standing_id):
        return there
    taken, each = _take(actor, standing_id, AwardVerb.adjust, at, seen)
    if not points:
        raise Refused("no_points", field="points")
    most = taken.book.number_of("award_adjust") * POINT
    if abs(each.adjusted + points) > most:
        raise Refused("over_limit", field="points", most=most // POINT)
    each.adjusted += points
    return _changed(taken, each, Change.points, words(reason, REASON, field="reason"), key, points)


@transaction.atomic
def veto(actor: Actor, standing_id: int, *, at: datetime, reason: str, key: UUID, seen: int | None = None) -> Standing:
    """Exclude somebody for a breach of discipline or of the promise.

    Raises:
        Standing.DoesNotExist; Refused: ``vetoed_already``, ``text_required``, ``too_long``, ``own_points``, the table's
        codes, ``stale``.
    """
    if there := _there(key, standing_id):
        return there
    taken, each = _take(actor, standing_id, AwardVerb.veto, at, seen)
    if each.vetoed:
        raise Refused("vetoed_already")
    each.vetoed = True
    return _changed(taken, each, Change.veto, words(reason, REASON, field="reason"), key)


@transaction.atomic
def lift(actor: Actor, standing_id: int, *, at: datetime, reason: str, key: UUID, seen: int | None = None) -> Standing:
    """Take a veto back.

    Raises:
        Standing.DoesNotExist; Refused: ``not_vetoed``, ``text_required``, ``too_long``, ``own_points``, the table's
        codes, ``stale``.
    """
    if there := _there(key, standing_id):
        return there
    taken, each = _take(actor, standing_id, AwardVerb.lift, at, seen)
    if not each.vetoed:
        raise Refused("not_vetoed")
    each.vetoed = False
    return _changed(taken, each, Change.lift, words(reason, REASON, field="reason"), key)


def _there(key: UUID, standing_id: int) -> Standing | None:
    """The same page, sent twice."""
    done = Adjustment.objects.filter(key=key, standing=standing_id).select_related("standing").first()
    return done.standing if done else None


def _take(actor: Actor, standing_id: int, verb: AwardVerb, at: datetime, seen: int | None) -> tuple[Taken, Standing]:
    run_id = standings_visible_to(actor).values_list("run", flat=True).get(pk=standing_id)
    taken = take(actor, run_id, verb, at=at, seen=seen)
    each = Standing.objects.select_related("supervisor").get(pk=standing_id)
    # Nobody reviews the own points (回避).
    if each.supervisor.user_id == actor.user_id:
        raise Refused("own_points")
    return taken, each


def _changed(taken: Taken, each: Standing, kind: Change, reason: str, key: UUID, points: int = 0) -> Standing:
    made = Adjustment.objects.create(
        standing=each, kind=kind, points=points, reason=reason, by_id=taken.actor.person, at=taken.at, key=key
    )
    each.save(update_fields=["adjusted", "vetoed"])
    rank_again(taken.run)
    data: dict[str, object] = {"adjustment": made.pk, "reason": text_digest(reason)}
    if points:
        data["points"] = points
    settle(taken, data=data, person=each.supervisor_id)
    each.refresh_from_db()
    return each


@transaction.atomic
def open_hearing(actor: Actor, run_id: int, *, at: datetime, seen: int | None = None) -> Run:
    """End the review: everybody sees the own points and may object for the rulebook's working days.

    Raises:
        Run.DoesNotExist; Refused: ``nobody_proposed``, the table's codes, ``stale``.
    """
    taken = take(actor, run_id, AwardVerb.open, at=at, seen=seen)
    run = taken.run
    days = taken.book.number_of("award_hearing")
    run.hearing_until = calendar_of(Zone.objects.get(pk=run.zone_id)).add(local_date(at), days)
    until = run.hearing_until.isoformat()
    people = list(Standing.objects.filter(run=run).values_list("supervisor__user", flat=True))
    tell(
        people, zone_id=run.zone_id, at=at, kind="award.check", path="/awards/mine/", params={"until": until}, by=actor
    )
    return settle(taken, "hearing_until", data={"until": until, "people": len(people)})
