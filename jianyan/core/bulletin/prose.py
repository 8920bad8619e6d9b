"""Prose with figures in it: a figure stands as its name in braces, ``{收到线索}``, so that no hand can change it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

#: The sections in their order: key → title.
SECTIONS: dict[str, str] = {
    "leads": "一、线索反馈",
    "solving": "二、解决情况",
    "departments": "三、部门时效",
    "duties": "四、监督员履职",
    "demands": "五、要求",
}
LONGEST = 6000

#: Without these a section would not say what it is there for.
_NEEDED: dict[str, tuple[str, ...]] = {
    "leads": ("收到线索",),
    "solving": ("办结线索", "办结率"),
    "departments": ("按时办结率",),
    "duties": ("应交意见表", "已交意见表"),
    "demands": (),
}
_NAME = re.compile(r"\{([^{}\n]{1,20})\}")
#: A number of something, written by hand.
_TYPED = re.compile(r"\d+(?:\.\d+)?\s*(?:%|％|个百分点|件|份|人次|名|人|条)")


@dataclass(frozen=True, slots=True)
class Trouble:
    """What is wrong with a section: ``code`` and, where there is one, the name or the words that it is about.

    ``empty``, ``too_long``, ``brace`` (one that belongs to no name), ``unknown`` (no such figure), ``missing`` (a
    figure that the section must have), ``typed`` (a number written by hand).
    """

    code: str
    about: str = ""


def names_in(text: str) -> list[str]:
    """The figures that a text names, in order."""
    return _NAME.findall(text)


def names_of(values: Mapping[str, str], text: str) -> list[tuple[str, str]]:
    """(name, value) of all figures, those that the text names first."""
    used = dict.fromkeys(name for name in names_in(text) if name in values)
    return [(name, values[name]) for name in [*used, *(name for name in values if name not in used)]]


def check(key: str, text: str, values: Mapping[str, str], draft: str, before: str = "") -> list[Trouble]:
    """What is wrong with the text of a section; ``draft`` is what the system would write from the same figures.

    A figure is missed only where the draft has it: a quarter without any answer has no rate to tell of. Numbers that
    the draft has in words, because a department wrote them, may stay, and so may those of ``before``, the words as they
    stood. The last section may demand numbers.
    """
    if not text.strip():
        return [Trouble("empty")]
    if len(text) > LONGEST:
        return [Trouble("too_long", str(LONGEST))]
    named, offered = names_in(text), set(names_in(draft))
    found = [Trouble("unknown", name) for name in dict.fromkeys(named) if name not in values]
    bare = _NAME.sub("", text)
    if "{" in bare or "}" in bare:
        found.append(Trouble("brace"))
    found += [Trouble("missing", name) for name in _NEEDED[key] if name in offered and name not in named]
    if key != "demands":
        kept = set(_TYPED.findall(_NAME.sub("", f"{draft}\n{before}")))
        found += [Trouble("typed", words) for words in dict.fromkeys(_TYPED.findall(bare)) if words not in kept]
    return found


def filled(text: str, values: Mapping[str, str]) -> str:
    """The text with its figures; a name without a value stays as it is written."""
    return _NAME.sub(lambda match: values.get(match[1], match[0]), text)


def pieces(line: str, values: Mapping[str, str]) -> list[tuple[str, str]]:
    """A line in pieces: (words, "") and (value, name of the figure), in order."""
    found, end = [], 0
    for match in _NAME.finditer(line):
        found += [(line[end : match.start()], ""), (values.get(match[1], match[0]), match[1])]
        end = match.end()
    return [(text, name) for text, name in [*found, (line[end:], "")] if text]


def paragraphs(text: str) -> list[str]:
    """The paragraphs of a text: its lines that are not empty."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def listed(words: Iterable[str]) -> str:
    """甲、乙、丙."""
    return "、".join(words)


def plain(text: str) -> str:
    """Words of others as they may stand in a draft: their braces name no figure, their lines are one."""
    return " ".join(text.replace("{", "（").replace("}", "）").split())
