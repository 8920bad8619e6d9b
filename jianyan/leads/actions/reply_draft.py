"""答复稿: what a liaison is writing is kept as it is typed; the ledger stays silent until it is handed in."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction

from jianyan.accounts.queries import Actor
from jianyan.core import flow
from jianyan.core.flow import Refused, State, Verb
from jianyan.leads.models import Attachment, Lead, ReplyDraft
from jianyan.leads.queries.facts import facts, with_facts
from jianyan.leads.queries.visible import hats, visible_to

#: The fields of a reply that are kept, each with more characters than it may have in the end.
FIELDS = {
    "result": 20,
    "process": 20_000,
    "handler": 200,
    "basis_title": 500,
    "basis_no": 200,
    "reason": 5_000,
    "plan": 5_000,
    "promised_on": 20,
}
#: Acts that a kept draft can become.
WRITTEN_FOR = frozenset({Verb.reply, Verb.submit_reply})


@transaction.atomic
def keep_reply(
    actor: Actor, lead_id: int, *, at: datetime, typed: Mapping[str, str], basket: UUID | None = None
) -> ReplyDraft:
    """Keep what is being typed; what one person types overwrites nobody else's.

    Raises:
        Lead.DoesNotExist; Refused: ``nothing_to_answer`` when the actor cannot answer this lead now.
    """
    # The lead is the lock, as for the reply: no draft comes to lie behind an answer that was just sent.
    locked = Lead.objects.select_for_update().filter(pk__in=visible_to(actor).filter(pk=lead_id).values("pk"))
    lead = with_facts(Lead.objects.filter(pk__in=list(locked.values_list("pk", flat=True)))).get()
    known = facts(lead, actor, at)
    if known.draft_own or WRITTEN_FOR.isdisjoint(flow.verbs(State(lead.state), hats(actor, lead), known)):
        raise Refused("nothing_to_answer")
    data = {name: _storable(typed.get(name, ""))[:longest] for name, longest in FIELDS.items()}
    draft, _ = ReplyDraft.objects.update_or_create(
        lead=lead,
        department=lead.lead_department,
        by_id=actor.person,
        defaults={"data": data, "basket": basket, "saved_at": at},
    )
    return draft


def _storable(text: str) -> str:
    """A text without what a database cannot keep in JSON: NUL, and half of a surrogate pair."""
    return text.replace("\0", "").encode("utf8", "ignore").decode("utf8")


def give_back(lead: Lead) -> None:
    """Let whoever wrote a draft that waits have it back to go on writing, with its files."""
    waiting = ReplyDraft.objects.filter(lead=lead, submitted_at__isnull=False)
    Attachment.objects.filter(draft__in=waiting, lead__isnull=True).update(draft=None)
    waiting.update(submitted_at=None)
