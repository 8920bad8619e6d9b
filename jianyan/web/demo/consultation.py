"""The next version of the rules in the demo: drafted, asked about in the system, before the public at the end."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import NAMESPACE_URL, uuid5

from jianyan.rules import actions
from jianyan.rules.models import Comment, Consultation, Draft
from jianyan.web.demo.year import Year, act

#: Working days before the end of the year.
DRAFT, ASK, CLOSE, ANSWER, PUBLISH = 44, 42, 31, 29, 18
#: Days after the end of the year in which the public is still asked.
LEFT = 12

WHY = (
    "规则试行一年来，部门反映签收时间偏紧，监督员反映月底集中提交意见表有困难。\n"
    "现根据试行情况修订：放宽签收和提交的日期，提高线索质量在评优中的分值。"
)
CHANGES = {
    "clocks.accept.amount": 2,
    "numbers.form_due_day.value": 28,
    "merits.form.points": 20,
    "scores.forms.points": 20,
    "scores.quality.points": 40,
}
#: (unit, rule, what it says, what becomes of it, why)
SAID = (
    ("commerce", "clocks.accept", "签收改为两个工作日，便于先与科室核对职责，同意。", "adopted", ""),
    (
        "market",
        "clocks.accept",
        "建议改为三个工作日，综合类线索要会商后才能确定主办。",
        "rejected",
        "转办后总时限不变，签收再放宽会压缩答复时间；需要会商的可以退回并说明。",
    ),
    (
        "customs",
        "numbers.form_due_day",
        "月底是通关高峰，建议每月 28 日的截止日期遇休息日顺延。",
        "partly",
        "截止日期仍为 28 日；逾期提交的照常受理，不影响办理。",
    ),
    (
        "park",
        "scores.quality",
        "建议写明线索质量怎样计分。",
        "adopted",
        "在文字中写明按采纳和解决的情况计分。",
    ),
    ("tax", "", "总体同意，没有其他意见。", "adopted", ""),
)
#: What is changed because of what was adopted.
AFTER = {
    "scores.quality.words": "线索质量按采纳和解决的情况计分，最高 {points} 分。",
    "scores.quality.words_en": "Quality of leads, by what was adopted and solved, up to {points} points.",
}
#: (working days before the end, rule, what it says, who, what becomes of it)
PUBLIC = (
    (15, "numbers.form_due_day", "企业月底关账忙，28 日比 25 日好。", "一家物流企业", "adopted"),
    (11, "clocks.accept", "希望签收以后能在网上看到是哪个部门在办。", "", ""),
    (6, "", "建议公布每年修订的时间，企业好提前准备意见。", "某行业协会会员", ""),
    (3, "scores.quality", "支持提高线索质量的分值。", "", ""),
)


def plan_consultation(year: Year) -> None:
    """Plan the draft, both rounds and what is said of it."""

    def on(workdays: int, hour: int, minute: int = 0) -> datetime:
        return year.hours.morning(year.calendar.add(year.until.date(), -workdays), hour, minute)

    year.plan(on(DRAFT, 9), "draft_rules")
    year.plan(on(ASK, 10), "ask_units", on(CLOSE, 9))
    for place, (unit, rule, text, _outcome, _reason) in enumerate(SAID):
        year.plan(on(ASK - 2 - place, 9 + place % 2, 10 + place), "unit_says", unit, rule, text)
    for place in range(len(SAID)):
        year.plan(on(ANSWER, 9, 10 + 5 * place), "answer_unit", place)
    year.plan(on(ANSWER, 10, 30), "conclude_units")
    year.plan(on(PUBLISH, 9), "ask_public")
    for days, rule, text, name, outcome in PUBLIC:
        year.plan(on(days, 12, days), "public_says", rule, text, name)
        if outcome:
            year.plan(on(days - 2, 10, days), "answer_public", outcome)


def _draft(year: Year) -> Draft:
    return Draft.objects.get(zone=year.cast.zone)


def _round(year: Year, place: int) -> Consultation:
    return Consultation.objects.get(draft__zone=year.cast.zone, place=place)


@act
def draft_rules(year: Year, at: datetime) -> None:
    """The first officer drafts the next version."""
    officer = year.cast.officer(0)
    made = actions.draft(officer, at=at, why=WHY)
    actions.edit(officer, made.pk, CHANGES, at=at)


@act
def ask_units(year: Year, at: datetime, until: datetime) -> None:
    """The head asks the units of the system."""
    actions.consult(year.cast.head, _draft(year).pk, at=at, audience="units", until=until.date(), note=WHY)


@act
def unit_says(year: Year, at: datetime, unit: str, rule: str, text: str) -> None:
    """A liaison comments for the unit."""
    liaison = year.cast.liaisons[unit][0]
    actions.comment(liaison, _round(year, 1).pk, at=at, text=text, rule=rule, key=uuid5(NAMESPACE_URL, text))


@act
def answer_unit(year: Year, at: datetime, place: int) -> None:
    """An officer says what becomes of a unit's comment."""
    _unit, _rule, text, outcome, reason = SAID[place]
    comment = Comment.objects.get(consultation=_round(year, 1), key=uuid5(NAMESPACE_URL, text))
    actions.answer(year.cast.officer(0), comment.pk, at=at, outcome=outcome, reason=reason)


@act
def conclude_units(year: Year, at: datetime) -> None:
    """The round ends, and the draft is changed by what was adopted."""
    officer = year.cast.officer(0)
    actions.conclude(officer, _round(year, 1).pk, at=at)
    actions.edit(officer, _draft(year).pk, AFTER, at=at)


@act
def ask_public(year: Year, at: datetime) -> None:
    """The head asks the public, until after the year's end."""
    until = year.until.date() + timedelta(days=LEFT)
    actions.consult(year.cast.head, _draft(year).pk, at=at, audience="public", until=until, note=WHY)


@act
def public_says(year: Year, at: datetime, rule: str, text: str, name: str) -> None:
    """Somebody comments on the public page."""
    key = uuid5(NAMESPACE_URL, text)
    actions.comment(year.cast.system, _round(year, 2).pk, at=at, text=text, rule=rule, name=name, key=key)


@act
def answer_public(year: Year, at: datetime, outcome: str) -> None:
    """An officer says what becomes of the latest comment of the public."""
    comment = Comment.objects.filter(consultation=_round(year, 2)).latest("number")
    actions.answer(year.cast.officer(0), comment.pk, at=at, outcome=outcome)
