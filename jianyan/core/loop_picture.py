"""The picture of a discovered loop (流程图): where each box, line and label stands, before anything is drawn.

Activities stand on a grid that the caller gives, so that the same loop always looks the same. Lines are curves that
leave and enter a box at right angles to its side; the ends at one side keep apart. The labels are placed last, the most
frequent line first, each where it covers no box and no other label; a line for whose label there is no room has none,
and is read in the table beside the picture.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import isqrt

from jianyan.core.mining import Arrow, Net

Point = tuple[float, float]
Curve = tuple[Point, Point, Point, Point]

#: Sizes in the picture's own units, one of which is a pixel at its natural size.
WIDTH, HEIGHT = 124, 46
#: From one column, and from one row, to the next. Boxes one row apart stand close; two rows leave room for a label.
PITCH_X, PITCH_Y = 236, 58
MARGIN = 10
#: A label of one line of text, and one with the marks of the line below.
LABEL_WIDTH, LABEL_HEIGHT, MARKED_HEIGHT = 88, 18, 34
#: How long and how wide the head of a line is, and how far a label keeps from what is beside it.
HEAD, HEAD_WIDTH, CLEAR = 9.0, 4.5, 2.0
#: Lines are drawn in so many strengths.
STRENGTHS = 5
#: Where along a line its label may stand, the best place first.
_ALONG = (0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74, 0.18, 0.82)
#: Where beside it, in widths and heights of the label: on the line, to its right and left, above and below.
_BESIDE = ((0, 0), (0.54, 0), (-0.54, 0), (0, -0.58), (0, 0.58), (0.8, 0), (-0.8, 0))
#: No more lines than these are drawn; a line of fewer than one in a hundred cases is left to the table.
MOST, RARE = 20, 100


@dataclass(frozen=True, slots=True)
class Rect:
    """A rectangle by its corner at the top left."""

    x: float
    y: float
    width: float
    height: float

    def meets(self, other: Rect) -> bool:
        """Whether the two have a point inside in common."""
        return (
            self.x < other.x + other.width
            and other.x < self.x + self.width
            and self.y < other.y + other.height
            and other.y < self.y + self.height
        )

    @property
    def middle(self) -> Point:
        return self.x + self.width / 2, self.y + self.height / 2

    def moved(self, dx: float, dy: float) -> Rect:
        return Rect(self.x + dx, self.y + dy, self.width, self.height)

    def grown(self, by: float) -> Rect:
        return Rect(self.x - by, self.y - by, self.width + 2 * by, self.height + 2 * by)


@dataclass(frozen=True, slots=True)
class Box:
    """An activity: how often it came about, and its place."""

    activity: str
    count: int
    at: Rect


@dataclass(frozen=True, slots=True)
class Line:
    """An arrow as a curve with a head; ``strength`` 1 to 5 by its count. ``label`` is None where there is no room."""

    arrow: Arrow
    curve: Curve
    head: tuple[Point, Point, Point]
    strength: int
    label: Rect | None

    @property
    def path(self) -> str:
        """The curve as SVG writes it, up to where the head begins."""
        start, first, second, _end = self.curve
        back = _middle(self.head[1], self.head[2])
        return "M{:g} {:g}C{:g} {:g} {:g} {:g} {:g} {:g}".format(
            *(round(part, 1) for point in (start, first, second, back) for part in point)
        )

    @property
    def points(self) -> str:
        """The head as SVG writes a polygon."""
        return " ".join(f"{round(x, 1):g},{round(y, 1):g}" for x, y in self.head)


@dataclass(frozen=True, slots=True)
class Picture:
    """Everything in its place; ``left_out``: arrows that are only in the table."""

    width: float = 0.0
    height: float = 0.0
    boxes: tuple[Box, ...] = ()
    lines: tuple[Line, ...] = ()
    left_out: int = 0


def drawn(net: Net, places: Mapping[str, tuple[int, int]]) -> Picture:
    """The picture of a net; ``places``: (column, row) of each activity. Activities without a place are left out.

    ValueError when two activities have one place.
    """
    here = {activity: places[activity] for activity in net.activities if activity in places}
    if len(set(here.values())) < len(here):
        raise ValueError("two activities in one place")
    rects = _rects(here)
    chosen = _chosen(net, set(here))
    curves = _curves(chosen, rects)
    drawn_ = {end for arrow in chosen for end in (arrow.source, arrow.target)}
    told = {end for arrow in net.arrows for end in (arrow.source, arrow.target)}
    # A box to which only what is left out leads would stand there alone.
    kept = sorted((activity for activity in here if activity in drawn_ or activity not in told), key=here.__getitem__)
    boxes = tuple(Box(activity, net.activities[activity], rects[activity]) for activity in kept)
    most = max((arrow.count for arrow in chosen), default=1)
    labels = _labels(chosen, curves, [box.at for box in boxes])
    lines = [
        Line(arrow, curve, _head(curve), 1 + isqrt((STRENGTHS - 1) ** 2 * arrow.count // most), label)
        for arrow, curve, label in zip(chosen, curves, labels, strict=True)
    ]
    return _framed(boxes, lines, len(net.arrows) - len(chosen))


def _rects(here: Mapping[str, tuple[int, int]]) -> dict[str, Rect]:
    return {act: Rect(column * PITCH_X, row * PITCH_Y, WIDTH, HEIGHT) for act, (column, row) in here.items()}


def _chosen(net: Net, known: set[str]) -> list[Arrow]:
    """The arrows that are drawn, the most frequent first."""
    found = [arrow for arrow in net.arrows if {arrow.source, arrow.target} <= known]
    told = [arrow for arrow in found if arrow.cases * RARE >= net.cases]
    return sorted(told, key=lambda arrow: (-arrow.count, arrow.source, arrow.target))[:MOST]


_OUT: dict[str, Point] = {"top": (0, -1), "bottom": (0, 1), "left": (-1, 0), "right": (1, 0)}


def _sides(a: Rect, b: Rect, others: Iterable[Rect]) -> tuple[str, str]:
    """The side at which a line leaves its box, and that at which it enters the other."""
    if a == b:
        return "right", "right"
    if a.x != b.x:
        return ("right", "left") if b.x > a.x else ("left", "right")
    low, high = sorted((a.y, b.y))
    if any(other.x == a.x and low < other.y < high for other in others):
        return "left", "left"  # past the boxes between
    return ("bottom", "top") if b.y > a.y else ("top", "bottom")


def _curves(chosen: list[Arrow], rects: Mapping[str, Rect]) -> list[Curve]:
    """A curve for each arrow. The ends at one side of a box stand in the order of where they lead."""
    ends: dict[tuple[str, str], list[tuple[Point, int, int]]] = defaultdict(list)
    sides = [_sides(rects[arrow.source], rects[arrow.target], rects.values()) for arrow in chosen]
    for place, (arrow, (out, into)) in enumerate(zip(chosen, sides, strict=True)):
        a, b = rects[arrow.source], rects[arrow.target]
        ends[arrow.source, out].append((_order(b, out), place, 0))
        ends[arrow.target, into].append((_order(a, into), place, 1))
    points: dict[tuple[int, int], Point] = {}
    for (activity, side), several in ends.items():
        for n, (_where, place, which) in enumerate(sorted(several)):
            points[place, which] = _on(rects[activity], side, (n + 1) / (len(several) + 1))
    return [
        _curve(points[place, 0], out, points[place, 1], into, rects[arrow.source] == rects[arrow.target])
        for place, (arrow, (out, into)) in enumerate(zip(chosen, sides, strict=True))
    ]


def _order(other: Rect, side: str) -> Point:
    """By what the ends at a side are sorted: along the side, as the other boxes stand along it."""
    x, y = other.middle
    return (x, y) if side in ("top", "bottom") else (y, x)


def _on(rect: Rect, side: str, part: float) -> Point:
    """The point at a part of a side, from the top or from the left."""
    match side:
        case "top":
            return rect.x + rect.width * part, rect.y
        case "bottom":
            return rect.x + rect.width * part, rect.y + rect.height
        case "left":
            return rect.x, rect.y + rect.height * part
    return rect.x + rect.width, rect.y + rect.height * part


def _curve(start: Point, out: str, end: Point, into: str, itself: bool) -> Curve:
    far = max(abs(start[0] - end[0]), abs(start[1] - end[1]))
    # A line past other boxes bends out the further the longer it is; it stays within the gap between two columns.
    bend = 48.0 if itself else min(PITCH_X - WIDTH, 36 + far / 4) if out == into else far / 2
    (ox, oy), (ix, iy) = _OUT[out], _OUT[into]
    return start, (start[0] + ox * bend, start[1] + oy * bend), (end[0] + ix * bend, end[1] + iy * bend), end


def _at(curve: Curve, t: float) -> Point:
    """The point at a part of a curve."""
    s = 1 - t
    a, b, c, d = s**3, 3 * s * s * t, 3 * s * t * t, t**3
    (x0, y0), (x1, y1), (x2, y2), (x3, y3) = curve
    return a * x0 + b * x1 + c * x2 + d * x3, a * y0 + b * y1 + c * y2 + d * y3


def _head(curve: Curve) -> tuple[Point, Point, Point]:
    """The tip and the two corners behind it, in the direction in which the line enters its box."""
    (_start, _first, (x2, y2), (x, y)) = curve
    dx, dy = x - x2, y - y2
    long = (dx * dx + dy * dy) ** 0.5 or 1.0
    dx, dy = dx / long, dy / long
    bx, by = x - dx * HEAD, y - dy * HEAD
    return (x, y), (bx - dy * HEAD_WIDTH, by + dx * HEAD_WIDTH), (bx + dy * HEAD_WIDTH, by - dx * HEAD_WIDTH)


def _middle(a: Point, b: Point) -> Point:
    return (a[0] + b[0]) / 2, (a[1] + b[1]) / 2


def _labels(chosen: list[Arrow], curves: list[Curve], taken: list[Rect]) -> list[Rect | None]:
    found: list[Rect | None] = []
    for arrow, curve in zip(chosen, curves, strict=True):
        height = MARKED_HEIGHT if arrow.slow or arrow.repeated else LABEL_HEIGHT
        places = (_label(_at(curve, t), dx, dy, height) for dx, dy in _BESIDE for t in _ALONG)
        free = next((each for each in places if not any(each.grown(CLEAR).meets(other) for other in taken)), None)
        found.append(free)
        if free:
            taken = [*taken, free]
    return found


def _label(at: Point, dx: float, dy: float, height: float) -> Rect:
    x, y = at[0] + dx * LABEL_WIDTH, at[1] + dy * height
    return Rect(x - LABEL_WIDTH / 2, y - height / 2, LABEL_WIDTH, height)


def _framed(boxes: tuple[Box, ...], lines: list[Line], left_out: int) -> Picture:
    """Everything moved so that it begins at the margin, and the size of the whole."""
    corners = [corner for box in boxes for corner in _corners(box.at)]
    for line in lines:
        corners += [_at(line.curve, n / 8) for n in range(9)]
        corners += _corners(line.label) if line.label else []
    if not corners:
        return Picture(left_out=left_out)
    dx, dy = MARGIN - min(x for x, _y in corners), MARGIN - min(y for _x, y in corners)
    width, height = max(x for x, _y in corners), max(y for _x, y in corners)
    return Picture(
        width=round(width + dx + MARGIN),
        height=round(height + dy + MARGIN),
        boxes=tuple(Box(box.activity, box.count, box.at.moved(dx, dy)) for box in boxes),
        lines=tuple(_moved(line, dx, dy) for line in lines),
        left_out=left_out,
    )


def _corners(rect: Rect) -> list[Point]:
    return [(rect.x, rect.y), (rect.x + rect.width, rect.y + rect.height)]


def _moved(line: Line, dx: float, dy: float) -> Line:
    a, b, c, d = ((x + dx, y + dy) for x, y in line.curve)
    curve = (a, b, c, d)
    return Line(line.arrow, curve, _head(curve), line.strength, line.label.moved(dx, dy) if line.label else None)
