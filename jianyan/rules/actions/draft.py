"""Drafting the next version of the rules: begun, worked on, adopted or dropped."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction

from jianyan.accounts.models import RoleName, Zone
from jianyan.accounts.queries import Actor
from jianyan.core.chain import text_digest
from jianyan.core.flow import Refused
from jianyan.core.rule_changes import changes, dated, edited
from jianyan.core.rule_draft import DraftState, DraftVerb, adopt_refused
from jianyan.core.rulebook import load
from jianyan.core.workdays import local_date
from jianyan.ledger.actions import record
from jianyan.rules.actions.base import Taken, settle, take, words
from jianyan.rules.actions.store import store_rulebook
from jianyan.rules.models import Draft, RulebookVersion
from jianyan.rules.queries.drafts import asked_of, changes_of, everybody, latest_version, next_number
from jianyan.rules.queries.versions import book
from jianyan.rules.telling import tell
from jianyan.ui.addresses import address_of


@transaction.atomic
def draft(actor: Actor, *, at: datetime, text: str = "", why: str = "") -> Draft:
    """Begin a draft: a copy of the latest version, or the text of a file.

    Raises:
        RulebookError: the text cannot be used.
        Refused: ``wrong_role``, ``no_base`` (the zone has no version), ``one_at_a_time``.
    """
    if not actor.is_office:
        raise Refused("wrong_role")
    Zone.objects.select_for_update().get(pk=actor.zone_id)
    base = latest_version(actor.zone_id)
    if base is None:
        raise Refused("no_base")
    if Draft.objects.filter(zone=actor.zone_id, state__in=(DraftState.drafting, DraftState.consulting)).exists():
        raise Refused("one_at_a_time")
    number = next_number(actor.zone_id)
    made = Draft.objects.create(
        zone_id=actor.zone_id,
        base=base,
        number=number,
        text=edited(text or base.text, {"number": number}),
        why=words(why, "why", needed=False),
        made_at=at,
        made_by_id=actor.person,
    )
    record(
        actor=actor,
        at=at,
        verb="rules.draft",
        subject=made.subject,
        data={"number": number, "base": base.number, "text": text_digest(made.text)},
        clause="4.0",
        role=RoleName.head if actor.has(RoleName.head) else RoleName.officer,
        first=True,
    )
    return made


@transaction.atomic
def edit(actor: Actor, draft_id: int, values: Mapping[str, object], *, at: datetime, seen: int | None = None) -> Draft:
    """Set values of the draft, by dotted place (``clocks.call.amount``); one that is None is taken away.

    Raises:
        RulebookError: what would come out cannot be used; nothing is changed then.
        Draft.DoesNotExist; Refused: as in `take`.
    """
    taken = take(actor, draft_id, DraftVerb.edit, at=at, seen=seen)
    return _take_over(taken, edited(taken.draft.text, values), way="page")


@transaction.atomic
def replace_text(actor: Actor, draft_id: int, text: str, *, at: datetime, seen: int | None = None) -> Draft:
    """Take a whole text in place of the draft's, as it was edited elsewhere.

    Raises:
        RulebookError: the text cannot be used.
        Draft.DoesNotExist; Refused: as in `take`.
    """
    taken = take(actor, draft_id, DraftVerb.edit, at=at, seen=seen)
    return _take_over(taken, edited(text, {"number": taken.draft.number}), way="toml")


def _take_over(taken: Taken, text: str, *, way: str) -> Draft:
    """The text in place of the draft's; one that says the same leaves no row."""
    if text != taken.draft.text:
        found = changes(load(taken.draft.text), load(text))
        taken.draft.text = text
        data = {"rules": [change.rule for change in found], "text": text_digest(text), "way": way}
        settle(taken, "rules.edit", data)
    return taken.draft


@transaction.atomic
def adopt(
    actor: Actor, draft_id: int, *, at: datetime, effective_on: date, unasked: str = "", seen: int | None = None
) -> RulebookVersion:
    """Make the draft a version, in force from a day to come: leads filed before keep theirs, those after take it.

    ``unasked``: why not everybody was asked, where that is so.

    Raises:
        RulebookError: the text cannot be used (any more).
        Draft.DoesNotExist; Refused: as in `take`; ``nothing_changed``, ``day_past``, ``day_taken``, ``day_far``,
            ``not_asked``.
    """
    taken = take(actor, draft_id, DraftVerb.adopt, at=at, seen=seen)
    Zone.objects.select_for_update().get(pk=actor.zone_id)
    made, latest = taken.draft, latest_version(actor.zone_id)
    why = words(unasked, "unasked", needed=False)
    no = adopt_refused(
        effective_on,
        local_date(at),
        latest.effective_on if latest else None,
        changed=differs(made),
        asked=asked_of(made),
        why=why,
    )
    if no is not None:
        raise no
    made.number = next_number(actor.zone_id)
    made.text = dated(made.text, made.number, effective_on)
    made.version = store_rulebook(actor, made.text, at=at)
    made.state, made.ended_at, made.unasked = DraftState.adopted, at, why
    settle(taken, "rules.adopt", {"effective_on": effective_on.isoformat(), "unasked": bool(why)})
    tell(
        everybody(actor.zone_id),
        zone_id=actor.zone_id,
        at=at,
        kind="rules.adopted",
        path=address_of("rules:version", made.number),
        params={"number": made.number, "from": effective_on.isoformat()},
        by=actor,
    )
    return made.version


def differs(made: Draft) -> bool:
    """Whether the draft says anything else than its base: a rule, or what the whole is called."""
    base, now = book(made.base_id), load(made.text)
    named = ("title", "title_en", "status", "status_en", "basis")
    return bool(changes_of(made)) or any(getattr(base, name) != getattr(now, name) for name in named)


@transaction.atomic
def drop(actor: Actor, draft_id: int, *, at: datetime, seen: int | None = None) -> Draft:
    """Give a draft up; a round that runs ends with it.

    Raises:
        Draft.DoesNotExist; Refused: as in `take`.
    """
    taken = take(actor, draft_id, DraftVerb.drop, at=at, seen=seen)
    taken.draft.rounds.filter(concluded_at__isnull=True).update(concluded_at=at, dropped=True)
    taken.draft.state, taken.draft.ended_at = DraftState.dropped, at
    settle(taken, "rules.drop", {})
    return taken.draft
