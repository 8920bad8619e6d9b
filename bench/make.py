"""Fill an empty database: `python -m bench.make LEADS YEARS`."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from random import Random
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.settings")
django.setup()

from django.core.management import call_command  # noqa: E402
from django.core.management.color import no_style  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.db.models import Model  # noqa: E402

from bench.copies import NUMBERS, PEOPLE, WORK, Copying, Year, columns, plan, written_as  # noqa: E402
from jianyan.accounts.models import Zone  # noqa: E402
from jianyan.core import chain  # noqa: E402
from jianyan.leads.actions import write_rated  # noqa: E402
from jianyan.leads.models import Lead, LeadNumber  # noqa: E402
from jianyan.ledger.actions.rows import links  # noqa: E402
from jianyan.ledger.models import Entry, Seal, Tip  # noqa: E402
from jianyan.rules.models import CalendarDay, CalendarNotice, RulebookVersion  # noqa: E402

#: What is there once, whatever is copied.
ONCE: tuple[type[Model], ...] = (Zone, CalendarNotice, CalendarDay, RulebookVersion)


def main(wanted: int, years: int) -> None:
    call_command("migrate", verbosity=0, interactive=False)
    year = Year.read("year")
    copies = plan(wanted, len(year), len(year) - len(year.gone), years)
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL session_replication_role = replica")  # no look at each foreign key
        _whole_year(cursor)
        for copy in copies:
            copying = Copying(year, copy)
            for model in (*PEOPLE, *WORK):
                _write(cursor, model, copying.entries() if model is Entry else copying.rows(model))
    with transaction.atomic():
        LeadNumber.objects.update(last=NUMBERS * (len(copies) + 2))
        _set_sequences()
    write_rated(Zone.objects.get())
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    _check(Random(1))  # noqa: S311 any sample will do


def _whole_year(cursor: Any) -> None:
    """The year itself as it is, but for its seals."""
    from django.apps import apps

    ours = [app for app in apps.get_app_configs() if app.name.startswith("jianyan.")]
    models = [model for app in ours for model in app.get_models(include_auto_created=True)]
    ordered = sorted(models, key=lambda model: (model not in ONCE, model not in PEOPLE))
    for model in ordered:
        if model is Seal:
            continue
        names = [column.attname for column in model._meta.concrete_fields]
        rows = model._default_manager.using("year").order_by("pk").values_list(*names)
        if model is Tip:
            rows = rows.exclude(pk__startswith="seals:")
        _write(cursor, model, rows)


def _write(cursor: Any, model: type[Model], rows: Iterable[Any]) -> None:
    quote, names = connection.ops.quote_name, columns(model)
    changes = [(place, change) for place, change in enumerate(written_as(model, connection.vendor)) if change]
    into = f"{quote(model._meta.db_table)} ({', '.join(map(quote, names))})"
    if connection.vendor == "postgresql":
        with cursor.copy(f"COPY {into} FROM STDIN") as copy:
            for row in _changed(rows, changes):
                copy.write_row(row)
    else:
        values = ", ".join(["%s"] * len(names))
        cursor.executemany(f"INSERT INTO {into} VALUES ({values})", list(_changed(rows, changes)))  # noqa: S608 our own names


def _changed(rows: Iterable[Any], changes: list[tuple[int, Any]]) -> Iterable[list[Any]]:
    for row in rows:
        made = list(row)
        for place, change in changes:
            made[place] = change(made[place])
        yield made


def _set_sequences() -> None:
    from django.apps import apps

    with connection.cursor() as cursor:
        for line in connection.ops.sequence_reset_sql(no_style(), apps.get_models(include_auto_created=True)):
            cursor.execute(line)


def _check(chance: Random) -> None:
    """The chains of some leads hold, as the auditor's check would find them."""
    ids = list(Lead.objects.values_list("pk", flat=True))
    for pk in chance.sample(ids, min(50, len(ids))):
        subject = f"lead:{pk}"
        tip = Tip.objects.get(pk=subject)
        found = chain.check_subject(subject, links(Entry.objects.filter(subject=subject)), (tip.length, tip.digest))
        if found:
            raise SystemExit(f"a copied chain does not hold: {found}")


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
