"""The digest chain: any single tampering with a subject's rows or tip is found, and the right row is named."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jianyan.core import chain
from jianyan.core.chain import Finding, Link, SealDigest, check_subject, digest_of

START = datetime(2026, 3, 9, 2, 0, tzinfo=UTC)
SUBJECT = "lead:7"
Tip = tuple[int, str]


def sealed(link: Link) -> Link:
    """The row with the digest that fits it."""
    return replace(link, digest=digest_of(link))


def a_chain(length: int, *, subject: str = SUBJECT, algorithm: str = chain.ALGORITHM) -> list[Link]:
    """A whole chain; ids have gaps, as other subjects' rows lie between."""
    rows: list[Link] = []
    for place in range(1, length + 1):
        rows.append(
            sealed(
                Link(
                    id=place * 3,
                    zone=1,
                    subject=subject,
                    place=place,
                    at=START + timedelta(hours=place),
                    actor=4 if place % 2 else None,
                    role="officer",
                    verb="lead.call",
                    dossier=9,
                    data={"call": place, "clocks": {"reply": {"due": "2026-03-12"}}},
                    rules="v1",
                    clause="5.1.g",
                    algorithm=algorithm,
                    previous=rows[-1].digest if rows else "",
                    digest="",
                )
            )
        )
    return rows


def tip_of(rows: list[Link]) -> Tip:
    return len(rows), rows[-1].digest if rows else ""


def in_order(rows: list[Link]) -> list[Link]:
    """As the database gives them."""
    return sorted(rows, key=lambda row: (row.place, row.id))


def check(rows: list[Link], tip: Tip | None) -> list[Finding]:
    return check_subject(SUBJECT, in_order(rows), tip)


lengths = st.integers(1, 7)

OTHER: dict[str, st.SearchStrategy[object]] = {
    "zone": st.integers(2, 9),
    "subject": st.sampled_from(["lead:8", "form:7", "lead:07", ""]),
    "place": st.integers(-3, 2**31 - 1),
    "at": st.timedeltas(timedelta(microseconds=1), timedelta(days=900)).map(lambda d: START - d),
    "actor": st.none() | st.integers(0, 9),
    "role": st.sampled_from(["", "head", "system", "officer "]),
    "verb": st.sampled_from(["lead.close", "lead.Call", ""]),
    "dossier": st.none() | st.integers(0, 8),
    "data": st.dictionaries(st.text(max_size=3), st.integers() | st.text(max_size=3) | st.none(), max_size=3),
    "rules": st.sampled_from(["v2", ""]),
    "clause": st.sampled_from(["5.1.h", "5.1.g "]),
    "algorithm": st.sampled_from(["sha256", "sm3", "md5", "shake_128", "nonsense", ""]),
    "previous": st.text("0123456789abcdef", max_size=64),
    "digest": st.text("0123456789abcdef", max_size=64),
}


def test_every_field_of_a_row_is_tampered_with_here() -> None:
    assert set(OTHER) | {"id"} == {f.name for f in fields(Link)}


# ------------------------------------------------------------------------------------------------------- what is whole


@given(lengths, st.sampled_from(sorted(chain.ALGORITHMS & hashlib.algorithms_available)))
def test_an_untouched_chain_is_whole(length: int, algorithm: str) -> None:
    rows = a_chain(length, algorithm=algorithm)
    assert check(rows, tip_of(rows)) == []


def test_a_chain_may_change_its_algorithm_on_the_way() -> None:
    rows = a_chain(2, algorithm="sha256")
    rows.append(sealed(replace(a_chain(3)[2], previous=rows[1].digest)))
    assert check(rows, tip_of(rows)) == []


def test_no_rows_and_an_empty_tip_are_whole() -> None:
    assert check([], None) == check([], (0, "")) == []


def test_the_instant_counts_and_not_the_zone_it_is_told_in() -> None:
    row = a_chain(1)[0]
    assert digest_of(replace(row, at=row.at.astimezone(timezone(timedelta(hours=8))))) == row.digest


