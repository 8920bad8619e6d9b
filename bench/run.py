"""Measure what is in the database: `python -m bench.run FILE` writes the numbers there."""

from __future__ import annotations

import gzip
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from time import perf_counter, process_time
from typing import Any
from uuid import uuid4

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.settings")
django.setup()

from django.conf import settings  # noqa: E402
from django.db import connection, connections  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.utils import timezone  # noqa: E402

from bench import pages as asked_for  # noqa: E402
from bench.clients import Asked, Failed, Server, measure, running  # noqa: E402
from jianyan.accounts.models import Zone  # noqa: E402
from jianyan.accounts.queries import actor_of  # noqa: E402
from jianyan.core.opinion import month_of  # noqa: E402
from jianyan.leads import actions  # noqa: E402
from jianyan.leads.forms.opinion import opinions  # noqa: E402
from jianyan.leads.models import Lead  # noqa: E402
from jianyan.people.models import Identity  # noqa: E402
from jianyan.web import serving  # noqa: E402

#: Seconds for one page, and how often at least; acts for one number of clients.
SECONDS, LEAST = float(os.environ.get("BENCH_SECONDS", "2")), 12
CLIENTS = (1, 8)
#: Acts, and how often each is done by each number of clients: every time with another lead or form.
ACTS = (
    ("a call about a lead, logged", asked_for.calls),
    ("a lead dispatched", asked_for.dispatches),
    ("a form of one lead filed", asked_for.forms),
)
TIMES = 30
#: Quarters of which a bulletin is drafted.
DRAFTING = {"of the fullest quarter": (), "of all leads, as if of one quarter": ("--everything",)}
#: What-ifs over all leads.
WHAT_IF = {"five values, one of them the due day of the form": (), "every limit": ("--every",)}

Act = Callable[[], object]


def main(file: Path) -> None:
    serving.gather_static()
    leads = Lead.objects.count()
    lines = asked_for.pages()
    found: dict[str, Any] = {"leads": leads, "database": connection.vendor, "version": _version(), "pages": []}
    counted = [_counted(page.asked[0]) for page in lines]
    found["first"] = _first_visit(next(page for page in lines if page.name == "desk").asked[0])
    connections.close_all()
    with running() as server:
        for page, size in zip(lines, counted, strict=True):
            found["pages"].append({"name": page.name, "target": page.target, **size, **_timed(server, page.asked)})
        found["memory"] = server.memory()
        for name, acts in ACTS:  # in this order: what was called about can be dispatched
            found["pages"].append({"name": name, "target": None, **_timed_acts(server, acts(TIMES * len(CLIENTS)))})
    found["alone"] = _alone()
    found["drafting"] = {name: _by_itself("bench.drafting", *how) for name, how in DRAFTING.items()}
    found["what_if"] = {name: _by_itself("bench.what_if", *how) for name, how in WHAT_IF.items()}
    file.write_text(json.dumps(found, indent=1))


def _version() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT sqlite_version()" if connection.vendor == "sqlite" else "SHOW server_version")
        return str(cursor.fetchone()[0]).split()[0]


def _counted(asked: Asked) -> dict[str, int]:
    """Queries and bytes of one page, after another has filled what is kept in memory."""
    client = Client(HTTP_HOST="127.0.0.1")
    if asked.session:
        client.cookies[settings.SESSION_COOKIE_NAME] = asked.session
    client.get(asked.path)
    with CaptureQueriesContext(connection) as queries:
        body = client.get(asked.path).content
    return {"queries": len(queries), "bytes": len(body), "compressed": len(gzip.compress(body, 6))}


def _timed(server: Server, asked: list[Asked]) -> dict[str, Any]:
    measure(server, asked, 4, seconds=0, least=max(8, len(asked)))  # both workers have seen it before
    return {
        str(clients): asdict(measure(server, asked, clients, seconds=SECONDS, least=max(LEAST, 2 * clients)))
        for clients in CLIENTS
    }


def _timed_acts(server: Server, asked: list[Asked]) -> dict[str, Any]:
    share = len(asked) // len(CLIENTS)
    parts = [asked[n * share : (n + 1) * share] for n in range(len(CLIENTS))]
    return {
        str(clients): asdict(measure(server, part, clients, seconds=0, least=0))
        for clients, part in zip(CLIENTS, parts, strict=True)
        if part
    }


def _alone() -> dict[str, dict[str, float]]:
    """Acts without a page around them: the transaction with its rows of the ledger, clocks and notices."""
    dispatched = [_dispatch(asked) for asked in asked_for.dispatches(TIMES)]
    filed = [_file(identity) for identity in asked_for.owing(TIMES)]
    return {"a lead dispatched": _each(dispatched), "a form of one lead filed": _each(filed)}


def _by_itself(module: str, *how: str) -> dict[str, float]:
    """Measured in a process of its own, whose memory is its alone."""
    connections.close_all()
    done = subprocess.run(
        [sys.executable, "-m", module, *how], check=True, capture_output=True, text=True, env=os.environ
    )
    return dict(json.loads(done.stdout))


def _dispatch(asked: Asked) -> Act:
    sent, zone = dict(asked.sent), Zone.objects.get()
    officer = actor_of(asked_for.role_of(zone, "officer").user, zone)
    pk, unit = int(asked.path.split("/")[2]), int(sent["department"])
    return lambda: actions.dispatch(
        officer, pk, at=timezone.now(), seen=int(sent["seen"]), department=unit, grade="B", demand=sent["demand"]
    )


def _file(identity: Identity) -> Act:
    supervisor, month = identity.supervisor, month_of(timezone.localdate())
    actor = actor_of(supervisor.user, supervisor.zone)
    said = opinions([asked_for.typed(supervisor.channel)])
    return lambda: actions.file_form(actor, identity.pk, month, said, at=timezone.now(), key=uuid4())


def _each(acts: list[Act]) -> dict[str, float]:
    took, cpu, queries = [], [], 0
    for place, act in enumerate(acts):
        begun, calculated = perf_counter(), process_time()
        if place == len(acts) - 1:
            with CaptureQueriesContext(connection) as asked:
                act()
            queries = len(asked)
            continue
        act()
        took.append(perf_counter() - begun)
        cpu.append(process_time() - calculated)
    if len(took) < 3:
        return {}
    took, cpu = sorted(took[2:]), sorted(cpu[2:])
    return {"p50": took[len(took) // 2] * 1000, "cpu": cpu[len(cpu) // 2] * 1000, "queries": queries}


def _first_visit(desk: Asked) -> dict[str, int]:
    """Compressed bytes of the desk with its style sheets and scripts, as a browser that was never here gets them."""
    client = Client(HTTP_HOST="127.0.0.1")
    client.cookies[settings.SESSION_COOKIE_NAME] = desk.session
    html = client.get(desk.path).content
    sizes = {"html": len(gzip.compress(html, 6)), "css": 0, "js": 0, "other": 0}
    linked = re.findall(rb"<(?:link|script|img|use)\b[^>]*?(?:href|src)=\"(/static/[^\"#?]+)", html)
    for name in {path.decode().removeprefix(settings.STATIC_URL) for path in linked}:
        path = settings.STATIC_ROOT / name
        small = path.with_name(path.name + ".gz")
        if not path.exists():
            raise Failed(f"{name} is not there")
        kind = path.suffix[1:] if path.suffix in (".css", ".js") else "other"
        sizes[kind] += (small if small.exists() else path).stat().st_size
    return sizes


if __name__ == "__main__":
    main(Path(sys.argv[1]))
