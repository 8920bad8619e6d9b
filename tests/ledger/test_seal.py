"""The daily seal: over all rows since the last one, chained to it, once a day."""

from __future__ import annotations

from datetime import date, timedelta

from jianyan.core import chain
from jianyan.ledger.actions import seal, verify
from jianyan.ledger.models import Entry, Seal, Tip
from tests.fixtures import MONDAY, World

DAY = MONDAY.date()


def test_a_seal_covers_every_row_of_the_zone_so_far(world: World) -> None:
    world.lead()
    made = seal(world.zone, DAY, at=MONDAY)

    rows = Entry.objects.filter(zone=world.zone).order_by("id")
    assert made and (made.number, made.day, made.previous) == (1, DAY, "")
    assert (made.first_id, made.last_id, made.count) == (rows[0].pk, rows.last().pk, rows.count())
    assert made.algorithm == chain.ALGORITHM and made.sealed_at == MONDAY


def test_the_next_seal_goes_on_where_the_last_one_ended(world: World) -> None:
    first = seal(world.zone, DAY, at=MONDAY)
    world.lead()
    second = seal(world.zone, DAY + timedelta(days=1), at=MONDAY + timedelta(days=1))

    assert first and second
    assert (second.number, second.previous, second.first_id) == (2, first.digest, first.last_id + 1)
    tip = Tip.objects.get(pk=f"seals:{world.zone.pk}")
    assert (tip.length, tip.digest) == (2, second.digest)
    assert verify(world.zone, at=MONDAY).findings == []


def test_sealing_a_day_again_or_an_earlier_one_does_nothing(world: World) -> None:
    assert seal(world.zone, DAY, at=MONDAY)
    world.lead()
    assert seal(world.zone, DAY, at=MONDAY) is None
    assert seal(world.zone, DAY - timedelta(days=3), at=MONDAY) is None
    assert Seal.objects.count() == 1


def test_a_day_without_rows_has_no_seal(world: World) -> None:
    seal(world.zone, DAY, at=MONDAY)
    assert seal(world.zone, DAY + timedelta(days=1), at=MONDAY) is None


def test_each_zone_has_its_own_seals(world: World, elsewhere: World) -> None:
    mine, theirs = seal(world.zone, DAY, at=MONDAY), seal(elsewhere.zone, DAY, at=MONDAY)
    assert mine and theirs and mine.number == theirs.number == 1
    assert mine.count == Entry.objects.filter(zone=world.zone).count()
    for zone in (world.zone, elsewhere.zone):
        assert verify(zone, at=MONDAY).findings == []


def test_rows_written_after_midnight_wait_for_the_next_seal(world: World) -> None:
    seal(world.zone, date(2026, 3, 8), at=MONDAY)
    world.lead()
    last = Seal.objects.get()
    assert Entry.objects.filter(zone=world.zone, id__gt=last.last_id).exists()
    assert verify(world.zone, at=MONDAY).findings == []
