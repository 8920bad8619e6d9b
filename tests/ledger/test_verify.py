"""Any single tampering with the ledger in the database is found and named; nothing else ever is."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.db import DEFAULT_DB_ALIAS, connection, transaction
from django.db.models import F, Model
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jianyan.core import chain
from jianyan.leads.models import Undoable
from jianyan.ledger import triggers
from jianyan.ledger.actions import record, seal, verify
from jianyan.ledger.models import Entry, Seal, Tip, Verification
from tests.fixtures import MONDAY, World, build_world

DAY = MONDAY.date()
FRESH = "fresh:1"  # a subject whose rows no seal covers yet
examples = settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def ledger(world: World, elsewhere: World) -> World:
    """Two seals over a lead's way, rows after them, and another zone; the database's own refusal is out of the way."""
    lead = world.walk(world.lead(), "dispatched")
    assert seal(world.zone, DAY, at=MONDAY)
    officer = world.actor("officer")
    with transaction.atomic():
        record(actor=elsewhere.system, at=MONDAY, verb="test", subject="test:elsewhere")
        record(actor=officer, at=MONDAY, verb="lead.remind", subject=lead.subject, data={"number": 1})
    assert seal(world.zone, DAY + timedelta(days=1), at=MONDAY)
    with transaction.atomic():
        for number in (1, 2, 3):
            record(actor=officer, at=MONDAY, verb="test", subject=FRESH, data={"number": number})
    elsewhere.lead()
    triggers.take_down(connection)
    return world


def findings(world: World) -> list[dict[str, Any]]:
    return verify(world.zone, at=MONDAY).findings


@contextmanager
def undone() -> Iterator[None]:
    """A tampering that is taken back."""
    with transaction.atomic():
        yield
        if connection.vendor == "postgresql":  # else the next DDL or rollback trips over deferred checks
            connection.check_constraints()
        transaction.set_rollback(True)


def rows(world: World) -> list[Entry]:
    Undoable.objects.all().delete()  # what can still be undone points at its row; the check is about the ledger alone
    return list(Entry.objects.filter(zone=world.zone).order_by("id"))


def put(row: Model, **values: object) -> None:
    """Change a row behind everybody's back."""
    type(row)._default_manager.filter(pk=row.pk).update(**values)


def names(found: list[dict[str, Any]], row: Entry) -> bool:
    """Whether the findings point at a row: by its id, or at its place."""
    return any(
        f["row"] == row.pk or (f["subject"] == row.subject and f["place"] <= row.place <= (f["until"] or f["place"]))
        for f in found
    )


def test_a_whole_ledger_is_whole_and_the_result_is_kept(ledger: World) -> None:
    result = verify(ledger.zone, at=MONDAY)

    assert result.findings == []
    assert (result.rows, result.seals, result.at) == (len(rows(ledger)), 2, MONDAY)
    assert Verification.objects.latest() == result


def test_progress_is_told_row_by_row(ledger: World) -> None:
    steps: list[int] = []
    verify(ledger.zone, at=MONDAY, step=steps.append)
    assert sum(steps) == len(rows(ledger))


# ----------------------------------------------------------------------------------------------------- tampered rows

OTHER: dict[str, Callable[[Entry, World], object]] = {
    "zone": lambda row, other: other.zone,
    "subject": lambda row, other: "lead:424242",
    "place": lambda row, other: row.place + 40,
    "at": lambda row, other: row.at - timedelta(microseconds=1),
    "actor": lambda row, other: None if row.actor_id else other.users["head"],
    "role": lambda row, other: "head" if row.role != "head" else "",
    "verb": lambda row, other: row.verb + "x",
    "dossier": lambda row, other: 4711,
    "data": lambda row, other: {**row.data, "x": None},
    "rules": lambda row, other: "v9",
    "clause": lambda row, other: "0.0",
    "algorithm": lambda row, other: "sha256" if row.algorithm == "sm3" else "sm3",
    "previous": lambda row, other: "0" * 64,
    "digest": lambda row, other: "0" * 64,
}


def test_every_column_of_a_row_is_tampered_with_here() -> None:
    assert set(OTHER) | {"id"} == {field.name for field in Entry._meta.concrete_fields}


def test_a_changed_column_of_any_row_is_found_and_the_row_is_named(ledger: World, elsewhere: World) -> None:
    for row in rows(ledger):
        for name, other in OTHER.items():
            with undone():
                put(row, **{name: other(row, elsewhere)})
                assert names(findings(ledger), row), (name, row.verb)
    assert findings(ledger) == []


GARBAGE = {
    "at": "'yesterday'",
    "data": "'\"a text\"'",
    "place": "'third'",
    "actor_id": "'somebody'",
    "dossier": "'x'",
    "verb": "x'00ff'",
    "role": "7",
}


