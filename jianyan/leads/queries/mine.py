"""What a supervisor sees of their own: this month's forms, the leads, and what waits for an answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, DateTimeField, Exists, F, OuterRef, Prefetch, Q, QuerySet, Subquery

from jianyan.accounts.models import RoleName
from jianyan.accounts.queries import Actor, anybody, values_of
from jianyan.core.flow import TABLE, ClockKind, Hat, Verb
from jianyan.core.opinion import form_due
from jianyan.core.rulebook import Rulebook
from jianyan.leads.models import Clock, Dispatch, Draft, Lead, OpinionForm, Reply
from jianyan.people.models import Appointment, Identity
from jianyan.people.queries import own_identities, with_contact
from jianyan.prepared import Gap, Prepared
from jianyan.rules.queries import rule_url

#: States in which the reporter's verdict is asked for.
ASKS_REPORTER = frozenset(row.source for row in TABLE if row.verb == Verb.follow_up and Hat.reporter in row.hats)

#: Leads that wait for the reporter's verdict.
_ASKS = Q(state__in=ASKS_REPORTER, follow_up_wanted=True)


@dataclass(frozen=True, slots=True)
class MonthForm:
    """One identity's form of a month: filed, kept as a draft, or not begun.

    ``draft`` may be an earlier month's that was never filed: what was typed is not lost with the month's end.
    ``in_term``: whether the supervisor is appointed on the day that was asked about; ``term`` is the latest term.
    """

    identity: Identity
    month: date
    filed: OpinionForm | None
    draft: Draft | None
    in_term: bool
    term: Appointment | None


@dataclass(frozen=True, slots=True)
class FormDue:
    """Until when a month's form is on time: the day, the calendar days left (negative when late), and the rule."""

    on: date
    days: int
    url: str

    @property
    def late(self) -> bool:
        return self.days < 0


def due_of_form(month: date, day: date, rules: Rulebook) -> FormDue:
    """The due day of a month's form, read on a day."""
    on = form_due(month, rules.number_of("form_due_day"))
    return FormDue(on=on, days=(on - day).days, url=rule_url(rules.number, "numbers.form_due_day"))


def month_forms(actor: Actor, month: date, day: date) -> list[MonthForm]:
    """The month's form of each identity that the actor holds, as of a day. At most five queries."""
    identities = list(own_identities(actor).select_related("supervisor__officer"))
    ids = [identity.pk for identity in identities]
    leads = Prefetch("leads", Lead.objects.order_by("id").only("id", "no", "form_id"))
    sent = OpinionForm.objects.filter(identity__in=ids, month=month).prefetch_related(leads)
    filed = {form.identity_id: form for form in sent}
    filed_since = OpinionForm.objects.filter(identity=OuterRef("identity"), month__gte=OuterRef("month"))
    unfiled = [pk for pk in ids if pk not in filed]
    kept = Draft.objects.filter(~Exists(filed_since), identity__in=unfiled, month__lte=month).order_by("month")
    drafts = {draft.identity_id: draft for draft in kept}
    terms = list(Appointment.objects.filter(supervisor__in={i.supervisor_id for i in identities}).order_by("ends_on"))
    held = {term.supervisor_id for term in terms if term.starts_on <= day <= term.ends_on}
    latest = {term.supervisor_id: term for term in terms}
    return [
        MonthForm(
            identity=identity,
            month=month,
            filed=filed.get(identity.pk),
            draft=drafts.get(identity.pk),
            in_term=identity.supervisor_id in held,
            term=latest.get(identity.supervisor_id),
        )
        for identity in identities
    ]


def my_leads(actor: Actor, at: datetime) -> QuerySet[Lead]:
    """The actor's own leads, newest first, with what their way so far is drawn from; `governing` in a second query.

    Adds the contact (`with_contact`), ``called_at`` (the call clock stopped: talked over, or the attempts used up),
    ``dispatched_at`` and ``replied_at`` of the present round.
    """
    called = Clock.objects.filter(lead=OuterRef("pk"), kind=ClockKind.call, void=False)
    sheets = Dispatch.objects.filter(lead=OuterRef("pk"), returned_at__isnull=True, recalled_at__isnull=True)
    dispatched = sheets.order_by("-number")
    replied = Reply.objects.filter(lead=OuterRef("pk")).order_by("-id")
    leads = Lead.objects.filter(zone=actor.zone_id, identity__supervisor__user=actor.user_id)
    return (
        with_contact(leads, at, "identity__supervisor__")
        .annotate(
            called_at=Subquery(called.values("stopped_at")[:1]),
            dispatched_at=Subquery(dispatched.values("at")[:1]),
            replied_at=Subquery(replied.values("at")[:1]),
        )
        .select_related("lead_department", "rules", "merged_into", "identity__supervisor")
        .defer("body", "suggestion", "rules__text", "merged_into__body", "merged_into__suggestion")
        .prefetch_related(Prefetch("clocks", Clock.objects.filter(governs=True), to_attr="governing"))
        .order_by("-submitted_at", "-id")
    )


def waiting_for_me(actor: Actor, at: datetime) -> QuerySet[Lead]:
    """My answered leads that wait for my verdict, the nearest due first."""
    wanted = my_leads(actor, at).filter(_ASKS)
    due = Clock.objects.filter(lead=OuterRef("pk"), governs=True).values("due_at")[:1]
    return wanted.annotate(due_at=Subquery(due)).order_by(F("due_at").asc(nulls_last=True), "id")


#: Leads of a page; on a phone each takes a third of the screen.
PAGE = 20

_AT: Any = Gap("at", DateTimeField())
_ME = anybody(frozenset({RoleName.supervisor}), placed=False)


def leads_shown(actor: Actor, at: datetime, asked: str | None) -> tuple[list[Lead], Page[int], list[Lead]]:
    """What waits for me, and a page of my leads by the number that an address names. At most four queries."""
    values = {**values_of(actor), "at": at}
    count, asks = _COUNT.first(**values) or (0, 0)
    page = Paginator(range(count), PAGE).get_page(asked)
    waiting, leads = _WAITING(**values) if asks else [], _page(page.number)(**values)
    clocks: dict[int, list[Clock]] = {}
    for clock in Clock.objects.filter(governs=True, lead__in={lead.pk for lead in (*waiting, *leads)}):
        clocks.setdefault(clock.lead_id, []).append(clock)
    for lead in (*waiting, *leads):
        lead.governing = clocks.get(lead.pk, [])  # type: ignore[attr-defined]
    return waiting, page, leads


@lru_cache(maxsize=8)
def _page(number: int) -> Prepared[Lead]:
    return Prepared(lambda: my_leads(_ME, _AT).prefetch_related(None)[(number - 1) * PAGE : number * PAGE])


_WAITING = Prepared(lambda: waiting_for_me(_ME, _AT).prefetch_related(None))
_COUNT = Prepared(
    lambda: (
        Lead.objects.filter(zone=Gap("zone"), identity__supervisor__user=Gap("user"))
        .values("zone")
        .annotate(count=Count("id"), asks=Count("id", filter=_ASKS))
        .values_list("count", "asks")
    )
)


def filed_form(actor: Actor, form_id: int, at: datetime) -> QuerySet[OpinionForm]:
    """One of the actor's own filed forms, with the contact (`with_contact`)."""
    mine = Q(identity__supervisor__user=actor.user_id, zone=actor.zone_id)
    forms = OpinionForm.objects.filter(mine, pk=form_id).select_related("identity__supervisor", "entered_by")
    return with_contact(forms, at, "identity__supervisor__")
