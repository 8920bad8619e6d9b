"""电话沟通 (5.1.g)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from jianyan.leads.actions.call import LONGEST
from jianyan.leads.forms.base import VerbForm, text


class CallForm(VerbForm):
    """What a call found out."""

    verified = text(
        _("核实情况"), LONGEST, rows=5, hint=_("事情是否属实，什么时候、在哪个窗口、经过怎样；部门看不到这份记录")
    )
    added = text(_("补充信息"), LONGEST, rows=3, required=False, hint=_("还有什么材料或线索"))
    expected = text(_("期望结果"), LONGEST, rows=2, required=False, hint=_("监督员认为怎样算解决"))


class UnansweredForm(VerbForm):
    """A call that nobody answered."""

    words_ = text(_("备注"), LONGEST, rows=2, required=False, hint=_("例：占线；已发短信约下午再联系"))
