"""试行评估报告 as an official document: the drafted text with its tables, in Chinese always."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from jianyan.accounts.models import Zone
from jianyan.core.paper import Block, Column, Heading, Paper, Para, Sign, Table, Title
from jianyan.core.review import Line, Review
from jianyan.core.review_draft import STATES, STEPS, drafted, period
from jianyan.core.workdays import local_date

#: How many arrows the table of the loop has at most.
ARROWS = 20


def review_paper(zone: Zone, review: Review) -> Paper:
    """The draft of the report; it says that it is one."""
    title = "营商环境监督员工作试行评估报告（草稿）"
    return Paper(
        title=f"{zone.name}{title}",
        author=zone.office_name,
        blocks=(
            Title(f"{zone.name}\n{title}"),
            Para(f"评估期间：{period(review)}提交的线索；统计时间：{_day(local_date(review.at))}。"),
            *_sections(review),
            Sign(zone.office_name, _day(local_date(review.at))),
        ),
    )


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _sections(review: Review) -> Iterator[Block]:
    tables = {1: _loop, 2: _times}
    for place, (title, lines) in enumerate(drafted(review)):
        yield Heading(title)
        yield from (Para(line) for line in lines)
        if place in tables:
            yield from tables[place](review)


def _loop(review: Review) -> Iterator[Block]:
    rows = tuple(
        (
            f"{STATES.get(arrow.source, arrow.source)} → {STATES.get(arrow.target, arrow.target)}",
            str(arrow.count),
            _number(arrow.workdays),
            str(arrow.workdays_total or 0),
            "、".join(words for words, on in (("慢", arrow.slow), ("反复", arrow.repeated)) if on),
        )
        for arrow in review.net.arrows[:ARROWS]
    )
    if rows:
        columns = (
            Column("从 → 到", 3),
            Column("次数", 1, "right"),
            Column("中位工作日", 1.4, "right"),
            Column("合计工作日", 1.4, "right"),
            Column("标记", 1.2),
        )
        yield Table(columns, rows, caption="线索的走法")
        yield Para("慢：中位数是全部环节中位数的两倍以上，且不少于1个工作日；反复：半数以上是回到来过的一步。")


def _times(review: Review) -> Iterator[Block]:
    steps = tuple(
        (STEPS[key], str(count), str(lost.late if lost else 0), str(lost.days if lost else 0))
        for key, count in sorted(review.steps.items(), key=lambda each: list(STEPS).index(each[0]))
        for lost in [review.times.steps.get(key)]
    )
    if steps:
        numbers = tuple(Column(name, 1.4, "right") for name in ("应办线索", "超期线索", "超期工作日"))
        yield Table((Column("环节", 2), *numbers), steps, caption="各环节超期")
    for caption, name, lines in (("各部门超期", "部门", review.units), ("各类型超期", "类型", review.kinds)):
        rows = tuple(_row(line) for line in lines if not line.withheld)
        if rows:
            names = ("线索", "超期线索", "超期工作日", "答复中位", "退回", "重办")
            yield Table((Column(name, 3), *(Column(each, 1.2, "right") for each in names)), rows, caption=caption)


def _row(line: Line) -> tuple[str, ...]:
    lost = line.lost
    numbers = (line.count, lost.late, lost.days, _number(lost.answered), line.returned, line.reopened)
    return (line.title, *(str(number) for number in numbers))


def _number(number: float | None) -> str:
    return "—" if number is None else f"{number:g}"
