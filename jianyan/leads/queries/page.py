"""One lead with everything that somebody may see of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache, lru_cache
from typing import Any, TypeVar

from django.db.models import DateTimeField, Exists, OuterRef, Q, QuerySet

from jianyan.accounts.models import Department
from jianyan.accounts.queries import Actor, anybody, values_of
from jianyan.core import flow
from jianyan.core.flow import FINAL, Facts, Hat, State, Verb
from jianyan.core.rulebook import Rulebook
from jianyan.core.workdays import Calendar
from jianyan.leads import beside
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
from jianyan.leads.queries import page_reads as reads
from jianyan.leads.queries.facts import facts, with_facts
from jianyan.leads.queries.files import FileSeen, files_seen, supplements_seen
from jianyan.leads.queries.linked import linked_with
from jianyan.leads.queries.sight import Sight, sight
from jianyan.leads.queries.timeline import entries_seen
from jianyan.leads.queries.visible import hats, visible_to
from jianyan.ledger.models import Entry
from jianyan.people.queries import with_contact
from jianyan.prepared import Gap, Prepared
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
    # Asked for each lead that is looked at; "one of the visible ones" would first list all of these.
    return _with_facts().filter(Exists(visible_to(actor).filter(pk=OuterRef("pk"))))


def find_shown(actor: Actor, pk: int, at: datetime) -> Lead | None:
    """One lead of `shown_to` with its reporter's contact at a moment; None when it is not there for the actor."""
    return _finding(actor.roles, placed=actor.department_id is not None).first(lead=pk, at=at, **values_of(actor))


@lru_cache(maxsize=256)
def _finding(roles: frozenset[str], *, placed: bool) -> Prepared[Lead]:
    """Finds a lead for actors with these roles."""
    at: Any = Gap("at", DateTimeField())
    shown = with_contact(shown_to(anybody(roles, placed)), at, "identity__supervisor__")
    return Prepared(lambda: shown.filter(pk=Gap("lead")))


@cache
def _with_facts() -> QuerySet[Lead]:
    # Building this query takes longer than running it; a filtered copy of it is cheap.
    near = ("identity__supervisor__officer", "merged_into", "split_from", "form__entered_by")
    leads = with_facts(Lead.objects.all()).select_related(*near)
    return leads.annotate(
        has_files=Exists(Attachment.objects.filter(Q(lead=OuterRef("pk")) | Q(lead=OuterRef("split_from")))),
        contested=Exists(Contest.objects.filter(lead=OuterRef("pk"))),
        extended=Exists(Extension.objects.filter(lead=OuterRef("pk"))),
        nudged=Exists(Nudge.objects.filter(lead=OuterRef("pk"))),
        has_parts=Exists(Lead.objects.filter(split_from=OuterRef("pk"))),
        supplemented=Exists(Supplement.objects.filter(lead=OuterRef("pk"))),
        has_links=Exists(Likeness.objects.filter(Q(first=OuterRef("pk")) | Q(second=OuterRef("pk")), related=True)),
        **beside.flags(),
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
        departments={unit.pk: unit for unit in reads.DEPARTMENTS(zone=lead.zone_id)},
        target=_target(lead) if seen.inside or seen.own else None,
    )
    if page.target or lead.carries_others or lead.has_parts:  # type: ignore[attr-defined]
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
        page.calls = reads.CALLS(lead=lead.pk)
    if lead.last_dispatch:  # type: ignore[attr-defined]
        page.sheets = _sheets(page)
        if lead.extended:  # type: ignore[attr-defined]
            page.extensions = _extensions(page)
        if lead.nudged and (not seen.own or seen.inside):  # type: ignore[attr-defined]
            page.nudges = _of_unit(reads.NUDGES(lead=lead.pk), seen)
    if page.target is not None or (page.parts and (seen.inside or seen.own)):
        answered = Reply.objects.filter(lead__in=[page.target or lead, *page.parts])
        page.replies = list(answered.select_related("by", "approved_by").order_by("id"))
    elif lead.last_reply:  # type: ignore[attr-defined]
        _answered(page)


