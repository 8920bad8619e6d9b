"""The office's regular contacts with supervisors, and one officer's work handed over to another."""

from __future__ import annotations

from datetime import datetime

from jianyan.web.demo.year import Year, act


@act
def contacts(year: Year, at: datetime) -> None:
    pass


@act
def hand_over(year: Year, at: datetime) -> None:
    pass
