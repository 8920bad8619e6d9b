"""撤销: taking back one's own act within moments, where nothing has left the office (`core.flow.undo`).

The undoing is a row of its own after the row that it undoes: the ledger shows both. The lead and its clocks are as
before the act, its revision moves on.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from jianyan.accounts.queries import Actor
from jianyan.core.flow import UNDO_WITHIN, Hat, Refused, State, Verb, undo_refused
from jianyan.leads.actions.base import HANDLED, lock, path_of
from jianyan.leads.actions.keep import restore
from jianyan.leads.models import Call, Clock, FollowUp, Lead, Merge, Undoable
from jianyan.leads.queries.carried import carried_by
from jianyan.leads.queries.facts import with_facts
from jianyan.leads.queries.moves import anew
from jianyan.leads.queries.undoable import BESIDE
from jianyan.leads.queries.visible import hats
from jianyan.ledger.actions import record
from jianyan.ledger.models import Entry
from jianyan.notify.actions import unsay
from jianyan.rules.queries import calendar_of

#: What undoable verbs tell, each held back until it can no longer be undone.
HELD = {
    Verb.note: ("lead.noted",),
    Verb.merge: ("lead.merged",),
    Verb.split_: ("lead.split",),
    Verb.close: ("lead.closed",),
}


@transaction.atomic
def undo(actor: Actor, lead_id: int, *, at: datetime, entry: int) -> Lead:
    """Take back the actor's act whose row in the ledger is ``entry``.

    Raises:
        Lead.DoesNotExist; Refused: ``wrong_hat``, ``undo_not_yours``, ``undo_moved_on`` (something has happened since,
        or it was undone already), ``undo_too_late``.
    """
    noted = Undoable.objects.filter(lead=lead_id, entry=entry).values_list("touched", flat=True).first()
    lock(actor, lead_id, *map(int, noted or {}))
    lead = with_facts(Lead.objects.all()).get(pk=lead_id)
    if not hats(actor, lead) & {Hat.officer, Hat.head}:
        raise Refused("wrong_hat")
    kept = Undoable.objects.select_related("entry").filter(lead=lead, entry=entry).first()
    if kept is None:
        if not _own(actor, lead, entry):
            raise Refused("undo_not_yours")
        raise Refused("undo_moved_on")
    if code := undo_refused(own=kept.by_id == actor.person, age=at - kept.at, moved_on=_moved_on(kept)):
        raise Refused(code)
    _take_back(actor, lead, kept, at)
    return lead


def _own(actor: Actor, lead: Lead, entry: int) -> bool:
    return Entry.objects.filter(pk=entry, subject=lead.subject, actor=actor.person).exists()


def _moved_on(kept: Undoable) -> bool:
    """Whether anything has happened since to the lead, or to one that the act made or goes on in."""
    later = Entry.objects.filter(subject=kept.lead.subject, pk__gt=kept.last_id).exclude(verb__in=BESIDE)
    touched = Lead.objects.filter(pk__in=kept.touched).values_list("pk", "revision")
    if later.exists() or {str(pk): revision for pk, revision in touched} != kept.touched:
        return True
    parts = kept.made.get("parts", [])
    return Lead.objects.filter(merged_into__in=parts).exists()


def _take_back(actor: Actor, lead: Lead, kept: Undoable, at: datetime) -> None:
    was = State(lead.state)
    if kinds := HELD.get(Verb(kept.verb)):
        paths = [path_of(one) for one in (lead, *carried_by(lead))]
        unsay(zone_id=lead.zone_id, kinds=kinds, paths=paths, held_until=kept.at + UNDO_WITHIN)
    undone = kept.entry
    Undoable.objects.filter(pk=kept.pk).delete()
    _unmake(kept.made)
    revision = lead.revision + 1
    restore(lead, kept.before)
    lead.revision = revision
    open_again = _restore_clocks(lead, kept.clocks)
    lead.save(update_fields=HANDLED)
    data = {"undoes": kept.verb, "row": undone.pk, "from": was, "to": lead.state}
    _record(actor, lead, undone, at, {**data, **({"clocks": open_again} if open_again else {})})
    for part in Lead.objects.filter(pk__in=kept.made.get("parts", [])).select_related("identity").order_by("pk"):
        _withdraw_part(actor, part, lead, undone, at)


def _unmake(made: dict[str, Any]) -> None:
    """What the act wrote beside the lead goes; that it was there stands in the ledger."""
    Call.objects.filter(pk=made.get("call", 0)).delete()
    FollowUp.objects.filter(pk=made.get("follow_up", 0)).delete()
    Merge.objects.filter(pk=made.get("merge", 0)).delete()


def _restore_clocks(lead: Lead, found: dict[str, Any]) -> dict[str, object]:
    """Let the clocks run on that the act stopped, and drop those that it began; what is due again, for the ledger.

    The calendar may have changed meanwhile: what stood still then is counted anew.
    """
    Clock.objects.filter(lead=lead).exclude(pk__in=found["all"]).delete()
    Clock.objects.filter(lead=lead, governs=True).update(governs=False)
    calendar = calendar_of(lead.zone)
    moved: dict[str, object] = {}
    for clock in Clock.objects.filter(pk__in=found["running"]).select_related("lead").order_by("pk"):
        clock.governs = clock.pk == found["governs"]
        if clock.stopped_at is not None:
            clock.lead = lead
            end = anew(clock, calendar)
            clock.due_on, clock.due_at, clock.warn_at, clock.provisional = end.on, end.at, end.warn_at, end.provisional
            clock.stopped_at, clock.on_time, clock.void = None, None, False
            moved[clock.kind] = {"due": clock.due_on.isoformat()}
        clock.save()
    return moved


def _withdraw_part(actor: Actor, part: Lead, whole: Lead, undone: Entry, at: datetime) -> None:
    """A part whose splitting is undone has its number for good, and ends as if it had never been: it counts nowhere."""
    was = part.state
    for clock in Clock.objects.filter(lead=part, stopped_at__isnull=True):
        clock.stopped_at, clock.governs, clock.void = at, False, True
        clock.save(update_fields=["stopped_at", "governs", "void"])
    part.state, part.ended_at, part.split_from = State.withdrawn, at, None
    part.revision += 1
    part.save(update_fields=["state", "ended_at", "split_from", "revision"])
    data = {"undoes": Verb.split_, "row": undone.pk, "from": was, "to": part.state, "whole": whole.pk}
    _record(actor, part, undone, at, data)


def _record(actor: Actor, lead: Lead, undone: Entry, at: datetime, data: dict[str, object]) -> None:
    record(
        actor=actor,
        at=at,
        verb="lead.undo",
        subject=lead.subject,
        dossier=lead.identity.supervisor_id,
        data=data,
        rules=undone.rules,
        clause=undone.clause,
        role=undone.role,
    )
