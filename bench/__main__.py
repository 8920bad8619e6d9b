"""`make bench`: fill databases with leads and their history, serve them, and say how long pages and acts take."""

from __future__ import annotations

import hashlib
import json
import os
import platform
import re
import shutil
import subprocess
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from importlib.metadata import version
from pathlib import Path

from bench.report import tables

ROOT = Path(__file__).resolve().parents[1]
YEARS = 3
#: Between these the tables stand in a document.
MARKS = ("<!-- measured -->", "<!-- end of what was measured -->")
#: What of the environment is not passed on: the databases measured are our own.
OURS = ("JIANYAN_", "DJANGO_", "DATABASE_URL", "BENCH_")


def main() -> None:
    options = _options()
    folder = Path(options.folder).resolve()
    year = _year(folder, options.months)
    years = YEARS if options.months == 12 else 1
    runs, loads = [], [os.getloadavg()[0]]
    for database in options.db:
        for leads in options.leads:
            _say(f"{database}, {leads:,} leads: filling …")
            with _database(database, folder, leads) as env:
                env |= {"BENCH_YEAR": str(year), "BENCH_SECONDS": str(options.seconds)}
                _python(env, "bench.make", str(leads), str(years))
                _say(f"{database}, {leads:,} leads: measuring …")
                out = folder / f"{database}-{leads}.json"
                _python(env, "bench.run", str(out))
                runs.append(json.loads(out.read_text()))
                loads.append(os.getloadavg()[0])
    text = f"{_machine(loads)}\n\n{tables(runs)}"
    (folder / "bench.md").write_text(text)
    if options.into:
        _put_into(Path(options.into), text)
    print(text)


def _machine(loads: list[float]) -> str:
    """What was measured on, without names, and how busy it was: the first load is that before the bench itself."""
    kind = re.search(r"model name\s*: (.*)", Path("/proc/cpuinfo").read_text())
    memory = int(re.search(r"MemTotal:\s*(\d+)", Path("/proc/meminfo").read_text())[1]) / 2**20  # type: ignore[index]
    return (
        f"Measured on {date.today()}: {os.cpu_count()} cores ({kind[1] if kind else platform.machine()}), "  # noqa: DTZ011
        f"{memory:.0f} GB, {platform.system()}, Python {platform.python_version()}, Django {version('django')}; "
        f"load before it {loads[0]:.1f}, after each run {', '.join(f'{load:.1f}' for load in loads[1:])}. "
        "The clients run on the same cores."
    )


def _put_into(file: Path, text: str) -> None:
    before, _, rest = file.read_text().partition(MARKS[0])
    _, found, after = rest.partition(MARKS[1])
    if not found:
        raise SystemExit(f"{file} lacks the marks {MARKS[0]} and {MARKS[1]}")
    file.write_text(f"{before}{MARKS[0]}\n\n{text}\n{MARKS[1]}{after}")


def _options() -> Namespace:
    parser = ArgumentParser(prog="make bench ARGS=…", description=__doc__)
    parser.add_argument("--leads", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--db", nargs="+", choices=("sqlite", "postgresql"), default=["sqlite", "postgresql"])
    parser.add_argument("--seconds", type=float, default=2, help="for each page and number of clients")
    parser.add_argument(
        "--months", type=int, default=12, help="of the year that is copied; 12 are also copied to before"
    )
    parser.add_argument("--folder", default=str(ROOT / "var/bench"), help="where the databases are made")
    parser.add_argument("--into", help="a Markdown file in which the tables between the two marks are replaced")
    return parser.parse_args()


def _year(folder: Path, months: int) -> Path:
    """The database with the demo year that ends today; it is made once a day, and anew when the tables change."""
    tables_now = hashlib.sha256()
    for path in sorted((ROOT / "jianyan").glob("*/migrations/*.py")):
        tables_now.update(path.read_bytes())
    place = folder / f"year-{date.today()}-{months}-{tables_now.hexdigest()[:8]}"  # noqa: DTZ011 as the machine says
    file = place / "jianyan.sqlite3"
    if not (place / "whole").exists():
        shutil.rmtree(place, ignore_errors=True)
        _say("making the year that is copied …")
        _python({"JIANYAN_DATA_DIR": str(place)}, "bench.year", str(months))
        (place / "whole").touch()
    return file


@contextmanager
def _database(kind: str, folder: Path, leads: int) -> Iterator[dict[str, str]]:
    """An empty database, gone again at the end: what to put into the environment to use it."""
    data = folder / f"{kind}-{leads}"
    shutil.rmtree(data, ignore_errors=True)
    data.mkdir(parents=True)
    env = {"JIANYAN_DATA_DIR": str(data)}
    cluster = None
    try:
        if kind == "postgresql":
            script = str(ROOT / "scripts/psql-cluster")
            made = subprocess.run([script, "start"], check=True, capture_output=True, text=True)
            cluster, env["DATABASE_URL"] = made.stdout.split()
        yield env
    finally:
        if cluster:
            subprocess.run([script, "stop", cluster], check=True)
        shutil.rmtree(data)


def _python(env: dict[str, str], module: str, *args: str) -> None:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
    subprocess.run([sys.executable, "-m", module, *args], check=True, cwd=ROOT, env={**kept, **env})


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
