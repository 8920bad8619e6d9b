"""One screen for the office head and the leaders, red first; every number opens the list of leads behind it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from jianyan.accounts.access import Request, entry
from jianyan.accounts.queries import Actor
from jianyan.awards import words as award_words
from jianyan.awards.queries import waiting_for_head as awards_waiting
from jianyan.core.opinion import month_of
from jianyan.core.workdays import local_date
from jianyan.leads.models import Clock
from jianyan.leads.queries import overview as reads
from jianyan.leads.queries import rated
from jianyan.leads.queries.attention import STUCK, Moment
from jianyan.leads.queries.overview import AGES, OFTEN, Answers, Intake, Standing
from jianyan.leads.queries.rates import Rate, Scope, added_up
from jianyan.leads.rate_words import RATES as RATE_WORDS
from jianyan.leads.views.list import Row, row
from jianyan.recruit import words as recruit_words
from jianyan.recruit.queries.rounds import waiting_for_head
from jianyan.rules.queries import book, calendar_of
from jianyan.rules.words import title_of
from jianyan.ui.formats import in_english
from jianyan.web.cells import withheld_from
from jianyan.web.figures import FEW, Figure, RateCard, leads_url, rate_card
from jianyan.web.newest_special import newest_special

#: How many months the rates look back on before this one.
MONTHS_BEFORE = 3

#: The rates as they stand beside each other: what a closing rate is worth comes next to it.
ORDER = (
    "closed",
    "explained",
    "reopened",
    "solved",
    "satisfied",
    "reply",
    "response",
    "dispatch",
    "accept",
    "returned",
)
FOR_LEADERS = ORDER[:6]
ROWS = {"head": 5, "leader": 3}
#: Owners that a leader sees without unfolding.
MOST_OWNERS = 4


@dataclass(frozen=True, slots=True)
class Owner:
    """One line of the table of who owes what: the office or a department."""

    name: str
    open: Figure
    ages: list[tuple[str, Figure]]
    red: Figure
    answers: RateCard | None
    withheld: bool


@dataclass(frozen=True, slots=True)
class Decision:
    """A lead that waits for the head: what is asked."""

    row: Row
    what: str
    until: date | None


@dataclass(frozen=True, slots=True)
class MonthLine:
    """One rate by its key, or the number of leads, month by month; None where there was no lead."""

    key: str
    name: str | Promise
    cells: list[RateCard | Figure | None]
    months: list[date]

    @property
    def dated(self) -> list[tuple[date, RateCard | Figure | None]]:
        """The cells, each with its month."""
        return list(zip(self.months, self.cells, strict=True))


@entry("head", "leader")
@require_safe
def overview(request: Request) -> HttpResponse:
    """The head's screen; a leader who is not head gets fewer things and no verbs."""
    now = timezone.now()
    moment = Moment(now, calendar_of(request.zone))
    head = request.actor.has("head")
    context = _shared(request.actor, moment, ROWS["head" if head else "leader"])
    context |= _for_head(request.actor, moment) if head else newest_special(request.actor)
    return render(request, "web/overview.html" if head else "web/overview_leader.html", context)


def _shared(actor: Actor, moment: Moment, rows: int) -> dict[str, Any]:
    """What head and leaders both see."""
    this = month_of(local_date(moment.now))
    months, scope = months_shown(actor.zone_id, moment.now)
    found = rated.months(scope)
    by_month, answers = found.rates, reads.answers(found, scope, people=not actor.is_office)
    standings, came = reads.standings(actor.zone_id, moment), reads.intake(actor, this)
    stuck = list(reads.stuck(actor.zone_id, moment)[:rows])
    whole = added_up(list(by_month.values()))
    gone = withheld_from(actor, [{unit: told.cell for unit, told in answers.items()}], moment.now)
    owners = _owners(standings, answers, gone, months[0], this)
    late = sum(bool(owner.red.count) for owner in owners)  # they come first
    shown = late if actor.has("head") else min(late, MOST_OWNERS)
    return {
        "today": local_date(moment.now),
        "stuck_days": STUCK,
        "stuck": [_row(clock, actor, moment) for clock in stuck],
        "tiles": _tiles(standings),
        "ages": [_age(*age) for age in AGES],
        "owners": owners[:shown],
        "more_owners": owners[shown:],
        "intake": _kinds(came, this),
        "intake_total": Figure(came.total, leads_url(first=this, last=this)),
        "months": months,
        "few": FEW,
        "first": months[0],
        "month": this,
        "cards": [rate_card(whole[key], first=months[0], last=this) for key in order_of(actor) if key in whole],
        "lines": _lines(months, by_month, order_of(actor)),
    }


