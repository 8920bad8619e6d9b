"""What the ledger's rows tell of a record, whatever their order."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from jianyan.core.deeds import AttendedRow, Deed, FormRow, LeadRow, counted, of_attendance, of_forms, of_leads

MARCH, APRIL = date(2026, 3, 1), date(2026, 4, 1)
WAY = (
    LeadRow(1, 7, "lead:1", "file", kind="trend", to="received"),
    LeadRow(2, 7, "lead:1", "classify", kind="trend", grade="A", common=True),
    LeadRow(3, 7, "lead:1", "dispatch", grade="A", to="dispatched"),
    LeadRow(4, 7, "lead:1", "reply", result="solved", to="replied"),
    LeadRow(5, 7, "lead:1", "follow_up", solved=True, to="closed"),
)
INFORMATION = {"trend", "innovation"}


def deeds(*rows: LeadRow, undone: set[int] | None = None) -> list[str]:
    return sorted(deed.deed for deed in of_leads(rows, undone or set(), INFORMATION))


@given(st.permutations(WAY))
def test_the_order_of_the_rows_does_not_matter(mixed: list[LeadRow]) -> None:
    told = {(deed.deed, deed.row) for deed in of_leads(mixed, set(), INFORMATION)}
    assert told == {("lead", 1), ("complex", 3), ("common", 2), ("industry", 2), ("adopted", 4), ("solved", 5)}


def test_a_row_that_was_undone_tells_nothing() -> None:
    assert deeds(*WAY, undone={5}) == ["adopted", "common", "complex", "industry", "lead"]
    assert deeds(*WAY[:2], undone={2}) == ["industry", "lead"]


def test_what_was_withdrawn_or_split_up_counts_as_none() -> None:
    for end in ("withdrawn", "split"):
        assert deeds(*WAY[:2], LeadRow(9, 7, "lead:1", "end", to=end)) == []


def test_an_undone_withdrawal_counts_again() -> None:
    assert deeds(*WAY, LeadRow(9, 7, "lead:1", "withdraw", to="withdrawn"), undone={9}) == deeds(*WAY)


def test_a_lead_sent_back_is_neither_adopted_nor_solved_until_it_is_answered_anew() -> None:
    back = LeadRow(6, 7, "lead:1", "reopen", to="reopened")
    assert deeds(*WAY, back) == ["common", "complex", "industry", "lead"]
    anew = LeadRow(7, 7, "lead:1", "reply", result="explained", to="replied")
    assert "adopted" not in deeds(*WAY, back, anew) and "solved" not in deeds(*WAY, back, anew)


def test_a_promise_is_adopted_and_not_yet_solved() -> None:
    promise = LeadRow(4, 7, "lead:1", "reply", result="planned", to="replied")
    content = LeadRow(5, 7, "lead:1", "follow_up", solved=False, to="followed_up")
    assert deeds(*WAY[:1], promise, content) == ["adopted", "industry", "lead"]


def test_the_last_grade_and_kind_count() -> None:
    again = LeadRow(6, 7, "lead:1", "classify", kind="constraint", grade="B", common=False)
    assert deeds(*WAY[:2], again) == ["lead"]


def test_rows_without_a_filing_belong_to_another_term() -> None:
    assert deeds(*WAY[1:]) == []


def test_a_month_counts_once_on_time_and_within_the_term() -> None:
    rows = [
        FormRow(1, 7, "form:1", MARCH, late=False),
        FormRow(2, 7, "form:2", MARCH, late=False),  # the other identity's
        FormRow(3, 7, "form:3", APRIL, late=True),
        FormRow(4, 8, "form:4", APRIL, late=False),
        FormRow(5, 8, "form:5", MARCH, late=False),  # before the term
    ]
    owed = {7: [MARCH, APRIL], 8: [APRIL]}
    assert set(of_forms(rows, owed)) == {Deed("form", 7, 1), Deed("form", 8, 4)} == set(of_forms(rows[::-1], owed))


def test_a_nil_return_that_was_taken_back_is_none() -> None:
    rows = [FormRow(1, 7, "form:1", MARCH, late=False), FormRow(2, 7, "form:1", MARCH, late=False, taken=True)]
    assert of_forms(rows, {7: [MARCH]}) == []


def test_attendance_is_the_last_word_and_counts_once() -> None:
    rows = [
        AttendedRow(1, 7, "invitation:1", "symposium"),
        AttendedRow(2, 7, "invitation:1", "symposium", taken=True),
        AttendedRow(3, 7, "invitation:1", "symposium"),
        AttendedRow(4, 7, "invitation:2", "plenary"),
        AttendedRow(5, 7, "invitation:2", "plenary", taken=True),
    ]
    assert of_attendance(rows) == of_attendance(rows[::-1]) == [Deed("symposium", 7, 3)]


def test_counting() -> None:
    assert counted([Deed("lead", 7, 1), Deed("lead", 7, 2), Deed("form", 8, 3)]) == {7: {"lead": 2}, 8: {"form": 1}}
