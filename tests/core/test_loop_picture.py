"""The picture of a loop: boxes and labels cover nothing, lines lead from box to box, whatever the log."""

from __future__ import annotations

from datetime import timedelta
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jianyan.core.loop_picture import MOST, STRENGTHS, Picture, Rect, drawn
from jianyan.core.mining import Event, Net, discover
from tests.core.test_mining import MONDAY, way

ACTS = "abcdefgh"
rows = st.lists(
    st.tuples(
        st.integers(1, 6),
        st.sampled_from(ACTS),
        st.integers(0, 90 * 24).map(lambda hours: MONDAY + timedelta(hours=hours)),
    ),
    max_size=60,
)
places = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 6)), min_size=8, max_size=8, unique=True).map(
    lambda found: dict(zip(ACTS, found, strict=True))
)
SPINE = {"file": (0, 0), "call": (0, 2), "dispatch": (0, 4), "reply": (0, 6)}


def inside(rect: Rect, picture: Picture) -> bool:
    return (
        rect.x >= 0 and rect.y >= 0 and rect.x + rect.width <= picture.width and rect.y + rect.height <= picture.height
    )


def on_border(point: tuple[float, float], rect: Rect) -> bool:
    x, y = point
    near_x = min(abs(x - rect.x), abs(x - rect.x - rect.width)) < 1e-6
    near_y = min(abs(y - rect.y), abs(y - rect.y - rect.height)) < 1e-6
    within_x = rect.x - 1e-6 <= x <= rect.x + rect.width + 1e-6
    within_y = rect.y - 1e-6 <= y <= rect.y + rect.height + 1e-6
    return (near_x and within_y) or (near_y and within_x)


@given(rows, places)
def test_nothing_covers_anything_and_all_is_within_the_frame(told: list[Event], where: dict[str, tuple[int, int]]):
    net = discover(told)
    picture = drawn(net, where)
    solid = [box.at for box in picture.boxes] + [line.label for line in picture.lines if line.label]
    assert not [(a, b) for a, b in combinations(solid, 2) if a.meets(b)]
    assert all(inside(rect, picture) for rect in solid)
    joined = {end for arrow in net.arrows for end in (arrow.source, arrow.target)}
    drawn_ = {end for line in picture.lines for end in (line.arrow.source, line.arrow.target)}
    kept = {act: n for act, n in net.activities.items() if act in drawn_ or act not in joined}
    assert {box.activity: box.count for box in picture.boxes} == kept


@given(rows, places)
def test_a_line_leads_from_its_box_to_its_box(told: list[Event], where: dict[str, tuple[int, int]]):
    net = discover(told)
    picture = drawn(net, where)
    at = {box.activity: box.at for box in picture.boxes}
    for line in picture.lines:
        assert on_border(line.curve[0], at[line.arrow.source])
        assert on_border(line.curve[3], at[line.arrow.target])
        assert line.head[0] == line.curve[3]
        assert 1 <= line.strength <= STRENGTHS
    assert len(picture.lines) + picture.left_out == len(net.arrows)
    assert len(picture.lines) <= MOST
    assert [line.arrow for line in picture.lines] == sorted(
        (line.arrow for line in picture.lines), key=lambda arrow: (-arrow.count, arrow.source, arrow.target)
    )


@given(rows.flatmap(lambda told: st.tuples(st.just(told), st.permutations(told))), places)
def test_the_order_of_rows_does_not_move_anything(
    both: tuple[list[Event], list[Event]], where: dict[str, tuple[int, int]]
):
    told, other = both
    if len({(case, at) for case, _act, at in told}) == len(told):  # those of one moment stand as they came
        assert drawn(discover(told), where) == drawn(discover(other), where)


def test_the_ordinary_way_is_straight_and_the_way_back_is_apart():
    told = way("1", ("file", 0), ("call", 1), ("dispatch", 2), ("call", 3), ("dispatch", 5), ("reply", 9))
    picture = drawn(discover(told), SPINE)
    lines = {(line.arrow.source, line.arrow.target): line for line in picture.lines}
    start, *_, end = lines["file", "call"].curve
    assert start[0] == end[0]
    assert lines["call", "dispatch"].curve[0][0] != lines["dispatch", "call"].curve[3][0]
    assert all(line.label for line in picture.lines)


def test_what_is_rare_is_left_to_the_table():
    often = [event for n in range(200) for event in way(str(n), ("file", 0), ("call", 1))]
    picture = drawn(discover([*often, *way("odd", ("call", 0), ("reply", 3))]), SPINE)
    assert [(line.arrow.source, line.arrow.target) for line in picture.lines] == [("file", "call")]
    assert picture.left_out == 1


def test_an_activity_without_a_place_is_left_out_and_nothing_is_nothing():
    told = way("1", ("file", 0), ("strange", 1), ("call", 2))
    picture = drawn(discover(told), SPINE)
    assert (picture.boxes, picture.lines, picture.left_out) == ((), (), 2)
    alone = drawn(discover(way("1", ("file", 0))), SPINE)
    assert [box.activity for box in alone.boxes] == ["file"]
    assert drawn(Net(), SPINE) == Picture()


def test_two_activities_cannot_stand_in_one_place():
    with pytest.raises(ValueError, match="one place"):
        drawn(discover(way("1", ("file", 0), ("call", 1))), {"file": (0, 0), "call": (0, 0)})
