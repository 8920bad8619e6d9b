"""The figures of a review as its page shows them: names in the language of the page, and links to the leads behind."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jianyan.accounts.queries import Actor
from jianyan.core.flow import ClockKind
from jianyan.core.review import Activity, Line, Named, Review, Said, Tally
from jianyan.core.review_times import Lost
from jianyan.insight.loop_shown import days, state_name
from jianyan.leads.queries.list import known_to
from jianyan.leads.queries.trends import OF_PERIODS
from jianyan.leads.rate_words import FORMULAS, RATES
from jianyan.leads.words import CLOCKS, RESULTS
from jianyan.people.models import Channel
from jianyan.ui.addresses import address, address_of
from jianyan.ui.formats import in_english, percent

Text = str | Promise

ENDS: dict[str, Text] = {
    "adopted": gettext_lazy("部门采纳"),
    "reported": gettext_lazy("写入专报"),
    "instructed": gettext_lazy("领导批示"),
    "tasked": gettext_lazy("分解为任务"),
    "fulfilled": gettext_lazy("任务全部办结"),
}
OUTCOMES: dict[str, Text] = {
    "adopted": gettext_lazy("采纳"),
    "partly": gettext_lazy("部分采纳"),
    "rejected": gettext_lazy("不采纳"),
}
#: The rates on top, in order; a closing rate never without what it is worth.
SHOWN = ("closed", "reply", "response", "dispatch", "reopened", "explained")
if set(SHOWN) != set(OF_PERIODS):
    raise RuntimeError("the rates of a review are those of the trends")


@dataclass(frozen=True, slots=True)
class Figure:
    """A number, and where the leads behind it are; no address where there is no list of them."""

    count: int
    url: str = ""


@dataclass(frozen=True, slots=True)
class Share:
    """A rate with what it is made of; ``share`` is empty for a rate of nothing."""

    name: Text
    formula: Text
    share: str
    num: Figure
    den: Figure


@dataclass(frozen=True, slots=True)
class Row:
    """A row of time lost: a step, a department or a kind."""

    name: Text
    count: Figure
    late: Figure
    days: int
    share: str
    answered: str = ""
    in_time: Share | None = None
    returned: Figure = Figure(0)
    reopened: Figure = Figure(0)
    withheld: bool = False


@dataclass(frozen=True, slots=True)
class Quote:
    """Why a lead came back."""

    url: str
    said: Said
    unit: str


class Links:
    """Addresses of the leads behind the figures of one review."""

    def __init__(self, review: Review, actor: Actor) -> None:
        self.period = {"from": f"{review.first:%Y-%m}", "to": f"{review.last:%Y-%m}"}
        self.knows_all = not known_to(actor)

    def leads(self, count: int, **wanted: object) -> Figure:
        """The review's own list. By kind and channel only for whoever gets all of them listed (4.1.c)."""
        if not self.knows_all and ("kind" in wanted or "channel" in wanted):
            return Figure(count)
        return Figure(count, f"{address('insight:review_leads')}?{urlencode({**self.period, **wanted})}")

    def rate(self, key: str, part: str, count: int) -> Figure:
        """The list of leads behind a part of a rate."""
        query = urlencode({**self.period, "rate": key, "part": part})
        return Figure(count, f"{address('leads:list')}?{query}")


def rates(review: Review, links: Links) -> list[Share]:
    """The rates on top."""
    return [
        Share(
            RATES[key],
            FORMULAS[key],
            percent(tally.num, tally.den) if tally.den else "",
            links.rate(key, "num", tally.num),
            links.rate(key, "den", tally.den),
        )
        for key in SHOWN
        for tally in [review.rates[key]]
    ]


def steps(review: Review, links: Links) -> list[Row]:
    """Time lost by step, in the order of the work."""
    whole = review.times.whole.days
    rows = []
    for kind in ClockKind:
        if not (count := review.steps.get(kind, 0)):
            continue
        lost = review.times.steps.get(kind, Lost())
        rows.append(
            Row(
                CLOCKS[kind],
                links.leads(count, what="duty", step=kind.value),
                links.leads(lost.late, what="late", step=kind.value),
                lost.days,
                percent(lost.days, whole) if whole else "",
                days(lost.answered) if lost.answered is not None else "",
            )
        )
    return rows


