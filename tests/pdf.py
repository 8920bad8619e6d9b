"""Reading pages of a PDF: lines of characters, rules, and where they stand, in millimetres from the top left."""

from __future__ import annotations

import io
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pdfplumber
import pytest

MM = 72 / 25.4


@dataclass(frozen=True, slots=True)
class Line:
    """Characters on one baseline, in the order from left to right."""

    text: str
    base: float
    left: float
    right: float
    size: float
    font: str
    red: bool


@dataclass(frozen=True, slots=True)
class Rule:
    """A horizontal rule; ``thick`` in millimetres."""

    y: float
    left: float
    right: float
    thick: float
    red: bool


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page."""

    width: float
    height: float
    lines: list[Line]
    rules: list[Rule]

    def line(self, text: str) -> Line:
        """The first line that holds a text, blanks apart."""
        return next(line for line in self.lines if text in line.text)

    @property
    def body(self) -> list[Line]:
        """The lines of the type area, without the page number below it."""
        return [line for line in self.lines if line.base < 262]


def sheets(data: bytes) -> list[Sheet]:
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        return [_sheet(page) for page in pdf.pages]


def _sheet(page: Any) -> Sheet:
    rows: dict[int, list[dict[str, Any]]] = {}
    for char in page.chars:
        base = float(page.height) - char["matrix"][5]
        rows.setdefault(round(base), []).append({**char, "base": base})
    lines = [_line(sorted(row, key=lambda c: c["x0"])) for _, row in sorted(rows.items())]
    drawn = [_rule(each) for each in (*page.lines, *page.rects) if each["width"] > 2 and each["height"] < 4]
    return Sheet(float(page.width) / MM, float(page.height) / MM, lines, sorted(set(drawn), key=lambda rule: rule.y))


def _line(chars: list[dict[str, Any]]) -> Line:
    seen = [char for char in chars if char["text"].strip("\u200b ")]
    first = seen[0] if seen else chars[0]
    return Line(
        text="".join(char["text"] for char in seen),
        base=first["base"] / MM,
        left=min(char["x0"] for char in (seen or chars)) / MM,
        right=max(char["x1"] for char in (seen or chars)) / MM,
        size=first["size"],
        font=first["fontname"],
        red=_is_red(first["non_stroking_color"]),
    )


def _rule(each: dict[str, Any]) -> Rule:
    flat = each["height"] < 0.1
    return Rule(
        y=round((each["top"] + each["bottom"]) / 2 / MM, 2),
        left=round(each["x0"] / MM, 1),
        right=round(each["x1"] / MM, 1),
        thick=round((each["linewidth"] if flat else each["height"]) / MM, 2),
        red=_is_red(each["stroking_color"] if flat else each["non_stroking_color"]),
    )


def _is_red(color: Any) -> bool:
    return isinstance(color, tuple) and len(color) == 3 and color[0] > 0.6 and max(color[1:]) < 0.2


@pytest.fixture(scope="session")
def soffice() -> str:
    """LibreOffice with its text processor; without it the tests that render by it are left out."""
    found = shutil.which("soffice")
    if found is None or not any(Path("/usr/lib").glob("libreoffice/program/libswlo.so")):
        pytest.skip("LibreOffice's Writer is missing (Debian: apt-get install libreoffice-writer-nogui)")
    return found


def rendered(soffice: str, folder: Path, data: bytes) -> bytes:
    """A .docx as LibreOffice prints it, with a profile of its own."""
    source = folder / "paper.docx"
    source.write_bytes(data)
    profile = f"-env:UserInstallation=file://{folder}/profile"
    convert = [profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(source)]
    done = subprocess.run([soffice, *convert], capture_output=True, text=True, timeout=180)
    made = folder / "paper.pdf"
    assert made.exists(), done.stdout + done.stderr
    return made.read_bytes()
