"""Which fonts the standard names, and which stands in where one is missing; never silently."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What a font is for."""

    heading = "title"
    body = "body"
    strong = "strong"
    second = "second"
    number = "number"


#: The fonts of the standard, as they are called on an office computer; .docx names these.
NAMED: dict[Role, str] = {
    Role.heading: "方正小标宋简体",
    Role.body: "仿宋_GB2312",
    Role.strong: "黑体",
    Role.second: "楷体_GB2312",
    Role.number: "宋体",
}
#: Families that are the same face under another name, then what may stand in, best first.
SAME: dict[Role, tuple[str, ...]] = {
    Role.heading: ("方正小标宋简体", "FZXiaoBiaoSong-B05S", "方正小标宋_GBK", "FZXiaoBiaoSong-B05"),
    Role.body: ("仿宋_GB2312", "FangSong_GB2312", "仿宋", "FangSong"),
    Role.strong: ("黑体", "SimHei"),
    Role.second: ("楷体_GB2312", "KaiTi_GB2312", "楷体", "KaiTi"),
    Role.number: ("宋体", "SimSun"),
}
INSTEAD: dict[Role, tuple[str, ...]] = {
    Role.heading: ("FandolSong", "Noto Serif CJK SC", "Source Han Serif SC", "Noto Serif SC"),
    Role.body: ("FandolFang R", "FandolFang", "Noto Serif CJK SC", "Source Han Serif SC", "Noto Serif SC"),
    Role.strong: ("FandolHei", "Noto Sans CJK SC", "Source Han Sans SC", "Noto Sans SC"),
    Role.second: ("FandolKai", "Noto Serif CJK SC", "Source Han Serif SC", "Noto Serif SC"),
    Role.number: ("FandolSong", "Noto Serif CJK SC", "Source Han Serif SC", "Noto Serif SC"),
}
#: Behind every face: characters that it lacks.
BEHIND = ("Noto Serif CJK SC", "Source Han Serif SC", "Noto Sans CJK SC", "Source Han Sans SC", "Noto Sans SC")


@dataclass(frozen=True, slots=True)
class Faces:
    """The families for each role, best first, and what stands in for what: (named, used)."""

    families: dict[Role, tuple[str, ...]]
    stand_ins: tuple[tuple[str, str], ...]


def faces(there: Collection[str]) -> Faces:
    """Choose from the families that are there."""
    have = {family.casefold(): family for family in there}
    families: dict[Role, tuple[str, ...]] = {}
    instead: list[tuple[str, str]] = []
    for role in Role:
        same = [have[name.casefold()] for name in SAME[role] if name.casefold() in have]
        other = [have[name.casefold()] for name in (*INSTEAD[role], *BEHIND) if name.casefold() in have]
        families[role] = tuple(dict.fromkeys((*same[:1], *other)))
        if not same:
            instead.append((NAMED[role], families[role][0] if families[role] else ""))
    return Faces(families, tuple(instead))


def stand_ins(there: Collection[str]) -> list[tuple[str, str]]:
    """Fonts of the standard that are missing, each with what stands in for it; "" where nothing does."""
    return list(faces(there).stand_ins)
