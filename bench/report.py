"""The numbers as tables in Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

Run = dict[str, Any]

NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
#: A page may be so many times as dear with ten times the leads.
DEARER = 1.2


def tables(runs: list[Run]) -> str:
    """All tables: one of each run, then what hangs on the number of leads."""
    parts = [part for run in runs for part in _run(run)]
    return "\n\n".join([*parts, *_growth(runs)]) + "\n"


def _run(run: Run) -> Iterator[str]:
    yield f"### {NAMES[run['database']]} {run['version']}, {run['leads']:,} leads"
    empty = run["pages"][0]["1"]["p50"]
    rows = [_line(page, empty) for page in run["pages"]]
    yield _table(
        ("", "queries", "bytes", "gzipped", "p50 ms", "p95", "CPU ms", "× empty", "8 clients: p50", "p95", "target"),
        rows,
    )
    alone = [
        (name, *(_number(times[key]) for key in ("p50", "cpu")), str(times["queries"]))
        for name, times in run["alone"].items()
        if times
    ]
    yield _table(("the act alone, without a page", "p50 ms", "CPU ms", "queries"), alone)
    for what, key in (("a bulletin drafted", "drafting"), ("a what-if with other values for", "what_if")):
        yield _table((what, "leads", "ms", "CPU ms", "queries", "memory MB"), map(_by_itself, run[key].items()))
    first, memory = run["first"], run["memory"]
    said = ", ".join(f"{kind} {size / 1000:.0f} kB" for kind, size in first.items())
    workers = ", ".join(f"{worker['Rss']:.0f} MB (its share {worker['Pss']:.0f} MB)" for worker in memory)
    yield f"First visit of the desk, compressed: {sum(first.values()) / 1000:.0f} kB ({said}). Workers: {workers}."


def _by_itself(measured: tuple[str, Run]) -> tuple[str, ...]:
    """What was measured in a process of its own."""
    name, it = measured
    times = (_number(it[key]) for key in ("p50", "cpu"))
    return (name, f"{it['leads']:,}", *times, str(it["queries"]), f"{it['memory']:.0f}")


def _line(page: Run, empty: float) -> tuple[str, ...]:
    one, eight, target = page.get("1", {}), page.get("8", {}), page.get("target")
    sizes = [f"{page[key]:,}" if key in page else "" for key in ("queries", "bytes", "compressed")]
    p50 = one.get("p50")
    held = "" if target is None or p50 is None else f"{target:.0f}" + ("" if p50 <= target else " missed")
    return (
        page["name"],
        *sizes,
        *(_number(one.get(key)) for key in ("p50", "p95", "cpu")),
        _number(p50 / empty if p50 else None),
        *(_number(eight.get(key)) for key in ("p50", "p95")),
        held,
    )


def _growth(runs: list[Run]) -> Iterator[str]:
    """How many times as dear each page is with the most leads as with the fewest, by what the workers calculate."""
    by_database: dict[str, list[Run]] = {}
    for run in runs:
        by_database.setdefault(run["database"], []).append(run)
    for database, several in by_database.items():
        several.sort(key=lambda run: run["leads"])
        few, many = several[0], several[-1]
        if few is many:
            continue
        before = {page["name"]: page["1"] for page in few["pages"] if "1" in page}
        rows = [
            (page["name"], *(_times(page["1"][key], before[page["name"]][key]) for key in ("p50", "cpu")))
            for page in many["pages"]
            if page["name"] in before and "1" in page
        ]
        yield f"### {NAMES[database]}: {many['leads']:,} leads beside {few['leads']:,} (limit {DEARER})"
        yield _table(("", "p50", "CPU"), rows)


def _times(now: float, before: float) -> str:
    return f"{now / before:.2f}×" if before else ""


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.1f}"


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, tuple("---" if place == 0 else "--:" for place in range(len(head))), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
