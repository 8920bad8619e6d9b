"""The filters of the desk. An address may be typed by hand: what is not known is passed over."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jianyan.accounts.models import Department, RoleName
from jianyan.accounts.queries import Actor
from jianyan.core.clocks import Light
from jianyan.core.opinion import clean_text
from jianyan.core.rulebook import Rulebook
from jianyan.leads.models import Grade
from jianyan.leads.queries.queue import QUEUES, Wanted
from jianyan.leads.words import unit_name
from jianyan.rules.words import titles

WORDS_MAX = 60
ALL: list[tuple[str, Any]] = [("", _("全部"))]


class QueueForm(forms.Form):
    """What the queue is narrowed to; an officer sees their own supervisors' leads unless they ask for all."""

    q = forms.CharField(label=_("编号、标题或监督员"), required=False)
    light = forms.ChoiceField(
        label=_("期限"),
        required=False,
        choices=[*ALL, (Light.red, _("逾期")), (Light.yellow, _("临期")), (Light.green, _("正常"))],
    )
    department = forms.TypedChoiceField(label=_("主办部门"), required=False, coerce=int, empty_value=None)
    kind = forms.ChoiceField(label=_("类型"), required=False)
    grade = forms.ChoiceField(label=_("等级"), required=False, choices=[*ALL, *Grade.choices])
    who = forms.ChoiceField(
        label=_("监督员"), required=False, choices=[("mine", _("我联系的")), ("all", _("全部专员的"))]
    )

    def __init__(
        self, data: Mapping[str, Any], *, actor: Actor, book: Rulebook | None, units: Iterable[Department]
    ) -> None:
        # An officer's own desk; the head looks after all of them.
        self.usual = "all" if actor.has(RoleName.head) else "mine"
        sent = {name: data.get(name, "") for name in self.base_fields}
        super().__init__({**sent, "who": sent["who"] or self.usual}, auto_id="queue_%s")
        offered: dict[str, list[tuple[Any, str]]] = {
            "department": [(unit.pk, unit_name(unit)) for unit in units],
            "kind": titles(book.kinds) if book else [],
        }
        for name, choices in offered.items():
            self.fields[name].choices = [*ALL, *choices]  # type: ignore[attr-defined]
        self.queue = data.get("queue", "") if data.get("queue", "") in QUEUES else ""

    def wanted(self) -> Wanted:
        """The filters of an address; a value that is not valid is passed over."""
        self.is_valid()
        known = self.cleaned_data
        return Wanted(
            queue=self.queue,
            light=known.get("light") or "",
            department=known.get("department"),
            kind=known.get("kind") or "",
            grade=known.get("grade") or "",
            words=clean_text(known.get("q") or "", lines=False)[:WORDS_MAX],
            mine=(known.get("who") or self.usual) == "mine",
        )
