"""电话沟通 (5.1.g), and 转办 in the same step (5.1.h)."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from jianyan.leads.actions.call import LONGEST
from jianyan.leads.forms.base import VerbForm, text
from jianyan.leads.forms.dispatch import DispatchFields

TOLD = ("verified", "added", "expected")


class CallForm(DispatchFields):
    """What a call found out; and, where ``then`` says so, the dispatch that follows at once.

    The inputs of the dispatch are always there, and are read only then.
    """

    verified = text(
        _("核实情况"), LONGEST, rows=5, hint=_("事情是否属实，什么时候、在哪个窗口、经过怎样；部门看不到这份记录")
    )
    added = text(_("补充信息"), LONGEST, rows=3, required=False, hint=_("还有什么材料或线索"))
    expected = text(_("期望结果"), LONGEST, rows=2, required=False, hint=_("监督员认为怎样算解决"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.onward = self.data.get("then") == "dispatch"

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        if not self.onward:  # what is wrong with a dispatch that nobody asks for
            for name in set(self.errors) & set(DispatchFields.base_fields):
                del self.errors[name]
        return found

    def values(self) -> dict[str, Any]:
        """The arguments of the call alone, or of call and dispatch."""
        return {name: value for name, value in self.cleaned_data.items() if self.onward or name in TOLD}


class UnansweredForm(VerbForm):
    """A call that nobody answered."""

    words_ = text(_("备注"), LONGEST, rows=2, required=False, hint=_("例：占线；已发短信约下午再联系"))
