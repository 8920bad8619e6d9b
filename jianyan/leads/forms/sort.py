"""汇总梳理 (5.1.f): classify, merge, split."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from jianyan.core.opinion import BODY_MAX, LINE_MAX, SUGGESTION_MAX, TITLE_MAX, Opinion
from jianyan.core.rulebook import Rulebook
from jianyan.leads.actions import sort
from jianyan.leads.forms.base import Label, VerbForm, text, typed, written
from jianyan.leads.models import Grade
from jianyan.leads.queries.page import LeadPage
from jianyan.rules.words import titles
from jianyan.ui.fields import errors_of

ASKED = ("aspect", "policy", "effect", "stage")
NONE: list[tuple[str, Label]] = [("", _("请选择"))]


class Keys(forms.Form):
    """Kind and field of a lead with what the kind asks for, as the rulebook names them."""

    kind = forms.ChoiceField(label=_("类型"))
    field = forms.ChoiceField(label=_("领域"))
    aspect = forms.ChoiceField(label=_("属于哪种变化"), required=False)
    policy = forms.CharField(label=_("涉及哪项政策"), max_length=LINE_MAX["policy"], required=False)
    effect = forms.ChoiceField(label=_("影响方向"), required=False)
    stage = forms.ChoiceField(label=_("企业处在哪个阶段"), required=False)

    def choose(self, book: Rulebook, channel: str, *, kind: str = "") -> None:
        """Offer the channel's kinds, and of the further answers those that ``kind`` asks for (any kind's without)."""
        kinds = book.kinds_of(channel)
        asking = [kinds[kind]] if kind in kinds else list(kinds.values())
        asked = {name for one in asking for name in one.asks}
        self._offer("kind", titles(kinds))
        self._offer("field", titles(book.fields))
        for name, items in (("aspect", book.aspects), ("effect", book.effects), ("stage", book.stages)):
            self._offer(name, [*NONE, *titles(items)])
        for name in [name for name in ASKED if name not in asked]:
            del self.fields[name]

    def _offer(self, name: str, choices: list[Any]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]


class ClassifyForm(VerbForm, Keys):
    """Kind, field, case or common, grade."""

    common = forms.BooleanField(label=_("共性问题"), required=False, help_text=_("多家企业都遇到，或多人反映同一问题"))
    grade = forms.ChoiceField(
        label=_("等级"), choices=[("", _("暂不定级")), *Grade.choices], required=False, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, about: LeadPage, **kwargs: Any) -> None:
        super().__init__(*args, about=about, **kwargs)
        for name in ("kind", "field", *ASKED, "common", "grade"):
            self.initial.setdefault(name, getattr(about.lead, name))
        kind = self.data.get("kind") or self.initial["kind"]
        self.choose(about.book, about.lead.identity.supervisor.channel, kind=kind)

    @property
    def further(self) -> list[forms.BoundField]:
        """The answers that the kind asks for."""
        return [self[name] for name in ASKED if name in self.fields]


class MergeForm(VerbForm):
    """Which lead it is the same as, and why."""

    into = forms.IntegerField(
        label=_("并入哪一条"),
        min_value=1,
        max_value=2**31,
        error_messages={"required": _("请选择要并入的线索")},
    )
    reason = text(_("并案理由"), sort.LONGEST, rows=3, hint=_("例：同一窗口同一要件，两位监督员先后反映"))


class PartForm(Keys):
    """One part of a split lead; everything else is taken over from the whole."""

    use_required_attribute = False

    title = forms.CharField(label=_("标题"), max_length=TITLE_MAX)
    body = text(_("情况描述"), BODY_MAX, rows=5)
    suggestion = text(_("建议"), SUGGESTION_MAX, rows=2, required=False)
    place = forms.CharField(label=_("涉及部门或窗口"), max_length=LINE_MAX["place"], required=False)

    def __init__(self, *args: Any, about: LeadPage, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.about = about
        self.choose(about.book, about.lead.identity.supervisor.channel)
        self.order_fields(["title", "body", "suggestion", "place", "kind", "field", *ASKED])

    def opinion(self) -> Opinion:
        """The part with what it takes over from the whole."""
        return replace(sort.opinion_of(self.about.lead), **{n: self.cleaned_data[n] for n in self.fields})


class SplitForm(VerbForm):
    """Two or more parts. ``parts`` are their forms; `redrawn` with ``add`` has one more."""

    count = forms.IntegerField(widget=forms.HiddenInput, min_value=2, max_value=100)

    def __init__(self, *args: Any, about: LeadPage, parts: list[dict[str, Any]] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, about=about, **kwargs)
        if self.is_bound:
            self.parts = [PartForm(self.data, about=about, prefix=f"part-{n}") for n in range(self._count())]
        else:
            whole = [{"title": about.lead.title}, {}] if parts is None else parts
            filled = [{**_taken_over(about), **part} for part in whole]
            self.parts = [
                PartForm(initial=part, about=about, prefix=f"part-{place}") for place, part in enumerate(filled)
            ]
            self.initial["count"] = len(self.parts)

    def _count(self) -> int:
        sent = str(self.data.get("count", ""))
        most = self.about.book.number_of("form_max_leads")
        return min(max(int(sent), 2), most) if sent.isascii() and sent.isdigit() and len(sent) < 4 else 2

    @classmethod
    def redrawn(cls, data: QueryDict, *, about: LeadPage) -> SplitForm:
        """The parts as typed so far, and an empty one more where that was asked for."""
        parts = [typed(part) for part in cls(data, about=about).parts]
        if data.get("redraw") == "add" and len(parts) < about.book.number_of("form_max_leads"):
            parts.append({"body": ""})
        return cls(about=about, parts=parts)

    @property
    def summary(self) -> dict[str, Any]:
        """The errors of all parts together, for the summary on top."""
        general, entries = errors_of([self, *self.parts])
        return {"general": general, "entries": entries, "total": len(general) + len(entries)}

    def is_valid(self) -> bool:
        checked = [part.is_valid() for part in self.parts]
        return super().is_valid() and all(checked)

    def values(self) -> dict[str, Any]:
        return {"parts": [part.opinion() for part in self.parts]}

    def texts(self) -> list[tuple[str, str]]:
        return [found for part in self.parts for found in written(part)]

    def mark(self, place: int, name: str, problem: Label) -> None:
        part = self.parts[place]
        part.add_error(name if name in part.fields else None, forms.ValidationError(problem))


def _taken_over(about: LeadPage) -> dict[str, Any]:
    """What a part starts with."""
    lead = about.lead
    return {name: getattr(lead, name) for name in ("body", "suggestion", "place", "kind", "field", *ASKED)}
