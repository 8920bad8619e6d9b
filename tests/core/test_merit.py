"""Points of the award: monotone in every deed, the same in any order, fair by month served; vetoes hold."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jianyan.core.merit import POINT, Record, ranking, score
from jianyan.core.merit_rules import BEFORE, DEEDS, AwardRules, award_rules
from jianyan.core.rulebook import RulebookError, load
from jianyan.rules.actions import packaged_rulebook

TEXT = packaged_rulebook()
BOOK = load(TEXT)
RULES = award_rules(BOOK)
TERM = 12

counts = st.dictionaries(st.sampled_from(sorted(DEEDS)), st.integers(0, 40))
records = st.builds(
    Record,
    person=st.integers(1, 10**6),
    channel=st.sampled_from(["social", "internal"]),
    months=st.integers(0, TERM),
    since=st.dates(date(2025, 1, 1), date(2026, 1, 1)),
    counts=counts,
    vetoes=st.sampled_from([(), ("discipline",)]),
    adjusted=st.integers(-600, 600),
)
groups = st.lists(records, max_size=25, unique_by=lambda record: record.person)
rules = st.builds(
    replace,
    st.just(RULES),
    by_channel=st.booleans(),
    ratio=st.fractions(Fraction(1, 100), 1, max_denominator=100),
    months_least=st.integers(1, 12),
)


def record(person: int = 1, months: int = TERM, **more: Any) -> Record:
    return Record(person=person, channel=more.pop("channel", "social"), months=months, **more)


@given(records, st.sampled_from(sorted(DEEDS)), st.integers(1, 5))
@pytest.mark.clause("4.3.c")
def test_one_more_of_anything_never_takes_points(one: Record, deed: str, more: int) -> None:
    better = replace(one, counts={**one.counts, deed: one.counts.get(deed, 0) + more})
    assert score(better, RULES, TERM).total >= score(one, RULES, TERM).total


@given(records)
def test_no_part_goes_over_its_cap_and_the_sum_is_the_sum(one: Record) -> None:
    points = score(one, RULES, TERM)
    assert all(0 <= part.points <= part.cap == RULES.caps[part.key] * POINT for part in points.parts)
    assert points.counted == sum(part.points for part in points.parts) <= 100 * POINT
    assert abs(points.total - points.counted) <= RULES.adjust_most * POINT
    for part in points.parts:
        assert part.points == min(part.cap, sum(line.points for line in part.lines))


@given(groups.flatmap(lambda people: st.tuples(st.just(people), st.permutations(people))), rules)
def test_the_order_of_the_people_does_not_matter(both: tuple[list[Record], list[Record]], how: AwardRules) -> None:
    assert ranking(both[0], how, TERM) == ranking(both[1], how, TERM)


@given(groups, rules)
def test_vetoes_hold_and_the_share_is_kept(people: list[Record], how: AwardRules) -> None:
    _points, found = ranking(people, how, TERM)
    known = {one.person: one for one in people}
    assert {place.person for place in found.places} == set(known)
    for place in found.places:
        one = known[place.person]
        assert (place.rank is None) == bool(place.why) and not (place.proposed and place.why)
        if one.vetoes:
            assert place.why == "veto"
        elif one.months < how.months_least:
            assert place.why == "short"
    for group, share in found.share.items():
        size = sum(place.group == group for place in found.places)
        assert share == max(1, int(how.ratio * size))
        ranked = sum(place.group == group and place.rank is not None for place in found.places)
        assert sum(place.group == group and place.proposed for place in found.places) == min(share, ranked)


@given(groups, rules)
def test_nobody_is_passed_over_for_somebody_with_less(people: list[Record], how: AwardRules) -> None:
    points, found = ranking(people, how, TERM)
    for group in found.share:
        ranked = [place for place in found.places if place.group == group and place.rank is not None]
        totals = [points[place.person].total for place in ranked]
        assert totals == sorted(totals, reverse=True)
        assert [place.proposed for place in ranked] == sorted((place.proposed for place in ranked), reverse=True)
        assert [place.rank for place in ranked] == sorted(place.rank or 0 for place in ranked)


@given(st.integers(1, 12), st.integers(1, 6))
@pytest.mark.clause("4.3.c")
def test_the_same_pace_gives_the_same_points_however_long_one_served(months: int, pace: int) -> None:
    def of(served: int) -> Record:
        return record(months=served, counts={"form": served, "lead": served * pace, "common": served * pace})

    assert score(of(months), RULES, TERM).total == score(of(TERM), RULES, TERM).total


def test_points_as_a_person_reckons_them() -> None:
    deeds = {"form": 11, "lead": 8, "adopted": 5, "solved": 3, "complex": 1, "common": 2, "symposium": 3, "study": 1}
    points = score(record(counts=deeds), RULES, TERM)
    assert [(part.key, part.points) for part in points.parts] == [
        ("forms", 2292),  # 25 × 11/12
        ("quality", 730),  # 2.4 + 2.5 + 1.8 + 0.6
        ("taking_part", 1200),  # 9 + 3
        ("common", 500),
    ]
    assert points.total == 4722
    half = score(record(months=6, counts={"form": 6, "lead": 4}), RULES, TERM)
    assert [part.points for part in half.parts] == [2500, 240, 0, 0]


def test_reviewers_change_no_more_than_the_rules_allow() -> None:
    assert score(record(adjusted=300), RULES, TERM).total == 300
    assert score(record(adjusted=10_000), RULES, TERM).total == 500
    assert score(record(adjusted=-300), RULES, TERM).total == 0


def test_the_share_is_rounded_down_and_at_least_one() -> None:
    everybody = replace(RULES, by_channel=False)
    for people, share in ((1, 1), (4, 1), (9, 1), (10, 2), (35, 7)):
        group = [record(person, counts={"lead": person}) for person in range(1, people + 1)]
        places = ranking(group, everybody, TERM)[1].places
        assert [place.person for place in places if place.proposed] == list(range(people, people - share, -1))


def test_channels_are_compared_apart_where_the_rules_say_so() -> None:
    people = [
        record(1, counts={"lead": 20}),
        record(2, counts={"lead": 19}),
        record(3, channel="internal", counts={"lead": 1}),
    ]
    apart = ranking(people, RULES, TERM)[1]
    assert {place.person for place in apart.places if place.proposed} == {1, 3} and apart.share == {
        "internal": 1,
        "social": 1,
    }
    together = ranking(people, replace(RULES, by_channel=False), TERM)[1]
    assert {place.person for place in together.places if place.proposed} == {1}


def test_ties_are_broken_by_the_stated_order() -> None:
    # 6 points each: quality goes before taking part.
    people = [
        record(1, counts={"lead": 10, "symposium": 1}),
        record(2, counts={"lead": 20}),
        record(3, counts={"visit": 6}),
    ]
    places = ranking(people, RULES, TERM)[1].places
    assert [(place.person, place.rank) for place in places] == [(2, 1), (1, 2), (3, 3)]


def test_everybody_tied_shares_the_rank_and_the_cut_is_told() -> None:
    people = [record(person, counts={"lead": 3}, since=date(2025, 10, 11 - person)) for person in range(1, 11)]
    found = ranking(people, RULES, TERM)[1]
    assert {place.rank for place in found.places} == {1} and found.tied == ("social",)
    # The earlier appointed goes first.
    assert [place.person for place in found.places if place.proposed] == [10, 9]


def test_an_empty_term_proposes_nobody() -> None:
    assert ranking([], RULES, TERM)[1].places == ()
    idle = ranking([record(1), record(2)], RULES, TERM)[1]
    assert [(place.why, place.proposed) for place in idle.places] == [("nothing", False), ("nothing", False)]


def test_bad_values_are_refused() -> None:
    with pytest.raises(ValueError, match="no share"):
        ranking([], replace(RULES, ratio=Fraction(0)), TERM)
    with pytest.raises(ValueError, match="twice"):
        ranking([record(1), record(1)], RULES, TERM)
    with pytest.raises(ValueError, match="below zero"):
        score(record(counts={"lead": -1}), RULES, TERM)
    with pytest.raises(ValueError, match="month"):
        score(record(), RULES, 0)


def test_a_version_stored_before_these_rules_scores_as_the_first_one() -> None:
    text = TEXT[: TEXT.index("[merits.form]")]
    assert award_rules(load(text)) == RULES
    assert list(BEFORE) == list(DEEDS) == list(BOOK.merits)


@pytest.mark.parametrize(
    ("was", "now", "key"),
    [
        ("[merits.form]", "[merits.shape]", "merits.shape"),
        ('part = "forms"', 'part = "form"', "merits.form.part"),
        ('part = "forms"', 'part = "discipline"', "merits.form.part"),
        ("points = 2.5", "points = 2.555", "merits.common.points"),
        ("points = 2.5", "points = -1", "merits.common"),
        ('among = "channel"', 'among = "some"', "ranking.award.among"),
        ('ties = ["quality"', 'ties = ["looks"', "ranking.award.ties"),
        ('ties = ["quality"', 'ties = ["forms"', "ranking.award.ties"),
        ("[ranking.award]", "[ranking.other]", "ranking.other"),
        (
            'title = "线索质量"\ntitle_en = "Quality of leads"\npoints = 35',
            'title = "线索质量"\ntitle_en = "Q"\npoints = 30',
            "scores",
        ),
    ],
)
def test_what_does_not_fit_is_refused_with_its_key(was: str, now: str, key: str) -> None:
    assert was in TEXT
    with pytest.raises(RulebookError) as caught:
        load(TEXT.replace(was, now, 1))
    assert caught.value.key.startswith(key) and caught.value.why
