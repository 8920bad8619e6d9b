"""The table of what each role gets at each address, kept beside this file as ``table.csv``.

A line is a URL name (with the verb, for verbs on a lead), a method and whose object is asked for; a column is a role.
A cell is the status of the answer, or ``sign-in`` where the person is led there. POST is sent without any field, so
that 422 reads "may, but nothing was filled in", 409 "may, but not in this state", 403 "never", 404 "not there".
"""

from __future__ import annotations

import csv
from pathlib import Path
from typing import NamedTuple

PATH = Path(__file__).with_name("table.csv")
ROLES = (
    "anonymous",
    "supervisor",
    "officer",
    "head",
    "liaison",
    "leader",
    "sysadmin",
    "secadmin",
    "auditor",
    "area",
)


class Line(NamedTuple):
    """What is asked for. relation: own, other (same zone), elsewhere (another zone), or - where there is no object."""

    name: str
    method: str
    relation: str


class Table:
    """Status by line and role."""

    def __init__(self, *, writing: bool) -> None:
        self.writing = writing
        self.cells: dict[Line, dict[str, str]] = {} if writing else self._read()

    def _read(self) -> dict[Line, dict[str, str]]:
        with PATH.open(encoding="utf-8", newline="") as file:
            return {
                Line(row["name"], row["method"], row["relation"]): {role: row[role] for role in ROLES}
                for row in csv.DictReader(file)
            }

    def column(self, role: str) -> dict[Line, str]:
        """What a role gets, as it is kept."""
        return {line: cells[role] for line, cells in self.cells.items()}

    def fill(self, role: str, seen: dict[Line, str]) -> None:
        """Take over what a walk saw."""
        for line, status in seen.items():
            self.cells.setdefault(line, {})[role] = status

    def write(self) -> None:
        """Keep what was filled in; every role must have walked."""
        with PATH.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow([*Line._fields, *ROLES])
            writer.writerows([*line, *(cells[role] for role in ROLES)] for line, cells in self.cells.items())


def difference(kept: dict[Line, str], seen: dict[Line, str]) -> list[str]:
    """What a reviewer needs to read: each line whose status is not the one kept."""
    said = []
    for line in [*seen, *(line for line in kept if line not in seen)]:
        was, now = kept.get(line, "not in the table"), seen.get(line, "no such address any more")
        if was != now:
            said.append(f"{line.name} {line.method} {line.relation}: {was} → {now}")
    return said
