"""What a unit may recommend, and what became of whom it did."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from jianyan.accounts.models import Department, DepartmentKind
from jianyan.accounts.queries import Actor
from jianyan.core.rulebook import Rulebook
from jianyan.core.workdays import local_date
from jianyan.people.models import Channel
from jianyan.recruit.models import Candidate, Round
from jianyan.recruit.queries.base import candidates_visible_to

#: The category of a unit's own staff.
CATEGORY = {
    DepartmentKind.internal: "department",
    DepartmentKind.soe: "soe",
    DepartmentKind.resident: "resident",
}


@dataclass(frozen=True, slots=True)
class Recommending:
    """What a unit recommends: its own staff as internal (4.1.c), or, a sector body, social candidates (4.1.a)."""

    unit: Department
    channel: str
    categories: list[str]

    @property
    def own_staff(self) -> bool:
        """Whether the recommended person works in this unit."""
        return self.channel == Channel.internal


def recommending(unit: Department, rules: Rulebook) -> Recommending:
    """What the rules let a unit recommend; where they name no category for its kind, any of the channel."""
    channel = Channel.social if unit.kind == DepartmentKind.sector else Channel.internal
    possible = [key for key, each in rules.categories.items() if each.channel in (None, channel)]
    own = CATEGORY.get(DepartmentKind(unit.kind))
    return Recommending(unit, channel, [own] if own in possible else possible)


def recommending_now(actor: Actor, at: datetime) -> list[Round]:
    """The zone's rounds for which units may recommend at this moment. One query."""
    today = local_date(at)
    rounds = Round.objects.filter(zone=actor.zone_id, step="recommend", opens_on__lte=today, closes_on__gte=today)
    return list(rounds)


def recommended_by(actor: Actor, round_: Round) -> QuerySet[Candidate]:
    """Whom the liaison's unit recommended in a round, the newest first."""
    own = candidates_visible_to(actor).filter(round=round_, recommending=actor.department_id)
    return own.order_by("-pk")
