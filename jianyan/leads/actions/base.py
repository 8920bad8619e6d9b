"""The one shape of a verb on a lead: take (load, lock, ask core) … settle (save, clocks, ledger)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from jianyan.accounts.models import Department
from jianyan.accounts.queries import Actor
from jianyan.core import flow
from jianyan.core.chain import text_digest
from jianyan.core.flow import EFFECTS, ClockKind, Effect, Facts, Hat, Refused, Row, State, Verb
from jianyan.core.opinion import clean_text
from jianyan.core.rulebook import Rulebook
from jianyan.core.workdays import Calendar
from jianyan.leads.actions import clockwork
from jianyan.leads.actions.keep import clocks_of, drop, follows, keep, snapshot
from jianyan.leads.actions.locking import lock, read
from jianyan.leads.actions.reply_draft import give_back
from jianyan.leads.actions.telling import (
    heads_of,
    liaisons_of,
    officers_of,
    path_of,
    reporter_of,
    tell_answered,
    tell_carried,
    tell_lead,
)
from jianyan.leads.models import Lead
from jianyan.leads.queries.facts import facts
from jianyan.leads.queries.visible import hats, is_reporter
from jianyan.ledger.actions import record
from jianyan.rules.queries import book, calendar_of

__all__ = [
    "HANDLED",
    "Taken",
    "consequence",
    "digests",
    "heads_of",
    "liaisons_of",
    "lock",
    "officers_of",
    "path_of",
    "reporter_of",
    "settle",
    "take",
    "tell_answered",
    "tell_carried",
    "tell_lead",
    "unnamed",
    "words",
]

#: To the next multiple of this the revision of an anonymous lead leaps when it is dispatched.
LEAP = 100

#: What acts change of a lead; what was filed stays as it was filed, but for its classification.
HANDLED = (
    "state",
    "revision",
    "ended_at",
    "kind",
    "field",
    "common",
    "aspect",
    "policy",
    "effect",
    "stage",
    "grade",
    "lead_department",
    "dispatches",
    "designated",
    "reopened",
    "result",
    "solved",
    "satisfaction",
    "merged_into",
)


@dataclass(slots=True)
class Taken:
    """A locked lead for which the flow has said yes to one verb of one actor at one moment.

    ``before``: the lead's columns as they were. ``kept``: what the act found is kept, so that it can be undone.
    """

    lead: Lead
    actor: Actor
    at: datetime
    row: Row
    facts: Facts
    hat: Hat
    before: dict[str, object]
    kept: bool = False

    @property
    def book(self) -> Rulebook:
        return book(self.lead.rules_id)

    @property
    def unit(self) -> Department:
        """The lead department; the flow lets departments act only while there is one."""
        unit = self.lead.lead_department
        assert unit is not None
        return unit

    @property
    def calendar(self) -> Calendar:
        return calendar_of(self.lead.zone)


def take(
    actor: Actor,
    lead_id: int,
    verb: Verb,
    *,
    at: datetime,
    seen: int | None = None,
    alone: Callable[[Lead], bool] = lambda lead: False,
) -> Taken:
    """Load and lock a lead that the actor may see, and ask the flow about the verb.

    ``seen`` is the revision on the page that the act comes from; ``alone`` tells of the
    locked lead whether the act would leave it with the reporter's own unit alone (4.1.c).

    Raises:
        Lead.DoesNotExist: the lead is not there for this actor.
        Refused: by the flow's code; ``stale`` when the lead has changed since the page was made; ``time_order`` when
            ``at`` lies before the lead's last act.
    """
    # Lock first, read after: what is read under the lock is what the act changes.
    lock(actor, lead_id)
    lead = read(lead_id)
    worn = hats(actor, lead)
    known = facts(lead, actor, at)
    # "Never yours" and "not now" come before "somebody was faster".
    try:
        row = flow.step(State(lead.state), verb, worn, replace(known, own_unit_alone=alone(lead)))
    except Refused as no:
        moved = seen is not None and seen != lead.revision
        if moved and (no.code != "wrong_hat" or _was_theirs(verb, worn)):
            raise Refused("stale", verb=verb, state=lead.state) from no
        raise
    if seen is not None and seen != lead.revision:
        raise Refused("stale", verb=verb, state=lead.state)
    if lead.last_at and at < lead.last_at:  # type: ignore[attr-defined]
        raise Refused("time_order", last=lead.last_at)  # type: ignore[attr-defined]
    found = snapshot(lead, HANDLED)
    return Taken(lead=lead, actor=actor, at=at, row=row, facts=known, hat=_worn_for(row, worn), before=found)


def _was_theirs(verb: Verb, worn: frozenset[Hat]) -> bool:
    """Whether a department that no longer has the lead could have done this while it had it."""
    return Hat.supporting in worn and any(row.verb == verb and Hat.liaison in row.hats for row in flow.TABLE)


def _worn_for(row: Row, worn: frozenset[Hat]) -> Hat:
    """The hat in which the act is done, in the order of `Hat`: a reporter acts as the reporter."""
    return next(hat for hat in Hat if hat in row.hats and hat in worn)


def consequence(taken: Taken, verb: Verb, *, hat: Hat = Hat.system, **known: Any) -> Taken:
    """The next arrow that follows from an act at once, on the same locked lead."""
    facts_now = replace(taken.facts, **known)
    row = flow.step(State(taken.lead.state), verb, [hat], facts_now)
    return replace(taken, row=row, facts=facts_now, hat=hat)


def settle(
    taken: Taken,
    *,
    data: Mapping[str, object] | None = None,
    due: Mapping[str, date] | None = None,
    touched: Mapping[int, int] | None = None,
) -> None:
    """Move the lead along the row, run the clocks, save, record one row in the ledger, and keep what can be undone.

    ``due`` fixes due days by hand, by clock kind (a promise's day). ``touched``: other leads that the act made or
    goes on in, with their revisions.
    """
    lead, row = taken.lead, taken.row
    begun = {*EFFECTS.get(row.verb, Effect()).start, *(ClockKind(kind) for kind in due or ())}
    undoable = flow.undoable(row.verb, taken.hat, begun)
    found = clocks_of(lead) if undoable and taken.hat != Hat.system else {}
    if lead.draft_by and row.target != row.source and row.verb != Verb.reply:  # type: ignore[attr-defined]
        give_back(lead)  # what was written for the lead as it was is looked at again before it goes out
    lead.state = row.target
    lead.revision = next_revision(lead, row.verb)
    if lead.ended and lead.ended_at is None:
        lead.ended_at = taken.at
    elif not lead.ended:
        lead.ended_at = None
    moved = clockwork.run(taken.lead, row.verb, taken.at, taken.book, taken.calendar, due or {})
    lead.save(update_fields=HANDLED)
    entry = record(
        actor=taken.actor,
        at=taken.at,
        verb=f"lead.{row.verb}",
        subject=lead.subject,
        dossier=lead.identity.supervisor_id,
        data={
            "from": row.source,
            "to": row.target,
            **(data or {}),
            **({"clocks": moved} if moved else {}),
            **({"unnamed": True} if unnamed(taken) else {}),
        },
        rules=f"v{taken.book.number}",
        clause=row.clause,
        role=taken.hat,
    )
    if found:
        keep(
            entry,
            lead,
            by=taken.actor.person,
            before=taken.before,
            clocks=found,
            data=data or {},
            touched=touched or {},
        )
        taken.kept = True
    elif taken.kept and undoable:
        follows(lead, entry)
    elif taken.kept:
        drop(lead)
        taken.kept = False


def next_revision(lead: Lead, verb: Verb) -> int:
    """The revision after an act; an anonymous lead's leaps as it goes out.

    So the department's pages do not tell how often its reporter was called or added something before (4.1.c).
    """
    if lead.hidden and verb in (Verb.dispatch, Verb.designate):
        return (lead.revision // LEAP + 1) * LEAP
    return lead.revision + 1


def unnamed(taken: Taken) -> bool:
    """Whether the ledger's page must not name who acted: the reporter, when a lead of the same form is anonymous.

    The leads of one form came in together, so that naming the reporter of one would name that of the other (4.1.c).
    """
    lead = taken.lead
    if not is_reporter(taken.actor, lead):
        return False
    return lead.hidden or (lead.form_id is not None and Lead.objects.filter(form=lead.form_id, hidden=True).exists())


def words(text: str, longest: int, *, code: str, needed: bool = True) -> str:
    """A cleaned text of an act; raises `Refused` with ``code`` and the field's trouble when missing or too long."""
    text = clean_text(text)
    if needed and not text:
        raise Refused(f"{code}_required")
    if len(text) > longest:
        raise Refused("too_long", field=code, longest=longest)
    return text


def digests(**texts: str) -> dict[str, str]:
    """Digests of the texts of an act for the ledger; empty ones are left out."""
    return {name: text_digest(text) for name, text in texts.items() if text}
