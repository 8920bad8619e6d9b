"""The figures of a review: time adds up, the order of rows says nothing, nobody is told of who may not be."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jianyan.core.cells import Cell
from jianyan.core.flow import ClockKind, State
from jianyan.core.holidays_cn import seed
from jianyan.core.mining import Net, discover
from jianyan.core.review import (
    NONE,
    Activity,
    Back,
    Blind,
    Decisions,
    Line,
    Misled,
    Named,
    Review,
    Said,
    Tally,
    activity_kept_apart,
    kept_apart,
)
from jianyan.core.review_draft import RATES, drafted, period
from jianyan.core.review_times import Duty, Lost, Times, spent, times
from jianyan.core.workdays import Calendar
from tests.core.test_mining import MONDAY

CALENDAR = Calendar(*seed())
TODAY = date(2026, 6, 1)
DAYS = st.integers(0, 60).map(lambda n: date(2026, 3, 2) + timedelta(days=n))
DUTIES = st.lists(
    st.builds(
        Duty,
        lead=st.integers(1, 5),
        step=st.sampled_from([kind.value for kind in ClockKind]),
        department=st.none() | st.integers(1, 3),
        kind=st.sampled_from(["service", "risk"]),
        started_on=DAYS,
        due_on=DAYS,
        stopped_on=st.none() | DAYS,
        late=st.booleans(),
    ),
    max_size=25,
)


@given(DUTIES)
def test_what_is_lost_by_step_and_by_kind_is_what_is_lost(duties: list[Duty]):
    found = times(duties, CALENDAR, TODAY)
    assert sum(lost.days for lost in found.steps.values()) == found.whole.days
    assert sum(lost.days for lost in found.kinds.values()) == found.whole.days
    assert sum(lost.days for lost in found.departments.values()) <= found.whole.days
    assert found.whole.late == len({duty.lead for duty in duties if duty.late})
    assert all(lost.days >= 0 for lost in found.steps.values())


@given(DUTIES.flatmap(lambda told: st.tuples(st.just(told), st.permutations(told))))
def test_the_order_of_duties_says_nothing(both: tuple[list[Duty], list[Duty]]):
    told, other = both
    assert times(told, CALENDAR, TODAY) == times(other, CALENDAR, TODAY)


@given(DUTIES, st.integers(0, 40))
def test_what_is_open_loses_more_with_every_day(duties: list[Duty], later: int):
    now, then = (times(duties, CALENDAR, day).whole.days for day in (TODAY, TODAY + timedelta(days=later)))
    assert now <= then


def test_a_duty_loses_the_working_days_after_its_due_day():
    # Due on Friday 13 March 2026, done on the Tuesday after: Monday and Tuesday.
    late = Duty(1, "reply", 7, "risk", date(2026, 3, 2), date(2026, 3, 13), date(2026, 3, 17), late=True)
    found = times([late], CALENDAR, TODAY)
    assert found.departments[7] == Lost(late=1, days=2, answered=11)


states = st.sampled_from([state.value for state in State])
logs = st.lists(
    st.tuples(st.integers(1, 4), states, st.integers(0, 2000).map(lambda n: MONDAY + timedelta(hours=n))), max_size=40
)


@given(logs)
def test_the_time_spent_is_that_of_all_arrows_and_its_shares_are_one(told: list[tuple[int, str, datetime]]):
    net = discover(told, CALENDAR)
    rows = spent(net)
    whole = sum(arrow.workdays_total or 0 for arrow in net.arrows)
    assert sum(row.days for row in rows) == whole
    assert sum(row.share for row in rows) == pytest.approx(1.0 if whole else 0.0)
    assert [row.days for row in rows] == sorted((row.days for row in rows), reverse=True)


def test_who_had_the_move():
    rows = spent(discover([(1, "received", MONDAY), (1, "accepted", MONDAY), (1, "noted", MONDAY), (1, "x", MONDAY)]))
    assert {row.state: row.office for row in rows} == {"received": True, "accepted": False, "noted": None}


cells = st.lists(st.builds(Cell, people=st.integers(0, 9), anonymous=st.booleans()), max_size=6)


@given(cells)
def test_a_row_with_an_anonymous_one_among_few_tells_nothing_but_its_name(told: list[Cell]):
    rows = [(Line(str(n), str(n), str(n), count=9, returned=2), [cell]) for n, cell in enumerate(told)]
    for line, cell in zip(kept_apart(rows, 5), told, strict=True):
        if cell.anonymous and cell.people < 5:
            assert line == Line(line.key, line.title, line.title_en, withheld=True)


@given(st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12), st.booleans()), max_size=2))
def test_neither_who_raised_something_nor_who_raised_nothing_is_left_alone(told: list[tuple[int, int, bool]]):
    rows = [
        (Activity(str(n), max(people, raised), 9, 5, 1, 0, 20, raised, 3, 3, 1, 1), Cell(raised, anonymous))
        for n, (people, raised, anonymous) in enumerate(told)
    ]
    for row, (_before, cell) in zip(activity_kept_apart(rows, 5), rows, strict=True):
        if cell.anonymous and (cell.people < 5 or 0 < row.people - cell.people < 5):
            assert (row.leads, row.raised) == (None, None)
        assert row.forms_owed == 9


@st.composite
def reviews(draw: st.DrawFn) -> Review:
    """Figures with none, one or several of everything."""
    number = st.integers(0, 30)
    lost = st.builds(Lost, late=number, days=number, answered=st.none() | st.just(3.5))
    line = st.builds(Line, key=st.just("7"), title=st.just("商务局"), title_en=st.just("C"), lost=lost)
    named = st.lists(st.just(Named("物流", "Logistics", 2)), max_size=2).map(tuple)
    steps = draw(st.dictionaries(st.sampled_from([kind.value for kind in ClockKind]), lost, max_size=3))
    whole = Lost(max((each.late for each in steps.values()), default=0), sum(each.days for each in steps.values()))
    received = draw(number)
    tallies = st.tuples(number, number).map(lambda pair: Tally(min(pair), max(pair)))
    return Review(
        first=date(2026, 1, 1),
        last=draw(st.sampled_from([date(2026, 1, 1), date(2026, 12, 1)])),
        at=datetime(2026, 12, 9, 1, tzinfo=UTC),
        over=draw(st.booleans()),
        least=5,
        received=received,
        reporters=draw(number),
        rates={key: draw(st.just(NONE) | tallies) for key in RATES},
        net=discover(draw(logs), CALENDAR) if received else Net(),
        steps=dict.fromkeys(steps, 9),
        times=Times(steps, {}, {}, whole),
        units=tuple(draw(st.lists(line, max_size=4))),
        kinds=tuple(draw(st.lists(line, max_size=4))),
        back=draw(
            st.builds(
                Back,
                returned=st.integers(0, received),
                reopened=st.integers(0, received),
                misled=st.just((Misled("甲", "A", "乙", "B", 2),)),
                results=st.just((("solved", 2),)),
                returns=st.just((Said(1, "东监 2026-0001", date(2026, 3, 9), "商务局", "C", "不是{我局}\n的事。"),)),
            )
        ),
        decisions=draw(st.builds(Decisions, adopted=number, comments=st.just({"adopted": 1}))),
        activity=(Activity("social", 9, 9, draw(st.integers(0, 9)), 0, 0, 3, 2, 1, 1, 0, 0),),
        blind=draw(st.builds(Blind, kinds=named, industries=named, unanswered=number, unanswered_late=number)),
    )


@given(reviews())
def test_every_section_of_the_draft_says_something_in_whole_sentences(review: Review):
    sections = drafted(review)
    assert [title[0] for title, _lines in sections] == list("一二三四五六七八")
    for _title, lines in sections:
        assert lines
        assert all(line.endswith("。") and "None" not in line for line in lines)
    assert period(review).startswith("2026年1月")
