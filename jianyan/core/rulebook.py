"""The rulebook (规则): every deadline, duty, kind of lead, condition, score and ratio as typed data.

A rulebook is a TOML text. `load` turns it into a `Rulebook` or raises `RulebookError`, which names the key and why.
Each item carries its clause (mission clause id), the basis document it comes from, and its words in the rules;
``{amount}`` or ``{value}`` in the words is filled with the item's own number, so that words and value cannot differ.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from typing import Annotated, Literal

import msgspec

from jianyan.core import merit_rules
from jianyan.core.clocks import Close, Limit, Unit
from jianyan.core.rule_numbers import CLOCKS, GRADES, LATER, NUMBERS, NumberUnit
from jianyan.core.rule_text import RulebookError, fillable, parse

Channel = Literal["social", "internal"]
Text = Annotated[str, msgspec.Meta(min_length=1, max_length=2000)]
Key = Annotated[str, msgspec.Meta(pattern=r"^[a-z][a-z0-9_]*$", max_length=40)]


class Basis(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A document that the rules rest on (依据)."""

    title: Text
    title_en: Text


class Item(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What every rule carries: the clause, the basis document's key, and the words in Chinese and English."""

    clause: Text
    basis: Key
    words: Text
    words_en: Text


class Clock(Item, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A time limit. ``amount`` is counted in ``unit`` from the moment named by ``starts``.

    ``warn``: working days left at which the light turns yellow. ``close``: due at the end of the day or of business.
    """

    title: Text
    title_en: Text
    amount: Annotated[int, msgspec.Meta(ge=0, le=366)]
    unit: Unit
    starts: Literal["submitted", "called", "dispatched", "accepted", "returned", "replied", "reopened", "promised"]
    close: Close = Close.midnight
    warn: Annotated[int, msgspec.Meta(ge=0, le=30)] = 1

    @property
    def limit(self) -> Limit:
        return Limit(amount=self.amount, unit=self.unit, close=self.close, warn=self.warn)


class Number(Item, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A single value with its unit: a count, a day of the month, or a share between 0 and 1."""

    title: Text
    title_en: Text
    value: float | int
    unit: NumberUnit


class Choice(Item, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One of a closed list (领域, 类别, 来源, 阶段, 角度)."""

    title: Text
    title_en: Text
    channel: Channel | None = None


class Kind(Item, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A kind of lead that one channel's opinion form offers, with the extra fields that it asks for."""

    channel: Channel
    title: Text
    title_en: Text
    hint: Text
    hint_en: Text
    asks: list[Literal["aspect", "policy", "effect", "stage"]] = []
    information: bool = False


class Duty(Item, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a supervisor or officer owes: at least ``at_least`` times ``per`` period."""

    who: Literal["social", "internal", "all", "officer"]
    what: Literal["form", "symposium", "meeting_or_study", "contact"]
    per: Literal["month", "quarter", "term"]
    at_least: Annotated[int, msgspec.Meta(ge=0, le=100)]


class Condition(Item, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A condition of appointment; a negative one excludes whoever meets it."""

    channel: Channel | None = None
    negative: bool = False


class Score(Item, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A part of the award score, in points of 100; a veto has none."""

    title: Text
    title_en: Text
    points: Annotated[int, msgspec.Meta(ge=0, le=100)] = 0
    veto: bool = False


class Merit(Item, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What one kind of deed counts for a part of the award score: points each, or for the share of months with it."""

    title: Text
    title_en: Text
    part: Key
    points: Annotated[int, msgspec.Meta(ge=0, le=100)] | Annotated[float, msgspec.Meta(ge=0, le=100)]
    by: Literal["each", "share"] = "each"


class Ranking(Item, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who is compared with whom, and by which parts, in order, when the totals are the same."""

    title: Text
    title_en: Text
    among: Literal["all", "channel"]
    ties: list[Key]


class Step(Item, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A step of the appointment procedure, in order."""

    title: Text
    title_en: Text


class Rulebook(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One version of the rules. Immutable; leads keep the version they were submitted under."""

    title: Text
    title_en: Text
    number: Annotated[int, msgspec.Meta(ge=1, le=9999)]
    status: Text
    status_en: Text
    effective_on: date
    basis: dict[Key, Basis]
    clocks: dict[Key, Clock]
    grades: dict[str, Clock]
    numbers: dict[Key, Number]
    kinds: dict[Key, Kind]
    fields: dict[Key, Choice]
    categories: dict[Key, Choice]
    levels: dict[Key, Choice]
    aspects: dict[Key, Choice]
    stages: dict[Key, Choice]
    effects: dict[Key, Choice]
    duties: dict[Key, Duty]
    conditions: dict[Key, Condition]
    procedure: dict[Key, Step]
    scores: dict[Key, Score]
    merits: dict[Key, Merit] = {}
    ranking: dict[Key, Ranking] = {}

    def number_of(self, key: str) -> int:
        """A whole number by key, e.g. ``number_of("form_due_day")``."""
        return int(self.numbers[key].value) if key in self.numbers else LATER[key][1]

    def share_of(self, key: str) -> float:
        return float(self.numbers[key].value)

    def clock(self, key: str, grade: str | None = None) -> Clock:
        """The clock of a kind; the reply clock is the grade's."""
        return self.grades[grade or "B"] if key == "reply" else self.clocks[key]

    def kinds_of(self, channel: str) -> dict[str, Kind]:
        return {key: kind for key, kind in self.kinds.items() if kind.channel == channel}

    def items(self) -> Iterator[tuple[str, str, Item]]:
        """(section, key, item) of every rule, in the order of the text."""
        for section in SECTION_TYPES:
            for key, item in getattr(self, section).items():
                yield section, key, item


SECTION_TYPES: dict[str, type[Item]] = {
    "clocks": Clock,
    "grades": Clock,
    "numbers": Number,
    "kinds": Kind,
    "fields": Choice,
    "aspects": Choice,
    "effects": Choice,
    "stages": Choice,
    "categories": Choice,
    "levels": Choice,
    "duties": Duty,
    "conditions": Condition,
    "procedure": Step,
    "scores": Score,
    "merits": Merit,
    "ranking": Ranking,
}


def words_of(item: Item, language: str = "zh") -> str:
    """The words of a rule with its own values filled in."""
    text = item.words_en if language == "en" else item.words
    values = {name: getattr(item, name) for name in item.__struct_fields__}
    if isinstance(item, Number) and item.unit == "share":
        values["value"] = f"{item.value:.0%}"
    return text.format(**values)


@lru_cache(maxsize=16)  # a rulebook never changes, and zones begin with the same one
def load(text: str) -> Rulebook:
    """Parse and validate a rulebook; raises `RulebookError` with the key and why."""
    raw = parse(text)
    try:
        _entries(raw)
        book = msgspec.convert(raw, Rulebook)
    except msgspec.ValidationError as error:
        message, _, place = str(error).partition(" - at ")
        raise RulebookError(_place(place) or "rulebook", message) from error
    except RecursionError as error:
        raise RulebookError("TOML", "nested too deeply", "toml") from error
    _check(book)
    return book


def _entries(raw: dict[str, object]) -> None:
    """Check each rule by itself first: msgspec does not say which key of a table it was at."""
    for section, kind in SECTION_TYPES.items():
        entries = raw.get(section, {})
        _need(isinstance(entries, dict), section, "not a table")
        assert isinstance(entries, dict)
        for key, entry in entries.items():
            try:
                msgspec.convert(entry, kind)
            except msgspec.ValidationError as error:
                message, _, place = str(error).partition(" - at ")
                raise RulebookError(".".join(filter(None, (section, key, _place(place)))), message) from error


def _place(place: str) -> str:
    return place.strip("`").removeprefix("$").removeprefix(".")


def _check(book: Rulebook) -> None:
    """What types alone cannot say."""
    for key in CLOCKS:
        _need(key in book.clocks, f"clocks.{key}", "missing")
    for key in GRADES:
        _need(key in book.grades, f"grades.{key}", "missing")
    later = {key: bounds for key, (bounds, _before) in LATER.items() if key in book.numbers}
    for key, (low, high) in {**NUMBERS, **later}.items():
        _need(key in book.numbers, f"numbers.{key}", "missing")
        value = book.numbers[key].value
        why = f"{value} is not between {low} and {high}"
        _need(low <= value <= high, f"numbers.{key}.value", why, "between", low=low, high=high)
    for key, number in book.numbers.items():
        # Nobody would be named by a share of nothing, and a share of more than all is no share.
        share = number.unit == "share"
        _need(not share or 0 < number.value <= 1, f"numbers.{key}.value", f"{number.value} is no share", "share")
    for channel in ("social", "internal"):
        _need(bool(book.kinds_of(channel)), "kinds", f"no kind for the channel {channel}")
    points = sum(score.points for score in book.scores.values() if not score.veto)
    _need(points == 100, "scores", f"points add up to {points}, not 100", "sum", sum=points)
    for key, why in merit_rules.faults(book):
        raise RulebookError(key, why)
    for section, key, item in book.items():
        _need(item.basis in book.basis, f"{section}.{key}.basis", f"no basis document named {item.basis}")
        _need(bool(re.fullmatch(r"\d(\.\d(\.[a-z])?)?", item.clause)), f"{section}.{key}.clause", "not a clause id")
        for name in ("words", "words_en"):
            fillable(f"{section}.{key}.{name}", getattr(item, name), item.__struct_fields__)


def _need(held: bool, key: str, why: str, code: str = "", **values: object) -> None:
    if not held:
        raise RulebookError(key, why, code, **values)