def _for_head(actor: Actor, moment: Moment) -> dict[str, Any]:
    """What only the head sees: what waits for a decision, and what was returned or reopened."""
    found = reads.attention(actor.zone_id)
    asked = reads.decisions(actor.zone_id, found.undecided)[: ROWS["head"]]
    return {
        "often": OFTEN,
        "returned": Figure(found.returned, leads_url(returned=OFTEN, state="open")),
        "reopened": Figure(found.reopened, leads_url(reopened=1, state="open")),
        "extension": Figure(found.extension, leads_url(extension=1)),
        "designation": Figure(found.designation, leads_url(designation=1)),
        "contest": Figure(found.contest, leads_url(contest=1, state="open")),
        "decisions": [_decision(clock, actor, moment) for clock in asked],
        "rounds": [(each, recruit_words.HEAD_ACTS[verb]) for each, verb in waiting_for_head(actor.zone_id)],
        "awards": [(each, award_words.HEAD_ACTS[verb]) for each, verb in awards_waiting(actor.zone_id, moment.now)],
    }


def months_shown(zone_id: int, now: datetime) -> tuple[list[date], Scope]:
    """The months of the screen, oldest first, and the leads submitted in them."""
    this = month_of(local_date(now))
    months = _months(this)
    return months, Scope(zone_id, now, months[0], _end(this))


def order_of(actor: Actor) -> tuple[str, ...]:
    """The rates that the actor's screen shows, in its order."""
    return ORDER if actor.has("head") else FOR_LEADERS


def _months(this: date) -> list[date]:
    """This month and those before it, oldest first."""
    found = [this]
    for _n in range(MONTHS_BEFORE):
        found.append(month_of(found[-1] - timedelta(days=1)))
    return found[::-1]


def _end(month: date) -> date:
    return month_of(month + timedelta(days=31)) - timedelta(days=1)


def _row(clock: Clock, actor: Actor, moment: Moment) -> Row:
    clock.lead.running = [clock]  # type: ignore[attr-defined]
    return row(clock.lead, actor, moment.now, moment.calendar)


def _decision(clock: Clock, actor: Actor, moment: Moment) -> Decision:
    until: date | None = clock.until  # type: ignore[attr-defined]
    what = _("申请延期，待审批") if until else _("转办次数已满，需要指定承办部门")
    return Decision(_row(clock, actor, moment), what, until)


def _tiles(standings: list[Standing]) -> dict[str, Figure]:
    """The numbers on top."""
    red, stuck = sum(each.red for each in standings), sum(sum(each.ages[1:]) for each in standings)
    yellow, open_ = sum(each.yellow for each in standings), sum(each.open for each in standings)
    return {
        "red": Figure(red, leads_url(light="red")),
        "stuck": Figure(stuck, leads_url(light="red", overdue=STUCK)),
        "yellow": Figure(yellow, leads_url(light="yellow")),
        "open": Figure(open_, leads_url(state="open")),
    }


def _age(least: int, most: int | None) -> str:
    if most is None:
        return _("{least} 日以上").format(least=least)
    return _("{most} 日以内").format(most=most) if least == 0 else _("{least}–{most} 日").format(least=least, most=most)


def _owners(
    standings: list[Standing], answers: dict[int, Answers], gone: frozenset[int], first: date, last: date
) -> list[Owner]:
    """Office and departments that owe something now or answered in these months, the most overdue first."""
    found = []
    for each in standings:
        owes = each.department_id or "office"
        ages = [
            (_age(least, most), Figure(n, leads_url(light="red", owes=owes, overdue=least, overdue_to=most)))
            for n, (least, most) in zip(each.ages, AGES, strict=True)
        ]
        told = answers.get(each.department_id or 0)
        hidden = told is not None and told.department_id in gone
        shown = told and not hidden and rate_card(told.rate, first=first, last=last, department=told.department_id)
        name = each.name_en if in_english() and each.name_en else each.name
        found.append(
            Owner(
                name=name or _("营商环境办"),
                open=Figure(each.open, leads_url(owes=owes)),
                ages=ages,
                red=Figure(each.red, leads_url(light="red", owes=owes)),
                answers=shown or None,
                withheld=hidden,
            )
        )
    return found


def _kinds(came: Intake, month: date) -> list[tuple[str, Figure]]:
    """This month's leads by kind, each under the name that its own rulebook version gives it."""
    named: dict[str, tuple[str, int]] = {}
    for (kind, rules_id), n in came.kinds.items():
        title, before = named.get(kind, (title_of(book(rules_id).kinds, kind), 0))
        named[kind] = (title, before + n)
    found = [
        (title, Figure(n, leads_url(kind=kind, first=month, last=month)))
        for kind, (title, n) in sorted(named.items(), key=lambda entry: -entry[1][1])
    ]
    if came.hidden:
        found.append((_("隐名线索"), Figure(came.hidden, leads_url(hidden=1, first=month, last=month))))
    return found


def _lines(months: list[date], by_month: dict[date, dict[str, Rate]], order: tuple[str, ...]) -> list[MonthLine]:
    """The months side by side: how many leads, then each rate."""
    counts: list[RateCard | Figure | None] = [
        Figure(by_month[m]["closed"].total if m in by_month else 0, leads_url(first=m, last=m)) for m in months
    ]
    lines = [MonthLine("received", gettext_lazy("提交线索"), counts, months)]
    for key in order:
        cells: list[RateCard | Figure | None] = [
            rate_card(by_month[m][key], first=m, last=m) if m in by_month else None for m in months
        ]
        lines.append(MonthLine(key, RATE_WORDS[key], cells, months))
    return lines