def test_the_order_of_keys_does_not_count() -> None:
    row = sealed(replace(a_chain(1)[0], data={"a": 1, "b": {"d": 2, "c": 3}}))
    assert digest_of(replace(row, data={"b": {"c": 3, "d": 2}, "a": 1})) == row.digest


# --------------------------------------------------------------------------------------------------------- tampering


@given(lengths, st.data())
def test_any_changed_field_of_any_row_is_found_and_its_row_is_named(length: int, data: st.DataObject) -> None:
    rows = a_chain(length)
    tip = tip_of(rows)
    at = data.draw(st.integers(0, length - 1))
    name = data.draw(st.sampled_from(sorted(OTHER)))
    row = rows[at]
    changed = replace(row, **{name: data.draw(OTHER[name].filter(lambda value: value != getattr(row, name)))})
    if changed.subject == SUBJECT and changed.zone == 1:
        rows[at] = changed
    else:  # the row is now in another chain
        del rows[at]

    found = check(rows, tip)

    assert found
    where = {row.place, changed.place}
    assert any(f.row == row.id or f.place <= place <= (f.until or f.place) for f in found for place in where)
    if name not in ("place", "subject", "zone"):
        assert [(f.kind, f.place, f.row) for f in found] == [("changed", row.place, row.id)]


@given(lengths, st.data())
def test_a_row_rewritten_together_with_its_digest_is_named_and_not_its_neighbour(
    length: int, data: st.DataObject
) -> None:
    rows = a_chain(length)
    tip = tip_of(rows)
    at = data.draw(st.integers(0, length - 1))
    rows[at] = sealed(replace(rows[at], data={"forged": True}))
    assert [(f.kind, f.row) for f in check(rows, tip)] == [("changed", rows[at].id)]


@given(lengths, st.data())
def test_a_removed_row_is_found_and_its_place_is_named(length: int, data: st.DataObject) -> None:
    rows = a_chain(length)
    tip = tip_of(rows)
    gone = rows.pop(data.draw(st.integers(0, length - 1)))
    if rows:
        assert check(rows, tip) == [Finding("removed", SUBJECT, gone.place, until=gone.place)]


@given(st.integers(2, 7), st.data())
def test_swapped_places_are_found_as_reordered(length: int, data: st.DataObject) -> None:
    rows = a_chain(length)
    tip = tip_of(rows)
    one, two = data.draw(st.lists(st.integers(0, length - 1), min_size=2, max_size=2, unique=True))
    rows[one], rows[two] = replace(rows[one], place=rows[two].place), replace(rows[two], place=rows[one].place)
    assert {(f.kind, f.row) for f in check(rows, tip)} == {("reordered", rows[one].id), ("reordered", rows[two].id)}


@given(st.integers(2, 7), st.data())
def test_swapped_ids_are_found_as_reordered(length: int, data: st.DataObject) -> None:
    rows = a_chain(length)
    tip = tip_of(rows)
    one, two = data.draw(st.lists(st.integers(0, length - 1), min_size=2, max_size=2, unique=True))
    rows[one], rows[two] = replace(rows[one], id=rows[two].id), replace(rows[two], id=rows[one].id)
    found = check(rows, tip)
    assert found and {f.kind for f in found} == {"reordered"}


@given(lengths, st.data(), st.booleans())
def test_an_inserted_row_is_found_copied_or_forged(length: int, data: st.DataObject, fits: bool) -> None:
    rows = a_chain(length)
    tip = tip_of(rows)
    copy = rows[data.draw(st.integers(0, length - 1))]
    forged = replace(copy, id=10_000, place=data.draw(st.integers(1, length + 3)), verb="lead.close")
    if fits:  # the forger knows how digests are made, and appends to the end
        forged = sealed(replace(forged, place=length + 1, previous=tip[1]))
    found = check([*rows, forged], tip)
    assert ("inserted", forged.place, forged.id) in {(f.kind, f.place, f.row) for f in found}
    assert {f.row for f in found} == {forged.id}


