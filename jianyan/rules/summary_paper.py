"""采纳情况汇总: every comment of a round with what became of it, as a document."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

from django.utils import translation

from jianyan.core.paper import Block, Column, Heading, Page, Paper, Para, Sign, Table, Title
from jianyan.core.rule_draft import Audience, Outcome
from jianyan.core.rulebook import load
from jianyan.core.workdays import local_date
from jianyan.rules.models import Comment, Consultation
from jianyan.rules.shown import Changed, Part, rule_name, shown

_OUTCOMES = {Outcome.adopted: "采纳", Outcome.partly: "部分采纳", Outcome.rejected: "不采纳"}
_ASKED = {Audience.units: "各部门、区属国企和驻区单位", Audience.public: "社会公众"}
_COMMENTS = (
    Column("序号", 0.9, "center"),
    Column("条目", 1.6),
    Column("意见", 3.4),
    Column("提出", 1.6),
    Column("采纳情况", 1.5, "center"),
    Column("理由", 2.8),
)
_CHANGES = (Column("条目", 1.6), Column("征求意见稿", 3.2), Column("修改后", 3.2))


def summary_paper(round_: Consultation, comments: Sequence[Comment], day: date) -> Paper:
    """The summary in Chinese, whatever the language of the page."""
    with translation.override("zh-hans"):
        return _paper(round_, comments, day)


def _paper(round_: Consultation, comments: Sequence[Comment], day: date) -> Paper:
    zone, rules = round_.draft.zone, load(round_.text)
    counts = Counter(each.outcome for each in comments)
    said = "，".join(f"{word}{counts[key]}条" for key, word in _OUTCOMES.items())
    left = f"，尚未处理{counts['']}条" if counts[""] else ""
    head = (
        f"{_day(local_date(round_.opened_at))}至{_day(round_.until)}，{zone.office_name}就《{rules.title.strip('《》')}》"
        f"第{round_.draft.number}版草案向{_ASKED[Audience(round_.audience)]}征求意见（第{round_.place}轮）。"
    )
    came = f"共收到意见{len(comments)}条，其中{said}{left}。" if comments else "没有收到意见。"
    rows = [_row(place, each, rule_name(rules, each.rule)) for place, each in enumerate(comments, start=1)]
    changed = [row for each in shown(rules, load(round_.draft.text)) if (row := _change(each))]
    blocks: list[Block] = [Title(f"关于规则第{round_.draft.number}版草案\n征求意见采纳情况的汇总"), Para(head + came)]
    if rows:
        blocks += [Heading("一、意见和采纳情况"), Table(_COMMENTS, tuple(rows))]
    if changed:
        blocks += [Heading("二、征求意见后的修改" if rows else "一、征求意见后的修改"), Table(_CHANGES, tuple(changed))]
    return Paper(
        title=f"{zone.name}规则第{round_.draft.number}版草案意见采纳情况汇总（第{round_.place}轮）",
        author=zone.office_name,
        page=Page.file,
        blocks=(*blocks, Sign(zone.office_name, _day(day))),
    )


def _row(place: int, each: Comment, rule: str) -> tuple[str, ...]:
    # The summary is handed on: whoever of the public said something stays unnamed in it.
    who = each.department.name if each.department else "社会公众"
    outcome = _OUTCOMES[Outcome(each.outcome)] if each.outcome else "未处理"
    return (str(place), rule, each.text, who, outcome, each.reason or "—")


def _change(each: Changed) -> tuple[str, ...]:
    """A rule before and after, without its English; nothing where only that differs."""
    parts = [part for part in each.parts if not part.name.endswith("_en")]
    if not parts and each.parts:
        return ()
    before, after = ("\n".join(filter(None, texts)) or "—" for texts in _columns(parts))
    return (f"{each.section} · {each.name}", before, after)


def _columns(parts: Sequence[Part]) -> tuple[list[str], list[str]]:
    return [part.before for part in parts], [part.after for part in parts]


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
