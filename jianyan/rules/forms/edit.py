"""The inputs of a draft: a rule's own fields as its type says them, or a whole text."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _
from msgspec import inspect

from jianyan.core.opinion import clean_text
from jianyan.core.rule_text import LONGEST, RulebookError
from jianyan.core.rulebook import Item, Kind, Number, Rulebook
from jianyan.rules import draft_words, shown, values, words
from jianyan.rules.actions.base import LONGEST as LONGEST_TEXT

#: What the code goes by, which is not for a page: a number is read in its unit.
FIXED: dict[type[Item], frozenset[str]] = {Number: frozenset({"unit"}), Kind: frozenset({"asks"})}

_UNITS = {"workday": _("工作日"), "day": _("天"), "month": _("月"), "quarter": _("季度"), "term": _("聘期")}
_CHOICES: dict[str, dict[Any, Any]] = {
    "by": {"each": _("每次计分"), "share": _("按占任职月数的比例计分")},
    "among": {"channel": _("分通道排名"), "all": _("全体排名")},
    "unit": _UNITS,
    "per": _UNITS,
    "starts": values.STARTS,
    "close": values.CLOSES,
    "channel": values.CHANNELS,
    "who": values.WHO,
    "what": values.WHAT,
}


def figures(kind: type[Item]) -> list[str]:
    """The names of the parts of a rule that are numbers."""
    return [name for name, field in _types(kind).items() if _figure(field)]


def _types(kind: type[Item]) -> dict[str, inspect.Type]:
    """The parts of a rule that can be edited on a page, with their types."""
    fixed = FIXED.get(kind, frozenset())
    info = inspect.type_info(kind)
    if not isinstance(info, inspect.StructType):
        raise TypeError(kind)
    return {field.name: field.type for field in info.fields if field.name not in fixed}


def _label(name: str) -> Any:
    return draft_words.FIELDS.get(name, name)


def _figure(type_: inspect.Type) -> bool:
    parts = type_.types if isinstance(type_, inspect.UnionType) else (type_,)
    return all(isinstance(part, inspect.IntType | inspect.FloatType) for part in parts)


def _input(name: str, type_: inspect.Type, rules: Rulebook) -> forms.Field | None:
    """The input for a part of a rule; None for what no page edits."""
    label = _label(name)
    if name in ("basis", "part"):
        among = rules.basis if name == "basis" else {key: it for key, it in rules.scores.items() if not it.veto}
        return forms.ChoiceField(label=label, choices=words.titles(among))
    match type_:
        case inspect.IntType():
            return forms.IntegerField(label=label, min_value=type_.ge, max_value=type_.le)
        case inspect.BoolType():
            return forms.BooleanField(label=label, required=False)
        case inspect.StrType():
            wide = name.startswith(("words", "hint"))
            widget = forms.Textarea(attrs={"rows": 3}) if wide else forms.TextInput()
            return forms.CharField(label=label, max_length=type_.max_length, widget=widget)
        case inspect.EnumType():
            return _choice(name, [each.value for each in type_.cls])
        case inspect.LiteralType():
            return _choice(name, type_.values)
        case inspect.UnionType() if _figure(type_):
            return forms.FloatField(label=label, error_messages={"invalid": _("请填写数字，如 15 或 0.2")})
        case inspect.UnionType(types=types):
            found = next((part for part in types if isinstance(part, inspect.LiteralType)), None)
            return _choice(name, ["", *sorted(map(str, found.values))]) if found else None
    return None


def _choice(name: str, keys: Iterable[Any]) -> forms.ChoiceField:
    known = {getattr(key, "value", key): label for key, label in _CHOICES.get(name, {}).items()}
    choices = [(key, known.get(key, key) if key else _("不限")) for key in keys]
    label = _label(name)
    return forms.ChoiceField(label=label, choices=choices, required="" not in dict(choices))


class RulesForm(forms.Form):
    """Parts of rules by dotted place: what `edit` takes."""

    use_required_attribute = False

    def __init__(self, *args: Any, rules: Rulebook, **options: Any) -> None:
        super().__init__(*args, **options)
        self.rules = rules

    def add(self, place: str, name: str, type_: inspect.Type, value: Any) -> str:
        """Add the input for a part of the rule at a place; returns its name, empty where there is none."""
        field = _input(name, type_, self.rules)
        if field is None:
            return ""
        key = f"{place}.{name}"
        self.fields[key] = field
        self.initial[key] = getattr(value, "value", value)
        return key

    def add_figures(self, place: str, wanted: Collection[str] = ()) -> list[str]:
        """Add the inputs for the numbers of the rule at a place, or for the parts that are wanted; returns their names.

        A veto has no points.
        """
        section, _dot, key = place.partition(".")
        item: Item = getattr(self.rules, section)[key]
        types = _types(type(item))
        names = [name for name in types if name in wanted] if wanted else figures(type(item))
        made = []
        for name in names:
            if name == "points" and getattr(item, "veto", False):
                continue
            field = self.add(place, name, types[name], getattr(item, name))
            # The same label on every line would say to nobody who only hears it which rule it is of.
            self.fields[field].widget.attrs["aria-label"] = f"{shown.name_of(item)} {self.fields[field].label}"
            if isinstance(item, Number) and item.unit == "share":
                self.fields[field].help_text = _("写成小数，如 0.2 即 20%")
            made.append(field)
        return made

    def edited(self) -> dict[str, object]:
        """What was changed, by place; an optional choice that is not made any more is None."""
        found: dict[str, object] = {}
        for key, value in self.cleaned_data.items():
            if value != self.initial.get(key):
                found[key] = (value or None) if isinstance(self.fields[key], forms.ChoiceField) else _plain(value)
        return found

    def refuse_rule(self, no: RulebookError) -> None:
        """Show why the rulebook cannot be used at the field that it is about, else on top with its place."""
        if no.key in self.fields:
            self.add_error(no.key, draft_words.error(no))
            return
        place = shown.rule_name(self.rules, ".".join(no.key.split(".")[:2]))
        self.add_error(None, draft_words.error_at(no, place))


def _plain(value: object) -> object:
    """A whole number as such, for the text says 25, not 25.0; a text without what cannot be seen."""
    if isinstance(value, str):
        return clean_text(value)
    return int(value) if isinstance(value, float) and value.is_integer() else value


class SectionForm(RulesForm):
    """The figures of every rule of a section; ``lines`` pairs each rule with the names of its inputs."""

    def __init__(self, *args: Any, section: str, **options: Any) -> None:
        super().__init__(*args, **options)
        items: dict[str, Item] = getattr(self.rules, section)
        self.inputs = {f"{section}.{key}": self.add_figures(f"{section}.{key}") for key in items}


class RuleForm(RulesForm):
    """All parts of one rule that a page edits."""

    def __init__(self, *args: Any, section: str, key: str, **options: Any) -> None:
        super().__init__(*args, **options)
        item = getattr(self.rules, section)[key]
        for name, type_ in sorted(_types(type(item)).items(), key=lambda pair: _ORDER.get(pair[0], 9)):
            self.add(f"{section}.{key}", name, type_, getattr(item, name))


#: What is read first stands first: the name, the figures, the words.
_ORDER = {
    name: place
    for place, names in enumerate(
        (
            ("title", "title_en"),
            ("amount", "value", "points", "at_least"),
            ("unit", "starts", "close", "warn", "per"),
            ("words", "words_en"),
        )
    )
    for name in names
} | {"clause": 20, "basis": 20}


class AboutForm(RulesForm):
    """What the whole is called, and its status."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in ("title", "title_en", "status", "status_en"):
            self.fields[name] = forms.CharField(label=_label(name), max_length=200)
            self.initial[name] = getattr(self.rules, name)


class TextFile(forms.Form):
    """A rulebook as TOML. ``text`` holds it after a successful validation."""

    use_required_attribute = False

    file = forms.FileField(label=_("TOML 文件"), help_text=_("UTF-8，不超过 200 KB；版本号由系统编"))
    text = ""

    def clean_file(self) -> UploadedFile:
        """Read it when it is small enough to be one."""
        file: UploadedFile = self.cleaned_data["file"]
        # A character of Chinese takes three bytes.
        if (file.size or 0) > LONGEST * 3:
            raise forms.ValidationError(_("文件太大。"))
        try:
            self.text = file.read().decode("utf-8-sig").replace("\r\n", "\n")
        except UnicodeDecodeError as no:
            raise forms.ValidationError(_("读不出这个文件：请存为 UTF-8 编码的 TOML。")) from no
        return file


class NewDraft(TextFile):
    """A new draft: why, and a text of its own where there is one."""

    why = forms.CharField(
        label=_("修订说明"),
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("为什么修订；征求意见时给大家看"),
    )
    field_order = ("why", "file")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["file"].required = False
        self.fields["file"].help_text = _("可以不选：不选就从最新一版开始改")

    def clean_file(self) -> Any:
        return super().clean_file() if self.cleaned_data.get("file") else None
