"""日历订阅: the private address of one's meetings, made, exchanged and taken back by its owner alone."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from jianyan.accounts.models import User
from jianyan.accounts.queries import Actor
from jianyan.ledger.actions import record
from jianyan.meetings.actions.base import acting_role
from jianyan.meetings.models import Feed


@transaction.atomic
def make_feed(actor: Actor, *, at: datetime) -> Feed:
    """A new address; one that there was before leads nowhere from now on."""
    _locked(actor)
    Feed.objects.filter(user=actor.person).delete()
    feed = Feed.objects.create(user_id=actor.person, zone_id=actor.zone_id, made_at=at)
    _record(actor, "meeting.feed", at)
    return feed


@transaction.atomic
def drop_feed(actor: Actor, *, at: datetime) -> None:
    """Take the address back; without one nothing happens."""
    _locked(actor)
    if Feed.objects.filter(user=actor.person).delete()[0]:
        _record(actor, "meeting.feed_off", at)


def _locked(actor: Actor) -> None:
    User.objects.select_for_update().get(pk=actor.person)


def _record(actor: Actor, verb: str, at: datetime) -> None:
    record(
        actor=actor, at=at, verb=verb, subject=f"user:{actor.person}", data={}, clause="4.3.b", role=acting_role(actor)
    )
