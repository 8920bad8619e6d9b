"""What the code asks of every rulebook by key: clocks, grades, and numbers within their bounds."""

from __future__ import annotations

from typing import Literal

#: What a number is counted in.
NumberUnit = Literal[
    "workday",
    "day",
    "month",
    "year",
    "day_of_month",
    "times",
    "items",
    "people",
    "share",
    "points",
    "second",
    "minute",
]

CLOCKS = ("call", "dispatch", "accept", "redispatch", "follow_up", "promise")
GRADES = ("A", "B", "C")

#: Numbers that the code reads, each with its lowest and highest value.
NUMBERS: dict[str, tuple[float, float]] = {
    "form_due_day": (1, 28),
    "form_max_leads": (1, 100),
    "call_attempts": (1, 20),
    "max_dispatches": (1, 20),
    "recall_within": (0, 3600),
    "extension_ask_before": (0, 20),
    "extension_longest": (1, 120),
    "urge_after": (1, 20),
    "urge_repeat": (1, 60),
    "reopen_within": (0, 366),
    "term_years": (1, 10),
    "term_limit": (1, 10),
    "notice_days": (1, 60),
    "missed_forms_flag": (1, 12),
    "missed_symposia_flag": (1, 12),
    "award_ratio": (0, 1),
    "hidden_cell": (2, 50),
    "alert_supervisors": (2, 100),
    "alert_days": (1, 366),
    "anonymise_after": (1, 30),
}

#: Numbers that came later, with what holds in a version that was stored before: a stored version is never changed.
LATER: dict[str, tuple[tuple[float, float], int]] = {
    "contest_within": ((0, 120), 5),
    "sign_in_before": ((0, 240), 60),
    "task_warn": ((0, 30), 2),
    "duty_warn_days": ((0, 60), 15),
    "duty_days_quarter": ((1, 92), 30),
    "duty_days_month": ((1, 31), 10),
    "duty_excuses": ((0, 10), 1),
    "duty_close_after": ((0, 20), 3),
    "study_warn_days": ((0, 20), 3),
    "forget_applicants": ((1, 60), 6),
    "award_months": ((1, 12), 6),
    "award_adjust": ((0, 20), 5),
    "award_hearing": ((1, 60), 3),
}
