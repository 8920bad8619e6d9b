"""The quarterly bulletins of the demo year: each quarter that ended in it is told of in its second working week."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from jianyan.accounts.queries import Actor
from jianyan.core.periods import before, last_day, quarter_name, quarter_named
from jianyan.reports import actions
from jianyan.reports.models import Bulletin, Section
from jianyan.web.demo.year import Year, act

#: Working days after the end of a quarter, and the time of day, of each step.
STEPS = (
    ("draft", 4, 9, 20),
    ("comment", 5, 14, 10),
    ("submit", 6, 16, 20),
    ("refresh", 7, 9, 30),
    ("freeze", 7, 10, 5),
)
#: Working days after the end of the quarter in which the correction is made.
AFTERWARDS = 10
#: Of the quarters counted back from the last, the one that is corrected afterwards.
CORRECTED = 2

#: What the head says, and what the officer then writes after what was drafted.
COMMENTS = (
    ("demands", "要求再具体一些，点到事、点到时间，会后好督促。"),
    ("departments", "没有说明原因的部门，请先打电话问清楚再上会。"),
    ("duties", "缺报的要说清楚怎么补，不能只列数字。"),
    ("demands", "把上季度通报以后没有落实的也写进去。"),
)
ADDED = (
    "请各承办部门在本季度全体会后两周内，把逾期线索的办理计划书面报营商环境办。",
    "已逐一电话核实，相关部门承诺在下月上旬前全部办结。",
    "缺报的监督员已由营商环境专员逐一联系，下月意见表一并补充情况。",
    "上季度通报后仍未办结的，由营商环境办列入督办，逐件报分管领导。",
)


def plan_bulletins(year: Year, first: date) -> None:
    """Every quarter that ended between the first day of the year and its last."""
    period = before(quarter_named(quarter_name(year.until.date() - timedelta(days=1))))
    place = 0
    while last_day(period) >= first:
        end = last_day(period)
        for name, after, hour, minute in STEPS:
            at = year.hours.morning(year.calendar.add(end, after), hour, minute)
            year.plan(at, f"bulletin_{name}", quarter_name(period.first), place)
        if place == CORRECTED:
            at = year.hours.morning(year.calendar.add(end, AFTERWARDS), 15, 10)
            year.plan(at, "bulletin_correct", quarter_name(period.first))
        period, place = before(period), place + 1


def _officer(year: Year) -> Actor:
    """The officer who writes the bulletins: always the same."""
    return year.cast.officer(0)


def _of(year: Year, quarter: str) -> Bulletin:
    return Bulletin.objects.get(zone=year.cast.zone, quarter=quarter)


@act
def bulletin_draft(year: Year, at: datetime, quarter: str, place: int) -> None:
    actions.draft(_officer(year), quarter, at=at)


@act
def bulletin_comment(year: Year, at: datetime, quarter: str, place: int) -> None:
    key, words = COMMENTS[place % len(COMMENTS)]
    actions.comment(year.cast.head, _of(year, quarter).pk, key, words, at=at)


@act
def bulletin_submit(year: Year, at: datetime, quarter: str, place: int) -> None:
    """The officer writes what was asked for, says that it is done, and hands the bulletin over."""
    bulletin, officer = _of(year, quarter), _officer(year)
    key, added = COMMENTS[place % len(COMMENTS)][0], ADDED[place % len(ADDED)]
    section = Section.objects.get(bulletin=bulletin, key=key)
    actions.edit(officer, bulletin.pk, key, f"{section.text}\n{added}", at=at, seen=section.revision)
    for comment in section.comments.all():
        actions.settle(officer, comment.pk, at=at)
    actions.submit(officer, bulletin.pk, at=at)


@act
def bulletin_refresh(year: Year, at: datetime, quarter: str, place: int) -> None:
    """Counted once more on the day on which it is approved."""
    actions.refresh(_officer(year), _of(year, quarter).pk, at=at)


@act
def bulletin_freeze(year: Year, at: datetime, quarter: str, place: int) -> None:
    actions.freeze(year.cast.head, _of(year, quarter).pk, at=at)


@act
def bulletin_correct(year: Year, at: datetime, quarter: str) -> None:
    actions.correct(
        year.cast.head,
        _of(year, quarter).pk,
        at=at,
        key="departments",
        text="“没有说明原因”一句更正：该部门已于定稿前一日书面说明，系转办系统升级期间未能及时录入。",
        reason="部门的说明以纸质送达，起草时没有录入",
    )
