"""An award on its way: decided by the head, approved by the committee, on public notice, given, or called off."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models.functions import Length

from jianyan.accounts.models import Zone
from jianyan.accounts.queries import Actor, with_role
from jianyan.awards.actions.base import DOCUMENT, REASON, Taken, settle, take, words
from jianyan.awards.actions.given import announce_given, note_given
from jianyan.awards.models import Run, Standing
from jianyan.awards.queries import on_list
from jianyan.awards.queries.checked import counted_again
from jianyan.awards.queries.scored import digest_of, rules_of, scored, standing_records
from jianyan.core.award import AwardVerb
from jianyan.core.chain import text_digest
from jianyan.core.flow import Refused
from jianyan.core.workdays import local_date
from jianyan.notify.actions import tell
from jianyan.rules.queries import calendar_of


@transaction.atomic
def decide(actor: Actor, run_id: int, *, at: datetime, seen: int | None = None) -> Run:
    """The head decides: points and list do not change after this, and their digest stands in the ledger.

    Everything is counted once more from the ledger first; what does not come out the same is refused.

    Raises:
        Run.DoesNotExist; Refused: ``hearing_running``, ``objections_open``, ``nobody_proposed``, ``differs``, the
        table's codes, ``stale``.
    """
    taken = take(actor, run_id, AwardVerb.decide, at=at, seen=seen)
    run = taken.run
    stands = scored(standing_records(run), rules_of(run), run.months)
    listed = [place.person for place in stands.ranking.places if place.proposed]
    run.digest = digest_of(run, stands, listed)
    if digest_of(run, counted_again(run), listed) != run.digest:
        raise Refused("differs")
    run.decided_at = at
    done = settle(taken, "digest", "decided_at", data={"digest": run.digest, "list": listed})
    for role, kind in (("leader", "award.decided"), ("officer", "award.decided")):
        tell(with_role(run.zone_id, role), zone_id=run.zone_id, at=at, kind=kind, path=f"/awards/{run.pk}/", by=actor)
    return done


@transaction.atomic
def approve(actor: Actor, run_id: int, *, at: datetime, document: str, seen: int | None = None) -> Run:
    """Record the committee's approval with its document (number or minutes)."""
    taken = take(actor, run_id, AwardVerb.approve, at=at, seen=seen)
    taken.run.approval = words(document, DOCUMENT, field="document")
    taken.run.approved_at = at
    return settle(taken, "approval", "approved_at", data={"document": taken.run.approval})


@transaction.atomic
def publish(actor: Actor, run_id: int, *, at: datetime, seen: int | None = None) -> Run:
    """Put the list on public notice for the rulebook's working days; the day of the act is not counted."""
    taken = take(actor, run_id, AwardVerb.publish, at=at, seen=seen)
    run = taken.run
    run.published_at = at
    calendar = calendar_of(Zone.objects.get(pk=run.zone_id))
    run.notice_until = calendar.add(local_date(at), taken.book.number_of("notice_days"))
    return settle(taken, "published_at", "notice_until", data={"until": run.notice_until.isoformat()})


@transaction.atomic
def strike(actor: Actor, standing_id: int, *, at: datetime, reason: str, seen: int | None = None) -> Standing:
    """Take somebody off the decided list; nobody moves up.

    Raises:
        Standing.DoesNotExist: not on the list; Refused: ``text_required``, ``too_long``, the table's codes, ``stale``.
    """
    each = Standing.objects.get(pk=standing_id, run__zone=actor.zone_id, proposed=True, struck=False)
    taken = take(actor, each.run_id, AwardVerb.strike, at=at, seen=seen)
    each.struck, each.struck_why = True, words(reason, REASON, field="reason")
    each.save(update_fields=["struck", "struck_why"])
    settle(taken, data={"reason": text_digest(each.struck_why)}, person=each.supervisor_id)
    return each


@transaction.atomic
def finish(actor: Actor, run_id: int, *, at: datetime, seen: int | None = None) -> Run:
    """Give the award: certificates with numbers, a row in each dossier, everybody told; then nothing changes any more.

    Raises:
        Run.DoesNotExist; Refused: ``notice_running``, ``objections_open``, ``objection_upheld``, ``nobody_proposed``,
        the table's codes, ``stale``.
    """
    taken = take(actor, run_id, AwardVerb.finish, at=at, seen=seen)
    run = taken.run
    stands = scored(standing_records(run), rules_of(run), run.months)
    given = list(on_list(run))
    run.digest = digest_of(run, stands, [each.supervisor_id for each in given])
    run.ended_at = at
    _number(taken, given)
    done = settle(taken, "digest", "ended_at", data={"digest": run.digest, "list": [e.supervisor_id for e in given]})
    note_given(taken, given)
    announce_given(taken, given)
    return done


def _number(taken: Taken, given: list[Standing]) -> None:
    """The numbers of certificates: 东监优〔2026〕3号, in the order of the list."""
    zone = Zone.objects.select_for_update().get(pk=taken.run.zone_id)
    stem = f"{zone.short_name}优〔{local_date(taken.at).year}〕"
    numbered = Standing.objects.filter(run__zone=zone, certificate__startswith=stem)
    last = numbered.order_by(Length("certificate").desc(), "-certificate").values_list("certificate", flat=True).first()
    first = int(last[len(stem) : -1]) + 1 if last else 1
    for place, each in enumerate(given):
        each.awarded, each.certificate = True, f"{stem}{first + place}号"
    Standing.objects.bulk_update(given, ["awarded", "certificate"], batch_size=500)


@transaction.atomic
def cancel(actor: Actor, run_id: int, *, at: datetime, reason: str, seen: int | None = None) -> Run:
    """Call an award off, as long as it is not given; another one of the same term can be set up then."""
    taken = take(actor, run_id, AwardVerb.cancel, at=at, seen=seen)
    taken.run.cancel_reason = words(reason, REASON, field="reason")
    taken.run.ended_at = at
    return settle(taken, "cancel_reason", "ended_at", data={"reason": text_digest(taken.run.cancel_reason)})
