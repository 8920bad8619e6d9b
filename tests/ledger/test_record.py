"""Recording: one row per act, in the transaction of the change, chained to the one before."""

from __future__ import annotations

import threading
from datetime import timedelta
from enum import StrEnum

import pytest
from django.db import connection, transaction

from jianyan.core import chain
from jianyan.ledger.actions import record, verify
from jianyan.ledger.models import Entry, Tip
from tests.fixtures import MONDAY, World, build_world


def write(world: World, subject: str = "test:1", **changes: object) -> Entry:
    with transaction.atomic():
        return record(**{"actor": world.actor("officer"), "at": MONDAY, "verb": "test", "subject": subject, **changes})


def test_a_row_says_who_when_what_about_what_and_why(world: World) -> None:
    row = write(world, dossier=7, data={"a": 1}, rules="v1", clause="5.1.g", role="officer")
    row.refresh_from_db()

    assert (row.zone_id, row.actor_id, row.role) == (world.zone.pk, world.users["officer"].pk, "officer")
    assert (row.at, row.verb, row.subject, row.place) == (MONDAY, "test", "test:1", 1)
    assert (row.dossier, row.data, row.rules, row.clause) == (7, {"a": 1}, "v1", "5.1.g")
    assert row.algorithm == chain.ALGORITHM and row.previous == ""


def test_rows_of_a_subject_form_one_chain_beside_those_of_others(world: World) -> None:
    first, other, second = write(world), write(world, "test:2"), write(world)

    assert (first.place, second.place, other.place) == (1, 2, 1)
    assert second.previous == first.digest and other.previous == ""
    tip = Tip.objects.get(pk="test:1")
    assert (tip.length, tip.digest, tip.zone_id) == (2, second.digest, world.zone.pk)
    assert verify(world.zone, at=MONDAY).findings == []


def test_the_system_acts_without_a_person(world: World) -> None:
    assert write(world, actor=world.system).actor_id is None


def test_row_and_change_go_together_or_not_at_all(world: World) -> None:
    @transaction.atomic
    def act() -> None:
        record(actor=world.system, at=MONDAY, verb="test", subject="test:1")
        raise RuntimeError("the change failed")

    before = Entry.objects.count()
    with pytest.raises(RuntimeError):
        act()

    assert Entry.objects.count() == before and not Tip.objects.filter(pk="test:1").exists()
    assert write(world).place == 1


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_nothing_is_recorded() -> None:
    world = build_world()
    with pytest.raises(transaction.TransactionManagementError):
        record(actor=world.system, at=MONDAY, verb="test", subject="test:1")


def test_a_subject_belongs_to_one_zone(world: World, elsewhere: World) -> None:
    write(world)
    with pytest.raises(ValueError, match="belongs to zone"):
        write(elsewhere)


class Colour(StrEnum):
    red = "red"


@pytest.mark.parametrize(
    "data",
    [
        {"zh": "两个窗口", "rare": "𠮷", "quote": '"\\/', "nested": {"b": [1, {"c": None}], "a": True}},
        {2: "two", 10: "ten", "1": "one"},  # JSON has texts for keys, and sorts them as texts
        {"pair": (1, 2), Colour.red: Colour.red, "big": 2**62, "negative": -1},
        {},
    ],
)
def test_data_comes_back_as_it_was_digested(world: World, data: dict[object, object]) -> None:
    write(world, data=data)
    assert verify(world.zone, at=MONDAY).findings == []


@pytest.mark.parametrize("value", [0.1, float("nan"), MONDAY, MONDAY.date(), b"x", {1, 2}, object()])
def test_data_that_would_not_come_back_the_same_is_refused(world: World, value: object) -> None:
    with pytest.raises(TypeError):
        write(world, data={"deep": [value]})


def test_the_instant_is_kept_to_the_microsecond_in_any_zone(world: World) -> None:
    write(world, at=MONDAY + timedelta(microseconds=123457))
    assert verify(world.zone, at=MONDAY).findings == []


@pytest.mark.django_db(transaction=True)
def test_many_first_writers_on_one_new_subject_make_one_chain() -> None:
    world = build_world()
    line = threading.Barrier(4)
    errors: list[Exception] = []

    def run() -> None:
        line.wait()
        try:
            write(world, "test:new")
        except Exception as error:  # the test looks at what came
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert errors == []
    rows = list(Entry.objects.filter(subject="test:new").order_by("id"))
    assert [row.place for row in rows] == [1, 2, 3, 4]
    assert [row.previous for row in rows] == ["", *(row.digest for row in rows[:3])]
    assert verify(world.zone, at=MONDAY).findings == []
