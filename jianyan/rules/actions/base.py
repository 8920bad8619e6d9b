"""The one shape of a verb on a draft: take (lock, ask core) … settle (save, ledger)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from jianyan.accounts.models import RoleName
from jianyan.accounts.queries import Actor
from jianyan.core.flow import Refused
from jianyan.core.opinion import clean_text
from jianyan.core.rule_draft import DraftState, DraftVerb, refused
from jianyan.ledger.actions import record
from jianyan.rules.models import Draft
from jianyan.rules.queries.drafts import drafts_visible_to

#: The longest text of a comment, an answer, a note.
LONGEST = 2000


@dataclass(slots=True)
class Taken:
    """A locked draft to which an actor may do one verb."""

    draft: Draft
    actor: Actor
    at: datetime


def take(actor: Actor, draft_id: int, verb: DraftVerb, *, at: datetime, seen: int | None = None) -> Taken:
    """Lock a draft and ask core.

    Raises:
        Draft.DoesNotExist: not there for this actor.
        Refused: ``wrong_role``, ``wrong_state``, ``stale`` (changed since the page with revision ``seen`` was made).
    """
    there = drafts_visible_to(actor).select_related(None)
    draft = there.select_for_update(of=("self",)).get(pk=draft_id)
    if (no := refused(verb, DraftState(draft.state), actor.roles)) is not None:
        raise no
    if seen is not None and seen != draft.revision:
        raise Refused("stale")
    return Taken(draft, actor, at)


def settle(taken: Taken, verb: str, data: Mapping[str, object], *, clause: str = "4.0", revised: bool = True) -> None:
    """Save the draft, unless what was done is beside it, and record it."""
    if revised:
        taken.draft.revision += 1
        taken.draft.save()
    record(
        actor=taken.actor,
        at=taken.at,
        verb=verb,
        subject=taken.draft.subject,
        data={"number": taken.draft.number, **data},
        clause=clause,
        role=RoleName.head if taken.actor.has(RoleName.head) else RoleName.officer,
    )


def words(text: str, field: str, *, needed: bool = True, longest: int = LONGEST, lines: bool = True) -> str:
    """The text cleaned; raises `Refused`: ``text_required``, ``too_long``, with the field."""
    if len(text) > longest * 2:  # not worth cleaning
        raise Refused("too_long", field=field, most=longest)
    kept = clean_text(text, lines=lines)
    if needed and not kept:
        raise Refused("text_required", field=field)
    if len(kept) > longest:
        raise Refused("too_long", field=field, most=longest)
    return kept
