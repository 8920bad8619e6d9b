"""A round goes its way, and stops where the table says no."""

from __future__ import annotations

from datetime import timedelta

import pytest

from jianyan.core.flow import Refused
from jianyan.recruit import actions
from tests.fixtures import MONDAY, World
from tests.recruit.acts import applied, brought_to, checked, opened, qualified


@pytest.mark.clause("4.0")
def test_from_notice_to_the_end_of_the_public_notice(world: World) -> None:
    round_ = opened(world)
    qualified(world, applied(world, round_, 0))
    actions.refuse(world.actor("officer"), applied(world, round_, 1).pk, at=MONDAY, reason="材料不全")
    round_ = brought_to(world, round_, "appoint")
    assert round_.notice_until is not None
    assert (round_.notice_until - round_.published_at.date()).days == 7, "five working days over a week-end"


def test_nobody_is_on_the_list_without_a_finding_for_each_condition(world: World) -> None:
    round_ = opened(world)
    candidate = applied(world, round_)
    with pytest.raises(Refused, match="unchecked"):
        actions.qualify(world.actor("officer"), candidate.pk, at=MONDAY)
    checked(world, candidate)
    actions.check(world.actor("officer"), candidate.pk, {"dishonest": actions.Found(True, "在失信名单上")}, at=MONDAY)
    with pytest.raises(Refused, match="condition_unmet"):
        actions.qualify(world.actor("officer"), candidate.pk, at=MONDAY)


def test_the_list_has_no_more_names_than_places(world: World) -> None:
    round_ = opened(world, places={"entity": 1})
    officer, after = world.actor("officer"), MONDAY + timedelta(days=11)
    first, second = (qualified(world, applied(world, round_, number)) for number in (0, 1))
    actions.close_round(officer, round_.pk, at=after)
    actions.choose(officer, first.pk, at=after)
    with pytest.raises(Refused, match="over_quota"):
        actions.choose(officer, second.pk, at=after)


def test_applying_twice_is_one(world: World) -> None:
    round_ = opened(world)
    applied(world, round_, 0)
    with pytest.raises(Refused, match="applied_already"):
        applied(world, round_, 0)


def test_time_ends_the_window_and_nothing_else(world: World) -> None:
    round_ = opened(world)
    applied(world, round_)
    assert actions.tick_rounds(world.zone.pk, at=MONDAY + timedelta(days=10)) == 0
    assert actions.tick_rounds(world.zone.pk, at=MONDAY + timedelta(days=11)) == 1
    assert actions.tick_rounds(world.zone.pk, at=MONDAY + timedelta(days=11)) == 0
