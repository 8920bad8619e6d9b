"""Where lines break, and how wide a text is, in characters (em) of its own size."""

from __future__ import annotations

import re
from math import ceil
from unicodedata import east_asian_width

#: A line of a title in 2号 (22 pt) on 156 mm holds twenty characters; one is left for what is wider than it looks.
TITLE_WIDTH = 19.0
#: A line break reads well behind these, and never before those.
_GOOD = "的和与及、，：；）》”在"
_NEVER_FIRST = "，。、：；！？）》”’…—·%"
_NEVER_LAST = "（《“‘"
#: A run of letters that is longer than this is broken where it must be.
RUN = 24
_RUN = re.compile(rf"[!-~]{{{RUN},}}")


#: What no document can hold; a text that came in by another way than a page may have it.
_UNFIT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def clean(text: str) -> str:
    """The text without what no document can hold."""
    return _UNFIT.sub("", text)


def width(text: str) -> float:
    """How wide a text is: a Chinese character is 1, a figure or small letter about half of it, a capital more."""
    return sum(map(_wide, text))


def _wide(c: str) -> float:
    if east_asian_width(c) in "WFA":
        return 1.0
    return 0.95 if c in "MW@%mw" else 0.78 if c.isupper() else 0.55


def title_lines(text: str, longest: float = TITLE_WIDTH) -> list[str]:
    """The lines of a title: as they were broken by hand, and where one is too long, broken evenly by sense."""
    return [line for part in text.split("\n") for line in _broken(part.strip(), longest)] or [""]


def _broken(text: str, longest: float) -> list[str]:
    lines = []
    while width(text) > longest:
        wanted = width(text) / ceil(width(text) / longest)
        at = _place(text, wanted, longest)
        lines.append(text[:at].rstrip())
        text = text[at:].lstrip()
    return [*lines, text] if text or not lines else lines


#: Words that a title of this office has, and that no line break may part.
_WHOLE = re.compile(
    "营商环境|监督员|监督|保税区|综合|办公室|管委会|季度|第[一二三四]|专报|通报|情况|问题|线索|台账|报告|纪要|座谈会|全体会|"
    "名单|通知|拟聘|选聘|办理|反馈|东疆|天津|新区|[0-9]+年|[0-9]+月"
)


def _parted(text: str) -> set[int]:
    """Places that lie within a word."""
    return {at for word in _WHOLE.finditer(text) for at in range(word.start() + 1, word.end())}


def _place(text: str, wanted: float, longest: float) -> int:
    """The best place for a break: near the wanted width, behind a word that ends a phrase, never within a number."""
    best, worst, run, parted = 1, float("inf"), 0.0, _parted(text)
    for at in range(1, len(text)):
        run += width(text[at - 1])
        if run > longest:
            break
        before, after = text[at - 1], text[at]
        badness = abs(run - wanted) - (2.5 if before in _GOOD else 0.0)
        if at in parted:
            badness += 5
        if after in _NEVER_FIRST or before in _NEVER_LAST:
            badness += 8
        if before.isascii() and after.isascii() and before.isalnum() and after.isalnum():
            badness += 8
        if badness < worst:
            best, worst = at, badness
    return best


def breakable(text: str) -> str:
    """The text with places where a long run of letters, such as an address, may be broken."""
    return _RUN.sub(lambda run: "\u200b".join(run.group()), text)


def has_run(text: str) -> bool:
    """Whether the text has a run of letters that no line may hold."""
    return _RUN.search(text) is not None


def lines_of(text: str, room: float) -> int:
    """How many lines a text takes where ``room`` characters stand in one; rather one too many."""
    return max(1, ceil(width(text) / max(1.0, room - 1)))


def table_size(columns: int, usual: float) -> float:
    """The size of a table's characters in points: smaller where many columns share the width."""
    return usual if columns <= 5 else min(usual, 10.5) if columns <= 8 else min(usual, 9) if columns <= 12 else 7


def sign_places(who: str, day: str) -> tuple[float, float]:
    """How far from the right edge the signer and the day end, in characters: the day four, the signer centred over it,
    but never beyond the edge."""
    return max(0.0, 4 + (width(day) - width(who)) / 2), 4.0
