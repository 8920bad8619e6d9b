"""What comes twice at the same moment is taken in once."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection

from jianyan.core.flow import Refused
from jianyan.recruit import actions
from jianyan.recruit.models import Candidate, Round
from tests.fixtures import MONDAY, World, build_world
from tests.recruit.acts import applicant, opened


@pytest.fixture
def world(transactional_db: None) -> World:
    """Seen by several connections."""
    return build_world()


@pytest.fixture
def round_(world: World) -> Round:
    return opened(world)


def at_once(*acts: Callable[[], Any]) -> list[str]:
    """Do it all at one moment; what was refused, as codes."""
    start, refused = threading.Barrier(len(acts)), []

    def run(act: Callable[[], Any]) -> None:
        try:
            start.wait(timeout=30)
            act()
        except Refused as no:
            refused.append(no.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return refused


def apply_by(world: World, round_: Round, key: Any, number: int) -> Callable[[], Candidate]:
    return lambda: actions.apply(
        world.system, round_.pk, applicant(number), at=MONDAY, key=key, consent=True, promise=True
    )


def test_one_page_sent_by_two_fingers_is_one_application(world: World, round_: Round) -> None:
    key = uuid4()
    assert at_once(*(apply_by(world, round_, key, 1) for _ in range(3))) == []
    assert Candidate.objects.count() == 1


def test_two_pages_with_one_number_are_one_application(world: World, round_: Round) -> None:
    assert at_once(*(apply_by(world, round_, uuid4(), 1) for _ in range(3))) == ["applied_already"] * 2
    assert Candidate.objects.count() == 1


def test_everybody_gets_a_receipt_number_of_their_own(world: World, round_: Round) -> None:
    assert at_once(*(apply_by(world, round_, uuid4(), number) for number in range(4))) == []
    assert set(Candidate.objects.values_list("receipt", flat=True)) == {f"2026-000{n}" for n in range(1, 5)}
