"""The words for what departments do before and beside their answers: drafts that are approved, contested deadlines."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from jianyan.core.flow import Verb

#: As in `ledger.words.WORDS`: verb → its short name, then the parts of its sentence.
WORDS: dict[str, tuple[str | Promise, ...]] = {
    f"lead.{Verb.submit_reply}": (_("答复送审"), _("{department}答复稿送审：{result}"), "{files}"),
    f"lead.{Verb.approve_reply}": (_("审核通过"), _("{department}审核通过答复稿")),
    f"lead.{Verb.send_back_reply}": (_("退回修改"), _("{department}退回答复稿修改")),
    f"lead.{Verb.withdraw_reply}": (_("撤回送审"), _("{department}撤回送审的答复稿")),
    f"lead.{Verb.contest}": (_("期限异议"), _("{department}对{clock}期限提出异议"), "{wish}", "{files}"),
    f"lead.{Verb.uphold_contest}": (
        _("异议成立"),
        _("对{clock}期限的异议成立"),
        _("期限由 {was} 改为 {now}"),
        "{excluded}",
        "{met}",
    ),
    f"lead.{Verb.reject_contest}": (_("异议不成立"), _("对{clock}期限的异议不成立，期限不变")),
}
