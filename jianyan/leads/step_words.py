"""Why a step is the next one, in words; and what the filters of an address are called when they are passed over."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jianyan.core.next_step import Why

WHY = {
    Why.talk: _("先与监督员通话，了解情况"),
    Why.talk_again: _("上次没有打通，再联系一次"),
    Why.bring: _("已了解情况，转给承办部门"),
    Why.bring_on: _("部门已退回，重新转办"),
    Why.fix: _("转办已满规定次数，由负责人指定"),
    Why.take: _("部门还没有签收"),
    Why.decide: _("部门申请延期，等您审批"),
    Why.check: _("同事起草的答复等您审核"),
    Why.submit: _("已签收，起草答复并送同事审核"),
    Why.answer: _("已签收，等部门答复"),
    Why.keep: _("部门有承诺，办成后再次答复"),
    Why.soon: _("部门快到期"),
    Why.late: _("部门已逾期"),
    Why.ask: _("部门已答复，问问监督员是否解决"),
    Why.end_unreached: _("多次没有联系上，说明后办结"),
    Why.end_unwanted: _("监督员不需要回访，说明后办结"),
}


def passed_over(names: Iterable[str | Promise]) -> str:
    """The sentence that says which values of an address are not known; empty when all are."""
    said = gettext("、").join(dict.fromkeys(str(name) for name in names))
    return gettext("地址里有不认识的条件，没有采用：{names}。").format(names=said) if said else ""
