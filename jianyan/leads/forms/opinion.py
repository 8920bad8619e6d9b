"""The opinion form as it is typed: any number of leads, kept exactly as they are until they can be filed.

What is wrong with a lead, `core.opinion` says; the form only shows it. So nothing here refuses anything.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import fields
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from jianyan.core import opinion as core
from jianyan.core.opinion import Opinion
from jianyan.core.rulebook import Rulebook
from jianyan.leads.words import PROBLEMS
from jianyan.rules import words as rules
from jianyan.ui.fields import errors_of

#: One lead as typed: the names of `Opinion`, texts as they came and ticks as booleans; `basket` holds its files.
Typed = dict[str, Any]

BLANK: Typed = {f.name: f.default for f in fields(Opinion)} | {"basket": ""}
TICKS = frozenset(name for name, value in BLANK.items() if isinstance(value, bool))
#: Answers that only some kinds ask for.
ASKED = ("aspect", "policy", "effect", "stage")
#: The place of the empty block from which the page makes another lead while it has no connection.
SPARE = 999
_NAME = re.compile(r"leads-(\d{1,3})-([a-z_]+)")


def _text(value: object) -> str:
    # A database that keeps JSON refuses the null character; nobody can have meant it.
    return value.replace("\x00", "") if isinstance(value, str) else ""


def typed_leads(post: QueryDict) -> list[Typed]:
    """The leads of a posted page in their order. A block without any known name is no lead."""
    places = sorted({int(found[1]) for name in post if (found := _NAME.fullmatch(name)) and found[2] in BLANK})
    return [
        {
            name: (post.get(f"leads-{place}-{name}", "") in ("on", "1"))
            if name in TICKS
            else _text(post.get(f"leads-{place}-{name}", ""))
            for name in BLANK
        }
        for place in places
    ]


def kept_leads(data: object) -> list[Typed]:
    """The leads of a draft, read without trust: it may have been saved by another version of this page."""
    leads = data.get("leads") if isinstance(data, Mapping) else None
    return [_as_typed(lead) for lead in leads if isinstance(lead, Mapping)] if isinstance(leads, list) else []


def _as_typed(lead: Mapping[str, object]) -> Typed:
    return {
        name: (lead[name] is True if name in TICKS else _text(lead[name])) if name in lead else default
        for name, default in BLANK.items()
    }


def is_blank(lead: Typed) -> bool:
    """Whether nothing was typed, chosen or uploaded; ticks alone say nothing."""
    return not any(core.clean_text(value) for name, value in lead.items() if name not in TICKS)


def written(leads: Iterable[Typed]) -> list[Typed]:
    """The leads with anything in them."""
    return [lead for lead in leads if not is_blank(lead)]


def opinions(leads: Iterable[Typed]) -> list[Opinion]:
    """The typed leads as the core takes them."""
    return [Opinion(**{name: value for name, value in lead.items() if name != "basket"}) for lead in leads]


def basket_of(lead: Typed) -> UUID | None:
    """The basket in which the files of a lead lie; None while it has none."""
    try:
        return UUID(lead["basket"])
    except ValueError:
        return None


def found_in(leads: Iterable[Typed], book: Rulebook, channel: str) -> dict[int, dict[str, str]]:
    """What the core finds wrong, by place and field; empty when the form can be filed."""
    checked = (core.problems(core.cleaned(one), book, channel) for one in opinions(leads))
    return {place: codes for place, codes in enumerate(checked) if codes}


class LeadForm(forms.Form):
    """One lead (一事一条) with the kinds of the supervisor's channel.

    Never bound: its values are the draft's, its errors are put in by `mark`.
    """

    kind = forms.ChoiceField(label=_("类型"), widget=forms.RadioSelect)
    aspect = forms.ChoiceField(label=_("属于哪种变化"), widget=forms.RadioSelect)
    policy = forms.CharField(label=_("涉及哪项政策"), help_text=_("写政策名称即可，例：落户扶持办法"))
    effect = forms.ChoiceField(label=_("影响方向"), widget=forms.RadioSelect)
    stage = forms.ChoiceField(label=_("企业处在哪个阶段"))
    field = forms.ChoiceField(label=_("领域"))
    title = forms.CharField(label=_("标题"), help_text=_("一事一条，一句话说清楚"))
    body = forms.CharField(
        label=_("情况描述"),
        help_text=_("发生了什么、经过怎样、影响到谁"),
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    happened = forms.CharField(label=_("发生时间"), required=False, help_text=_("大致时间也可以，例：11月中旬"))
    place = forms.CharField(label=_("涉及部门或窗口"), required=False, help_text=_("知道多少写多少"))
    suggestion = forms.CharField(
        label=_("您的建议"),
        required=False,
        help_text=_("希望怎样改进"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    common = forms.ChoiceField(
        label=_("个案还是共性"),
        choices=[("", _("个案：一家企业或一次办事遇到")), ("1", _("共性：多家企业都遇到"))],
        widget=forms.RadioSelect,
    )
    company = forms.CharField(label=_("涉及企业"), required=False)
    company_code = forms.CharField(
        label=_("统一社会信用代码"), required=False, help_text=_("18 位，营业执照上有；不清楚可以不填")
    )
    publishable = forms.BooleanField(
        label=_("同意公开"), required=False, help_text=_("办理结果可以隐去姓名和企业后在通报中引用")
    )
    hidden = forms.BooleanField(
        label=_("对承办部门隐名"),
        required=False,
        help_text=_("部门看到的是“隐名监督员”，看不到您的姓名、单位和提交时间；只有营商环境办知道是谁提出的"),
    )
    follow_up_wanted = forms.BooleanField(
        label=_("愿意接受回访"), required=False, help_text=_("部门答复后，专员会问您是否解决、是否满意")
    )

    def __init__(self, lead: Typed, *, place: int, book: Rulebook, channel: str) -> None:
        shown = {**lead, "common": "1" if lead["common"] else ""}
        super().__init__(initial=shown, prefix=f"leads-{place}", use_required_attribute=False)
        self.index, self.number = place, place + 1
        kinds = book.kinds_of(channel)
        self.examples = {key: rules.hint(kind) for key, kind in kinds.items()}
        #: For each answer that only some kinds ask for: the keys of those kinds, and their titles.
        self.asked_by = {
            name: [(key, rules.title(kind)) for key, kind in kinds.items() if name in kind.asks] for name in ASKED
        }
        self._choose("kind", rules.titles(kinds))
        self._choose("aspect", rules.titles(book.aspects))
        self._choose("effect", rules.titles(book.effects))
        self._choose("stage", [("", _("请选择")), *rules.titles(book.stages)])
        self._choose("field", [("", _("请选择")), *rules.titles(book.fields)])
        for name in (name for name in ASKED if not self.asked_by[name]):
            del self.fields[name]
        if channel != "internal":
            del self.fields["hidden"]
        longest = {"title": core.TITLE_MAX, "body": core.BODY_MAX, "suggestion": core.SUGGESTION_MAX, **core.LINE_MAX}
        for name, limit in longest.items():
            if name in self.fields:
                self.fields[name].max_length = limit  # type: ignore[attr-defined]

    def _choose(self, name: str, choices: list[tuple[str, Any]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def mark(self, codes: Mapping[str, str]) -> None:
        """Show what the core found, in words, at its fields; a field that this form does not have on top."""
        for name, code in codes.items():
            place = name if name in self.fields else NON_FIELD_ERRORS
            self.errors.setdefault(place, self.error_class()).append(PROBLEMS[code])

    @property
    def asked(self) -> list[dict[str, Any]]:
        """The fields that only some kinds ask for, each with those kinds."""
        return [
            {"bound": self[name], "kinds": " ".join(key for key, _title in asking), "titles": [t for _key, t in asking]}
            for name, asking in self.asked_by.items()
            if asking
        ]


def block_forms(
    leads: Iterable[Typed], book: Rulebook, channel: str, found: Mapping[int, Mapping[str, str]] | None = None
) -> list[LeadForm]:
    """One form for each lead, with what was found wrong."""
    made = [LeadForm(lead, place=place, book=book, channel=channel) for place, lead in enumerate(leads)]
    for place, codes in (found or {}).items():
        made[place].mark(codes)
    return made


def summary(blocks: Iterable[LeadForm]) -> list[dict[str, str]]:
    """The errors of all leads for the error summary, each with the number of its lead."""
    entries = []
    for block in blocks:
        general, own = errors_of([block])
        number = _("第 {n} 条").format(n=block.number)
        entries += [{"id": f"lead-{block.number}", "label": number, "text": text} for text in general]
        entries += [{**entry, "label": f"{number} {entry['label']}"} for entry in own]
    return entries
