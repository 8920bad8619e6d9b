"""异议: by the person before the decision, by anybody while the list is on public notice; each gets an outcome."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models.functions import Length
from django.utils import timezone

from jianyan.accounts.models import Zone
from jianyan.accounts.queries import Actor, with_role
from jianyan.awards.actions.base import TEXT, Taken, settle, take, words
from jianyan.awards.models import Objection, Outcome, Standing
from jianyan.awards.queries import objections_visible_to, own_standings
from jianyan.core.award import AwardVerb
from jianyan.core.chain import text_digest
from jianyan.core.flow import Refused
from jianyan.notify.actions import tell

NAME, PHONE = 60, 20


@transaction.atomic
def object_own(actor: Actor, standing_id: int, *, at: datetime, text: str, key: UUID) -> Objection:
    """Object to one's own points before the decision; the same page twice is one.

    Raises:
        Standing.DoesNotExist: it is not the actor's; Refused: ``hearing_over``, ``objection_open``, ``text_required``,
        ``too_long``, the table's codes.
    """
    each = own_standings(actor).get(pk=standing_id)
    if there := Objection.objects.filter(key=key, standing=each).first():
        return there
    taken = take(actor, each.run_id, AwardVerb.object, at=at, role="own")
    if each.objections.filter(own=True, outcome="").exists():
        raise Refused("objection_open")
    made = _made(taken, each, words(text, TEXT, field="text"), key, own=True)
    settle(taken, data={"objection": made.pk, "text": text_digest(made.text)}, person=each.supervisor_id)
    _tell_office(taken, made)
    return made


@transaction.atomic
def object_public(
    actor: Actor, standing_id: int, *, at: datetime, text: str, key: UUID, name: str = "", phone: str = ""
) -> Objection:
    """Take in an objection against a name on public notice; whoever objects may stay unnamed.

    Raises:
        Standing.DoesNotExist: not on the list; Refused: ``notice_over``, ``text_required``, ``too_long``, the table's.
    """
    each = Standing.objects.select_related("run").get(
        pk=standing_id, run__zone=actor.zone_id, proposed=True, struck=False
    )
    if there := Objection.objects.filter(key=key, standing=each).first():
        return there
    taken = take(actor, each.run_id, AwardVerb.object, at=at, role="public")
    said = words(text, TEXT, field="text")
    who, number = words(name, NAME, field="name", needed=False), words(phone, PHONE, field="phone", needed=False)
    made = _made(taken, each, said, key, own=False, name=who, phone=number)
    # Not in the dossier: what somebody says is not yet found.
    settle(taken, data={"objection": made.pk, "text": text_digest(made.text)})
    _tell_office(taken, made)
    return made


def _made(taken: Taken, each: Standing, text: str, key: UUID, *, own: bool, **who: str) -> Objection:
    Zone.objects.select_for_update().get(pk=taken.run.zone_id)
    receipt = _receipt(taken.run.zone_id, taken.at)
    return Objection.objects.create(standing=each, own=own, key=key, receipt=receipt, text=text, at=taken.at, **who)


def _receipt(zone_id: int, at: datetime) -> str:
    """The next number of the zone's year: P2026-0003. Called with the zone locked."""
    stem = f"P{timezone.localtime(at).year}-"
    given = Objection.objects.filter(standing__run__zone=zone_id, receipt__startswith=stem)
    last = given.order_by(Length("receipt").desc(), "-receipt").values_list("receipt", flat=True).first()
    return f"{stem}{int(last[len(stem) :]) + 1 if last else 1:04d}"


def _tell_office(taken: Taken, made: Objection) -> None:
    run = taken.run
    tell(
        with_role(run.zone_id, "officer", "head"),
        zone_id=run.zone_id,
        at=taken.at,
        kind="award.objection",
        path=f"/awards/{run.pk}/objections/",
        params={"no": made.receipt},
        by=taken.actor,
    )


@transaction.atomic
def settle_objection(
    actor: Actor, objection_id: int, *, at: datetime, outcome: str, findings: str, seen: int | None = None
) -> Objection:
    """Record what was found. Upheld: the points are put right by a reviewer, or the name is taken off the list.

    Raises:
        Objection.DoesNotExist; Refused: ``bad_outcome``, ``settled_already``, ``text_required``, ``too_long``,
        ``own_points``, the table's codes, ``stale``.
    """
    found = objections_visible_to(actor).select_related("standing__supervisor").get(pk=objection_id)
    taken = take(actor, found.standing.run_id, AwardVerb.settle, at=at, seen=seen)
    objection = Objection.objects.select_for_update().get(pk=objection_id)
    if objection.outcome:
        raise Refused("settled_already")
    if found.standing.supervisor.user_id == actor.user_id:
        raise Refused("own_points")
    if outcome not in Outcome.values:
        raise Refused("bad_outcome", field="outcome")
    objection.outcome, objection.findings = outcome, words(findings, TEXT, field="findings")
    objection.settled_by_id, objection.settled_at = actor.person, at
    objection.save(update_fields=["outcome", "findings", "settled_by", "settled_at"])
    data = {"objection": objection.pk, "outcome": outcome, "findings": text_digest(objection.findings)}
    settle(taken, data=data, person=found.standing.supervisor_id if objection.own else None)
    if objection.own:
        tell(
            [found.standing.supervisor.user_id],
            zone_id=actor.zone_id,
            at=at,
            kind="award.settled",
            path="/awards/mine/",
            by=actor,
        )
    return objection
