"""The database itself refuses to change the ledger, whoever asks and in whatever way."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import DatabaseError, connection, transaction

from jianyan.ledger import triggers
from jianyan.ledger.actions import seal
from jianyan.ledger.models import Entry, Seal
from tests.fixtures import MONDAY, World

REFUSED = [
    "UPDATE {table} SET digest = 'x'",
    "UPDATE {table} SET algorithm = 'md5' WHERE id = {id}",
    "DELETE FROM {table} WHERE id = {id}",
    "DELETE FROM {table}",
]


@pytest.fixture
def written(world: World) -> dict[str, int]:
    world.lead()
    made = seal(world.zone, MONDAY.date(), at=MONDAY)
    assert made
    return {"ledger_entry": Entry.objects.latest("id").pk, "ledger_seal": made.pk}


@pytest.fixture
def unchanged(written: dict[str, int]) -> Iterator[None]:
    before = list(Entry.objects.order_by("id").values()), list(Seal.objects.order_by("id").values())
    yield
    assert (list(Entry.objects.order_by("id").values()), list(Seal.objects.order_by("id").values())) == before


def run(statement: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize("table", triggers.TABLES)
@pytest.mark.parametrize("statement", REFUSED)
@pytest.mark.usefixtures("unchanged")
def test_rows_and_seals_are_not_changed_or_deleted(written: dict[str, int], table: str, statement: str) -> None:
    with pytest.raises(DatabaseError, match=triggers.MESSAGE):
        run(statement.format(table=table, id=written[table]))


@pytest.mark.usefixtures("unchanged")
def test_nor_through_the_orm() -> None:
    row = Entry.objects.latest("id")
    for act in (lambda: row.delete(), lambda: row.save(), lambda: Seal.objects.update(count=0)):
        with pytest.raises(DatabaseError, match=triggers.MESSAGE), transaction.atomic():
            act()


@pytest.mark.sqlite
@pytest.mark.usefixtures("unchanged")
@pytest.mark.parametrize("table", triggers.TABLES)
@pytest.mark.parametrize("new_id", ["id", "NULL"])  # the same row again, or another one in its place
def test_nor_by_replacing_a_row(table: str, new_id: str) -> None:
    columns = [c.column for m in (Entry, Seal) if m._meta.db_table == table for c in m._meta.concrete_fields][1:]
    same = ", ".join(columns)
    with pytest.raises(DatabaseError, match=triggers.MESSAGE):
        run(f"INSERT OR REPLACE INTO {table} (id, {same}) SELECT {new_id}, {same} FROM {table}")


@pytest.mark.postgres
@pytest.mark.usefixtures("unchanged")
@pytest.mark.parametrize(
    "statement",
    [
        "SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE {table} CASCADE",
        "INSERT INTO {table} SELECT * FROM {table} ON CONFLICT (id) DO UPDATE SET digest = 'x'",
        "WITH gone AS (DELETE FROM {table} RETURNING 1) SELECT * FROM gone",
    ],
)
@pytest.mark.parametrize("table", triggers.TABLES)
def test_nor_by_the_other_ways_of_postgresql(table: str, statement: str) -> None:
    with pytest.raises(DatabaseError, match=triggers.MESSAGE):
        run(statement.format(table=table))


def test_writing_goes_on_after_a_refusal(world: World, written: dict[str, int]) -> None:
    with pytest.raises(DatabaseError):
        run("DELETE FROM ledger_entry")
    world.lead("internal")
    assert Entry.objects.latest("id").pk > written["ledger_entry"]


def test_taken_down_and_put_up_again(written: dict[str, int]) -> None:
    triggers.take_down(connection)
    run(f"UPDATE ledger_entry SET role = role WHERE id = {written['ledger_entry']}")
    triggers.put_up(connection)
    with pytest.raises(DatabaseError, match=triggers.MESSAGE):
        run("DELETE FROM ledger_entry")
