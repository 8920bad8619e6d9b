"""The one shape of a verb on a bulletin: take (lock, ask core) … settle (save, ledger)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from jianyan.accounts.queries import Actor
from jianyan.core.bulletin import BulletinState, BulletinVerb, bulletin_step
from jianyan.core.bulletin.acts import BulletinRow
from jianyan.core.flow import Refused
from jianyan.core.opinion import clean_text
from jianyan.ledger.actions import record
from jianyan.reports.models import Bulletin
from jianyan.reports.queries.visible import bulletin_facts, bulletins_visible_to


@dataclass(slots=True)
class Taken:
    """A locked bulletin for which the table has said yes to one verb of one actor."""

    bulletin: Bulletin
    actor: Actor
    at: datetime
    row: BulletinRow


def take_bulletin(
    actor: Actor, bulletin_id: int, verb: BulletinVerb, *, at: datetime, seen: int | None = None
) -> Taken:
    """Load and lock a bulletin, and ask the table about the verb.

    Raises:
        Bulletin.DoesNotExist: it is not there for this actor.
        Refused: the table's codes; ``stale`` when it changed since the page was made.
    """
    visible = bulletins_visible_to(actor).filter(pk=bulletin_id).values("pk")
    bulletin = Bulletin.objects.select_for_update(of=("self",)).select_related("zone", "snapshot").get(pk__in=visible)
    row = bulletin_step(BulletinState(bulletin.state), verb, actor.roles, bulletin_facts(bulletin, at))
    if seen is not None and seen != bulletin.revision:
        raise Refused("stale")
    return Taken(bulletin, actor, at, row)


def settle_bulletin(taken: Taken, *changed: str, data: Mapping[str, object] | None = None) -> Bulletin:
    """Save the state and what ``changed``, and record."""
    bulletin = taken.bulletin
    bulletin.state = taken.row.target
    bulletin.revision += 1
    bulletin.save(update_fields=[*changed, "state", "revision"])
    note(bulletin, taken.actor, taken.at, taken.row.verb, data)
    return bulletin


def note(bulletin: Bulletin, actor: Actor, at: datetime, verb: str, data: Mapping[str, object] | None = None) -> None:
    """Record an act on a bulletin: codes and digests, no words."""
    record(
        actor=actor,
        at=at,
        verb=f"bulletin.{verb}",
        subject=bulletin.subject,
        data={"quarter": bulletin.quarter, **(data or {})},
        clause="5.1.i",
        role=next((role for role in ("head", "officer", "leader", "liaison", "supervisor") if actor.has(role)), ""),
    )


def words(text: str, longest: int, *, field: str) -> str:
    """A cleaned text; raises `Refused` ``text_required`` or ``too_long`` with the field."""
    text = clean_text(text)
    if not text:
        raise Refused("text_required", field=field)
    if len(text) > longest:
        raise Refused("too_long", field=field, longest=longest)
    return text


def path_of(bulletin: Bulletin) -> str:
    """The bulletin's page."""
    return f"/reports/bulletins/{bulletin.pk}/"
