"""A round before its notice is out: made, and changed as long as nobody has read it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from jianyan.accounts.models import RoleName, Zone
from jianyan.accounts.queries import Actor, with_role
from jianyan.core.flow import Refused
from jianyan.core.recruit import ANNOUNCE, DRAFT, RoundVerb, first_step
from jianyan.core.rulebook import Rulebook
from jianyan.core.terms import term_of
from jianyan.core.workdays import local_date
from jianyan.notify.actions import tell
from jianyan.recruit.actions.base import note_round, settle_round, take_round, words
from jianyan.recruit.models import Quota, Round
from jianyan.rules.queries import book, version_on

NOTICE, TITLE = 8000, 80


@dataclass(frozen=True, slots=True)
class Plan:
    """What a round is about. ``places``: category → number of places; the term ends by the rulebook."""

    title: str
    notice: str
    term_starts: date
    opens_on: date
    closes_on: date
    places: Mapping[str, int]
    contact: str = ""
    email: str = ""


@transaction.atomic
def draft_round(actor: Actor, plan: Plan, *, at: datetime) -> Round:
    """Prepare a round under the rules in force; nobody outside the office sees it yet.

    Raises:
        Refused: ``wrong_role``, ``title_required``, ``window_order``, ``term_before_window``, ``no_places``,
        ``unknown_category``.
    """
    if not actor.is_office:
        raise Refused("wrong_role")
    zone = Zone.objects.get(pk=actor.zone_id)
    version = version_on(zone.pk, local_date(at))
    rules = book(version.pk)
    round_ = Round(zone=zone, rules=version, created_by_id=actor.person, step=DRAFT)
    _fill(round_, plan, rules)
    round_.save()
    _set_places(round_, plan, rules)
    note_round(round_, actor, at, "draft", _told(round_, plan))
    return round_


@transaction.atomic
def edit_round(actor: Actor, round_id: int, plan: Plan, *, at: datetime, seen: int | None = None) -> Round:
    """Change a round that is not out yet.

    Raises:
        Round.DoesNotExist; Refused: as `draft_round`, ``wrong_step``, ``stale``.
    """
    taken = take_round(actor, round_id, RoundVerb.edit, at=at, seen=seen)
    _fill(taken.round, plan, taken.book)
    _set_places(taken.round, plan, taken.book)
    changed = ("title", "notice", "term_starts", "term_ends", "opens_on", "closes_on", "contact", "email")
    return settle_round(taken, *changed, data=_told(taken.round, plan))


def _fill(round_: Round, plan: Plan, rules: Rulebook) -> None:
    if plan.closes_on < plan.opens_on:
        raise Refused("window_order", field="closes_on")
    if plan.term_starts <= plan.closes_on:
        raise Refused("term_before_window", field="term_starts")
    round_.title = words(plan.title, TITLE, field="title")
    round_.notice = words(plan.notice, NOTICE, field="notice", needed=False)
    round_.term_starts = plan.term_starts
    round_.term_ends = term_of(plan.term_starts, rules.number_of("term_years")).ends
    round_.opens_on, round_.closes_on = plan.opens_on, plan.closes_on
    round_.contact, round_.email = plan.contact.strip()[:40], plan.email.strip()


def _set_places(round_: Round, plan: Plan, rules: Rulebook) -> None:
    unknown = [key for key in plan.places if key not in rules.categories]
    if unknown:
        raise Refused("unknown_category", field="places")
    if not any(plan.places.values()):
        raise Refused("no_places", field="places")
    round_.quotas.all().delete()
    Quota.objects.bulk_create(
        Quota(round=round_, category=key, channel=category.channel or "social", places=plan.places[key])
        for key, category in rules.categories.items()
        if plan.places.get(key)
    )


def _told(round_: Round, plan: Plan) -> dict[str, object]:
    return {
        "from": round_.term_starts.isoformat(),
        "to": round_.term_ends.isoformat(),
        "opens": round_.opens_on.isoformat(),
        "closes": round_.closes_on.isoformat(),
        "places": {key: count for key, count in plan.places.items() if count},
    }


@transaction.atomic
def open_round(actor: Actor, round_id: int, *, at: datetime, seen: int | None = None) -> Round:
    """Publish the recruitment notice; its public page is there from now on, and the units are asked to recommend.

    A draft enters the procedure and goes through its announcement in one act, so that the rulebook's order holds from
    here; where the rulebook has no such step, or has it later, the first step begins.
    """
    taken = take_round(actor, round_id, RoundVerb.open, at=at, seen=seen)
    taken.round.opened_at = at
    if taken.round.step == DRAFT and first_step(list(taken.book.procedure)) == ANNOUNCE:
        taken.round.step = ANNOUNCE
    done = settle_round(taken, "opened_at")
    tell(
        with_role(done.zone_id, RoleName.liaison),
        zone_id=done.zone_id,
        at=at,
        kind="recruit.opened",
        path=f"/recruit/recommend/{done.pk}/",
        params={"until": done.closes_on.isoformat()},
        by=actor,
    )
    return done
