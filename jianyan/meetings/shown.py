"""A meeting and its people as pages show them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from jianyan.core.meeting import Answer, MeetingKind, MeetingState
from jianyan.core.rulebook import Rulebook
from jianyan.meetings import words
from jianyan.meetings.models import Invitation, Meeting
from jianyan.rules.words import title_of
from jianyan.ui.formats import clock_time, datetime_in_words, day_in_words, local_day, short_datetime
from jianyan.ui.shapes import Tab


def when(meeting: Meeting) -> str:
    """11月23日 周一 14:00–16:00; with the day of its end where that is another one."""
    starts, ends = meeting.starts_at, meeting.ends_at
    if local_day(starts) == local_day(ends):
        return f"{datetime_in_words(starts)}–{clock_time(ends)}"
    return f"{datetime_in_words(starts)}–{datetime_in_words(ends)}"


def where(meeting: Meeting) -> str:
    """The place, and that one can take part online."""
    online = _("线上") if meeting.mode != "on_site" else ""
    return _("，").join(filter(None, (meeting.place if meeting.mode != "online" else "", online)))


@dataclass(frozen=True, slots=True)
class Head:
    """What stands on top of every page of a meeting."""

    kind: str
    state: str
    tone: str
    when: str
    where: str


def head_of(meeting: Meeting) -> Head:
    state = MeetingState(meeting.state)
    return Head(
        kind=str(words.KINDS[MeetingKind(meeting.kind)]),
        state=str(words.STATES[state]),
        tone=words.TONES[state],
        when=when(meeting),
        where=where(meeting),
    )


def tabs_of(meeting: Meeting, active: str) -> list[Tab]:
    """The parts of a meeting, as the office reads it."""
    parts = [
        ("meeting", _("概况")),
        ("people", _("邀请")),
        ("roll", _("签到")),
        *([("visit", _("走访记录"))] if meeting.kind == MeetingKind.visit else []),
        ("minutes", _("纪要")),
    ]
    return [
        Tab(url=reverse(f"meetings:{name}", args=[meeting.pk]), label=label, active=name == active)
        for name, label in parts
    ]


@dataclass(frozen=True, slots=True)
class Person:
    """One of a meeting's list in words: who, what they answered, whether they came and who says so."""

    row: Invitation
    name: str
    unit: str
    what: str
    answer: str
    tone: str
    verdict: str
    verdict_tone: str
    came: str
    entered: str


def person(row: Invitation, rules: Rulebook | None) -> Person:
    answer = Answer(row.answer)
    verdict, tone = _verdict(row)
    return Person(
        row=row,
        name=row.name,
        unit=row.unit,
        what=_what(row, rules),
        answer=str(words.ANSWERS[answer]) if row.invited_at else _("未受邀"),
        tone=words.ANSWER_TONES.get(answer, ""),
        verdict=verdict,
        verdict_tone=tone,
        came=_came(row),
        entered=_entered(row),
    )


def _what(row: Invitation, rules: Rulebook | None) -> str:
    """What somebody comes as: the category of a supervisor, a unit, or in person."""
    if row.supervisor:
        category = title_of(rules.categories, row.supervisor.category) if rules else ""
        return _(" · ").join(filter(None, (str(row.supervisor.get_channel_display()), category)))
    return _("部门单位") if row.department_id else _("列席")


def _verdict(row: Invitation) -> tuple[str, str]:
    if row.answer != Answer.excused:
        return "", ""
    if row.excused_ok is None:
        return _("待决定"), "warn"
    return (_("准假"), "ok") if row.excused_ok else (_("不准假"), "bad")


def _came(row: Invitation) -> str:
    """14:02 扫码签到."""
    if row.attended_at is None:
        return ""
    return f"{short_datetime(row.attended_at)} {row.get_attended_by_way_display()}"


def _entered(row: Invitation) -> str:
    """李敏 于 11-24 09:12 登记：纸质签到表."""
    if row.entered_by is None or row.entered_at is None:
        return row.note if row.department_id else ""
    said = _("{who} 于 {when} 登记").format(who=row.entered_by.name, when=short_datetime(row.entered_at))
    return _("{said}：{note}").format(said=said, note=row.note) if row.note else said


@dataclass(frozen=True, slots=True)
class Own:
    """One's own invitation as one's list of meetings shows it."""

    row: Invitation
    meeting: Meeting
    head: Head
    answer: str
    tone: str
    verdict: str
    verdict_tone: str
    came: str
    day: str
    now: bool


def own(row: Invitation, at: datetime) -> Own:
    verdict, tone = _verdict(row)
    meeting = row.meeting
    return Own(
        row=row,
        meeting=meeting,
        head=head_of(meeting),
        answer=str(words.ANSWERS[Answer(row.answer)]) if row.answer else "",
        tone=words.ANSWER_TONES.get(Answer(row.answer), ""),
        verdict=verdict,
        verdict_tone=tone,
        came=_came(row),
        day=day_in_words(meeting.starts_at),
        now=meeting.starts_at <= at < meeting.ends_at and meeting.state == MeetingState.planned,
    )
