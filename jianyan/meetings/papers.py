"""签到表, 会议纪要 and 走访记录 as official documents, in Chinese whatever the page speaks (practice.md 9–11)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from jianyan.core.meeting import Mode
from jianyan.core.paper import Column, Fields, Heading, Page, Paper, Para, Sign, Table, Title
from jianyan.core.rulebook import Rulebook
from jianyan.core.workdays import TZ
from jianyan.meetings.models import Agreed, Invitation, Meeting, Minutes, VisitRecord

_SHEET = (
    Column("序号", 0.8, "center"),
    Column("姓名", 1.3, "center"),
    Column("单位职务", 3.4),
    Column("类别", 1.6, "center"),
    Column("方式", 1.0, "center"),
    Column("时间", 1.4, "center"),
    Column("签名", 1.8),
)
_AGREED = (
    Column("序号", 0.8, "center"),
    Column("议定事项", 4.4),
    Column("责任单位或责任人", 2.4),
    Column("完成时限", 2.0, "center"),
)
_NUMBERS = "一二三四五"
_WAYS = {"code": "线下", "list": "线下", "online": "线上", "proxy": "补登"}
#: How a day's names are broken where they are long: nothing; the writers break lines.
_MODES = {Mode.on_site: "线下", Mode.online: "线上", Mode.both: "线下和线上"}


def sheet_paper(meeting: Meeting, rows: Sequence[Invitation], rules: Rulebook | None) -> Paper:
    """签到表: everybody on the list; who signed in has a time, the others have room to sign on paper."""
    came = sum(row.attended_at is not None for row in rows)
    return Paper(
        title=f"{meeting.title}签到表",
        author=meeting.zone.office_name,
        page=Page.file,
        blocks=(
            Title(f"{meeting.title}\n签到表"),
            Fields(
                (
                    ("时间", _span(meeting)),
                    ("地点", _place(meeting)),
                    ("应到", f"{sum(row.invited_at is not None for row in rows)}"),
                    ("实到", f"{came}"),
                )
            ),
            Table(_SHEET, tuple(_signed(n, row, rules) for n, row in enumerate(rows, 1)), empty="没有受邀的人"),
        ),
    )


def _signed(place: int, row: Invitation, rules: Rulebook | None) -> tuple[str, ...]:
    post = row.supervisor.post if row.supervisor else ""
    at = row.attended_at.astimezone(TZ) if row.attended_at else None
    by = f"（{row.entered_by.name}登记）" if row.entered_by else ""
    return (
        str(place),
        row.name,
        "".join(filter(None, (row.unit, post))) or "—",
        _category(row, rules),
        _WAYS.get(row.attended_by_way, ""),
        f"{at:%H:%M}{by}" if at and row.attended_by_way != "proxy" else by.strip("（）"),
        "",
    )


def _category(row: Invitation, rules: Rulebook | None) -> str:
    if row.supervisor is None:
        return "部门单位" if row.department_id else "列席"
    category = rules.categories.get(row.supervisor.category) if rules else None
    return category.title if category else {"social": "社会监督员", "internal": "内部监督员"}[row.supervisor.channel]


def minutes_paper(minutes: Minutes, agreed: Sequence[Agreed], *, inside: bool) -> Paper:
    """会议纪要; one that is not issued yet says that it is a draft. Why somebody stayed away is for the office
    (``inside``)."""
    meeting = minutes.meeting
    parts: list[Heading | Para | Table | Fields] = [
        Fields(
            tuple(
                (name, value)
                for name, value in (
                    ("时间", _span(meeting)),
                    ("地点", _place(meeting)),
                    ("主持人", minutes.chair),
                    ("出席", minutes.present),
                    ("列席", minutes.observers),
                    ("缺席及原因", minutes.absent if inside else ""),
                    ("记录人", minutes.recorder),
                )
                if value
            )
        ),
        Heading("一、议题与讨论"),
        *(Para(line) for line in minutes.discussion.splitlines() if line.strip()),
    ]
    if agreed:
        parts += [Heading("二、议定事项"), Table(_AGREED, tuple(_matter(n, one) for n, one in enumerate(agreed, 1)))]
    issued = minutes.issued_by.name if minutes.issued_by else ""
    parts.append(Para(f"签发：{issued}" if issued else "（草稿，尚未签发）", indent=False))
    signed = minutes.issued_at or minutes.written_at
    return Paper(
        title=f"{meeting.title}会议纪要",
        author=meeting.zone.office_name,
        blocks=(Title(f"{meeting.title}\n会议纪要"), *parts, Sign(meeting.zone.office_name, _day(signed))),
    )


def _matter(place: int, one: Agreed) -> tuple[str, ...]:
    owner = one.department.name if one.department else one.user.name if one.user else "—"
    return (str(place), one.text, owner, _date(one.due_on) if one.due_on else "—")


def visit_paper(record: VisitRecord) -> Paper:
    """走访记录 (practice.md no. 11)."""
    meeting = record.meeting
    texts = (
        ("走访情况", record.situation),
        ("反映的问题", record.problems),
        ("现场答复", record.answers),
        ("待办事项", record.to_do),
    )
    parts: list[Heading | Para] = []
    for name, text in texts:
        if text:
            parts.append(Heading(f"{_NUMBERS[sum(isinstance(one, Heading) for one in parts)]}、{name}"))
            parts += [Para(line) for line in text.splitlines() if line.strip()]
    return Paper(
        title=f"{meeting.title}走访记录",
        author=meeting.zone.office_name,
        blocks=(
            Title(f"{meeting.title}\n走访记录"),
            Fields(
                (
                    ("时间", _span(meeting)),
                    ("地点", _place(meeting)),
                    ("走访人员", record.party),
                    ("走访对象", record.host),
                    ("对方人员", record.met or "—"),
                )
            ),
            *parts,
            Para(f"对象签名：{record.signed}", indent=False),
            Sign(meeting.zone.office_name, _day(record.written_at)),
        ),
    )


def _span(meeting: Meeting) -> str:
    starts, ends = meeting.starts_at.astimezone(TZ), meeting.ends_at.astimezone(TZ)
    until = f"{ends:%H:%M}" if starts.date() == ends.date() else f"{_day(ends)}{ends:%H:%M}"
    return f"{_day(starts)}{starts:%H:%M}至{until}"


def _place(meeting: Meeting) -> str:
    mode = _MODES[Mode(meeting.mode)]
    return f"{meeting.place}（{mode}）" if meeting.place else mode


def _day(at: datetime) -> str:
    return _date(at.astimezone(TZ).date())


def _date(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
