"""A what-if over every lead, in a process of its own: `python -m bench.what_if` says how long it took and its memory.

The whole page is asked for, as an officer does: the replay, who answers for what, the award, and the first things that
turned. `--every` gives every limit another value. Nothing is written.
"""

from __future__ import annotations

import json
import os
import resource
import sys
from time import perf_counter, process_time
from urllib.parse import urlencode

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.settings")
django.setup()

from django.conf import settings  # noqa: E402
from django.db import connection  # noqa: E402
from django.db.models import Max, Min  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from bench.clients import Failed  # noqa: E402
from bench.pages import role_of, session_of  # noqa: E402
from jianyan.accounts.models import Zone  # noqa: E402
from jianyan.core.workdays import local_date  # noqa: E402
from jianyan.leads.models import Lead  # noqa: E402

TIMES = 5
#: Call in 2 days, dispatch in 5, replies of grade B in 10, forms until the 20th, three in ten awarded.
VALUES = {
    "clocks.call.amount": "2",
    "clocks.dispatch.amount": "5",
    "grades.B.amount": "10",
    "numbers.form_due_day.value": "20",
    "numbers.award_ratio.value": "0.3",
}
EVERY = {
    **VALUES,
    "clocks.accept.amount": "2",
    "clocks.redispatch.amount": "1",
    "clocks.follow_up.amount": "4",
    "grades.A.amount": "2",
    "grades.C.amount": "4",
}


def main(every: bool) -> None:
    days = Lead.objects.aggregate(first=Min("submitted_at"), last=Max("submitted_at"))
    span = {"from": str(local_date(days["first"])), "to": str(local_date(days["last"]))}
    path = f"/insight/what-if/?{urlencode({**span, **(EVERY if every else VALUES)}, safe='')}"
    client = Client(HTTP_HOST="127.0.0.1")
    client.cookies[settings.SESSION_COOKIE_NAME] = session_of(role_of(Zone.objects.get(), "officer").user)
    took, cpu, queries = [], [], 0
    for _ in range(TIMES):
        begun, calculated = perf_counter(), process_time()
        with CaptureQueriesContext(connection) as asked:
            answer = client.get(path)
        if answer.status_code != 200:
            raise Failed(f"{path} answered {answer.status_code}")
        took.append(perf_counter() - begun)
        cpu.append(process_time() - calculated)
        queries = len(asked)
    print(
        json.dumps(
            {
                "leads": Lead.objects.count(),
                "p50": sorted(took)[TIMES // 2] * 1000,
                "cpu": sorted(cpu)[TIMES // 2] * 1000,
                "queries": queries,
                "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
            }
        )
    )


if __name__ == "__main__":
    main("--every" in sys.argv[1:])
