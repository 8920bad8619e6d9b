"""The filters of the desk. An address may be typed by hand: what is not known is passed over."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.functional import Promise
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
from jianyan.ui.widgets import MonthInput

WORDS_MAX = 60
#: Filters behind “more”: what they offer is loaded when they are asked for.
FOLDED = ("department", "kind", "grade", "supervisor", "month")
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
    supervisor = forms.IntegerField(label=_("监督员"), required=False, min_value=1, max_value=2**31)
    month = forms.DateField(label=_("提交月份"), required=False, widget=MonthInput(), input_formats=["%Y-%m"])
    who = forms.ChoiceField(
        label=_("范围"), required=False, choices=[("mine", _("我联系的")), ("all", _("全部专员的"))]
    )

    def __init__(
        self,
        data: Mapping[str, Any],
        *,
        actor: Actor,
        book: Rulebook | None,
        units: Iterable[Department],
        people: Iterable[tuple[int, str]],
    ) -> None:
        sent = {name: data.get(name, "") for name in self.base_fields}
        super().__init__({**sent, "who": sent["who"] or _usual(actor)}, auto_id="queue_%s")
        self.mine = asks_mine(data, actor)
        offered: dict[str, list[tuple[Any, str]]] = {
            "department": [(unit.pk, unit_name(unit)) for unit in units],
            "kind": titles(book.kinds) if book else [],
        }
        if people := list(people):
            self.fields["supervisor"] = forms.TypedChoiceField(
                label=_("监督员"), required=False, coerce=int, empty_value=None, choices=[*ALL, *people]
            )
        for name, choices in offered.items():
            self.fields[name].choices = [*ALL, *choices]  # type: ignore[attr-defined]
        asked = data.get("queue", "")
        self.queue = asked if asked in QUEUES else ""
        #: The names of the filters whose values in the address are not known, and so are not applied.
        self.passed_over: list[str | Promise] = [_("待办")] if asked and not self.queue else []
        self.passed_over += [self.fields[name].label or name for name in self.errors if name in self.fields]
        self.errors.clear()  # said once on top, not at a field that may be folded away

    @property
    def folded(self) -> list[forms.BoundField]:
        """The filters behind “more”; where supervisors are too many for a list, the search finds them by name."""
        listed = isinstance(self.fields["supervisor"], forms.TypedChoiceField)
        return [self[name] for name in FOLDED if name != "supervisor" or listed]

    def wanted(self) -> Wanted:
        """The filters of an address; a value that is not valid is passed over."""
        known = self.cleaned_data
        return Wanted(
            queue=self.queue,
            light=known.get("light") or "",
            department=known.get("department"),
            kind=known.get("kind") or "",
            grade=known.get("grade") or "",
            supervisor=known.get("supervisor"),
            month=known.get("month"),
            words=clean_text(known.get("q") or "", lines=False)[:WORDS_MAX],
            mine=self.mine,
        )


def asks_mine(data: Mapping[str, Any], actor: Actor) -> bool:
    """Whether an address asks for the actor's own supervisors only: an officer's desk does, unless it says all."""
    who = data.get("who", "")
    return (who if who in ("mine", "all") else _usual(actor)) == "mine"


def _usual(actor: Actor) -> str:
    # An officer's own desk; the head looks after all of them.
    return "all" if actor.has(RoleName.head) else "mine"
