"""Progress lines of commands: on stderr, only for what takes longer than two seconds."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from tqdm import tqdm

# The watching thread of tqdm would be inherited by the server's processes.
tqdm.monitor_interval = 0


class Bar(Protocol):
    """What takes the progress."""

    def update(self, n: int = 1) -> object: ...


@contextmanager
def progress(title: str, total: int, unit: str) -> Iterator[Bar]:
    """A bar that appears after two seconds; tell it of progress by ``bar.update(n)``."""
    often = 0.2 if sys.stderr.isatty() else 10  # a log wants few lines
    with tqdm(total=total, desc=title, unit=unit, delay=2, mininterval=often, dynamic_ncols=True) as bar:
        yield bar
