"""What the pure parts cost: a log of a million rows, and a year of ten thousand supervisors.

    python -m bench.core

Rows are made while they are read, so that the memory is that of the reckoning alone; making them is not counted.
"""

from __future__ import annotations

import random
import resource
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from multiprocessing import Process
from pathlib import Path

from jianyan.core.deeds import FormRow, LeadRow, counted, of_forms, of_leads
from jianyan.core.holidays_cn import seed
from jianyan.core.merit import Record, ranking
from jianyan.core.merit_rules import award_rules
from jianyan.core.mining import Event, discover
from jianyan.core.rulebook import load
from jianyan.core.workdays import Calendar

RULES = Path(__file__).parents[1] / "jianyan" / "rules" / "rulebooks" / "v1.toml"
ROWS, CASES, PEOPLE = 1_000_000, 110_000, 10_000
MONTHS = [date(2025, 10 + n, 1) if n < 3 else date(2026, n - 2, 1) for n in range(12)]


def log(rows: int = ROWS, cases: int = CASES) -> Iterator[Event]:
    """Rows of many cases among one another, with hardly two cases alike: the hardest log of its size."""
    chance = random.Random(1)  # noqa: S311  the same rows every time
    start = datetime(2025, 1, 6, 1, tzinfo=UTC)
    moments = [start + timedelta(minutes=5 * n) for n in range(rows // 10)]
    names = [f"lead.verb{n}" for n in range(24)]
    for n in range(rows):
        yield chance.randrange(cases), names[min(chance.randrange(24), chance.randrange(24))], moments[n // 10]


def forms(people: int = PEOPLE) -> Iterator[FormRow]:
    for n in range(people * 12):
        yield FormRow(n, n // 12, f"form:{n}", MONTHS[n % 12], late=n % 7 == 0)


def leads(people: int = PEOPLE) -> Iterator[LeadRow]:
    """A lead a month with four rows that tell something."""
    row = 0
    for n in range(people * 12):
        subject = f"lead:{n}"
        for fields in (
            {"verb": "file", "kind": "service", "to": "received"},
            {"verb": "classify", "grade": "B", "common": n % 5 == 0},
            {"verb": "reply", "result": "solved", "to": "replied"},
            {"verb": "follow_up", "solved": n % 3 == 0, "to": "closed"},
        ):
            row += 1
            yield LeadRow(row, n // 12, subject, **fields)  # type: ignore[arg-type]


def award() -> int:
    """The deeds, points and places of everybody."""
    rules = award_rules(load(RULES.read_text(encoding="utf-8")))
    owed = {person: frozenset(MONTHS) for person in range(PEOPLE)}
    counts = counted([*of_forms(forms(), owed), *of_leads(leads(), frozenset(), ["trend"])])
    people = (Record(p, "social" if p % 2 else "internal", 12, counts=counts[p]) for p in range(PEOPLE))
    return len(ranking(people, rules, 12)[1].places)


def mine() -> int:
    return len(discover(log(), Calendar(*seed())).arrows)


def measured(name: str, work: Callable[[], object], beside: Callable[[], object]) -> None:
    """Print the seconds of the processor, without those for what is made ``beside``, and the most memory held."""
    begun = time.process_time()
    beside()
    made = time.process_time()
    work()
    spent = time.process_time() - made - (made - begun)
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{name}: {spent:.1f} s, at most {most:.0f} MB")


def rows_made() -> None:
    for _row in log():
        pass


def deeds_made() -> None:
    for rows in (forms(), leads()):
        for _row in rows:
            pass


def main() -> None:
    """Each in a process of its own, so that one's memory is not the other's."""
    for name, work, beside in (
        (f"discovery over {ROWS:,} rows", mine, rows_made),
        (f"award of {PEOPLE:,} supervisors, {PEOPLE * 60:,} rows", award, deeds_made),
    ):
        process = Process(target=measured, args=(name, work, beside))
        process.start()
        process.join()


if __name__ == "__main__":
    main()
