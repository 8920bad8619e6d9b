"""A round on its way: prolonged, closed, reviewed, decided, submitted, approved, on public notice, over."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from jianyan.accounts.models import Zone
from jianyan.accounts.queries import Actor, system_actor, with_role
from jianyan.core.chain import text_digest
from jianyan.core.flow import Refused
from jianyan.core.recruit import CANCELLED, DONE, CandidateState, RoundVerb, next_step
from jianyan.core.workdays import local_date
from jianyan.notify.actions import tell
from jianyan.recruit.actions.attach import expire_loose
from jianyan.recruit.actions.base import TakenRound, note_round, settle_round, take_round, tell_office, words
from jianyan.recruit.actions.forget import forget_applicants
from jianyan.recruit.actions.sheet import expire_lists
from jianyan.recruit.models import Round
from jianyan.recruit.queries import LISTED

REASON, DOCUMENT = 500, 120


@transaction.atomic
def prolong(actor: Actor, round_id: int, *, at: datetime, closes_on: date, seen: int | None = None) -> Round:
    """Let applications come in until a later day; raises `Refused` ``not_later``, ``term_before_window``."""
    taken = take_round(actor, round_id, RoundVerb.prolong, at=at, seen=seen)
    if closes_on <= max(taken.round.closes_on, local_date(at)):
        raise Refused("not_later", field="closes_on")
    if closes_on >= taken.round.term_starts:
        raise Refused("term_before_window", field="closes_on")
    before, taken.round.closes_on = taken.round.closes_on, closes_on
    return settle_round(taken, "closes_on", data={"closes": [before.isoformat(), closes_on.isoformat()]})


@transaction.atomic
def close_round(actor: Actor, round_id: int, *, at: datetime, seen: int | None = None) -> Round:
    """End the time of application once its last day is over; the clock does it too (`tick_rounds`)."""
    taken = take_round(actor, round_id, RoundVerb.close, at=at, seen=seen)
    done = settle_round(taken, data={"candidates": taken.round.candidates.count()})
    tell_office(done, "recruit.closed", at=at, by=actor)
    return done


@transaction.atomic
def finish_review(actor: Actor, round_id: int, *, at: datetime, seen: int | None = None) -> Round:
    """End the review: everybody is judged. Whoever is qualified and not on the list stays in reserve."""
    taken = take_round(actor, round_id, RoundVerb.finish_review, at=at, seen=seen)
    done = settle_round(taken, data=_counts(taken.round))
    tell_office(done, "recruit.decide", at=at, by=actor, roles=("head",))
    return done


def _counts(round_: Round) -> dict[str, object]:
    states = list(round_.candidates.values_list("state", flat=True))
    return {state.value: states.count(state) for state in CandidateState if state in states}


@transaction.atomic
def decide(actor: Actor, round_id: int, *, at: datetime, seen: int | None = None) -> Round:
    """The head decides the list; it does not change after this but by a refusal."""
    taken = take_round(actor, round_id, RoundVerb.decide, at=at, seen=seen)
    taken.round.decided_at = at
    done = settle_round(taken, "decided_at", data={"list": _listed(taken)})
    tell_office(done, "recruit.decided", at=at, by=actor, roles=("officer",))
    return done


def _listed(taken: TakenRound) -> list[int]:
    return list(taken.round.candidates.filter(state__in=LISTED).order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def submit(actor: Actor, round_id: int, *, at: datetime, seen: int | None = None) -> Round:
    """The list goes to the committee; its leaders see it from now on."""
    taken = take_round(actor, round_id, RoundVerb.submit, at=at, seen=seen)
    taken.round.submitted_at = at
    done = settle_round(taken, "submitted_at", data={"list": _listed(taken)})
    tell(
        with_role(done.zone_id, "leader"),
        zone_id=done.zone_id,
        at=at,
        kind="recruit.submitted",
        path=f"/recruit/{done.pk}/",
        by=actor,
    )
    return done


@transaction.atomic
def approve(actor: Actor, round_id: int, *, at: datetime, document: str, seen: int | None = None) -> Round:
    """Record the committee's approval with its document (number or minutes)."""
    taken = take_round(actor, round_id, RoundVerb.approve, at=at, seen=seen)
    taken.round.approval = words(document, DOCUMENT, field="document")
    taken.round.approved_at = at
    return settle_round(taken, "approval", "approved_at", data={"document": taken.round.approval})


@transaction.atomic
def publish(actor: Actor, round_id: int, *, at: datetime, seen: int | None = None) -> Round:
    """Put the list on public notice for the rulebook's working days; the day of the act is not counted."""
    taken = take_round(actor, round_id, RoundVerb.publish, at=at, seen=seen)
    days = taken.book.number_of("notice_days")
    taken.round.published_at = at
    taken.round.notice_until = taken.calendar.add(local_date(at), days)
    until = taken.round.notice_until.isoformat()
    return settle_round(taken, "published_at", "notice_until", data={"until": until, "list": _listed(taken)})


@transaction.atomic
def finish_notice(actor: Actor, round_id: int, *, at: datetime, seen: int | None = None) -> Round:
    """End the public notice once its days are over and every objection has an outcome; the clock does it too."""
    taken = take_round(actor, round_id, RoundVerb.finish_notice, at=at, seen=seen)
    done = settle_round(taken)
    tell_office(done, "recruit.appoint", at=at, by=actor, roles=("head",))
    return done


@transaction.atomic
def finish(actor: Actor, round_id: int, *, at: datetime, seen: int | None = None) -> Round:
    """Everybody of the list is appointed, or the certificates are given out: the round goes on, and ends."""
    taken = take_round(actor, round_id, RoundVerb.finish, at=at, seen=seen)
    last = next_step(list(taken.book.procedure), taken.round.step) == DONE
    taken.round.ended_at = at if last else None
    return settle_round(taken, "ended_at")


@transaction.atomic
def cancel(actor: Actor, round_id: int, *, at: datetime, reason: str, seen: int | None = None) -> Round:
    """Call a round off, as long as nobody is appointed; candidates read the reason on their status page."""
    taken = take_round(actor, round_id, RoundVerb.cancel, at=at, seen=seen)
    round_ = taken.round
    round_.cancel_reason = words(reason, REASON, field="reason")
    before, round_.step, round_.ended_at = round_.step, CANCELLED, at
    round_.revision += 1
    round_.save(update_fields=["cancel_reason", "step", "ended_at", "revision"])
    data = {"from": before, "to": CANCELLED, "reason": text_digest(round_.cancel_reason)}
    note_round(round_, actor, at, RoundVerb.cancel, data, taken.row.clause)
    return round_


def tick_rounds(zone_id: int, *, at: datetime) -> int:
    """What time itself brings: windows close, notices end, files and lists that were never sent are cleared away,
    and so are applications that came to nothing long ago.

    Safe to repeat; returns how many rounds moved on.
    """
    moved = 0
    expire_loose(zone_id, at=at)
    expire_lists(zone_id, at=at)
    forget_applicants(Zone.objects.get(pk=zone_id), at=at)
    for act, step in ((close_round, "recommend"), (finish_notice, "publish")):
        for round_ in Round.objects.filter(zone=zone_id, step=step).select_related("zone"):
            try:
                act(system_actor(round_.zone), round_.pk, at=at)
                moved += 1
            except Refused:  # the day has not come, or an objection is open
                continue
    return moved
