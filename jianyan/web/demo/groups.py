"""What the office tells the two groups in the demo (5.1.d): who has read it and when, and what was asked about it."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random
from uuid import NAMESPACE_URL, uuid5

from jianyan.people import actions
from jianyan.people.models import Announcement, Question, Reading
from jianyan.web.demo.year import Year, act

#: (working days before the end, by the head or the officer, groups, title, text)
SAID = (
    (
        36,
        "officer",
        ("internal", "external"),
        "填写监督意见表的三点提示",
        "一事一条，写清时间、地点和涉及的部门或窗口；有照片的请一并上传。\n"
        "当月没有意见的，请按“本月无意见”报零报告，一样算按时提交。\n"
        "每月 25 日前提交；提交后三个工作日内，联系专员会与您电话沟通。",
    ),
    (
        19,
        "officer",
        ("external",),
        "征集“政策兑现”方面的线索",
        "本季度座谈拟围绕惠企政策兑现的时间和材料展开。请结合企业实际，在下次意见表中反映申报、审核、拨付各环节遇到的具体问题。",
    ),
    (
        7,
        "head",
        ("internal", "external"),
        "答复满意度回访方式有调整",
        "从本月起，部门答复后您可以直接在系统中评价“是否解决、是否满意”，不必再等电话。\n"
        "评价为“没有解决”的，线索会退回部门重办；写明原因有助于部门改进。",
    ),
)
#: (announcement, working days before the end, the asker's place in its group, question, working days, answer)
ASKED = (
    (0, 34, 4, "同一件事涉及两个部门，是写一条还是写两条？", 33, "写一条，把两个部门都写上；由专员确定主办和协办。"),
    (
        2,
        6,
        9,
        "评价以后还能修改吗？",
        5,
        "提交后不能改；情况有变化的，请在线索下补充材料，专员会再与您联系。",
    ),
    (2, 2, 2, "几位同事反映同一件事，可以由一个人评价吗？", 0, ""),
)
#: How often a member looks in during the last weeks, and how far back that goes, in days.
LOOKS, BACK = 3, 50


def plan_groups(year: Year) -> None:
    """Plan what is said, asked and answered, and when members look in. It draws lots of its own."""
    chance = Random(f"groups {year.until.date()}")  # noqa: S311 a story, not a secret

    def on(workdays: int, hour: int, minute: int) -> datetime:
        return year.hours.morning(year.calendar.add(year.until.date(), -workdays), hour, minute)

    for place, (workdays, *_rest) in enumerate(SAID):
        year.plan(on(workdays, 10, 10 + place), "tell_groups", place)
    for number, (_place, asked, _who, _text, answered, said) in enumerate(ASKED):
        year.plan(on(asked, 12, 5 + number), "member_asks", number)
        if said:
            year.plan(on(answered, 9, 20 + number), "office_answers", number)
    for person in year.corpus.supervisors:
        for _turn in range(LOOKS):
            at = year.until - timedelta(days=chance.randrange(1, BACK)) + timedelta(minutes=chance.randrange(450, 1290))
            year.plan(at, "member_reads", person.login)


def _said(year: Year, place: int) -> Announcement | None:
    return Announcement.objects.filter(zone=year.cast.zone, title=SAID[place][3]).first()


@act
def tell_groups(year: Year, at: datetime, place: int) -> None:
    """The office tells one group or both."""
    _workdays, who, groups, title, text = SAID[place]
    if not any(year.in_term(person, at.date()) for person in year.corpus.supervisors):
        return  # in a short year nobody is there yet
    actor = year.cast.head if who == "head" else year.cast.officer(0)
    actions.announce(actor, at=at, key=uuid5(NAMESPACE_URL, title), groups=groups, title=title, text=text)


@act
def member_reads(year: Year, at: datetime, login: str) -> None:
    """A member looks in and reads what is new."""
    member = year.cast.supervisors.get(login)
    new = Reading.objects.filter(supervisor=member, at__isnull=True, announcement__at__lte=at)
    for reading in new.select_related("announcement") if member else ():
        actions.mark_read(year.cast.actors[login], reading.announcement, at=at)


@act
def member_asks(year: Year, at: datetime, number: int) -> None:
    """A member asks under an announcement."""
    place, _asked, who, text, *_rest = ASKED[number]
    told = _said(year, place)
    if told is None:
        return
    members = told.readings.select_related("supervisor").order_by("supervisor_id")
    member = members[who].supervisor
    login = next(key for key, one in year.cast.supervisors.items() if one.pk == member.pk)
    actor = year.cast.actors[login]
    actions.mark_read(actor, told, at=at - timedelta(minutes=3))
    actions.ask(actor, told.pk, at=at, key=uuid5(NAMESPACE_URL, text), text=text)


@act
def office_answers(year: Year, at: datetime, number: int) -> None:
    """The office answers, for all to read."""
    _place, _asked, _who, text, _answered, said = ASKED[number]
    for asked in Question.objects.filter(announcement__zone=year.cast.zone, text=text, answered_at__isnull=True):
        actions.answer(year.cast.officer(0), asked.pk, at=at, text=said)
