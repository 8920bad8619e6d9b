"""A round of recruitment brought to a step by its ordinary way, and applicants for it."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import uuid4

from jianyan.core.applicant import Applicant
from jianyan.recruit import actions
from jianyan.recruit.models import Candidate, Round
from jianyan.recruit.queries import conditions_of
from jianyan.rules.queries import book
from tests.fixtures import MONDAY, World


def plan(**changes: object) -> actions.Plan:
    """A plan that can be opened on `MONDAY`."""
    start = MONDAY.date()
    values: dict[str, object] = {
        "title": "2026年度营商环境监督员选聘",
        "notice": "现面向社会选聘营商环境监督员。",
        "term_starts": date(2026, 5, 1),
        "opens_on": start,
        "closes_on": start + timedelta(days=10),
        "places": {"entity": 2, "expert": 1, "department": 1},
        "contact": "022-25601200",
    }
    return actions.Plan(**{**values, **changes})  # type: ignore[arg-type]


def applicant(number: int = 0, **changes: object) -> Applicant:
    """Somebody who may apply; every number another person."""
    values: dict[str, object] = {
        "name": f"赵{'甲乙丙丁戊己庚辛'[number % 8]}",
        "phone": f"1380000{number:04d}",
        "channel": "social",
        "category": "entity",
        "employer": f"远洋物流{number}号公司",
        "post": "经理",
        "reason": "熟悉企业办事流程。",
    }
    return Applicant(**{**values, **changes})  # type: ignore[arg-type]


def opened(world: World, **changes: object) -> Round:
    """A round whose notice is out, on `MONDAY`."""
    made = actions.draft_round(world.actor("officer"), plan(**changes), at=MONDAY)
    return actions.open_round(world.actor("head"), made.pk, at=MONDAY)


def applied(world: World, round_: Round, number: int = 0, at: datetime = MONDAY, **changes: object) -> Candidate:
    """An application of one's own."""
    return actions.apply(
        world.system, round_.pk, applicant(number, **changes), at=at, key=uuid4(), consent=True, promise=True
    )


def checked(world: World, candidate: Candidate, at: datetime = MONDAY) -> Candidate:
    """Every condition looked at, and all of them as they should be."""
    conditions = conditions_of(book(candidate.round.rules_id), candidate.channel)
    found = {key: actions.Found(met=not each.negative, evidence="已查验") for key, each in conditions.items()}
    return actions.check(world.actor("officer"), candidate.pk, found, at=at)


def qualified(world: World, candidate: Candidate, at: datetime = MONDAY) -> Candidate:
    """Reviewed and found fit."""
    checked(world, candidate, at)
    return actions.qualify(world.actor("officer"), candidate.pk, at=at)


def brought_to(world: World, round_: Round, step: str) -> Round:
    """Bring an open round to a step, with everybody who is qualified on the list; returns it as it is then."""
    officer, head = world.actor("officer"), world.actor("head")
    after = MONDAY + timedelta(days=11)
    while round_.step != step:
        match round_.step:
            case "recommend":
                round_ = actions.close_round(officer, round_.pk, at=after)
            case "review":
                for candidate in round_.candidates.filter(state="qualified"):
                    actions.choose(officer, candidate.pk, at=after)
                round_ = actions.finish_review(officer, round_.pk, at=after)
            case "decide":
                actions.decide(head, round_.pk, at=after)
                actions.submit(officer, round_.pk, at=after)
                round_ = actions.approve(head, round_.pk, at=after, document="管委会会议纪要〔2026〕5号")
            case "publish":
                actions.publish(head, round_.pk, at=after)
                round_ = actions.finish_notice(officer, round_.pk, at=after + timedelta(days=12))
            case _:
                raise AssertionError(f"no way from {round_.step} to {step}")
    if step == "publish":
        actions.publish(head, round_.pk, at=after)
    round_.refresh_from_db()
    return round_