@given(lengths, st.data())
def test_a_changed_tip_is_found(length: int, data: st.DataObject) -> None:
    rows = a_chain(length)
    longer = st.integers(0, 2**31 - 1).filter(lambda n: n != length)
    tip = data.draw(
        st.one_of(
            st.tuples(longer, st.just(rows[-1].digest)),
            st.tuples(st.just(length), st.text("0123456789abcdef", max_size=64)),
            st.none(),
        )
    )
    assert check(rows, tip)


@pytest.mark.parametrize("change", [lambda row: replace(row, place=2**31 - 1), lambda row: replace(row, place=-5)])
def test_a_mad_place_costs_no_memory(change: Callable[[Link], Link]) -> None:
    rows = a_chain(3)
    tip = tip_of(rows)
    rows[1] = change(rows[1])
    assert 0 < len(check(rows, tip)) <= 3
    assert len(check(a_chain(3), (2**31 - 1, tip[1]))) <= 3


def test_several_rows_removed_in_one_piece_are_one_finding() -> None:
    rows = a_chain(6)
    assert check([rows[0], rows[5]], tip_of(rows)) == [Finding("removed", SUBJECT, 2, until=5)]


def test_rows_of_a_subject_that_has_no_tip_were_put_there() -> None:
    rows = a_chain(2)
    assert check(rows, None) == [Finding("inserted", SUBJECT, 1, rows[0].id, until=2)]


def test_the_end_of_a_chain_and_its_tip_changed_together_are_for_the_seal_to_find() -> None:
    """Two tamperings at once leave the chain whole: this is what the daily seal is for."""
    rows = a_chain(3)
    assert check(rows[:2], tip_of(rows[:2])) == []
    assert _seal(rows[:2]) != _seal(rows)


# -------------------------------------------------------------------------------------------------------------- seals


def _seal(rows: list[Link], **header: object) -> str:
    values = {"algorithm": chain.ALGORITHM, "previous": "", "zone": 1, "day": "2026-03-09", "number": 1} | header
    at = values.pop("at", START)
    total = SealDigest(**values)  # type: ignore[arg-type]
    for row in rows:
        total.add(row.id, row.digest)
    return total.hexdigest(at)  # type: ignore[arg-type]


@given(st.integers(1, 6), st.data())
def test_a_seal_changes_with_every_id_digest_and_row_under_it(length: int, data: st.DataObject) -> None:
    rows = a_chain(length)
    at = data.draw(st.integers(0, length - 1))
    whole = _seal(rows)
    assert _seal([*rows[:at], replace(rows[at], id=rows[at].id + 1), *rows[at + 1 :]]) != whole
    assert _seal([*rows[:at], replace(rows[at], digest="0" * 64), *rows[at + 1 :]]) != whole
    assert _seal(rows[:at] + rows[at + 1 :]) != whole
    assert _seal([*rows, replace(rows[at], id=1000)]) != whole


@pytest.mark.parametrize(
    "header",
    [{"previous": "0"}, {"zone": 2}, {"day": "2026-03-10"}, {"number": 2}, {"at": START + timedelta(microseconds=1)}],
)
def test_a_seal_changes_with_everything_that_stands_on_it(header: dict[str, object]) -> None:
    rows = a_chain(2)
    assert _seal(rows, **header) != _seal(rows)


def test_a_seal_knows_first_last_and_count() -> None:
    total = SealDigest(chain.ALGORITHM, "", 1, "2026-03-09", 1)
    for row in a_chain(3):
        total.add(row.id, row.digest)
    assert (total.first, total.last, total.count) == (3, 9, 3)


# --------------------------------------------------------------------------------------------------------- algorithms


def test_a_machine_that_cannot_calculate_says_so_instead_of_crying_wolf(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = a_chain(2)
    tip = tip_of(rows)
    monkeypatch.setattr("hashlib.algorithms_available", frozenset({"sha256"} - {chain.ALGORITHM}))
    with pytest.raises(chain.CannotCalculate):
        check(rows, tip)


def test_the_digest_of_a_text_names_its_algorithm() -> None:
    assert chain.text_digest("情况属实。").startswith(f"{chain.ALGORITHM}:")
    assert chain.text_digest("情况属实。") != chain.text_digest("情况属实")
