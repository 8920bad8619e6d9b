"""What supervisors and officers owed in a quarter, and did: a section of the bulletin."""

from __future__ import annotations

from collections.abc import Iterable

from jianyan.core.figures import Duty, Forms


def duties_of(forms: Iterable[Forms]) -> list[Duty]:
    """The duties of the quarter; what is not due yet is not owed."""
    forms = list(forms)
    owed, done = sum(line.owed - line.to_come for line in forms), sum(line.filed + line.nil for line in forms)
    return [Duty("form", "提交监督意见表", max(owed, done), done)] if owed or done else []
