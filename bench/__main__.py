"""`make bench`: fill databases with leads and their history, serve them, and say how long pages and acts take."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from bench.report import tables

ROOT = Path(__file__).resolve().parents[1]
YEARS = 3
#: What of the environment is not passed on: the databases measured are our own.
OURS = ("JIANYAN_", "DJANGO_", "DATABASE_URL", "BENCH_")


def main() -> None:
    options = _options()
    folder = Path(options.folder).resolve()
    year = _year(folder, options.months)
    years = YEARS if options.months == 12 else 1
    runs = []
    for database in options.db:
        for leads in options.leads:
            _say(f"{database}, {leads:,} leads: filling …")
            with _database(database, folder, leads) as env:
                env |= {"BENCH_YEAR": str(year), "BENCH_SECONDS": str(options.seconds)}
                _python(env, "bench.make", str(leads), str(years))
                _say(f"{database}, {leads:,} leads: measuring … (load {os.getloadavg()[0]:.1f})")
                out = folder / f"{database}-{leads}.json"
                _python(env, "bench.run", str(out))
                runs.append(json.loads(out.read_text()))
    text = tables(runs)
    Path(options.out or folder / "bench.md").write_text(text)
    print(text)


def _options() -> Namespace:
    parser = ArgumentParser(prog="make bench ARGS=…", description=__doc__)
    parser.add_argument("--leads", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--db", nargs="+", choices=("sqlite", "postgresql"), default=["sqlite", "postgresql"])
    parser.add_argument("--seconds", type=float, default=2, help="for each page and number of clients")
    parser.add_argument(
        "--months", type=int, default=12, help="of the year that is copied; 12 are also copied to before"
    )
    parser.add_argument("--folder", default=str(ROOT / "var/bench"), help="where the databases are made")
    parser.add_argument("--out", help="the Markdown file")
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
