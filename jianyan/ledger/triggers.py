"""The database's own refusal to change the ledger, for both databases."""

from __future__ import annotations

from django.db.backends.base.base import BaseDatabaseWrapper

#: Each table with what identifies a row beside its id.
TABLES = {
    "ledger_entry": (("subject", "place"),),
    "ledger_seal": (("zone_id", "number"), ("zone_id", "day")),
}
MESSAGE = "the ledger is append-only"


def statements(vendor: str) -> tuple[list[str], list[str]]:
    """(create, drop) statements for SQLite or PostgreSQL."""
    create: list[str] = []
    drop: list[str] = []
    if vendor == "postgresql":
        create.append(
            "CREATE OR REPLACE FUNCTION ledger_refuse() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{MESSAGE}'; END $$"
        )
        for table in TABLES:
            create.append(
                f"CREATE TRIGGER {table}_fixed BEFORE UPDATE OR DELETE ON {table} "
                "FOR EACH ROW EXECUTE FUNCTION ledger_refuse()"
            )
            create.append(
                f"CREATE TRIGGER {table}_kept BEFORE TRUNCATE ON {table} "
                "FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse()"
            )
            drop += [f"DROP TRIGGER IF EXISTS {table}_{name} ON {table}" for name in ("fixed", "kept")]
    else:
        for table in TABLES:
            for verb in ("UPDATE", "DELETE"):
                name = f"{table}_no_{verb.lower()}"
                create.append(
                    f"CREATE TRIGGER {name} BEFORE {verb} ON {table} BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
                )
                drop.append(f"DROP TRIGGER IF EXISTS {name}")
            # INSERT OR REPLACE takes the old row away without asking the trigger on DELETE.
            same = ["id = NEW.id", *(" AND ".join(f"{c} = NEW.{c}" for c in key) for key in TABLES[table])]
            create.append(
                f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} "  # noqa: S608 (our own names)
                f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {' OR '.join(same)}) "
                f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
            )
            drop.append(f"DROP TRIGGER IF EXISTS {table}_no_replace")
    return create, drop


def put_up(connection: BaseDatabaseWrapper) -> None:
    """Create the triggers."""
    _run(connection, statements(connection.vendor)[0])


def take_down(connection: BaseDatabaseWrapper) -> None:
    """Drop the triggers: for a migration backwards, and for tests that empty the database or tamper with it."""
    _run(connection, statements(connection.vendor)[1])


def _run(connection: BaseDatabaseWrapper, lines: list[str]) -> None:
    with connection.cursor() as cursor:
        for line in lines:
            cursor.execute(line)
