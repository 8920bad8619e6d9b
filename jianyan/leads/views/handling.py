"""What was done with a lead, as cards: dispatches, requests for time, urgings, replies and the verdicts on them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from jianyan.accounts.models import User
from jianyan.leads import words
from jianyan.leads.models import Attachment, Contest, Extension, FollowUp, Nudge, Reply, ReplyDraft, Supplement
from jianyan.leads.queries.files import FileSeen
from jianyan.leads.queries.page import LeadPage, Sheet
from jianyan.leads.views.text import contest_word, reporter_name
from jianyan.leads.words import unit_name


@dataclass(frozen=True, slots=True)
class SheetCard:
    """A dispatch: to whom, and what came of it."""

    sheet: Sheet
    department: str
    supporting: str
    sent_by: str
    outcome: str
    outcome_at: datetime | None
    returned: bool
    recalled: bool
    should_be: str


@dataclass(frozen=True, slots=True)
class ExtensionCard:
    """A request for time and its decision. ``words``: whether reason and opinion may be read."""

    asked: Extension
    department: str
    outcome: str
    words: bool


@dataclass(frozen=True, slots=True)
class NudgeCard:
    """A reminder or an urging."""

    nudge: Nudge
    what: str
    department: str
    by: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the reporter says of a reply."""

    told: FollowUp
    said: str
    by: str
    at: date | datetime


@dataclass(frozen=True, slots=True)
class ReplyCard:
    """A reply with its files and the reporter's verdicts on it."""

    reply: Reply
    department: str
    by: str
    approved_by: str
    result: str
    verdicts: list[Verdict]
    files: list[FileSeen]


def sheet_cards(page: LeadPage) -> list[SheetCard]:
    """The dispatches, newest first. A reporter reads which department has it, not which person there."""
    return [_sheet(page, sheet) for sheet in reversed(page.sheets)]


def _sheet(page: LeadPage, sheet: Sheet) -> SheetCard:
    row = sheet.dispatch
    if row.recalled_at:
        outcome, at, by = _("撤回转办"), row.recalled_at, row.recalled_by
    elif row.returned_at:
        outcome, at, by = _("退回"), row.returned_at, row.returned_by
    elif row.accepted_at:
        outcome, at, by = (_("签收") if row.accepted_by else _("到期视为签收")), row.accepted_at, row.accepted_by
    else:
        outcome, at, by = _("等待签收"), None, None
    should_be = page.departments.get(row.should_be_id or 0)
    return SheetCard(
        sheet=sheet,
        department=unit_name(page.departments[row.department_id]),
        supporting=_("、").join(unit_name(unit) for unit in sheet.supporting),
        sent_by=row.by.name,
        outcome=" ".join(filter(None, (_person(page, by), outcome))),
        outcome_at=at,
        returned=row.returned_at is not None,
        recalled=row.recalled_at is not None,
        should_be=unit_name(should_be) if should_be else "",
    )


def _person(page: LeadPage, user: User | None) -> str:
    """A person of a department, for those who deal with persons there."""
    if user is None or not (page.sight.inside or page.sight.unit):
        return ""
    return user.name


def extension_cards(page: LeadPage) -> list[ExtensionCard]:
    """The requests for time, newest first."""
    outcomes = {None: _("等待审批"), True: _("同意"), False: _("不同意")}
    return [
        ExtensionCard(
            asked=asked,
            department=unit_name(page.departments[asked.department_id]),
            outcome=outcomes[asked.granted] if asked.granted is not None or not asked.decided_at else _("不再需要"),
            words=page.sight.inside or page.sight.unit == asked.department_id,
        )
        for asked in reversed(page.extensions)
    ]


def nudge_cards(page: LeadPage) -> list[NudgeCard]:
    """The reminders and urgings, newest first."""
    return [
        NudgeCard(
            nudge=nudge,
            what=(_("督办") if nudge.urging else _("催办")),
            department=unit_name(page.departments[nudge.department_id]),
            by=nudge.by.name if nudge.by else _("系统"),
        )
        for nudge in reversed(page.nudges)
    ]


def reply_cards(page: LeadPage) -> list[ReplyCard]:
    """The replies, newest first, each with the verdicts on it."""
    return [
        ReplyCard(
            reply=reply,
            department=unit_name(page.departments[reply.department_id]),
            by=_person(page, reply.by),
            approved_by=_person(page, reply.approved_by),
            result=str(words.RESULTS[reply.result]),  # type: ignore[index]
            verdicts=[_verdict(page, told) for told in page.follow_ups if told.reply_id == reply.pk],
            files=[one for one in page.files if one.row.reply_id == reply.pk],
        )
        for reply in reversed(page.replies)
    ]


def _verdict(page: LeadPage, told: FollowUp) -> Verdict:
    by = reporter_name(page.lead, page.sight) if told.by_reporter else told.by.name
    at = page.sight.when(told.at) if told.by_reporter else told.at
    return Verdict(told=told, said=verdict(told.reached, told.solved, told.satisfaction), by=by, at=at)


def verdict(reached: bool, solved: bool | None, satisfaction: str) -> str:
    """A verdict in words: 已解决，满意."""
    if not reached:
        return _("未联系上")
    return _("，").join((_("已解决") if solved else _("未解决"), str(words.SATISFACTION[satisfaction])))


@dataclass(frozen=True, slots=True)
class SupplementCard:
    """What was added to a lead. Of an anonymous one a department reads neither who added it nor when."""

    words: str
    files: list[FileSeen]
    by: str
    at: datetime | None
    audience: str


def supplement_cards(page: LeadPage) -> list[SupplementCard]:
    """What was added, newest first."""
    return [_supplement(page, row) for row in page.supplements]


def _supplement(page: LeadPage, row: Supplement) -> SupplementCard:
    seen = page.sight
    by = reporter_name(page.lead, seen) if row.by_reporter else row.by.name
    return SupplementCard(
        words=row.words,
        files=[one for one in page.files if one.row.supplement_id == row.pk],
        by=by if seen.reporter else "",
        at=row.at if seen.reporter else None,
        audience=str(row.get_audience_display()) if seen.inside and not row.by_reporter else "",
    )


@dataclass(frozen=True, slots=True)
class DraftCard:
    """A draft that waits for approval, as the reply that it will be."""

    draft: ReplyDraft
    result: str
    promised_on: date | None
    files: list[Attachment]


def draft_card(page: LeadPage) -> DraftCard | None:
    """The draft that waits, for the department alone."""
    draft = page.draft
    if draft is None:
        return None
    day = draft.data["promised_on"]
    return DraftCard(
        draft=draft,
        result=str(words.RESULTS[draft.data["result"]]),
        promised_on=date.fromisoformat(day) if day else None,
        files=sorted(draft.attachments.all(), key=lambda row: row.pk),
    )


@dataclass(frozen=True, slots=True)
class ContestCard:
    """A contested clock: what is asked for, and what the office decided."""

    contest: Contest
    clock: str
    department: str
    wish: str
    outcome: str
    tone: str
    files: list[FileSeen]


def contest_cards(page: LeadPage) -> list[ContestCard]:
    """The contests, newest first."""
    return [
        ContestCard(
            contest=one,
            clock=str(words.CLOCKS[one.clock.kind]),  # type: ignore[index]
            department=unit_name(page.departments[one.department_id]),
            wish=str(one.get_wish_display()),
            outcome=contest_word([one]),
            tone="ok" if one.upheld else "warn" if one.decided_at is None else "",
            files=[file for file in page.files if file.row.contest_id == one.pk],
        )
        for one in reversed(page.contests)
    ]
