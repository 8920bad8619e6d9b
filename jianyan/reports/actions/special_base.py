"""The one shape of a verb on a special report: take (lock, ask core) … settle (save, ledger)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from jianyan.accounts.models import RoleName
from jianyan.accounts.queries import Actor, with_role
from jianyan.core.flow import Refused
from jianyan.core.opinion import clean_text
from jianyan.core.special import SpecialState, SpecialVerb, special_step
from jianyan.core.special.acts import SpecialRow
from jianyan.ledger.actions import record
from jianyan.notify.actions import tell
from jianyan.reports.models import Special
from jianyan.reports.queries.special import facts_of, specials_visible_to

CLAUSE = "5.1.j"
ROLES = (RoleName.head, RoleName.officer, RoleName.leader)


@dataclass(slots=True)
class TakenSpecial:
    """A locked special report for which the table has said yes to one verb of one actor."""

    special: Special
    actor: Actor
    at: datetime
    row: SpecialRow


def take_special(
    actor: Actor, special_id: int, verb: SpecialVerb, *, at: datetime, seen: int | None = None
) -> TakenSpecial:
    """Load and lock a special report, and ask the table about the verb.

    Raises:
        Special.DoesNotExist; Refused: the table's codes; ``stale`` when it changed since the page was made.
    """
    visible = specials_visible_to(actor).filter(pk=special_id).values("pk")
    special = Special.objects.select_for_update(of=("self",)).select_related("zone", "snapshot").get(pk__in=visible)
    row = special_step(SpecialState(special.state), verb, actor.roles, facts_of(special, at))
    if seen is not None and seen != special.revision:
        raise Refused("stale")
    return TakenSpecial(special, actor, at, row)


def settle_special(taken: TakenSpecial, *changed: str, data: Mapping[str, object] | None = None) -> Special:
    """Move the report along the row, save what ``changed``, and record."""
    special = taken.special
    if taken.row.target is not None:
        special.state = taken.row.target
    special.revision += 1
    special.save(update_fields=[*changed, "state", "revision"])
    note_special(special, taken.actor, taken.at, taken.row.verb, data)
    return special


def note_special(
    special: Special, actor: Actor, at: datetime, verb: str, data: Mapping[str, object] | None = None
) -> None:
    """Record an act on a special report: codes and digests, no words."""
    record(
        actor=actor,
        at=at,
        verb=f"special.{verb}",
        subject=special.subject,
        data={"quarter": special.quarter, **(data or {})},
        clause=CLAUSE,
        role=acting_role(actor),
    )


def acting_role(actor: Actor) -> str:
    """The role in which an act is recorded."""
    if actor.user_id is None:
        return "system"
    return next((role.value for role in ROLES if role in actor.roles), "")


def words(text: str, longest: int, *, field: str, lines: bool = True) -> str:
    """A cleaned text; raises `Refused` ``text_required`` or ``too_long`` with the field."""
    text = clean_text(text, lines=lines)
    if not text:
        raise Refused("text_required", field=field)
    if len(text) > longest:
        raise Refused("too_long", field=field, longest=longest)
    return text


def tell_of(special: Special, kind: str, *roles: str, at: datetime, by: Actor) -> None:
    """Tell everybody in these roles about a report."""
    tell(
        with_role(special.zone_id, *roles),
        zone_id=special.zone_id,
        at=at,
        kind=kind,
        path=f"/reports/special/{special.pk}/",
        params={"quarter": special.quarter, "year": special.year or "", "no": special.number or ""},
        by=by,
    )
