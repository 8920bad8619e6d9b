"""Draft a bulletin in a process of its own: `python -m bench.drafting` says how long it took and what memory it had.

Once over the fullest quarter, and once over every lead of the zone as if all had come in one quarter. Nothing is kept.
"""

from __future__ import annotations

import json
import os
import resource
import sys
from time import perf_counter, process_time

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.settings")
django.setup()

from django.db import connection, transaction  # noqa: E402
from django.db.models import Count  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.utils import timezone  # noqa: E402

from bench.pages import role_of  # noqa: E402
from jianyan.accounts.models import Zone  # noqa: E402
from jianyan.accounts.queries import Actor, actor_of  # noqa: E402
from jianyan.core.periods import quarter_name, quarter_named  # noqa: E402
from jianyan.leads.models import Lead  # noqa: E402
from jianyan.reports.actions import draft  # noqa: E402
from jianyan.reports.models import Bulletin  # noqa: E402

TIMES = 5


def main(everything: bool) -> None:
    zone = Zone.objects.get()
    officer = actor_of(role_of(zone, "officer").user, zone)
    months = (
        Lead.objects.values("month").annotate(n=Count("pk")).order_by("-n", "month").values_list("month", flat=True)
    )
    quarter = quarter_name(months[0])
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    took = sorted(_drafted(officer, quarter, everything=everything) for _n in range(TIMES))
    wall, cpu, queries, leads = took[len(took) // 2]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    found = {"leads": leads, "p50": wall * 1000, "cpu": cpu * 1000, "queries": queries}
    print(json.dumps(found | {"memory": peak / 1024, "before": before / 1024}))


def _drafted(officer: Actor, quarter: str, *, everything: bool) -> tuple[float, float, int, int]:
    with transaction.atomic():
        Bulletin.objects.filter(quarter=quarter).update(quarter="0000Q0")
        if everything:
            Lead.objects.update(month=quarter_named(quarter).first)
        with CaptureQueriesContext(connection) as asked:
            begun, calculated = perf_counter(), process_time()
            made = draft(officer, quarter, at=timezone.now())
            took = perf_counter() - begun, process_time() - calculated
        leads = made.snapshot.figures["received"]
        transaction.set_rollback(True)
    return (*took, len(asked), leads)


if __name__ == "__main__":
    main("--everything" in sys.argv[1:])