@pytest.mark.sqlite
def test_what_cannot_even_be_read_is_found_and_not_stumbled_over(ledger: World) -> None:
    """SQLite takes any value in any column."""
    row = rows(ledger)[-3]
    for name, garbage in GARBAGE.items():
        with undone(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE ledger_entry SET {name} = {garbage} WHERE id = {row.pk}")
            assert names(findings(ledger), row), name
    for name in ("day", "sealed_at", "number", "count", "first_id", "last_id", "digest"):
        with undone(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE ledger_seal SET {name} = 'garbage' WHERE number = 2 AND zone_id = {ledger.zone.pk}")
            assert findings(ledger), name


def test_every_removed_row_is_found(ledger: World) -> None:
    for row in rows(ledger):
        with undone():
            # Past Django's guards, as somebody at the database would.
            Entry.objects.filter(pk=row.pk)._raw_delete(DEFAULT_DB_ALIAS)
            found = findings(ledger)
            assert any(f["kind"] == "removed" and names([f], row) for f in found), row.verb


def test_a_row_rewritten_together_with_its_digest_is_found(ledger: World) -> None:
    for row in rows(ledger):
        with undone():
            row.data = {"forged": True}
            put(row, data=row.data, digest=_fitting(row))
            assert ("changed", row.pk) in {(f["kind"], f["row"]) for f in findings(ledger)}


def _fitting(row: Entry) -> str:
    values = {name: getattr(row, name) for name in chain.Link.__dataclass_fields__ if name not in ("zone", "actor")}
    return chain.digest_of(chain.Link(zone=row.zone_id, actor=row.actor_id, **values))


def test_a_copied_row_is_found_and_named(ledger: World) -> None:
    for row in rows(ledger):
        with undone():
            row.pk, row.place = None, row.place + 20
            row.save(force_insert=True)
            assert ("inserted", row.pk) in {(f["kind"], f["row"]) for f in findings(ledger)}


def test_a_forged_row_that_fits_the_end_of_its_chain_is_found(ledger: World) -> None:
    last = Entry.objects.filter(subject=FRESH).latest("place")
    forged = Entry.objects.get(pk=last.pk)
    forged.pk, forged.place, forged.previous = None, last.place + 1, last.digest
    forged.digest = _fitting(forged)
    forged.save(force_insert=True)
    assert [(f["kind"], f["subject"], f["row"]) for f in findings(ledger)] == [("inserted", FRESH, forged.pk)]


def test_a_forged_row_of_a_new_subject_is_found(ledger: World) -> None:
    forged = Entry.objects.filter(subject=FRESH).earliest("place")
    forged.pk, forged.subject = None, "lead:31337"
    forged.digest = _fitting(forged)
    forged.save(force_insert=True)
    assert [(f["kind"], f["subject"], f["row"]) for f in findings(ledger)] == [("inserted", "lead:31337", forged.pk)]


@examples
@given(data=st.data())
def test_two_rows_that_changed_places_or_ids_are_found(ledger: World, data: st.DataObject) -> None:
    one, two = data.draw(st.lists(st.sampled_from(rows(ledger)), min_size=2, max_size=2, unique_by=lambda r: r.pk))
    swap_ids = data.draw(st.booleans())
    with undone():
        if swap_ids:
            for row, to in ((one, -1), (two, one.pk), (Entry(pk=-1), two.pk)):
                Entry.objects.filter(pk=row.pk).update(id=to)
        else:
            put(one, subject="", place=0)
            put(two, subject=one.subject, place=one.place)
            put(one, subject=two.subject, place=two.place)
        # Ids of rows of two chains that no seal covers yet say nothing and are held by nothing; the next seal does.
        last = Seal.objects.filter(zone=ledger.zone).latest("number").last_id
        if swap_ids and one.subject != two.subject and min(one.pk, two.pk) > last:
            return
        assert findings(ledger)


def test_a_changed_id_is_found_under_a_seal(ledger: World) -> None:
    for row in rows(ledger):
        if row.pk <= Seal.objects.filter(zone=ledger.zone).latest("number").last_id:
            with undone():
                put(row, id=10**9 + row.pk)
                assert findings(ledger), row.verb


# ------------------------------------------------------------------------------------------------ tampered tips, seals


def test_a_changed_or_removed_tip_is_found(ledger: World, elsewhere: World) -> None:
    for tip in Tip.objects.filter(zone=ledger.zone):
        for act in (
            lambda tip=tip: put(tip, length=tip.length + 1),
            lambda tip=tip: put(tip, length=tip.length - 1),
            lambda tip=tip: put(tip, length=2**31 - 1),
            lambda tip=tip: put(tip, digest="0" * 64),
            lambda tip=tip: put(tip, zone=elsewhere.zone),
            lambda tip=tip: put(tip, subject="lead:31337"),
            tip.delete,
        ):
            with undone():
                act()
                assert findings(ledger), tip.subject


OTHER_SEAL: dict[str, Callable[[Seal, World], object]] = {
    "zone": lambda seal, other: other.zone,
    "day": lambda seal, other: seal.day - timedelta(days=9),
    "number": lambda seal, other: seal.number + 7,
    "first_id": lambda seal, other: seal.first_id - 1,
    "last_id": lambda seal, other: seal.last_id + 1,
    "count": lambda seal, other: seal.count - 1,
    "sealed_at": lambda seal, other: seal.sealed_at + timedelta(microseconds=1),
    "algorithm": lambda seal, other: "sha1",
    "previous": lambda seal, other: "0" * 64,
    "digest": lambda seal, other: "0" * 64,
}


def test_a_changed_column_of_any_seal_is_found(ledger: World, elsewhere: World) -> None:
    assert set(OTHER_SEAL) | {"id"} == {field.name for field in Seal._meta.concrete_fields}
    for made in Seal.objects.filter(zone=ledger.zone):
        for name, other in OTHER_SEAL.items():
            with undone():
                put(made, **{name: other(made, elsewhere)})
                found = findings(ledger)
                assert found, (name, made.number)
                if name not in ("zone", "number"):
                    day = Seal.objects.get(pk=made.pk).day
                    assert [(f["kind"], f["subject"], f["row"]) for f in found] == [("seal", f"seal:{day}", made.pk)]


@pytest.mark.parametrize("number", [1, 2])
def test_a_removed_seal_is_found_even_the_last_one(ledger: World, number: int) -> None:
    Seal.objects.get(zone=ledger.zone, number=number).delete()
    assert [(f["kind"], f["place"], f["until"]) for f in findings(ledger)] == [("removed", number, number)]


def test_an_added_seal_is_found(ledger: World) -> None:
    made = Seal.objects.get(zone=ledger.zone, number=2)
    made.pk, made.number, made.day, made.previous = None, 3, made.day + timedelta(days=1), made.digest
    made.save(force_insert=True)
    assert [(f["kind"], f["row"]) for f in findings(ledger)] == [("inserted", made.pk)]


def test_the_end_of_a_chain_cut_off_together_with_its_tip_is_found_by_the_seal(ledger: World) -> None:
    """The one thing that a chain cannot see by itself."""
    last = Entry.objects.filter(zone=ledger.zone, subject__startswith="lead:").latest("place")
    last.delete()
    Tip.objects.filter(pk=last.subject).update(length=F("length") - 1, digest=last.previous)
    assert [(f["kind"], f["place"]) for f in findings(ledger)] == [("seal", 2)]


def test_a_row_dated_back_by_its_id_is_found_by_the_seal(ledger: World, elsewhere: World) -> None:
    """Its own chain does not mind: the first row of a subject may have any id."""
    row = Entry.objects.filter(subject=FRESH).earliest("place")
    first, second = Seal.objects.filter(zone=ledger.zone).order_by("number")
    theirs = Entry.objects.get(zone=elsewhere.zone, pk__gt=first.last_id, pk__lt=second.first_id)
    for free, seal_of in ((first.first_id - 1, first), (theirs.pk, second)):
        with undone():
            Entry.objects.filter(pk=theirs.pk).delete()
            put(row, id=free)
            assert ("seal", seal_of.pk) in {(f["kind"], f["row"]) for f in findings(ledger)}


# ------------------------------------------------------------------------------------------------------- beside it all


def test_zones_are_checked_apart(ledger: World, elsewhere: World) -> None:
    row = rows(elsewhere)[-1]
    put(row, verb="x")
    assert findings(ledger) == []
    assert names(findings(elsewhere), row)


def test_a_ledger_that_is_broken_throughout_gives_a_list_with_an_end(
    ledger: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.modules[verify.__module__], "LISTED", 3)
    Entry.objects.filter(zone=ledger.zone).update(clause="0")
    found = findings(ledger)
    assert len(found) == 4
    assert found[-1]["kind"] == "more" and found[-1]["place"] == len(rows(ledger)) - 3


@pytest.mark.django_db(transaction=True)
def test_writers_at_work_are_not_taken_for_tamperers() -> None:
    world = build_world()
    stop = threading.Event()

    def work() -> None:
        number = 0
        while not stop.is_set() and number < 400:
            number += 1
            with transaction.atomic():
                record(actor=world.system, at=MONDAY, verb="test", subject=f"test:{number % 3}", data={"n": number})
            if number % 40 == 0:
                seal(world.zone, DAY + timedelta(days=number), at=MONDAY)
        connection.close()

    writer = threading.Thread(target=work)
    writer.start()
    try:
        for _ in range(12):
            assert findings(world) == []
    finally:
        stop.set()
        writer.join()
    assert findings(world) == []
