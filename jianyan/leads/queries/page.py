"""One lead with everything that somebody may see of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from typing import TypeVar

from django.db.models import Exists, OuterRef, Q, QuerySet

from jianyan.accounts.models import Department
from jianyan.accounts.queries import Actor
from jianyan.core import flow
from jianyan.core.flow import FINAL, Facts, Hat, State, Verb
from jianyan.core.rulebook import Rulebook
from jianyan.core.workdays import Calendar
from jianyan.leads.models import (
    Attachment,
    Call,
    Clock,
    Contest,
    Dispatch,
    Extension,
    FollowUp,
    Lead,
    Likeness,
    Nudge,
    Reply,
    ReplyDraft,
    Supplement,
)
from jianyan.leads.queries.facts import facts, with_facts
from jianyan.leads.queries.files import FileSeen, files_seen, supplements_seen
from jianyan.leads.queries.linked import linked_with
from jianyan.leads.queries.sight import Sight, sight
from jianyan.leads.queries.timeline import entries_seen
from jianyan.leads.queries.visible import hats, visible_to
from jianyan.ledger.models import Entry
from jianyan.rules.queries import book, calendar_of

OfUnit = TypeVar("OfUnit", Nudge, Extension, Contest)


@dataclass(slots=True)
class Sheet:
    """A dispatch with the names of the supporting departments; ``words``: whether its texts may be read."""

    dispatch: Dispatch
    supporting: list[Department]
    words: bool


@dataclass(slots=True)
class LeadPage:
    """A lead as one actor sees it at a moment: nothing in here is hidden from the actor.

    ``target`` is the lead that this one was merged into, at the end of a chain of mergers: ``replies`` are then those
    of the target and its parts, and ``clocks`` hold the target's governing clock last. ``parts`` are those of this
    lead, or of the target where it was split. ``draft`` is the reply that waits for approval, for the department alone.
    """

    lead: Lead
    actor: Actor
    at: datetime
    sight: Sight
    hats: frozenset[Hat]
    facts: Facts
    departments: dict[int, Department]
    target: Lead | None = None
    calls: list[Call] = field(default_factory=list)
    sheets: list[Sheet] = field(default_factory=list)
    extensions: list[Extension] = field(default_factory=list)
    nudges: list[Nudge] = field(default_factory=list)
    replies: list[Reply] = field(default_factory=list)
    follow_ups: list[FollowUp] = field(default_factory=list)
    clocks: list[Clock] = field(default_factory=list)
    merged: list[Lead] = field(default_factory=list)
    parts: list[Lead] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    files: list[FileSeen] = field(default_factory=list)
    supplements: list[Supplement] = field(default_factory=list)
    linked: list[Lead] = field(default_factory=list)
    contests: list[Contest] = field(default_factory=list)
    draft: ReplyDraft | None = None

    @property
    def state(self) -> State:
        return State(self.lead.state)

    @property
    def book(self) -> Rulebook:
        return book(self.lead.rules_id)

    @property
    def calendar(self) -> Calendar:
        return calendar_of(self.lead.zone)

    @property
    def verbs(self) -> list[Verb]:
        """The verbs that the actor may do now, in the order of the flow table."""
        return flow.verbs(self.state, self.hats, self.facts)

    @property
    def governing(self) -> Clock | None:
        """The clock whose due date counts now, of the target where the lead was merged."""
        return next((clock for clock in self.clocks if clock.governs), None)

    @property
    def recall_left(self) -> int:
        """The seconds in which the dispatch can still be recalled by the actor; 0 when it cannot."""
        if Verb.recall not in self.verbs:
            return 0
        sent_at: datetime = self.lead.due_since  # type: ignore[attr-defined]
        left = sent_at + timedelta(seconds=self.book.number_of("recall_within")) - self.at
        return max(0, round(left.total_seconds()))

    @property
    def takes_part(self) -> bool:
        """Whether the actor's department handles or supports the lead (or has, in an earlier round, to its end)."""
        unit = self.sight.unit
        return unit is not None and (
            self.lead.lead_department_id == unit
            or any(sheet.dispatch.returned_at is None and sheet.dispatch.recalled_at is None for sheet in self.sheets)
        )

    @property
    def whole(self) -> tuple[int, int]:
        """How many parts of a split lead have ended, and how many there are: the one state of all together."""
        return sum(part.state in FINAL for part in self.parts), len(self.parts)


