"""Withdrawing a version that was adopted and has not begun: nothing was filed under it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from jianyan.accounts.models import Zone
from jianyan.accounts.queries import Actor
from jianyan.core.chain import text_digest
from jianyan.core.rule_draft import DraftState, DraftVerb, withdraw_refused
from jianyan.core.workdays import local_date
from jianyan.rules.actions.base import settle, take, words
from jianyan.rules.models import Draft, RulebookVersion
from jianyan.rules.queries.drafts import built_on, everybody
from jianyan.rules.telling import tell
from jianyan.ui.addresses import address


@transaction.atomic
def withdraw(actor: Actor, draft_id: int, *, at: datetime, why: str, seen: int | None = None) -> Draft:
    """Withdraw the version that came of a draft, before its day: what was in force goes on.

    The version stays where it is, marked; its text is not changed. Everybody who was told of it is told.

    Raises:
        Draft.DoesNotExist; Refused: as in `take`; ``text_required``, ``too_long``, ``begun``, ``built_on``.
    """
    taken = take(actor, draft_id, DraftVerb.withdraw, at=at, seen=seen)
    Zone.objects.select_for_update().get(pk=actor.zone_id)
    draft, said = taken.draft, words(why, "why")
    version = draft.version
    if version is None:
        raise ValueError(f"draft {draft.pk} is adopted without a version")
    no = withdraw_refused(version.effective_on, local_date(at), built_on=built_on(version.pk))
    if no is not None:
        raise no
    RulebookVersion.objects.filter(pk=version.pk).update(withdrawn_at=at)
    draft.state, draft.withdrawn_why = DraftState.withdrawn, said
    day = version.effective_on.isoformat()
    settle(taken, "rules.withdraw", {"effective_on": day, "why": text_digest(said)})
    tell(
        everybody(actor.zone_id),
        zone_id=actor.zone_id,
        at=at,
        kind="rules.withdrawn",
        path=address("rules:book"),
        params={"number": version.number, "from": day},
        by=actor,
    )
    return draft
