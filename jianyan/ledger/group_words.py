"""The words for groups and for anonymising: the rows that they leave in the ledger."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise

#: As in `ledger.words.WORDS`: verb → its short name, then the parts of its sentence.
WORDS: dict[str, tuple[Text, ...]] = {
    "group.announce": (_("发布群公告"), _("发布群公告至{groups}"), _("成员 {members} 人")),
    "group.take_back": (_("撤回群公告"), _("撤回群公告，已写明原因")),
    "group.ask": (_("公告提问"), _("在群公告下提问")),
    "group.answer": (_("回答提问"), _("回答群公告下的提问")),
}
