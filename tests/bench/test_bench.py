"""The benchmark works; how fast anything is, only `make bench` says."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from bench.copies import plan

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.slow
@pytest.mark.sqlite
def test_it_fills_a_database_and_measures_every_page_and_act(tmp_path: Path) -> None:
    document = tmp_path / "document.md"
    document.write_text("Before\n<!-- measured -->\nold\n<!-- end of what was measured -->\nAfter\n")
    asked = [
        "--leads",
        "150",
        "--months",
        "1",
        "--db",
        "sqlite",
        "--seconds",
        "0",
        "--folder",
        str(tmp_path),
        "--into",
        str(document),
    ]
    done = subprocess.run([sys.executable, "-m", "bench", *asked], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    for line in (
        "empty view",
        "desk with filters",
        "overview (head)",
        "a lead dispatched",
        "a form of one lead filed",
        "of the fullest quarter",
        "every limit",
    ):
        assert f"| {line} |" in done.stdout
    assert "Workers:" in done.stdout
    text = (tmp_path / "bench.md").read_text()
    assert text == done.stdout.removesuffix("\n")
    assert text in document.read_text() and "old" not in document.read_text()


@pytest.mark.parametrize(("wanted", "years"), [(50, 1), (10_000, 3), (100_000, 3), (601, 3)])
def test_there_are_about_as_many_leads_as_asked_for(wanted: int, years: int) -> None:
    copies = plan(wanted, in_year=600, ended=500, years=years)
    leads = 600 + sum(500 if copy.years else 600 for copy in copies)
    assert wanted <= leads < wanted + 1100
    assert len({(copy.cast, copy.years) for copy in copies}) == len(copies)
