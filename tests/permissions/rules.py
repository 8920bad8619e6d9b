"""The drafts and rounds that addresses name; both kinds of rounds take comments today."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.utils import timezone

from jianyan.core.rule_draft import Audience
from jianyan.core.workdays import local_date
from jianyan.rules import actions
from jianyan.rules.models import Comment, Consultation, Draft
from tests.fixtures import MONDAY, World
from tests.rules.consulting import asked, said


def round_of(world: World) -> Consultation:
    """The units of the zone are asked; made when it is first wanted."""
    there = Consultation.objects.filter(draft__zone=world.zone).order_by("pk").first()
    return there or _lasting(asked(world))


def _lasting(made: Consultation) -> Consultation:
    """The round, open until some days from now."""
    until = local_date(timezone.now()) + timedelta(days=7)
    Consultation.objects.filter(pk=made.pk).update(until=until, concluded_at=None, dropped=False)
    return Consultation.objects.get(pk=made.pk)


def draft_of(world: World) -> Draft:
    return round_of(world).draft


def comment_of(world: World) -> Comment:
    """A comment of the commerce department."""
    return round_of(world).comments.first() or said(world, round_of(world))


def public_of(world: World) -> Consultation:
    """A round that asks the public; its draft is given up at once, so that there is room for the other."""
    there = Consultation.objects.filter(draft__zone=world.zone, audience=Audience.public).first()
    if there is not None:
        return there
    Draft.objects.filter(zone=world.zone).update(state="dropped")
    made = asked(world, audience="public")
    said(world, made)
    actions.drop(world.actor("head"), made.draft_id, at=MONDAY)
    return _lasting(made)


def token_of(name: str, world: World) -> UUID:
    """The address of a public round, or of a comment on it."""
    made = public_of(world)
    return made.comments.get().token if name == "receipt" else made.token


def revision_of(world: World) -> int:
    """The revision that a fresh page of a draft says."""
    return draft_of(world).revision