def units(review: Review, links: Links) -> list[Row]:
    """Time lost by department."""
    return [_line(line, review, links, "unit") for line in review.units]


def kinds(review: Review, links: Links) -> list[Row]:
    """Time lost by kind."""
    return [_line(line, review, links, "kind") for line in review.kinds]


def _line(line: Line, review: Review, links: Links, by: str) -> Row:
    name = line.title_en if in_english() else line.title
    if line.withheld:
        return Row(name, Figure(0), Figure(0), 0, "", withheld=True)
    lost, whole, only = line.lost, review.times.whole.days, {by: line.key}
    return Row(
        name,
        links.leads(line.count, **only),
        links.leads(lost.late, what="late", **only),
        lost.days,
        percent(lost.days, whole) if whole else "",
        days(lost.answered),
        _in_time(line.in_time, links, line.key) if by == "unit" else None,
        links.leads(line.returned, what="returned", **only),
        links.leads(line.reopened, what="reopened", **only),
    )


def _in_time(tally: Tally, links: Links, unit: str) -> Share:
    only = {"unit": unit, "step": ClockKind.reply.value}
    return Share(
        RATES["reply"],
        FORMULAS["reply"],
        percent(tally.num, tally.den) if tally.den else "",
        links.leads(tally.num, what="in_time", **only),
        links.leads(tally.den, what="duty", **only),
    )


def quotes(said: Iterable[Said]) -> list[Quote]:
    """Reasons, each with the address of its lead."""
    return [Quote(address_of("leads:lead", each.lead), each, _unit(each.unit, each.unit_en)) for each in said]


def misled(review: Review) -> list[tuple[str, str, int]]:
    """From which department to which leads should have gone, and how often."""
    return [(_unit(each.unit, each.unit_en), _unit(each.to, each.to_en), each.count) for each in review.back.misled]


def _unit(name: str, name_en: str) -> str:
    return name_en if in_english() and name_en else name


def results(review: Review) -> list[tuple[Text, int]]:
    """The answers that reporters sent back."""
    names = {str(key): words for key, words in RESULTS.items()}
    return [(names.get(key, key), count) for key, count in review.back.results]


def ends(review: Review, links: Links) -> list[Share]:
    """What became of the leads: each a share of those received."""
    whole = links.leads(review.received)
    return [
        Share(words, "", percent(n, whole.count) if whole.count else "", links.leads(n, what=key), whole)
        for key, words in ENDS.items()
        for n in [getattr(review.decisions, key)]
    ]


def spent(review: Review) -> list[tuple[Text, Text, int, str]]:
    """Where the time went: state, who had the move, working days, share."""
    rows = [row for row in review.spent if row.days]
    whole, who = sum(row.days for row in rows), {True: _("营商环境办"), False: _("承办部门"), None: "—"}
    return [(state_name(row.state), who[row.office], row.days, percent(row.days, whole)) for row in rows]


def activity(review: Review, links: Links) -> list[tuple[Text, Activity, Figure | None]]:
    """What each channel did, with the leads that it raised; None where they are withheld."""
    return [
        (
            Channel(row.channel).label,
            row,
            links.leads(row.leads, channel=row.channel) if row.leads is not None else None,
        )
        for row in review.activity
    ]


def blind(review: Review) -> list[tuple[Text, list[str]]]:
    """What nobody saw, by what it is; what was seen whole is left out."""
    found = review.blind
    named = (
        (_("没有线索的类型"), found.kinds),
        (_("没有线索的领域"), found.fields),
        (_("没有线索的企业阶段"), found.stages),
        (_("没有转办过线索的部门"), found.units),
        (_("监督员没有提出线索的行业"), found.industries),
    )
    return [(words, [_named(each) for each in several]) for words, several in named if several]


def _named(each: Named) -> str:
    name = each.title_en if in_english() else each.title
    return _("{name}（{n} 人）").format(name=name, n=each.people) if each.people else name
