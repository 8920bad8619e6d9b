"""Rules and their changes as pages and papers show them, in the language of the page."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jianyan.core.rule_changes import Change, changes
from jianyan.core.rulebook import Item, Rulebook, words_of
from jianyan.rules import draft_words, values, words
from jianyan.ui.formats import in_english

#: The sections of the page in order, with their headings.
SECTIONS: tuple[tuple[str, str | Promise], ...] = (
    ("clocks", _("时限")),
    ("grades", _("等级")),
    ("numbers", _("数值")),
    ("duties", _("职责")),
    ("kinds", _("线索类型")),
    ("fields", _("领域")),
    ("aspects", _("变化的角度")),
    ("effects", _("影响的方向")),
    ("stages", _("企业的阶段")),
    ("categories", _("聘任范围")),
    ("levels", _("监督员身份")),
    ("conditions", _("聘任条件")),
    ("procedure", _("聘任程序")),
    ("scores", _("评优")),
    ("merits", _("评优计分")),
    ("ranking", _("评优排名")),
)
TITLES = dict(SECTIONS)

#: What a page shows of a rule, and the parts of a rule that stand in it; texts do in the language of the page.
_SHOWN = ("title", "value", "words", "note")
_COVERED = {"amount", "unit", "value", "points", "veto", "at_least", "per", "who", "what", "channel", "negative"}
_COVERED |= {"starts", "close", "warn", "by", "among"}
_TEXTS = ("title", "words", "hint")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One rule: what addresses point at, its name, its value with the unit, its words, and where it comes from."""

    anchor: str
    title: str
    value: str
    words: str
    note: str
    clause: str
    basis: str
    basis_key: str
    changed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A part of the rulebook."""

    key: str
    title: str | Promise
    lines: list[Line]

    @property
    def changed(self) -> int:
        """How many of its rules are not as they were."""
        return sum(line.changed for line in self.lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One thing about a rule, before and after; ``name`` is that of the field, or of what the page shows of several."""

    name: str
    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """A rule that is not as it was."""

    rule: str
    section: str
    name: str
    sort: str
    tone: str
    parts: list[Part]


def sections(rules: Rulebook, changed: Collection[str] = ()) -> list[Section]:
    """The rulebook as the page shows it; a section without rules is left out. ``changed``: the rules to be marked."""
    found = []
    for key, title in SECTIONS:
        items: dict[str, Item] = getattr(rules, key)
        lines = [_line(rules, key, name, item, changed) for name, item in items.items()]
        if lines:
            found.append(Section(key=key, title=title, lines=lines))
    return found


def _line(rules: Rulebook, section: str, name: str, item: Item, changed: Collection[str]) -> Line:
    return Line(
        anchor=f"{section}.{name}",
        title=values.name(item),
        value=values.value(item),
        words=words.words(item),
        note=values.note(item),
        clause=item.clause,
        basis=words.title(rules.basis[item.basis]),
        basis_key=item.basis,
        changed=f"{section}.{name}" in changed,
    )


def name_of(item: Item) -> str:
    """What a rule is called; a condition by its words."""
    return values.name(item) or words.words(item)


def rule_name(rules: Rulebook, place: str) -> str:
    """时限 · 电话沟通; for no place the whole, for a section its heading, for one that is not there itself."""
    if not place:
        return gettext("全文")
    section, _dot, key = place.partition(".")
    if section not in TITLES:
        return place
    item = getattr(rules, section).get(key)
    return f"{TITLES[section]} · {name_of(item)}" if item else place if key else str(TITLES[section])


def places(rules: Rulebook) -> list[tuple[str, list[tuple[str, str]]]]:
    """The rules as the choices of a form, by section."""
    return [
        (str(title), [(f"{key}.{name}", name_of(item)) for name, item in getattr(rules, key).items()])
        for key, title in SECTIONS
    ]


def shown(before: Rulebook, after: Rulebook) -> list[Changed]:
    """What differs between two versions, as a page shows it."""
    return [_changed(change, before, after) for change in changes(before, after)]


def _changed(change: Change, before: Rulebook, after: Rulebook) -> Changed:
    was, now = _texts(change.before), _texts(change.after)
    ours = [f"{name}_en" if in_english() else name for name in _TEXTS]
    parts = [
        Part(name=name, label=str(draft_words.FIELDS[name]), before=was[name], after=now[name])
        for name in _SHOWN
        if was[name] != now[name]
    ]
    for name in change.fields:
        if name not in _COVERED and name not in ours:
            texts = (_text(change.before, name, before), _text(change.after, name, after))
            label = draft_words.IN_CHINESE.get(name) or draft_words.FIELDS.get(name, name)
            parts.append(Part(name=name, label=str(label), before=texts[0], after=texts[1]))
    return Changed(
        rule=change.rule,
        section=str(TITLES[change.section]),
        name=_name(change),
        sort=str(draft_words.SORTS[change.sort]),
        tone=draft_words.SORT_TONES[change.sort],
        parts=parts,
    )


def _name(change: Change) -> str:
    """What the rule is called now, or was while it was there."""
    now = name_of(change.after) if change.after else ""
    return now or (name_of(change.before) if change.before else change.rule)


def _texts(item: Item | None) -> dict[str, str]:
    if item is None:
        return dict.fromkeys(_SHOWN, "")
    return {
        "title": values.name(item),
        "value": values.value(item),
        "words": words.words(item),
        "note": values.note(item),
    }


def _text(item: Item | None, name: str, rules: Rulebook) -> str:
    """A part that the page does not show otherwise."""
    if item is None:
        return ""
    value = getattr(item, name)
    if name in ("words", "words_en"):
        return words_of(item, "en" if name == "words_en" else "zh")
    if name == "basis":
        return words.title(rules.basis[value])
    if name == "part":
        return words.title_of(rules.scores, value)
    if name == "ties":
        return gettext("、").join(words.title_of(rules.scores, each) for each in value)
    if isinstance(value, bool):
        return gettext("是") if value else gettext("否")
    if isinstance(value, list):
        return gettext("、").join(str(draft_words.ASKS.get(each, each)) for each in value)
    return str(value)
