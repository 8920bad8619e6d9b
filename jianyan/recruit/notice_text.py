"""The text of a recruitment notice as the rules give it: a beginning for whoever writes it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from jianyan.accounts.models import Zone
from jianyan.core.rulebook import Rulebook, words_of
from jianyan.core.terms import term_of

_FIGURES = "一二三四五六七八九十"


def notice_text(
    zone: Zone,
    rules: Rulebook,
    *,
    term_starts: date | None,
    opens_on: date | None,
    closes_on: date | None,
    places: Mapping[str, int],
    contact: str = "",
    email: str = "",
) -> str:
    """The notice in Chinese, whatever the language of the page: the document is one of the office.

    What is not known yet is left out, not invented.
    """
    parts = (
        ("选聘名额", _places(rules, places)),
        ("聘任条件", _numbered(words_of(each) for each in rules.conditions.values() if not each.negative)),
        (
            "有下列情形的，不予聘任",
            _numbered(words_of(each) for each in rules.conditions.values() if each.negative),
        ),
        ("聘期", [_term(rules, term_starts)]),
        ("报名办法", _ways(opens_on, closes_on)),
        ("选聘程序", [f"{'、'.join(step.title for step in rules.procedure.values())}。"]),
        ("联系方式", _contact(contact, email)),
    )
    kept = [(title, lines) for title, lines in parts if lines]
    text = [
        f"为推动持续优化营商环境，根据《{rules.title.strip('《》')}》，现面向社会和各单位选聘{zone.name}营商环境监督员，"
        "有关事项公告如下。"
    ]
    for place, (title, lines) in enumerate(kept):
        text += [f"{_FIGURES[place]}、{title}", *lines]
    return "\n".join([*text, "", zone.office_name])


def round_title(zone: Zone, term_starts: date) -> str:
    """What a round is called, as it is proposed."""
    return f"{term_starts.year}年度{zone.name}营商环境监督员选聘"


def _places(rules: Rulebook, places: Mapping[str, int]) -> list[str]:
    lines = []
    for channel, name in (("social", "社会监督员"), ("internal", "内部监督员")):
        each = [
            f"{category.title}{places[key]}名"
            for key, category in rules.categories.items()
            if (category.channel or "social") == channel and places.get(key)
        ]
        if each:
            lines.append(f"{name}：{'、'.join(each)}。")
    return lines


def _numbered(lines: Iterable[str]) -> list[str]:
    return [f"（{_FIGURES[place]}）{line}" for place, line in enumerate(list(lines)[: len(_FIGURES)])]


def _term(rules: Rulebook, starts: date | None) -> str:
    limit = words_of(rules.numbers["term_limit"])
    years = rules.number_of("term_years")
    if starts is None:
        return f"聘期{years}年。{limit}"
    return f"聘期{years}年，自{_day(starts)}至{_day(term_of(starts, years).ends)}。{limit}"


def _ways(opens_on: date | None, closes_on: date | None) -> list[str]:
    lines = ["社会监督员可以本人在网上自荐，也可以由单位推荐；内部监督员由所在单位推荐。"]
    if opens_on and closes_on:
        lines.append(f"报名时间：{_day(opens_on)}至{_day(closes_on)}（含当日）。")
    return lines


def _contact(contact: str, email: str) -> list[str]:
    said = [f"咨询电话：{contact}" if contact else "", f"受理邮箱：{email}" if email else ""]
    return ["；".join(filter(None, said)) + "。"] if any(said) else []


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