def shown_to(actor: Actor) -> QuerySet[Lead]:
    """The leads that the actor may see, each with what its page needs beside `lead_page`'s own reads."""
    return _with_facts().filter(pk__in=visible_to(actor).values("pk"))


@cache
def _with_facts() -> QuerySet[Lead]:
    # Building this query takes longer than running it; a filtered copy of it is cheap.
    near = ("identity__supervisor__officer", "merged_into", "split_from", "form__entered_by")
    leads = with_facts(Lead.objects.all()).select_related(*near)
    return leads.annotate(
        has_files=Exists(Attachment.objects.filter(Q(lead=OuterRef("pk")) | Q(lead=OuterRef("split_from")))),
        contested=Exists(Contest.objects.filter(lead=OuterRef("pk"))),
        supplemented=Exists(Supplement.objects.filter(lead=OuterRef("pk"))),
        has_links=Exists(Likeness.objects.filter(Q(first=OuterRef("pk")) | Q(second=OuterRef("pk")), related=True)),
    )


def lead_page(actor: Actor, lead: Lead, at: datetime) -> LeadPage:
    """Everything that the actor may see of a lead loaded by `shown_to`. At most fourteen queries."""
    seen = sight(actor, lead)
    page = LeadPage(
        lead=lead,
        actor=actor,
        at=at,
        sight=seen,
        hats=hats(actor, lead),
        facts=facts(lead, actor, at),
        departments={unit.pk: unit for unit in Department.objects.filter(zone=lead.zone_id)},
        target=_target(lead) if seen.inside or seen.own else None,
    )
    _related(page)
    if lead.has_links:  # type: ignore[attr-defined]
        page.linked = linked_with(actor, lead)
    _handled(page)
    _added(page)
    page.clocks = _clocks(page)
    _inside(page)
    page.entries = entries_seen(
        lead, seen, extensions={asked.pk for asked in page.extensions}, takes_part=page.takes_part
    )
    return page


def _target(lead: Lead) -> Lead | None:
    target = lead.merged_into
    while target is not None and target.merged_into is not None:
        target = target.merged_into
    return target


def _handled(page: LeadPage) -> None:
    """Calls, dispatches and what the departments did; what never began is not asked for."""
    lead, seen = page.lead, page.sight
    if seen.own or (seen.inside and seen.reporter):
        page.calls = list(Call.objects.filter(lead=lead).select_related("by").order_by("id"))
    if lead.last_dispatch:  # type: ignore[attr-defined]
        page.sheets = _sheets(page)
        page.extensions = _extensions(page)
        if not seen.own or seen.inside:
            page.nudges = list(_of_unit(Nudge.objects.filter(lead=lead), seen).select_related("by").order_by("id"))
    if page.target is not None:
        answered = Reply.objects.filter(lead__in=[page.target, *page.parts])
        page.replies = list(answered.select_related("by", "approved_by").order_by("id"))
    elif lead.last_reply:  # type: ignore[attr-defined]
        _answered(page)


def _answered(page: LeadPage) -> None:
    """Replies and verdicts. A department that no longer takes part reads its own, and what was said of them."""
    replies = Reply.objects.filter(lead=page.lead)
    told = FollowUp.objects.filter(lead=page.lead)
    if not (page.sight.inside or page.sight.own):
        told = told.filter(reached=True)
        if not page.takes_part:
            replies, told = replies.filter(department=page.sight.unit), told.filter(reply__department=page.sight.unit)
    page.replies = list(replies.select_related("by", "approved_by").order_by("id"))
    page.follow_ups = list(told.select_related("by").order_by("id"))


