"""What one lead of an opinion form must be (practice.md no. 1), for pages, imports and the API alike."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from jianyan.core.rulebook import Rulebook

TITLE_MAX = 60
BODY_MIN, BODY_MAX = 10, 5000
SUGGESTION_MAX = 2000
LINE_MAX = {"happened": 60, "place": 80, "company": 80, "policy": 120}


@dataclass(frozen=True, slots=True)
class Opinion:
    """One lead as typed. Keys (kind, field, aspect, effect, stage) are the rulebook's."""

    kind: str = ""
    field: str = ""
    title: str = ""
    body: str = ""
    suggestion: str = ""
    happened: str = ""
    place: str = ""
    company: str = ""
    company_code: str = ""
    common: bool = False
    aspect: str = ""
    policy: str = ""
    effect: str = ""
    stage: str = ""
    publishable: bool = False
    hidden: bool = False
    follow_up_wanted: bool = True


def clean_text(text: str, *, lines: bool = True) -> str:
    """The text in NFC with unified line ends, without what cannot be seen; one line where ``lines`` is False.

    Tabs become spaces. Characters outside the BMP stay: names have them. A text in which nothing can be seen is empty.
    """
    text = text.replace("\r\n", "\n").translate(_BREAKS)
    if not lines:
        text = text.replace("\n", " ")
    kept = unicodedata.normalize("NFC", "".join(filter(_kept, text))).strip()
    return kept if any(unicodedata.category(c)[0] in "LNPS" for c in kept) else ""


_BREAKS = str.maketrans("\r\x85\u2028\u2029\t\v\f", "\n\n\n\n   ")
_JOINERS = "\u200c\u200d"  # they hold emoji and letters of some scripts together


def _kept(c: str) -> bool:
    """Whether a character stays: no control, half of a pair, or mark that turns a line's direction around."""
    if c in "\n" + _JOINERS or "\U00020000" <= c <= "\U0003fffd":  # rare Han, of which each Unicode knows more
        return True
    return unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co", "Cn")


def cleaned(opinion: Opinion) -> Opinion:
    """The opinion with every text cleaned."""
    long = ("body", "suggestion")
    typed = {f.name: getattr(opinion, f.name) for f in fields(opinion)}
    texts: dict[str, Any] = {
        name: clean_text(value, lines=name in long) for name, value in typed.items() if isinstance(value, str)
    }
    texts["company_code"] = texts["company_code"].replace(" ", "").upper()
    return replace(opinion, **texts)


def problems(opinion: Opinion, book: Rulebook, channel: str) -> dict[str, str]:
    """What is wrong with a cleaned opinion: field → code. Empty when it can be filed.

    Codes: ``required``, ``too_long``, ``too_short``, ``unknown``, ``not_yours``, ``bad_code``.
    """
    found: dict[str, str] = {}
    _texts(opinion, found)
    kind = book.kinds.get(opinion.kind)
    if not opinion.kind:
        found["kind"] = "required"
    elif kind is None:
        found["kind"] = "unknown"
    elif kind.channel != channel:
        found["kind"] = "not_yours"
    if opinion.field not in book.fields:
        found["field"] = "unknown" if opinion.field else "required"
    asked = set(kind.asks) if kind else set()
    for name, choices in (("aspect", book.aspects), ("effect", book.effects), ("stage", book.stages)):
        value = getattr(opinion, name)
        if name in asked and not value:
            found[name] = "required"
        elif value and value not in choices:
            found[name] = "unknown"
    if "policy" in asked and not opinion.policy:
        found["policy"] = "required"
    if opinion.hidden and channel != "internal":
        found["hidden"] = "not_yours"
    if opinion.company_code and not credit_code_valid(opinion.company_code):
        found["company_code"] = "bad_code"
    return found


def _texts(opinion: Opinion, found: dict[str, str]) -> None:
    if not opinion.title:
        found["title"] = "required"
    elif len(opinion.title) > TITLE_MAX:
        found["title"] = "too_long"
    if not opinion.body:
        found["body"] = "required"
    elif len(opinion.body) < BODY_MIN:
        found["body"] = "too_short"
    elif len(opinion.body) > BODY_MAX:
        found["body"] = "too_long"
    if len(opinion.suggestion) > SUGGESTION_MAX:
        found["suggestion"] = "too_long"
    for name, longest in LINE_MAX.items():
        if len(getattr(opinion, name)) > longest:
            found[name] = "too_long"


def only_asked(opinion: Opinion, book: Rulebook) -> Opinion:
    """The opinion without the answers that its kind does not ask for."""
    asked = set(book.kinds[opinion.kind].asks)
    gone = {name: "" for name in ("aspect", "policy", "effect", "stage") if name not in asked}
    return replace(opinion, **gone)  # type: ignore[arg-type]


_CREDIT = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_WEIGHTS = [pow(3, i, 31) for i in range(17)]


def credit_code_valid(code: str) -> bool:
    """统一社会信用代码 by form and check character (GB 32100-2015)."""
    if not re.fullmatch(rf"[{_CREDIT}]{{18}}", code):
        return False
    total = sum(_CREDIT.index(c) * w for c, w in zip(code[:17], _WEIGHTS, strict=True))
    return _CREDIT[(31 - total % 31) % 31] == code[17]


def month_of(day: date) -> date:
    """The month that a day belongs to, as its first day."""
    return day.replace(day=1)


def form_due(month: date, due_day: int) -> date:
    """The last day to file a month's form without being late."""
    return month.replace(day=due_day)