def _answered(page: LeadPage) -> None:
    """Replies and verdicts. A department that no longer takes part reads its own, and what was said of them."""
    page.replies, page.follow_ups = reads.REPLIES(lead=page.lead.pk), reads.FOLLOW_UPS(lead=page.lead.pk)
    if not (page.sight.inside or page.sight.own):
        if not page.takes_part:
            page.replies = [reply for reply in page.replies if reply.department_id == page.sight.unit]
        read = {reply.pk for reply in page.replies}
        page.follow_ups = [told for told in page.follow_ups if told.reached and told.reply_id in read]


def _added(page: LeadPage) -> None:
    """Files and supplements; asked for only where there are any."""
    lead, seen = page.lead, page.sight
    replies = [reply.pk for reply in page.replies]
    if lead.has_files or ((page.target or page.parts) and replies):  # type: ignore[attr-defined]
        page.files = files_seen(lead, seen, takes_part=page.takes_part, replies=replies)
    if lead.supplemented:  # type: ignore[attr-defined]
        page.supplements = supplements_seen(lead, seen, takes_part=page.takes_part)


def _inside(page: LeadPage) -> None:
    """Contested clocks, and the reply that waits for approval; asked for only where there are any."""
    lead, seen = page.lead, page.sight
    if lead.contested and (seen.inside or seen.unit is not None):  # type: ignore[attr-defined]
        rows = Contest.objects.filter(lead=lead).select_related("clock", "by", "decided_by").order_by("id")
        page.contests = _of_unit(list(rows), seen)
    if lead.draft_by and Hat.liaison in page.hats and not seen.own:  # type: ignore[attr-defined]
        waiting = ReplyDraft.objects.filter(lead=lead, department=seen.unit, submitted_at__isnull=False)
        page.draft = waiting.select_related("by").prefetch_related("attachments").first()


def _of_unit(rows: list[OfUnit], seen: Sight) -> list[OfUnit]:
    return rows if seen.inside else [row for row in rows if row.department_id == seen.unit]


def _sheets(page: LeadPage) -> list[Sheet]:
    seen = page.sight
    rows: dict[int, Dispatch] = {}
    helpers: dict[int, list[Department]] = {}
    for found in reads.DISPATCHES(lead=page.lead.pk):  # one for each supporting department
        rows.setdefault(found.pk, found)
        helpers.setdefault(found.pk, []).extend([page.departments[found.helper]] if found.helper else [])
    sheets = []
    for row in rows.values():
        took_part = seen.unit is not None and seen.unit in (row.department_id, *(u.pk for u in helpers[row.pk]))
        took_part = took_part and row.recalled_at is None
        if seen.inside or seen.own or took_part:
            sheets.append(Sheet(row, helpers[row.pk], words=seen.inside or took_part))
    return sheets


def _extensions(page: LeadPage) -> list[Extension]:
    seen = page.sight
    rows = reads.EXTENSIONS(lead=page.lead.pk)
    if seen.inside or seen.unit is not None:
        return _of_unit(rows, seen)
    return [row for row in rows if row.granted]


def _related(page: LeadPage) -> None:
    """Leads merged into this one, and its parts. Of other people's leads only the office reads more than how many."""
    target = page.target or page.lead
    for other in reads.NEAR(lead=page.lead.pk, target=target.pk):
        (page.merged if other.merged_into_id == page.lead.pk else page.parts).append(other)


def _clocks(page: LeadPage) -> list[Clock]:
    seen = page.sight
    own, target = [], []
    for clock in reads.CLOCKS(lead=page.lead.pk, target=(page.target or page.lead).pk):
        if clock.lead_id != page.lead.pk:
            target += [clock] if clock.governs else []
        elif seen.shows(clock):
            own.append(clock)
    return own + target
