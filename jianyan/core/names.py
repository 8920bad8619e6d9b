"""Names of persons: their order by pinyin, their initials, and how they are shown where they may not be read."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

#: Surnames that are read otherwise than the character usually is.
SURNAMES = {
    "单": "shan", "曾": "zeng", "查": "zha", "仇": "qiu", "解": "xie", "区": "ou", "朴": "piao", "任": "ren",
    "盖": "ge", "尉": "wei", "繁": "po", "种": "chong", "重": "chong", "秘": "bi", "折": "she", "翟": "zhai",
    "黑": "he", "召": "shao", "宁": "ning", "缪": "miao", "乐": "yue", "冼": "xian", "洗": "xian", "华": "hua",
    "员": "yun", "覃": "qin", "句": "gou", "燕": "yan", "葛": "ge", "纪": "ji", "应": "ying", "令": "ling",
}  # fmt: skip
COMPOUND = {"尉迟": "yu chi", "万俟": "mo qi", "长孙": "zhang sun", "单于": "chan yu", "澹台": "tan tai"}


@lru_cache(maxsize=20_000)
def syllables(name: str) -> tuple[str, ...]:
    """The pinyin of a name without tones, the surname read as a surname; what has no pinyin stays as it is."""
    name = name.strip()
    if not name:
        return ()
    if (first := COMPOUND.get(name[:2])) is not None:
        return (*first.split(), *_read(name[2:]))
    if (first := SURNAMES.get(name[0])) is not None:
        return (first, *_read(name[1:]))
    return _read(name)


def _read(text: str) -> tuple[str, ...]:
    if not text:
        return ()
    from pypinyin import Style, lazy_pinyin  # its dictionaries take 55 MB: loaded by whoever enters a name

    read = lazy_pinyin(text, style=Style.NORMAL, errors=_as_it_is, v_to_u=False)
    return tuple(part.lower() for part in read if part.strip())


def _as_it_is(rest: str) -> Any:
    # pypinyin takes a list here and puts its parts in the place of the text, whatever its annotations say.
    return list(rest)


def sort_key(name: str) -> str:
    """A text by which names stand in the order of pinyin: same sounds stay together, then by the characters."""
    return " ".join(syllables(name))[:120]


def search_key(name: str) -> str:
    """What is searched: the whole pinyin, a space, the initials; ``zhangsan zs``."""
    parts = [part for part in syllables(name) if part.isalnum()]
    return f"{''.join(parts)} {''.join(part[0] for part in parts)}"[:160]


def masked_name(name: str) -> str:
    """The family name alone: 张＊＊. A compound surname is kept whole; one character alone shows nothing of itself."""
    name = name.strip()
    if len(name) < 2:
        return "＊"
    kept = 2 if len(name) > 2 and name[:2] in COMPOUND | _TWO else 1
    return name[:kept] + "＊" * min(len(name) - kept, 2)


_TWO = dict.fromkeys(
    ("欧阳", "上官", "司马", "诸葛", "夏侯", "皇甫", "公孙", "慕容", "司徒", "令狐", "端木", "东方", "南宫", "轩辕"), ""
)
