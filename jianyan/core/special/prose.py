"""The sections of a special report, and what their words may be."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from jianyan.core.bulletin import names_in

#: The sections in their order: key → title.
SECTIONS: dict[str, str] = {
    "overview": "一、本季概况",
    "common": "二、突出共性问题",
    "handling": "三、办理及超期",
    "risks": "四、产业风险",
    "coordinate": "五、需管委会协调",
    "next": "六、下步安排",
}
#: Sections in which leads that the officer has chosen stand as items, each with a title of its own.
WITH_ITEMS = ("common", "risks", "coordinate")
#: What came of the leaders' instructions; it stands last, and only where there were any.
FOLLOWED = "七、批示落实情况"
LONGEST = 6000

_NAME = re.compile(r"\{([^{}\n]{1,20})\}")


@dataclass(frozen=True, slots=True)
class Trouble:
    """What is wrong with words: ``empty``, ``too_long``, ``brace`` (one that belongs to no figure), ``unknown`` (no
    such figure), and the name or length that it is about."""

    code: str
    about: str = ""


def check(text: str, values: Mapping[str, str]) -> list[Trouble]:
    """What is wrong with the words of a section, in which figures stand as their names in braces."""
    if not text.strip():
        return [Trouble("empty")]
    if len(text) > LONGEST:
        return [Trouble("too_long", str(LONGEST))]
    found = [Trouble("unknown", name) for name in dict.fromkeys(names_in(text)) if name not in values]
    bare = _NAME.sub("", text)
    return [*found, Trouble("brace")] if "{" in bare or "}" in bare else found
