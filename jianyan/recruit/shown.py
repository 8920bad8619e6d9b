"""A round as pages show it: what its step is called, how far it has come, and what is next."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jianyan.core.flow import Refused
from jianyan.core.recruit import (
    ANNOUNCE,
    CANCELLED,
    DONE,
    DRAFT,
    RoundFacts,
    RoundVerb,
    passable,
    round_step,
)
from jianyan.core.rulebook import Rulebook
from jianyan.core.workdays import local_date
from jianyan.recruit import words
from jianyan.recruit.models import Round
from jianyan.rules.words import title_of
from jianyan.ui.formats import day_in_words
from jianyan.ui.shapes import Step, Tab

_V = RoundVerb


def step_name(round_: Round, rules: Rulebook) -> str:
    """What the step of a round is called: as the rulebook calls it, or in preparation, over, called off."""
    return str(words.STEPS[round_.step]) if round_.step in words.STEPS else title_of(rules.procedure, round_.step)


def step_tone(round_: Round) -> str:
    return {DRAFT: "", DONE: "ok", CANCELLED: "warn"}.get(round_.step, "info")


@dataclass(frozen=True, slots=True)
class Way:
    """The steps of a round as a track."""

    steps: list[Step]
    done: int
    where: str
    halted: str


def way_of(round_: Round, rules: Rulebook, facts: RoundFacts, now: datetime) -> Way:
    """How far a round has come along the rulebook's steps."""
    order = passable(list(rules.procedure))
    ends = {
        ANNOUNCE: round_.opened_at,
        "recommend": round_.closes_on,
        "decide": round_.approved_at,
        "publish": round_.notice_until,
    }
    done = len(order) if round_.step == DONE else order.index(round_.step) if round_.step in order else 0
    steps = [
        Step(label=title_of(rules.procedure, key), on=ends.get(key) if place < done else None)
        for place, key in enumerate(order)
    ]
    halted = str(words.STEPS[CANCELLED]) if round_.step == CANCELLED else ""
    return Way(steps, done, where_of(round_, facts, now), halted)


def where_of(round_: Round, facts: RoundFacts, now: datetime) -> str:
    """Where a round is and what it waits for, in a sentence."""
    match round_.step:
        case "recommend":
            return _window(round_, now)
        case "review":
            if not facts.unjudged:
                return _("每位候选人都有审核结论，可以结束审核")
            return ngettext("还有 %(n)d 人没有审核结论", "还有 %(n)d 人没有审核结论", facts.unjudged) % {
                "n": facts.unjudged
            }
        case "decide":
            return _decision(facts)
        case "publish":
            return _notice(round_, facts)
        case "appoint":
            if not facts.left:
                return _("名单上的人都已聘任")
            return ngettext("还有 %(n)d 人没有聘任", "还有 %(n)d 人没有聘任", facts.left) % {"n": facts.left}
        case "certify":
            return _("聘任已完成，正在颁发聘书")
        case "done":
            return _("{day}结束").format(day=day_in_words(round_.ended_at)) if round_.ended_at else ""
        case "cancelled":
            return day_in_words(round_.ended_at) if round_.ended_at else ""
    return _("公告还没有发布")


def _window(round_: Round, now: datetime) -> str:
    today = local_date(now)
    if today < round_.opens_on:
        return _("{day}开始报名").format(day=day_in_words(round_.opens_on))
    if today > round_.closes_on:
        return _("报名已截止，等转入资格审核")
    return _("报名至{day} 24:00").format(day=day_in_words(round_.closes_on))


def _decision(facts: RoundFacts) -> str:
    if not facts.decided:
        return _("拟聘 {n} 人，等负责人审定").format(n=facts.chosen)
    return _("已报管委会，等批准") if facts.submitted else _("名单已审定，等报管委会")


def _notice(round_: Round, facts: RoundFacts) -> str:
    if round_.notice_until is None:
        return _("名单已批准，等公示")
    text = _("公示已期满") if facts.notice_over else _("公示至{day}").format(day=day_in_words(round_.notice_until))
    if facts.objections:
        text += _("，{n} 条异议没有结论").format(n=facts.objections)
    return text


def main_verb(step: str, facts: RoundFacts) -> RoundVerb | None:
    """The act that brings a round on from here; None when nothing more happens."""
    match step:
        case "draft" | "announce":
            return _V.open
        case "recommend":
            return _V.close
        case "review":
            return _V.finish_review
        case "decide":
            if not facts.decided:
                return _V.decide
            return _V.approve if facts.submitted else _V.submit
        case "publish":
            return _V.finish_notice if facts.published else _V.publish
        case "appoint":
            return _V.appoint if facts.left else _V.finish
        case "certify":
            return _V.finish
    return None


def hindrance(step: str, verb: RoundVerb, roles: Collection[str], facts: RoundFacts) -> Refused | None:
    """Why an act cannot be done now; None when it can."""
    try:
        round_step(step, verb, roles, facts)
    except Refused as no:
        return no
    return None


def address(name: str, *args: object) -> str:
    """The address of a page by its name, or nothing where it is not served."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


def tabs_of(round_: Round, active: str) -> list[Tab]:
    """The parts of a round, as the office reads it."""
    parts = (
        ("recruit:round", _("概况")),
        ("recruit:candidates", _("候选人")),
        ("recruit:shortlist", _("名单")),
        ("recruit:notice", _("公示")),
        ("recruit:appoint", _("聘任")),
    )
    found = ((name, address(name, round_.pk), label) for name, label in parts)
    return [Tab(url=url, label=label, active=name == active) for name, url, label in found if url]
