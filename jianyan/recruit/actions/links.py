"""启用链接: one-time links for those of a round who have no password yet."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from jianyan.accounts.queries import Actor
from jianyan.core.flow import Refused
from jianyan.core.recruit import CandidateState
from jianyan.people.actions import make_link
from jianyan.people.models import Supervisor
from jianyan.recruit.models import Candidate
from jianyan.recruit.queries import rounds_visible_to


@transaction.atomic
def make_links(
    actor: Actor, round_id: int, *, at: datetime, only: Collection[int] | None = None
) -> list[tuple[Supervisor, str]]:
    """Make a link for everybody of the round who is appointed and has no password (``only``: these candidates).

    A link made before is over with this. The tokens are shown once and kept nowhere.

    Raises:
        Round.DoesNotExist; Refused: ``wrong_role``, ``nobody_waits``.
    """
    if not actor.is_office:
        raise Refused("wrong_role")
    round_ = rounds_visible_to(actor).get(pk=round_id)
    found = Candidate.objects.filter(round=round_, state=CandidateState.appointed, known__user__is_active=True)
    if only is not None:
        found = found.filter(pk__in=only)
    people = [each.known for each in found.select_related("known__user").order_by("sort_key", "pk") if each.known]
    waiting = [each for each in people if not each.user.has_usable_password()]
    if not waiting:
        raise Refused("nobody_waits")
    return [(each, make_link(actor, each.pk, at=at)) for each in waiting]