def _added(page: LeadPage) -> None:
    """Files and supplements; asked for only where there are any."""
    lead, seen = page.lead, page.sight
    replies = [reply.pk for reply in page.replies]
    if lead.has_files or (page.target is not None and replies):  # type: ignore[attr-defined]
        page.files = files_seen(lead, seen, takes_part=page.takes_part, replies=replies)
    if lead.supplemented:  # type: ignore[attr-defined]
        page.supplements = supplements_seen(lead, seen, takes_part=page.takes_part)


def _inside(page: LeadPage) -> None:
    """Contested clocks, and the reply that waits for approval; asked for only where there are any."""
    lead, seen = page.lead, page.sight
    if lead.contested and (seen.inside or seen.unit is not None):  # type: ignore[attr-defined]
        rows = Contest.objects.filter(lead=lead).select_related("clock", "by", "decided_by").order_by("id")
        page.contests = list(_of_unit(rows, seen))
    if lead.draft_by and Hat.liaison in page.hats and not seen.own:  # type: ignore[attr-defined]
        waiting = ReplyDraft.objects.filter(lead=lead, department=seen.unit, submitted_at__isnull=False)
        page.draft = waiting.select_related("by").prefetch_related("attachments").first()


def _of_unit(rows: QuerySet[OfUnit], seen: Sight) -> QuerySet[OfUnit]:
    return rows if seen.inside else rows.filter(department=seen.unit)


def _sheets(page: LeadPage) -> list[Sheet]:
    seen = page.sight
    rows = list(
        Dispatch.objects.filter(lead=page.lead)
        .select_related("by", "accepted_by", "returned_by", "recalled_by")
        .order_by("number")
    )
    helpers: dict[int, list[Department]] = {row.pk: [] for row in rows}
    links = Dispatch.supporting.through.objects.filter(dispatch__lead=page.lead).order_by("id")
    for sheet, unit in links.values_list("dispatch_id", "department_id"):
        helpers[sheet].append(page.departments[unit])
    sheets = []
    for row in rows:
        took_part = seen.unit is not None and seen.unit in (row.department_id, *(u.pk for u in helpers[row.pk]))
        took_part = took_part and row.recalled_at is None
        if seen.inside or seen.own or took_part:
            sheets.append(Sheet(row, helpers[row.pk], words=seen.inside or took_part))
    return sheets


def _extensions(page: LeadPage) -> list[Extension]:
    seen = page.sight
    rows = Extension.objects.filter(lead=page.lead).select_related("by", "decided_by").order_by("id")
    if seen.inside or seen.unit is not None:
        return list(_of_unit(rows, seen))
    return list(rows.filter(granted=True))


def _related(page: LeadPage) -> None:
    """Leads merged into this one, and its parts. Of other people's leads only the office reads more than how many."""
    wholes = [page.lead] if page.target is None else [page.lead, page.target]
    near = Lead.objects.filter(Q(merged_into=page.lead) | Q(split_from__in=wholes)).order_by("id")
    for other in near.only("no", "title", "state", "merged_into_id", "split_from_id", "zone_id"):
        (page.merged if other.merged_into_id == page.lead.pk else page.parts).append(other)


def _clocks(page: LeadPage) -> list[Clock]:
    seen = page.sight
    leads: Iterable[Lead] = (page.lead, page.target) if page.target is not None else (page.lead,)
    rows = Clock.objects.filter(lead__in=leads).order_by("started_at", "id")
    own, target = [], []
    for clock in rows:
        if clock.lead_id != page.lead.pk:
            target += [clock] if clock.governs else []
        elif seen.shows(clock):
            own.append(clock)
    return own + target
