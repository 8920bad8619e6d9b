"""What acts on tasks are called, where they come from, and what a refusal says."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from jianyan.core.flow import Refused
from jianyan.core.tasks import TaskState, TaskVerb

STATES = {TaskState.open: _("办理中"), TaskState.done: _("已完成"), TaskState.dropped: _("已撤销")}
TONES = {TaskState.open: "info", TaskState.done: "ok", TaskState.dropped: ""}
VERBS = {
    TaskVerb.report: _("记录进展"),
    TaskVerb.finish: _("办结"),
    TaskVerb.move: _("改期"),
    TaskVerb.drop: _("撤销"),
    TaskVerb.reopen: _("退回重办"),
}
#: What the message says when it is done.
DONE = {
    TaskVerb.report: _("进展已记录。"),
    TaskVerb.finish: _("任务已办结。"),
    TaskVerb.move: _("时限已改，已告知责任单位。"),
    TaskVerb.drop: _("任务已撤销，已告知责任单位。"),
    TaskVerb.reopen: _("任务已退回重办，已告知责任单位。"),
}
#: The kind of a task's source, by the word before the colon: its name, and the URL name of its page.
SOURCES = {
    "meeting": (_("会议纪要"), "meetings:meeting"),
    "instruction": (_("领导批示"), "reports:instruction"),
}
REFUSALS = {
    "wrong_hat": _("您的角色不能做这一步。"),
    "wrong_state": _("任务的状态已变化，请看最新情况。"),
    "stale": _("页面打开后任务有了变化，请看最新情况后再提交。"),
    "words_required": _("请填写。"),
    "too_long": _("文字太长，最多 {longest} 个字。"),
    "no_owner": _("请选择责任单位或责任人。"),
    "due_past": _("完成时限已经过去，请填今天或以后的日期。"),
    "due_far": _("完成时限超出工作日历的范围。"),
}
FIELDS = {"no_owner": "owner", "due_past": "due_on", "due_far": "due_on", "words_required": "text"}


def refusal(no: Refused) -> str:
    """The sentence that a refusal shows."""
    return str(REFUSALS[no.code]).format(**no.params)


def field_of(no: Refused) -> str | None:
    """The field at which a refusal is shown; None is the top of the page."""
    field = no.params.get("field")
    return str(field) if field else FIELDS.get(no.code)
