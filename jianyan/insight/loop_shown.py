"""The picture of the loop in words: where each state stands, and what stands on boxes and lines."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from jianyan.core.flow import FINAL, State
from jianyan.core.loop_picture import Line, Picture, Rect, drawn
from jianyan.core.mining import Arrow, Net
from jianyan.leads.words import STATES
from jianyan.ui.formats import percent

#: (column, row) of each state: the ordinary way on the left, early ends and ways back beside where they begin.
PLACES: dict[str, tuple[int, int]] = {
    State.received: (0, 0),
    State.clarified: (0, 2),
    State.dispatched: (0, 4),
    State.accepted: (0, 6),
    State.replied: (0, 8),
    State.followed_up: (0, 10),
    State.closed: (0, 12),
    State.withdrawn: (1, 0),
    State.merged: (1, 1),
    State.noted: (1, 2),
    State.split_: (1, 3),
    State.returned: (1, 4),
    State.reopened: (1, 10),
}
#: How many ways are listed.
MOST_WAYS = 8
#: How far from the middle of a box or a label its two lines of text stand.
_ABOVE, _BELOW, _ALONE = -3, 14, 4


@dataclass(frozen=True, slots=True)
class Node:
    """A box with its two lines of text."""

    x: float
    y: float
    width: float
    height: float
    text_x: float
    name_y: float
    count_y: float
    name: str | Promise
    count: str
    final: bool


@dataclass(frozen=True, slots=True)
class Edge:
    """A line with its label; ``marks`` is empty where it is neither slow nor repeated."""

    path: str
    head: str
    strength: int
    slow: bool
    repeated: bool
    under: Rect | None
    text_x: float
    text_y: float
    marks_y: float
    said: str
    marks: str


@dataclass(frozen=True, slots=True)
class Step:
    """A row of the table that says the same."""

    source: str | Promise
    target: str | Promise
    count: int
    cases: int
    days: str
    total: int
    slow: bool
    repeated: bool


@dataclass(frozen=True, slots=True)
class Way:
    """A way that leads took from beginning to end."""

    states: list[str | Promise]
    count: int
    share: str
    back: bool


@dataclass(frozen=True, slots=True)
class Loop:
    """The picture with its table."""

    width: float
    height: float
    nodes: list[Node]
    edges: list[Edge]
    steps: list[Step]
    ways: list[Way]
    more_ways: int
    left_out: int
    cases: int


def loop_shown(net: Net) -> Loop:
    """The loop as a page shows it."""
    picture: Picture = drawn(net, PLACES)
    return Loop(
        width=picture.width,
        height=picture.height,
        nodes=[
            Node(
                box.at.x,
                box.at.y,
                box.at.width,
                box.at.height,
                box.at.middle[0],
                box.at.middle[1] + _ABOVE,
                box.at.middle[1] + _BELOW,
                state_name(box.activity),
                _("{n} 次").format(n=box.count),
                box.activity in {str(state) for state in FINAL},
            )
            for box in picture.boxes
        ],
        edges=[_edge(line) for line in picture.lines],
        steps=[_step(arrow) for arrow in net.arrows],
        ways=[
            Way([state_name(state) for state in way], count, percent(count, net.cases), len(set(way)) < len(way))
            for way, count in net.variants[:MOST_WAYS]
        ],
        more_ways=max(0, len(net.variants) - MOST_WAYS),
        left_out=picture.left_out,
        cases=net.cases,
    )


def state_name(state: str) -> str | Promise:
    """The name of a state; a ledger may hold one that there is no more."""
    return {str(key): words for key, words in STATES.items()}.get(state, state)


def _edge(line: Line) -> Edge:
    arrow, marks = line.arrow, _marks(line.arrow)
    x, y = line.label.middle if line.label else (0.0, 0.0)
    return Edge(
        path=line.path,
        head=line.points,
        strength=line.strength,
        slow=arrow.slow,
        repeated=arrow.repeated,
        under=line.label,
        text_x=round(x, 1),
        text_y=round(y + (_ABOVE if marks else _ALONE), 1),
        marks_y=round(y + _BELOW - 1, 1),
        said=pgettext("label of a line", "{n} 次 · {days} 日").format(n=arrow.count, days=days(arrow.workdays)),
        marks=marks,
    )


def _marks(arrow: Arrow) -> str:
    words = [_("▲ 慢")] if arrow.slow else []
    return " ".join([*words, _("↺ 反复")] if arrow.repeated else words)


def _step(arrow: Arrow) -> Step:
    return Step(
        state_name(arrow.source),
        state_name(arrow.target),
        arrow.count,
        arrow.cases,
        days(arrow.workdays),
        arrow.workdays_total or 0,
        arrow.slow,
        arrow.repeated,
    )


def days(number: float | None) -> str:
    """A number of working days, a half as .5; — where there is none."""
    return "—" if number is None else f"{number:g}"
