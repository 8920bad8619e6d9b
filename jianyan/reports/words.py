"""The words for bulletins: states, acts, refusals, as pages show them."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jianyan.core.bulletin import Trouble
from jianyan.core.flow import Refused

Text = str | Promise

#: What is said when an act is refused, by its code.
REFUSALS: dict[str, Text] = {
    "not_begun": _("这个季度还没有开始，没有可以统计的。"),
    "already_drafted": _("这个季度的通报已经起草了。"),
    "wrong_hat": _("您的角色不能这样做。"),
    "wrong_state": _("通报的状态已变化，现在不能这样做。"),
    "stale": _("在您修改的时候，别人已经改过。您写的内容都还在，请看过对方的修改后再保存。"),
    "wrong_words": _("文字有需要改的地方。"),
    "text_required": _("请填写此项。"),
    "too_long": _("最多 {longest} 个字，请精简。"),
    "no_section": _("请选择更正的是哪一部分。"),
    "not_over": _("这个季度还没有结束，可以起草，不能定稿。"),
    "figures_early": _("数据是在季度结束之前统计的，请先重新统计，再定稿。"),
    "open_comments": _("还有审阅意见没有处理，处理完才能定稿。"),
    "section_wrong": _("“{title}”的文字与现在的数据对不上，请先修改。"),
}

#: What is wrong with the words of a section, by the code of `core.bulletin.check`.
TROUBLES: dict[str, Text] = {
    "empty": _("请写正文；没有情况的，也请说明。"),
    "too_long": _("最多 {about} 个字，请精简。"),
    "brace": _("大括号只能用来写数据的名称。"),
    "unknown": _("没有名为“{about}”的数据，请从右边的清单里选。"),
    "missing": _("这一部分要写明“{about}”，请保留 {{{about}}}。"),
    "typed": _("“{about}”是手写的数字。数字由系统写入，请改用数据的名称。"),
}


def trouble(found: Trouble) -> str:
    """What is wrong with the words of a section, in a sentence."""
    return str(TROUBLES[found.code]).format(about=found.about)


def refusal(no: Refused) -> str:
    """The sentence that a refusal shows."""
    return str(REFUSALS.get(no.code, gettext("现在不能这样做。"))).format(**no.params)
