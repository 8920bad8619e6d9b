"""What states and acts are called, and what a refusal says and at which field."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from jianyan.core.flow import Refused
from jianyan.core.studies import Outcome, StudyState, StudyVerb, VerificationState, VerificationVerb

STUDY_STATES = {
    StudyState.called: _("调研中"),
    StudyState.delivered: _("待验收"),
    StudyState.returned: _("退回修改"),
    StudyState.accepted: _("已验收"),
    StudyState.cancelled: _("已取消"),
}
VERIFICATION_STATES = {
    VerificationState.assigned: _("待接受"),
    VerificationState.taken: _("核查中"),
    VerificationState.carried_out: _("待归档"),
    VerificationState.filed: _("已归档"),
    VerificationState.cancelled: _("已取消"),
}
STATES: dict[str, dict[Any, Any]] = {"study": STUDY_STATES, "verification": VERIFICATION_STATES}
TONES = {
    "called": "info",
    "delivered": "warn",
    "returned": "warn",
    "accepted": "ok",
    "cancelled": "",
    "assigned": "warn",
    "taken": "info",
    "carried_out": "warn",
    "filed": "ok",
}
OUTCOMES = {
    Outcome.confirmed: _("属实"),
    Outcome.partly: _("部分属实"),
    Outcome.not_confirmed: _("不属实"),
    Outcome.cannot_tell: _("无法判断"),
}
OUTCOME_TONES = {
    Outcome.confirmed: "warn",
    Outcome.partly: "warn",
    Outcome.not_confirmed: "ok",
    Outcome.cannot_tell: "",
}
#: What the button of each act says.
ACTS = {
    f"study.{StudyVerb.edit}": _("修改要求"),
    f"study.{StudyVerb.invite}": _("再邀请"),
    f"study.{StudyVerb.join_}": _("参加"),
    f"study.{StudyVerb.decline}": _("不能参加"),
    f"study.{StudyVerb.deliver}": _("提交报告"),
    f"study.{StudyVerb.accept}": _("验收"),
    f"study.{StudyVerb.send_back}": _("退回修改"),
    f"study.{StudyVerb.cancel}": _("取消调研"),
    f"verification.{VerificationVerb.take}": _("接受任务"),
    f"verification.{VerificationVerb.decline}": _("不能核查"),
    f"verification.{VerificationVerb.carry_out}": _("填写核查情况"),
    f"verification.{VerificationVerb.file}": _("归档"),
    f"verification.{VerificationVerb.send_back}": _("退回补充"),
    f"verification.{VerificationVerb.reassign}": _("增派核查人"),
    f"verification.{VerificationVerb.cancel}": _("取消核查"),
}

REFUSALS = {
    "wrong_role": _("您的角色不能做这一步。"),
    "wrong_state": _("状态已变化，现在不能这样做。"),
    "stale": _("刚刚有人改动过，请核对后再办。"),
    "text_required": _("请填写。"),
    "too_long": _("文字太长，最多 {longest} 个字。"),
    "due_past": _("期限已经过去，请另选一天。"),
    "due_too_far": _("期限请在一年之内。"),
    "nobody_asked": _("请至少选一位监督员。"),
    "too_many_people": _("一次最多选 {longest} 位。"),
    "not_in_term": _("有的监督员不在聘期内，请重新选择。"),
    "handling_unit": _("承办、协办部门的人和涉及企业的人不能核查这条线索，请换人。"),
    "reporter_alone": _("提出人不能单独核查自己的线索，须与其他核查人一同到场。"),
    "lead_over": _("这条线索已经办结，不能再安排核查。"),
    "unknown_unit": _("单位有变，请重新选择。"),
    "bad_choice": _("请重新选择。"),
    "bad_outcome": _("请选择核查结论。"),
    "happened_later": _("核查时间不能晚于现在。"),
    "happened_before": _("核查时间不能早于安排核查的时间。"),
    "empty_report": _("报告还是空的：请至少写 {least} 个字，或者附上报告文件。"),
    "unfit": "{why}",
    "file_infected": _("文件里发现病毒，没有接收。"),
    "file_scan_down": _("病毒检查暂时不能用，文件没有接收，请稍后再传。"),
    "file_no_room": _("文件没有存上，请稍后再传。"),
    "too_many_files": _("最多 {longest} 个文件；要换一个，请先删去一个。"),
    "too_many_loose": _("没有提交的文件太多，请先提交或者删去一些。"),
}
#: Why a file is not taken in (codes of `core.files.Unfit`).
UNFIT = {
    "empty": _("文件是空的。"),
    "too_big": _("文件太大，每个不超过 {longest} MB。"),
    "too_many_pixels": _("图片太大，不超过 {longest} 百万像素；请缩小后再传。"),
    "not_accepted": _(
        "只收照片（jpg、png、webp）、PDF、Word（docx）和 Excel（xlsx）文件；按内容判断，改扩展名没有用。"
    ),
    "damaged": _("文件已损坏或不完整，请重新保存后再传。"),
    "active": _("文件里带有宏、脚本或程序，请去掉后再传，或者转成 PDF。"),
    "swollen": _("文件解压后过大，不能接收。"),
}


def refusal(no: Refused) -> str:
    """The sentence that a refusal shows."""
    params = dict(no.params)
    if "why" in params:
        params["why"] = str(UNFIT[str(params["why"])]).format(**params)
    return str(REFUSALS[no.code]).format(**params)


def field_of(no: Refused) -> str | None:
    """The field at which a refusal is shown; None is the top of the page."""
    field = no.params.get("field")
    return str(field) if field else None
