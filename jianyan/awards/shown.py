"""An award and a person's points as pages show them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from jianyan.awards import words
from jianyan.awards.models import Run, Standing
from jianyan.awards.queries.pages import Behind
from jianyan.core.award import WAY, AwardFacts, AwardStep, AwardVerb, award_step
from jianyan.core.flow import Refused
from jianyan.core.rulebook import Rulebook
from jianyan.core.workdays import local_date
from jianyan.ledger.models import Entry
from jianyan.ledger.words import sentence
from jianyan.rules.words import title_of
from jianyan.ui.formats import day_in_words
from jianyan.ui.shapes import Step

_S, _V = AwardStep, AwardVerb


def step_name(run: Run) -> str:
    return str(words.STEPS[AwardStep(run.step)])


def step_tone(run: Run) -> str:
    return words.TONES.get(AwardStep(run.step), "info")


@dataclass(frozen=True, slots=True)
class Way:
    """The steps of an award as a track."""

    steps: list[Step]
    done: int
    where: str
    halted: str


def way_of(run: Run, facts: AwardFacts) -> Way:
    """How far an award has come."""
    known = [step for step in WAY if step in words.WAY]
    place = {_S.publish: 3, _S.done: 5, _S.cancelled: 0}
    done = place.get(AwardStep(run.step), known.index(AwardStep(run.step)) if run.step in known else 0)
    ends = (run.counted_at, run.hearing_until, run.approved_at, run.notice_until, run.ended_at)
    steps = [Step(label=str(words.WAY[step]), on=ends[at] if at < done else None) for at, step in enumerate(known)]
    halted = str(words.STEPS[_S.cancelled]) if run.step == _S.cancelled else ""
    return Way(steps, done, where_of(run, facts), halted)


def where_of(run: Run, facts: AwardFacts) -> str:
    """Where an award is and what it waits for, in a sentence."""
    match run.step:
        case _S.review:
            return _("正在评审，建议 {n} 人").format(n=facts.proposed)
        case _S.hearing:
            return _hearing(run, facts)
        case _S.approve:
            return _("名单已审定，等管委会批准")
        case _S.publish:
            return _("名单已批准，等公示")
        case _S.notice:
            text = _("公示已期满") if facts.notice_over else _("公示至{day}").format(day=_day(run.notice_until))
            return text + _open(facts)
        case _S.done | _S.cancelled:
            return day_in_words(run.ended_at) if run.ended_at else ""
    return ""


def _hearing(run: Run, facts: AwardFacts) -> str:
    text = _("核对期已满") if facts.hearing_over else _("本人核对至{day}").format(day=_day(run.hearing_until))
    return text + (_open(facts) or (_("，等负责人审定") if facts.hearing_over else ""))


def _open(facts: AwardFacts) -> str:
    return _("，{n} 条异议没有结论").format(n=facts.objections) if facts.objections else ""


def _day(day: object) -> str:
    return day_in_words(day) if day else ""  # type: ignore[arg-type]


#: The act that brings an award on from each step.
MAIN = {
    _S.review: _V.open,
    _S.hearing: _V.decide,
    _S.approve: _V.approve,
    _S.publish: _V.publish,
    _S.notice: _V.finish,
}


def hindrance(run: Run, verb: AwardVerb, roles: Collection[str], facts: AwardFacts) -> Refused | None:
    """Why an act cannot be done now; None when it can."""
    try:
        award_step(run.step, verb, roles, facts)
    except Refused as no:
        return no
    return None


@dataclass(frozen=True, slots=True)
class RowBehind:
    """A row of the ledger behind a point: what it says, of which lead, and where that is read."""

    at: datetime
    said: str
    number: str
    url: str


@dataclass(frozen=True, slots=True)
class DeedLine:
    """What one kind of deed gave: its rule's words, how often, the points, and the rows behind it."""

    title: str
    rule: str
    count: int
    points: str
    rows: list[RowBehind]


@dataclass(frozen=True, slots=True)
class PartShown:
    """A part of the score; ``over``: what the lines come to, where that is more than the part's cap."""

    title: str
    points: str
    cap: int
    over: str
    lines: list[DeedLine]


def parts_of(each: Standing, rules: Rulebook, rows: Behind | None = None) -> list[PartShown]:
    """The parts of somebody's points in the order of the rules, with the rows behind each where they were read."""
    return [_part(key, score.points, each, rules, rows) for key, score in rules.scores.items() if not score.veto]


def _part(key: str, cap: int, each: Standing, rules: Rulebook, rows: Behind | None) -> PartShown:
    kept = each.parts.get(key, {"points": 0, "lines": []})
    lines = [_line(deed, count, points, rules, rows) for deed, count, points in kept["lines"]]
    together = sum(points for _deed, _count, points in kept["lines"])
    over = words.points(together) if together > kept["points"] else ""
    return PartShown(title_of(rules.scores, key), words.points(kept["points"]), cap, over, lines)


def _line(deed: str, count: int, points: int, rules: Rulebook, rows: Behind | None) -> DeedLine:
    title = title_of(rules.merits, deed) if deed in rules.merits else str(words.DEEDS[deed])
    behind = [_row(row, rows) for row in rows.rows.get(deed, ())] if rows else []
    return DeedLine(title, f"merits.{deed}" if deed in rules.merits else "", count, words.points(points), behind)


def _row(row: Entry, rows: Behind) -> RowBehind:
    number, url = rows.numbers.get(row.subject, ""), ""
    kind, _colon, pk = row.subject.partition(":")
    if kind == "lead" and pk.isdecimal():
        url = reverse("leads:lead", args=[int(pk)])
    return RowBehind(row.at, sentence(row.verb, row.data, departments={}), number, url)


def hearing_open(run: Run, now: datetime) -> bool:
    """Whether one may still object to the own points."""
    return run.step == _S.hearing and run.hearing_until is not None and local_date(now) <= run.hearing_until
