"""The words for special reports and instructions: states, acts, refusals, as pages show them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from jianyan.core.flow import Refused
from jianyan.core.special import InstructionState, SpecialState, SpecialVerb, Trouble
from jianyan.tasks import words as task_words

STATES = {SpecialState.draft: _("起草中"), SpecialState.offered: _("待签发"), SpecialState.signed: _("已签发")}
TONES = {SpecialState.draft: "", SpecialState.offered: "warn", SpecialState.signed: "ok"}
INSTRUCTIONS = {
    InstructionState.waiting: _("待分解"),
    InstructionState.under_way: _("办理中"),
    InstructionState.done: _("已落实"),
    InstructionState.noted: _("阅知"),
}
INSTRUCTION_TONES = {
    InstructionState.waiting: "warn",
    InstructionState.under_way: "info",
    InstructionState.done: "ok",
    InstructionState.noted: "",
}
#: What the message says when an act is done.
DONE = {
    SpecialVerb.refresh: _("已按现在的记录重新统计；改过的文字没有动，没改过的重新起草。"),
    SpecialVerb.offer: _("已送负责人签发。"),
    SpecialVerb.send_back: _("已退回修改。"),
    SpecialVerb.sign: _("专报已签发，编好期号，管委会领导已收到消息。"),
}
REFUSALS = {
    "not_begun": _("这个季度还没有开始，没有可以统计的。"),
    "already_drafted": _("这个季度的专报已经起草了。"),
    "wrong_hat": _("您的角色不能这样做。"),
    "wrong_state": _("专报的状态已变化，现在不能这样做。"),
    "stale": _("在您修改的时候，别人已经改过。您写的内容都还在，请看过对方的修改后再保存。"),
    "wrong_words": _("文字有需要改的地方。"),
    "text_required": _("请填写此项。"),
    "too_long": _("最多 {longest} 个字，请精简。"),
    "no_section": _("这一部分不列事项。"),
    "bad_leads": _("有的线索不在本季度的统计范围内，请重新选择。"),
    "too_many": _("一个事项最多选 {most} 条线索。"),
    "not_over": _("这个季度还没有结束，可以起草，不能签发。"),
    "figures_early": _("数据是在季度结束之前统计的，请先重新统计，再签发。"),
    "section_wrong": _("“{title}”的文字与现在的数据对不上，请先修改。"),
    "not_signed": _("专报还没有签发。"),
    "no_item": _("这个事项已经不在专报里。"),
    "no_leader": _("请选择批示的领导。"),
    "has_tasks": _("已经分解出任务，不能登记为阅知。"),
    "noted_already": _("已经登记为阅知。"),
}
FIELDS = {
    "wrong_words": "text",
    "bad_leads": "leads",
    "too_many": "leads",
    "no_leader": "leader",
    "due_far": "due_on",
}
#: What is wrong with the words of a section, by the code of `core.special.check`.
TROUBLES = {
    "empty": _("请写正文；没有情况的，也请说明。"),
    "too_long": _("最多 {about} 个字，请精简。"),
    "brace": _("大括号只能用来写数据的名称。"),
    "unknown": _("没有名为“{about}”的数据，请从右边的清单里选。"),
}


def trouble(found: Trouble) -> str:
    """What is wrong with the words of a section, in a sentence."""
    return str(TROUBLES[found.code]).format(about=found.about)


def refusal(no: Refused) -> str:
    """The sentence that a refusal shows."""
    known = REFUSALS if no.code in REFUSALS else task_words.REFUSALS
    return str(known[no.code]).format(**no.params)


def field_of(no: Refused) -> str | None:
    """The field at which a refusal is shown; None is the top of the page."""
    field = no.params.get("field")
    return str(field) if field else FIELDS.get(no.code) or task_words.FIELDS.get(no.code)
