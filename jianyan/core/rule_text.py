"""A rulebook as TOML: read with care, because anybody's file may be brought in, and written again.

What is read here is not judged yet; `rulebook.load` does that.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Collection, Mapping
from datetime import date
from string import Formatter
from typing import Any

#: A text longer than this, or with a longer line, is no rulebook; keys of many parts and deep lists take their time.
LONGEST, LONGEST_LINE = 200_000, 4_000


class RulebookError(ValueError):
    """A rulebook that cannot be used. ``key`` is the dotted place, ``why`` the reason.

    ``code`` with ``values`` is the same reason for pages, which say it in their own language; it may be empty.
    """

    def __init__(self, key: str, why: str, code: str = "", **values: object) -> None:
        super().__init__(f"{key}: {why}")
        self.key = key
        self.why = why
        self.code = code
        self.values = values


def parse(text: str) -> dict[str, Any]:
    """The text as plain values; raises `RulebookError` for what is no TOML of ours."""
    if len(text) > LONGEST:
        raise RulebookError("TOML", f"longer than {LONGEST} characters", "long", most=LONGEST)
    if max(map(len, text.split("\n"))) > LONGEST_LINE:
        raise RulebookError("TOML", f"a line longer than {LONGEST_LINE} characters", "line", most=LONGEST_LINE)
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # a number of ten thousand digits is a ValueError of its own
        raise RulebookError("TOML", str(error), "toml", said=str(error)) from error


def write(raw: Mapping[str, Any]) -> str:
    """The values of `parse` as text again: plain values first, then each rule as a table. Comments are not kept."""
    parts = ["\n".join(f"{key} = {_value(value)}" for key, value in raw.items() if not isinstance(value, dict))]
    for section, rules in raw.items():
        if isinstance(rules, dict):
            if not rules:
                parts.append(f"[{section}]")
            for key, rule in rules.items():
                lines = [f"[{section}.{key}]", *(f"{name} = {_value(value)}" for name, value in rule.items())]
                parts.append("\n".join(lines))
    return "\n\n".join(parts) + "\n"


def _value(value: object) -> str:
    match value:
        case bool() | int() | float():
            return json.dumps(value)
        case str():
            # TOML takes the escapes of JSON; the one more that it refuses unescaped is DEL.
            return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
        case date():
            return value.isoformat()
        case list():
            return f"[{', '.join(map(_value, value))}]"
        case dict():
            return "{" + ", ".join(f"{_key(key)} = {_value(each)}" for key, each in value.items()) + "}"
    raise TypeError(f"{value!r} has no place in a rulebook")


def _key(key: str) -> str:
    return key if key.isascii() and key.replace("_", "").replace("-", "").isalnum() else json.dumps(key)


def fillable(key: str, words: str, fields: Collection[str]) -> None:
    """Check that words take the rule's own values as they are; raises `RulebookError`.

    ``{amount:>999999999}`` would be a text that fills the memory.
    """
    try:
        parts = list(Formatter().parse(words))
    except ValueError as error:
        raise RulebookError(key, f"cannot be filled in: {error}", "braces") from error
    for _text, name, spec, conversion in parts:
        if name is not None and (name not in fields or spec or conversion is not None):
            raise RulebookError(key, f"cannot be filled in: {{{name}}}", "fill", name=name)
