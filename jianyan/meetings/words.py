"""What meetings, answers and acts are called, and what a refusal says and at which field."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from jianyan.core.flow import Refused
from jianyan.core.meeting import Answer, MeetingState
from jianyan.leads import words as leads
from jianyan.meetings.models import Answers, Came, Kind, State, Ways
from jianyan.people import words as people
from jianyan.tasks import words as tasks

KINDS = dict(Kind.choices)
MODES = dict(Ways.choices)
STATES = dict(State.choices)
TONES = {MeetingState.planned: "info", MeetingState.held: "ok", MeetingState.cancelled: ""}
ANSWERS = dict(Answers.choices)
ANSWER_TONES = {Answer.coming: "ok", Answer.online: "ok", Answer.excused: "warn", Answer.declined: ""}
CAME = dict(Came.choices)
#: How far minutes are, and the tone of the badge.
STEPS = {
    "": (_("未写"), ""),
    "draft": (_("草稿"), ""),
    "submitted": (_("待签发"), "warn"),
    "issued": (_("已签发"), "ok"),
}

REFUSALS = {
    "wrong_hat": _("您的角色不能做这一步。"),
    "wrong_state": _("会议的状态已变化，现在不能这样做。"),
    "stale": _("刚刚有人改动过，请核对后再保存。"),
    "text_required": _("请填写此项。"),
    "too_long": _("文字太长，最多 {longest} 个字。"),
    "bad_kind": _("请选择会议类别。"),
    "bad_mode": _("请选择参加方式。"),
    "bad_link": _("链接要以 http:// 或 https:// 开头。"),
    "starts_past": _("开始时间已经过去，会议要安排在现在以后。"),
    "ends_before_start": _("结束时间要晚于开始时间。"),
    "meeting_too_long": _("一次会议最长 24 小时，请核对结束时间。"),
    "visit_to_come": _("走访还没有开始；还没有走访的请用“安排会议”。"),
    "visit_too_old": _("只能补记 {days} 天以内的走访。"),
    "not_a_visit": _("这次会议不是走访。"),
    "meeting_began": _("会议已经开始，不能再改。"),
    "meeting_to_come": _("会议还没有开始。"),
    "nobody_chosen": _("请至少选择一位还没有列上的人或部门。"),
    "bad_answer": _("请选择是否参加。"),
    "excuse_required": _("请假请写明事由。"),
    "no_excuse": _("这一位现在没有请假。"),
    "own_excuse": _("不能决定自己的请假，请由同事办理。"),
    "code_stale": _("这个签到码已经过时。请扫屏幕上现在的码；照片和转发的码不能签到。"),
    "code_foreign": _("这个码不是这次会议的签到码，请扫会场屏幕上的码。"),
    "no_pass": _("请先扫会场屏幕上的签到码；扫码后五分钟内有效。"),
    "sign_in_to_come": _("还没有到签到时间。"),
    "sign_in_over": _("会议已经结束，不能再签到；确实到会的，请专员补登。"),
    "not_online": _("这次会议没有线上参加的方式。"),
    "said_on_site": _("您没有答复线上参加；请先改答复，或者到会场扫码签到。"),
    "not_for_you": _("您现在不在聘期内，不能签到。"),
    "grounds_required": _("会议已经结束，补登请写明依据，例：纸质签到表。"),
    "nobody_came": _("还没有监督员到会。"),
    "not_spoken": _("只有勾选了“确实谈过”才登记为互动联系。"),
    "no_contact_kind": _("只有座谈和走访可以登记为互动联系。"),
    "was_not_there": _("这位监督员没有到会，不能记为会上意见。"),
    "minutes_issued": _("纪要已经签发，不能再改。"),
    "no_minutes": _("还没有纪要。"),
    "too_many_matters": _("议定事项最多 {longest} 项。"),
    "bad_owner": _("请重新选择责任单位或责任人。"),
    "owner_without_day": _("有责任单位或责任人的，请写明完成时限。"),
    "day_past": _("完成时限已经过去，请填今天或以后的日期。"),
    "too_many_files": _("一次会议最多 {longest} 个文件。"),
}

FIELDS = {
    "bad_kind": "kind",
    "bad_mode": "mode",
    "bad_link": "link",
    "starts_past": "starts_at",
    "visit_to_come": "starts_at",
    "visit_too_old": "starts_at",
    "ends_before_start": "ends_at",
    "meeting_too_long": "ends_at",
    "bad_answer": "answer",
    "excuse_required": "excuse",
    "grounds_required": "grounds",
}

#: What a refusal is to a browser: somebody was faster, never yours, or something to put right.
STATUS = {"stale": 409, "wrong_state": 409, "meeting_began": 409, "minutes_issued": 409, "wrong_hat": 403}


def refusal(no: Refused) -> str:
    """The sentence that a refusal shows; those of leads, people, tasks and files are said in their own words."""
    if no.code in REFUSALS:
        return str(REFUSALS[no.code]).format(**no.params)
    if no.code in leads.REFUSALS:
        return leads.refusal(no, behalf=True)
    return people.refusal(no) if no.code in people.REFUSALS else tasks.refusal(no)


def field_of(no: Refused) -> str:
    """The field at which a refusal is shown; empty is the top of the page."""
    field = no.params.get("field")
    return str(field) if field else FIELDS.get(no.code, "")
