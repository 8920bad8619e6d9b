"""What is left undone when the demo year ends, so that today every queue has work in it, some of it late."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime
from random import Random

from jianyan.core.workdays import Calendar, local_date

#: Queue → how many leads may be left standing in it, and for how many working days before the end that begins.
#: A window longer than the queue's time limit leaves some of them red.
LEFT = {
    "received": (8, 4),
    "clarified": (8, 6),
    "dispatched": (6, 1),
    "returned": (4, 3),
    "accepted": (8, 25),
    "replied": (8, 6),
    "reopened": (4, 16),
    "promise": (3, 30),
    "extension": (3, 3),
    "designation": (2, 8),
}


class Standing:
    """Decides which acts near the end nobody gets round to."""

    def __init__(self, calendar: Calendar, chance: Random, until: datetime) -> None:
        self._chance = chance
        self._from: dict[str, date] = {queue: calendar.add(until.date(), -days) for queue, (_, days) in LEFT.items()}
        self.left: Counter[str] = Counter()
        self.over = False  # at the very end, when what is missing in a queue is brought there

    def waits(self, queue: str, at: datetime) -> bool:
        """Whether the act that would take a lead out of a queue does not happen any more."""
        most = LEFT[queue][0]
        if self.over or local_date(at) < self._from[queue] or self.left[queue] >= most or self._chance.random() < 0.3:
            return False
        self.left[queue] += 1
        return True
