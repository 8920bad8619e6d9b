"""What counting an award costs on a database: ten thousand supervisors with a year's records, on SQLite.

    python -m bench.award [--people 10000]

Writes a database of its own into a folder that goes afterwards. Rows of the ledger are written as they are, without
their digests: counting reads no digest.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

STARTS, ENDS = date(2025, 3, 1), date(2026, 2, 28)


def rows(person: int, zone: int) -> Iterator[Any]:
    """A year of one supervisor: a form and a lead each month, and ten meetings."""
    from jianyan.core.workdays import TZ
    from jianyan.ledger.models import Entry

    def entry(subject: str, place: int, moment: datetime, verb: str, **data: object) -> Entry:
        fields = {"subject": subject, "place": place, "at": moment, "verb": verb, "dossier": person, "data": data}
        return Entry(zone_id=zone, algorithm="sm3", previous="", digest="", **fields)

    for n in range(12):
        month = date(2025 + (n + 2) // 12, (n + 2) % 12 + 1, 1)
        at, key = datetime(month.year, month.month, 10, 10, tzinfo=TZ), person * 100 + n
        yield entry(f"form:{key}", 1, at, "form.file", month=f"{month:%Y-%m}", leads=1, late=n == 3, level="district")
        lead = f"lead:{key}"
        yield entry(lead, 1, at, "lead.file", to="received", no=f"东监 {key}", kind="service", hidden=False)
        graded = {"kind": "service", "field": "market", "common": n % 5 == 0, "grade": "B"}
        yield entry(lead, 2, at, "lead.classify", **{"from": "received"}, to="received", after=graded)
        yield entry(lead, 3, at, "lead.dispatch", to="dispatched", grade="B", department=1)
        yield entry(lead, 4, at + timedelta(days=9), "lead.reply", to="replied", result="solved")
        yield entry(lead, 5, at + timedelta(days=12), "lead.follow_up", to="closed", solved=n % 3 == 0)
    for n in range(10):
        at = datetime(2025, 3 + n, 20, 15, tzinfo=TZ)
        yield entry(f"invitation:{person * 100 + n}", 1, at, "meeting.attend", kind="symposium", at=at.isoformat())


def fill(people: int) -> int:
    """A zone with its rules, the people, their terms and their rows; returns how many rows there are."""
    from django.db import transaction

    from jianyan.accounts.models import User, Zone
    from jianyan.accounts.queries import system_actor
    from jianyan.core.workdays import TZ
    from jianyan.ledger.models import Entry
    from jianyan.people.models import Appointment, Supervisor
    from jianyan.rules.actions import packaged_rulebook, store_rulebook

    zone = Zone.objects.create(code="b", name="东疆", short_name="东监", office_name="营商环境办")
    begun = datetime(2020, 1, 1, tzinfo=TZ)
    store_rulebook(system_actor(zone), packaged_rulebook(), at=begun, effective_on=date(2020, 1, 1))
    with transaction.atomic():
        User.objects.bulk_create(User(username=f"p{n}", name=f"某{n}") for n in range(people))
        users = User.objects.order_by("pk").values_list("pk", flat=True)
        known = [
            Supervisor(
                zone=zone, user_id=pk, name=f"某{n}", channel="social" if n % 2 else "internal", category="entity"
            )
            for n, pk in enumerate(users)
        ]
        Supervisor.objects.bulk_create(known, batch_size=500)
        numbers = list(Supervisor.objects.values_list("pk", flat=True))
        Appointment.objects.bulk_create(
            (Appointment(supervisor_id=pk, starts_on=STARTS, ends_on=ENDS) for pk in numbers), batch_size=500
        )
        for first in range(0, people, 100):
            some = [row for pk in numbers[first : first + 100] for row in rows(pk, zone.pk)]
            Entry.objects.bulk_create(some, batch_size=500)
    return Entry.objects.count()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=10_000)
    people = parser.parse_args().people
    with tempfile.TemporaryDirectory() as folder:
        os.environ["JIANYAN_DATA_DIR"] = folder
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.settings")
        measure(people)


def measure(people: int) -> None:
    """Fill, read the deeds, score, and write a whole award."""
    import django

    django.setup()
    from django.core.management import call_command

    from jianyan.accounts.models import User, Zone
    from jianyan.accounts.queries import Actor
    from jianyan.awards.actions import count
    from jianyan.awards.queries import last_row
    from jianyan.awards.queries.scored import records_of, scored
    from jianyan.core.merit_rules import award_rules
    from jianyan.core.terms import Term
    from jianyan.core.workdays import TZ
    from jianyan.rules.queries import book, version_on

    call_command("migrate", verbosity=0)
    total = fill(people)
    zone = Zone.objects.get()
    rules = book(version_on(zone.pk, ENDS).pk)
    begun = time.process_time()
    records = records_of(zone.pk, Term(STARTS, ENDS), last_row(zone.pk), rules)
    read = time.process_time()
    scored(records, award_rules(rules), 12)
    done = time.process_time()
    print(f"{people:,} people, {total:,} rows: deeds read in {read - begun:.1f} s, scored in {done - read:.1f} s")
    actor = Actor(zone_id=zone.pk, user_id=User.objects.first().pk, roles=frozenset({"head"}))  # type: ignore[union-attr]
    begun = time.process_time()
    count(actor, at=datetime(2026, 3, 2, 9, tzinfo=TZ), starts=STARTS, ends=ENDS, title="评优")
    print(f"the whole act, with everybody's points written: {time.process_time() - begun:.1f} s")


if __name__ == "__main__":
    main()
