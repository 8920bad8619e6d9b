"""What a supervisor sees of their own: this month's forms, the leads, and what waits for an answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import (
    Count,
    DateTimeField,
    Exists,
    F,
    FilteredRelation,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
)

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
    ``in_term``: whether the supervisor is appointed on the day that was asked about; ``term`` is the latest term, with
    its first and last day alone.
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
    """The month's form of each identity that the actor holds, as of a day. At most four queries."""
    terms = Appointment.objects.filter(supervisor=OuterRef("supervisor"))
    latest = terms.order_by("-ends_on", "-pk")
    own = own_identities(actor).annotate(
        held=Exists(terms.filter(starts_on__lte=day, ends_on__gte=day)),
        latest_from=Subquery(latest.values("starts_on")[:1]),
        latest_to=Subquery(latest.values("ends_on")[:1]),
    )
    identities: list[Any] = list(own.select_related("supervisor__officer"))
    ids = [identity.pk for identity in identities]
    leads = Prefetch("leads", Lead.objects.order_by("id").only("id", "no", "form_id"))
    sent = OpinionForm.objects.filter(identity__in=ids, month=month).prefetch_related(leads)
    filed = {form.identity_id: form for form in sent}
    filed_since = OpinionForm.objects.filter(identity=OuterRef("identity"), month__gte=OuterRef("month"))
    unfiled = [pk for pk in ids if pk not in filed]
    kept = Draft.objects.filter(~Exists(filed_since), identity__in=unfiled, month__lte=month).order_by("month")
    drafts = {draft.identity_id: draft for draft in kept}
    return [
        MonthForm(
            identity=identity,
            month=month,
            filed=filed.get(identity.pk),
            draft=drafts.get(identity.pk),
            in_term=identity.held,
            term=Appointment(starts_on=identity.latest_from, ends_on=identity.latest_to)
            if identity.latest_to
            else None,
        )
        for identity in identities
    ]


_NEAR = ("lead_department", "rules", "merged_into", "identity__supervisor")


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
        .select_related(*_NEAR)
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
    """What waits for me, and a page of my leads by the number that an address names.

    One query where all fit on a page; else at most three more, for the page asked for and for what waits.
    """
    values = {**values_of(actor), "at": at}
    first: list[Any] = _page(1)(**values)
    count, asks = (first[0].own_count, first[0].own_asks) if first else (0, 0)
    page = Paginator(range(count), PAGE).get_page(asked)
    leads: list[Any] = first if page.number == 1 else _page(page.number)(**values)
    if not asks:
        waiting: list[Any] = []
    elif count <= PAGE:
        asking = [lead for lead in leads if lead.state in ASKS_REPORTER and lead.follow_up_wanted]
        waiting = sorted(asking, key=_nearest)
    else:
        waiting = _WAITING(**values)
    for lead in (*waiting, *leads):
        clock = getattr(lead, "counting", None)
        lead.governing = [clock] if clock else []
    return waiting, page, leads


def _nearest(lead: Any) -> tuple[bool, datetime, int]:
    """The order of `waiting_for_me`."""
    clock = getattr(lead, "counting", None)
    return clock is None, clock.due_at if clock else lead.submitted_at, lead.pk


@lru_cache(maxsize=8)
def _page(number: int) -> Prepared[Lead]:
    """A page of my leads; each says how many there are, ``own_count``, and how many wait for me, ``own_asks``."""

    def build() -> QuerySet[Lead]:
        mine = Lead.objects.filter(zone=Gap("zone"), identity__supervisor__user=Gap("user")).order_by().values("zone")
        leads = _with_clock(my_leads(_ME, _AT)).annotate(
            own_count=Subquery(mine.annotate(n=Count("id")).values("n")),
            own_asks=Subquery(mine.annotate(n=Count("id", filter=_ASKS)).values("n")),
        )
        return leads[(number - 1) * PAGE : number * PAGE]

    return Prepared(build)


def _with_clock(leads: QuerySet[Lead]) -> QuerySet[Lead]:
    """The clock that counts now as ``counting``, where one does, instead of ``governing`` in a second query."""
    counting = FilteredRelation("clocks", condition=Q(clocks__governs=True))
    rows: Any = leads.prefetch_related(None).annotate(counting=counting)
    return rows.select_related("counting", *_NEAR)  # type: ignore[no-any-return]


_WAITING = Prepared(lambda: _with_clock(waiting_for_me(_ME, _AT)))


def filed_form(actor: Actor, form_id: int, at: datetime) -> QuerySet[OpinionForm]:
    """One of the actor's own filed forms, with the contact (`with_contact`)."""
    mine = Q(identity__supervisor__user=actor.user_id, zone=actor.zone_id)
    forms = OpinionForm.objects.filter(mine, pk=form_id).select_related("identity__supervisor", "entered_by")
    return with_contact(forms, at, "identity__supervisor__")
