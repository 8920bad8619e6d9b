"""The way that cases took: counted as a plain reading of the rows would, and as another tool counted a public log."""

from __future__ import annotations

import csv
import json
import os
from collections import Counter, defaultdict
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jianyan.core.holidays_cn import seed
from jianyan.core.mining import Event, LogError, Net, discover
from jianyan.core.workdays import TZ, Calendar, Day, local_date

CALENDAR = Calendar(*seed())
#: The public event log lies beside the project, not in it (it is read, and never copied).
DATA = Path(os.environ.get("JIANYAN_SHARED_DATA", Path(__file__).parents[2].parent / "shared" / "data"))
MONDAY = datetime(2026, 3, 9, 10, 0, tzinfo=TZ)


def at(days: float) -> datetime:
    return MONDAY + timedelta(days=days)


def way(case: str, *steps: tuple[str, float]) -> list[Event]:
    return [(case, activity, at(days)) for activity, days in steps]


ORDINARY = way("1", ("file", 0), ("call", 1), ("dispatch", 4), ("reply", 14))
#: Sent back once: a cycle.
BACK = way("2", ("file", 0), ("call", 2), ("dispatch", 3), ("reply", 10), ("dispatch", 11), ("reply", 30))

rows = st.lists(
    st.tuples(
        st.sampled_from("abcd"),
        st.sampled_from(("file", "call", "dispatch", "reply")),
        st.integers(0, 90 * 24).map(lambda hours: MONDAY + timedelta(hours=hours)),
    ),
    max_size=40,
)


def plain(told: list[Event]) -> tuple[dict[tuple[str, str], list[tuple[float, int]]], Counter[tuple[str, ...]]]:
    """Arrows with hours and working days, and variants, as one reads them off a list."""
    cases: dict[Any, list[Event]] = defaultdict(list)
    for event in told:
        cases[event[0]].append(event)
    arrows: dict[tuple[str, str], list[tuple[float, int]]] = defaultdict(list)
    variants: Counter[tuple[str, ...]] = Counter()
    for events in cases.values():
        events.sort(key=lambda event: event[2])
        variants[tuple(event[1] for event in events)] += 1
        for (_, source, was), (_, target, now) in pairwise(events):
            days = CALENDAR.count(local_date(was), local_date(now))
            arrows[source, target].append(((now - was).total_seconds() / 3600, days))
    return arrows, variants


@given(rows)
def test_as_a_plain_reading_of_the_rows(told: list[Event]) -> None:
    net = discover(iter(told), CALENDAR)
    arrows, variants = plain(told)
    assert dict(net.variants) == variants and net.events == len(told) and net.cases == variants.total()
    assert {(each.source, each.target) for each in net.arrows} == set(arrows)
    for each in net.arrows:
        waits = arrows[each.source, each.target]
        assert each.count == len(waits)
        assert each.hours == pytest.approx(median(hours for hours, _ in waits))
        assert each.workdays == median(days for _, days in waits)
        assert each.workdays_total == sum(days for _, days in waits)


@given(rows.flatmap(lambda told: st.tuples(st.just(told), st.permutations(told))))
def test_the_order_of_the_rows_does_not_matter(both: tuple[list[Event], list[Event]]) -> None:
    told, mixed = (list({(case, moment): (case, act, moment) for case, act, moment in each}.values()) for each in both)
    if sorted(told, key=str) == sorted(mixed, key=str):  # of two at one moment, whichever came first goes first
        assert discover(told, CALENDAR) == discover(mixed, CALENDAR)


@given(rows)
def test_what_flows_in_flows_out(told: list[Event]) -> None:
    net = discover(told)
    for name, times in net.activities.items():
        into = sum(each.count for each in net.arrows if each.target == name) + net.starts.get(name, 0)
        out = sum(each.count for each in net.arrows if each.source == name) + net.ends.get(name, 0)
        assert into == out == times


