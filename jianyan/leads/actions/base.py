"""The one shape of a verb on a lead: take (load, lock, ask core) … settle (save, clocks, ledger)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache
from typing import Any

from django.db.models import CharField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Concat

from jianyan.accounts.models import Department
from jianyan.accounts.queries import Actor, with_role
from jianyan.core import flow
from jianyan.core.chain import text_digest
from jianyan.core.flow import Facts, Hat, Refused, Row, State, Verb
from jianyan.core.opinion import clean_text
from jianyan.core.rulebook import Rulebook
from jianyan.core.workdays import Calendar
from jianyan.leads.actions import clockwork
from jianyan.leads.actions.reply_draft import give_back
from jianyan.leads.models import Lead
from jianyan.leads.queries.carried import carried_by
from jianyan.leads.queries.facts import facts, with_facts
from jianyan.leads.queries.visible import hats, is_reporter, visible_to
from jianyan.ledger.actions import record
from jianyan.ledger.models import Entry
from jianyan.notify.actions import tell
from jianyan.people.queries import contact_of
from jianyan.rules.queries import book, calendar_of

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
    """A locked lead for which the flow has said yes to one verb of one actor at one moment."""

    lead: Lead
    actor: Actor
    at: datetime
    row: Row
    facts: Facts
    hat: Hat

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
    lead = _leads_with_facts().get(pk=lead_id)
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
    return Taken(lead=lead, actor=actor, at=at, row=row, facts=known, hat=_worn_for(row, worn))


def lock(actor: Actor, lead_id: int, *more: int) -> None:
    """Lock a lead that the actor may see, and others with it as far as they are there for the actor.

    Several are locked in the order of their ids, so that two acts never wait for one another.

    Raises:
        Lead.DoesNotExist: the first lead is not there for this actor.
    """
    visible = Lead.objects.all() if actor.user_id is None else visible_to(actor)
    any_of = Q(pk=lead_id)
    for other in more:
        any_of |= Q(pk=other)
    locked = Lead.objects.select_for_update().filter(pk__in=visible.filter(any_of).values("pk")).order_by("pk")
    if lead_id not in locked.values_list("pk", flat=True):
        raise Lead.DoesNotExist


@cache
def _leads_with_facts() -> QuerySet[Lead]:
    # Building this query takes longer than running it; a filtered copy of it is cheap.
    subject = Concat(Value("lead:"), Cast(OuterRef("pk"), CharField()))
    last = Entry.objects.filter(subject=subject).order_by("-place").values("at")[:1]
    leads = with_facts(Lead.objects.annotate(last_at=Subquery(last)))
    return leads.select_related(None).select_related("zone", "identity__supervisor", "lead_department")


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
    return replace_taken(taken, row=row, facts=facts_now, hat=hat)


def replace_taken(taken: Taken, *, row: Row, facts: Facts, hat: Hat) -> Taken:
    return Taken(lead=taken.lead, actor=taken.actor, at=taken.at, row=row, facts=facts, hat=hat)


def settle(taken: Taken, *, data: Mapping[str, object] | None = None, due: Mapping[str, date] | None = None) -> None:
    """Move the lead along the row, run the clocks, save, and record one row in the ledger.

    ``due`` fixes due days by hand, by clock kind (a promise's day).
    """
    lead, row = taken.lead, taken.row
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
    record(
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


def path_of(lead: Lead) -> str:
    """The page of a lead, as notices link to it."""
    return f"/leads/{lead.pk}/"


def tell_lead(taken: Taken, kind: str, users: Iterable[Any], **params: object) -> None:
    """Tell people about an act on a lead; the params carry the number only, never names or contents.

    Of what an anonymous reporter did the notice tells the day and not the hour (``day``).
    """
    if taken.lead.hidden and is_reporter(taken.actor, taken.lead):
        params["day"] = True
    tell(
        users,
        zone_id=taken.lead.zone_id,
        at=taken.at,
        kind=kind,
        path=path_of(taken.lead),
        params={"no": taken.lead.no, **params},
        by=taken.actor,
    )


def tell_carried(taken: Taken, kind: str) -> None:
    """Tell whoever raised a lead that this one carries, each by the number and page of their own."""
    for other in carried_by(taken.lead):
        tell(
            reporter_of(other),
            zone_id=other.zone_id,
            at=taken.at,
            kind=kind,
            path=path_of(other),
            params={"no": other.no},
            by=taken.actor,
        )


def reporter_of(lead: Lead) -> list[int]:
    """The account of whoever raised the lead."""
    return [lead.identity.supervisor.user_id]


def liaisons_of(lead: Lead, department_id: int | None = None) -> list[int]:
    """The liaisons of a department, by default the one that handles the lead."""
    department = department_id or lead.lead_department_id
    return [u.pk for u in with_role(lead.zone_id, "liaison", department_id=department)] if department else []


def officers_of(lead: Lead, at: datetime) -> list[int]:
    """The supervisor's contact at that moment; every officer of the zone where there is none."""
    officer = contact_of(lead.identity.supervisor_id, at)
    return [officer] if officer else [u.pk for u in with_role(lead.zone_id, "officer")]


def heads_of(lead: Lead) -> list[int]:
    """The office heads of the zone."""
    return [u.pk for u in with_role(lead.zone_id, "head")]
