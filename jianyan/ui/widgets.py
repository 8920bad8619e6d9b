"""Inputs that Django has no widget for: the browser's own pickers for a day, a time and a month."""

from __future__ import annotations

from django import forms


class DayInput(forms.DateInput):
    """A day, in the browser's own picker; an old browser shows a text input that takes 2026-11-23."""

    input_type = "date"

    def __init__(self, attrs: dict[str, object] | None = None) -> None:
        super().__init__(attrs={"placeholder": "2026-11-23", **(attrs or {})}, format="%Y-%m-%d")


class MomentInput(forms.DateTimeInput):
    """A day and a time to the minute."""

    input_type = "datetime-local"

    def __init__(self, attrs: dict[str, object] | None = None) -> None:
        super().__init__(attrs=attrs, format="%Y-%m-%dT%H:%M")


class MonthInput(forms.DateInput):
    """A month, as the date of its first day; the form field must accept the input format %Y-%m."""

    input_type = "month"

    def __init__(self, attrs: dict[str, object] | None = None) -> None:
        super().__init__(attrs={"placeholder": "2026-11", **(attrs or {})}, format="%Y-%m")