def test_a_cycle_is_marked_where_it_leads_back() -> None:
    net = discover([*ORDINARY, *BACK], CALENDAR)
    back = net.arrow("reply", "dispatch")
    assert back and back.again == 1 and back.repeated and back.count == back.cases == 1
    again = net.arrow("dispatch", "reply")
    assert again and (again.count, again.cases, again.again) == (3, 2, 1) and not again.repeated
    assert net.starts == {"file": 2} and net.ends == {"reply": 2}


def test_the_same_activity_twice_in_a_row_is_an_arrow_to_itself() -> None:
    net = discover(way("1", ("call", 0), ("call", 1), ("call", 2)))
    (loop,) = net.arrows
    assert (loop.source, loop.target, loop.count, loop.cases, loop.again) == ("call", "call", 2, 1, 2)


def test_events_out_of_order_are_put_in_order() -> None:
    assert discover(reversed(ORDINARY), CALENDAR) == discover(ORDINARY, CALENDAR)


def test_of_one_moment_the_first_that_came_goes_first() -> None:
    assert discover(way("1", ("b", 0), ("a", 0))).variants == ((("b", "a"), 1),)


def test_working_days_are_those_of_the_calendar_and_of_shanghai() -> None:
    night = datetime(2026, 3, 13, 17, 0, tzinfo=UTC)  # Saturday 01:00 in Shanghai
    net = discover([("1", "file", at(0)), ("1", "call", night)], CALENDAR)
    assert net.arrows[0].workdays == 4
    worked = CALENDAR.with_days([Day(date(2026, 3, 14), True, "调休")], [2026])
    assert discover([("1", "file", at(0)), ("1", "call", night)], worked).arrows[0].workdays == 5
    assert discover([("1", "file", at(0)), ("1", "call", night)]).arrows[0].workdays is None


def test_what_takes_twice_as_long_as_the_rest_is_slow() -> None:
    net = discover([*ORDINARY, *BACK], CALENDAR)
    assert {(each.source, each.target) for each in net.arrows if each.slow} == {("dispatch", "reply")}


def test_an_empty_log_is_an_empty_graph() -> None:
    assert discover([], CALENDAR) == Net()


def test_a_moment_without_a_time_zone_is_refused_with_its_row() -> None:
    with pytest.raises(LogError) as caught:
        discover([ORDINARY[0], ("1", "call", datetime(2026, 3, 9, 10, 0))])  # noqa: DTZ001
    assert caught.value.row == 2
    with pytest.raises(LogError):
        discover([("1", "call", datetime(1960, 1, 1, tzinfo=UTC))])


def test_more_activities_than_fit_are_refused() -> None:
    with pytest.raises(LogError, match="too many activities"):
        discover(("1", str(n), MONDAY) for n in range(70_000))


@pytest.mark.skipif(not DATA.is_dir(), reason="the public event log is not beside the project")
@pytest.mark.clause("5.3.a")
def test_a_public_log_as_another_tool_counted_it() -> None:
    with (DATA / "receipt.csv").open(encoding="utf-8") as file:
        net = discover(
            (row["case:concept:name"], row["concept:name"], datetime.fromisoformat(row["time:timestamp"]))
            for row in csv.DictReader(file)
        )
    known = json.loads((DATA / "receipt_reference.json").read_text(encoding="utf-8"))
    assert (net.cases, net.events) == (known["cases"], known["events"])
    assert (len(net.activities), len(net.variants)) == (known["activities"], known["variants"])
    assert len(net.arrows) == known["edges"]
    assert net.starts == known["start"] and known["end"].items() <= net.ends.items()
    assert net.case_hours is not None and round(net.case_hours, 3) == known["case_hours_median"]
    for edge in known["top_edges"]:
        arrow = net.arrow(edge["from"], edge["to"])
        assert arrow and (arrow.count, round(arrow.hours, 3)) == (edge["count"], edge["median_h"])
