"""The words for states, verbs, results and refusals, as pages show them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jianyan.accounts.models import Department
from jianyan.core.flow import ClockKind, Hat, Refused, Result, State, Verb
from jianyan.ui.formats import in_english

STATES = {
    State.received: _("待沟通"),
    State.clarified: _("待转办"),
    State.dispatched: _("待签收"),
    State.returned: _("已退回"),
    State.accepted: _("办理中"),
    State.replied: _("待回访"),
    State.followed_up: _("跟踪兑现"),
    State.reopened: _("重办中"),
    State.closed: _("已办结"),
    State.noted: _("已备案"),
    State.merged: _("已并案"),
    State.split_: _("已拆分"),
    State.withdrawn: _("已撤回"),
}

#: Tones of `{% badge %}` by state; the word always stands beside the colour.
TONES = {
    State.returned: "warn",
    State.reopened: "bad",
    State.closed: "ok",
    State.replied: "info",
    State.accepted: "info",
    State.dispatched: "info",
}

VERBS = {
    Verb.call: _("记录通话"),
    Verb.call_unanswered: _("未接通"),
    Verb.clarify_unreached: _("多次未接通，先行办理"),
    Verb.supplement: _("补充材料"),
    Verb.classify: _("分类定级"),
    Verb.dispatch: _("转办"),
    Verb.designate: _("指定承办"),
    Verb.recall: _("撤回转办"),
    Verb.accept: _("签收"),
    Verb.accept_silently: _("视为签收"),
    Verb.return_: _("退回"),
    Verb.ask_extension: _("申请延期"),
    Verb.grant_extension: _("同意延期"),
    Verb.refuse_extension: _("不同意延期"),
    Verb.remind: _("催办"),
    Verb.urge: _("督办"),
    Verb.submit_reply: _("写答复"),
    Verb.approve_reply: _("审核答复"),
    Verb.send_back_reply: _("退回修改"),
    Verb.withdraw_reply: _("撤回送审"),
    Verb.reply: _("答复"),
    Verb.follow_up: _("回访"),
    Verb.follow_up_unreached: _("回访未联系上"),
    Verb.close: _("办结"),
    Verb.reopen: _("要求重办"),
    Verb.note: _("登记备案"),
    Verb.resume: _("恢复办理"),
    Verb.merge: _("并案"),
    Verb.split_: _("拆分"),
    Verb.withdraw: _("撤回"),
    Verb.contest: _("期限异议"),
    Verb.uphold_contest: _("认定异议成立"),
    Verb.reject_contest: _("认定异议不成立"),
}

RESULTS = {
    Result.solved: _("已解决"),
    Result.solving: _("正在解决"),
    Result.planned: _("列入计划"),
    Result.explained: _("解释说明"),
}

SATISFACTION = {"satisfied": _("满意"), "basically": _("基本满意"), "unsatisfied": _("不满意")}

CLOCKS = {
    ClockKind.call: _("电话沟通"),
    ClockKind.dispatch: _("转办"),
    ClockKind.accept: _("签收"),
    ClockKind.redispatch: _("重新转办"),
    ClockKind.reply: _("答复"),
    ClockKind.follow_up: _("回访"),
    ClockKind.promise: _("承诺兑现"),
}

HATS = {
    Hat.reporter: _("提出人"),
    Hat.officer: _("专员"),
    Hat.head: _("负责人"),
    Hat.liaison: _("联络员"),
    Hat.supporting: _("协办部门"),
    Hat.leader: _("领导"),
    Hat.system: _("系统"),
}

#: What a refusal says. `{…}` are filled from the refusal's params.
REFUSALS: dict[str, str | Promise] = {
    "wrong_hat": _("您的角色不能做这一步。"),
    "wrong_state": _("状态已变化：现在是“{state}”，不能再{verb}。"),
    "stale": _("状态已变化：这条线索刚刚有人处理过。"),
    "designation_needed": _("已转办满规定次数，须由营商环境办负责人指定承办部门。"),
    "designation_too_early": _("转办次数未满，先按一般程序转办。"),
    "own_unit_alone": _("不能只交给提出人所在单位办理，请另选主办部门或增加协办部门。"),
    "recall_first_only": _("退回或重办之后再转办的，不能撤回；请承办部门退回后重新转办。"),
    "recall_too_late": _("已过可以撤回的时间；需要改办的，请承办部门退回后重新转办。"),
    "designated_cannot_return": _("这是指定承办的线索，不能退回。"),
    "own_lead": _("这是您本人提出的线索，请由本部门其他同事办理。"),
    "attempts_left": _("未接通次数还不够，请再联系。"),
    "extension_open": _("已有一份延期申请在等审批。"),
    "extension_too_late": _("离到期太近，不能再申请延期；请先答复进展。"),
    "no_extension": _("没有待审批的延期申请。"),
    "already_overdue": _("已经逾期，请用督办。"),
    "not_overdue": _("还没有逾期，请用催办。"),
    "handler_follow_up": _("承办单位不能回访自己办理的线索。"),
    "follow_up_needed": _("须先回访提出人，或者多次未联系上后再办结。"),
    "reopen_too_late": _("已超过要求重办的期限；仍未解决的，请在本月意见表中重新提出。"),
    "few_chosen": _("请至少选择两条线索。"),
    "many_chosen": _("一次最多选 {longest} 条线索。"),
    "month_empty": _("这个月还没有线索。"),
    "month_unsorted": _("还有 {left} 件没有整理。"),
    "undo_not_yours": _("只能撤销自己刚做的一步。"),
    "undo_moved_on": _("已经撤销过，或者之后又有变化，不能再撤销。"),
    "undo_too_late": _("已过可以撤销的时间（一分钟）。"),
    "carries_others": _("有其他监督员的线索并入了这一条，不能撤回；情况有变请告诉专员。"),
    "time_order": _("时间不能早于这条线索的上一步。"),
    "no_department": _("请选择一个承办线索的部门。"),
    "bad_grade": _("请选择等级。"),
    "bad_result": _("请选择办理结果。"),
    "bad_satisfaction": _("请选择满意度。"),
    "bad_target": _("没有找到可以并入的线索；它可能已办结，或者就是这一条。"),
    "parts_needed": _("拆分至少要有两条。"),
    "should_be_required": _("请指明应由哪个单位办理（不能是本部门）。"),
    "until_before_due": _("延期后的日期要晚于现在的到期日 {due}。"),
    "until_too_far": _("一次延期不超过 {longest} 个工作日，最晚到 {furthest}。"),
    "review_needed": _("本单位的答复须经另一位联络员审核，请写好后送审。"),
    "review_off": _("本单位没有要求审核，请直接答复。"),
    "draft_waiting": _("已有一份答复稿在等审核；要修改的，请先撤回送审。"),
    "no_draft": _("没有等待审核的答复稿。"),
    "own_draft": _("自己起草的答复，请由本单位另一位联络员审核。"),
    "not_own_draft": _("只有起草人可以撤回送审；要修改的，请退回起草人。"),
    "nothing_to_answer": _("现在不能答复这条线索。"),
    "nothing_to_contest": _("没有可以提出异议的期限：已过提出异议的时间，或者已在认定。"),
    "bad_clock": _("请选择有异议的期限。"),
    "bad_wish": _("请选择您的请求。"),
    "no_contest": _("没有待认定的期限异议。"),
    "own_contest": _("这是您所在单位提出的，或者线索是您本人提出的，请由其他同事认定。"),
    "promise_required": _("请写明完成日期。"),
    "promise_past": _("完成日期不能早于今天。"),
    "promise_too_far": _("完成日期太远，最晚到 {furthest}。"),
    "process_required": _("请填写办理情况。"),
    "reason_required": _("请填写理由。"),
    "plan_required": _("请填写下步计划。"),
    "basis_required": _("请填写政策依据。"),
    "verified_required": _("请填写核实情况。"),
    "why_required": _("请说明不满意的原因，承办部门会看到。"),
    "opinion_required": _("请填写审批意见。"),
    "too_long": _("文字太长，最多 {longest} 个字。"),
    "supplement_empty": _("请写几句补充说明，或者添加照片、文件。"),
    "bad_audience": _("请选择给谁看。"),
    "too_many_files": _("一次最多 {longest} 个文件。"),
    "too_many_loose": _("您有太多上传后没有提交的文件，请先提交或删去一些。"),
    "unfit": "{why}",
    "file_infected": _("病毒查杀发现问题，文件没有保存。"),
    "file_scan_down": _("病毒查杀暂时不可用，文件没有保存，请过一会儿再传；文字内容可以先提交。"),
    "file_no_room": _("文件暂时存不下，没有保存，请告诉营商环境办；文字内容可以先提交。"),
    "already_filed": _("本月意见表已经提交过了。"),
    "draft_moved": _("这份草稿刚才在别的窗口改过。"),
    "month_closed": _("只能填写当月的意见表。"),
    "no_term": _("您现在不在聘期内，不能提交意见表。"),
    "no_leads": _("请至少填写一条线索；没有意见请选“本月无意见”。"),
    "nil_with_leads": _("零报告不能带线索。"),
    "not_nil": _("这张意见表有线索，不是零报告，不能撤销；转办之前可以撤回单条线索。"),
    "nil_month_over": _("这个月已经结束，零报告不能再撤销；有情况请填写本月的意见表。"),
    "too_many_leads": _("一张意见表最多 {longest} 条线索。"),
    "no_rules": _("还没有施行的规则，没有人需要提交意见表。"),
    "calendar_changed": _("工作日历刚刚有人改过，请核对后再确认。"),
    "bad_channel": _("请选择收到的方式。"),
    "received_to_come": _("收到日期不能晚于今天。"),
    "received_too_old": _("只能代录本月和上月收到的意见表。"),
    "month_not_received": _("月份应是收到的当月或者上个月。"),
    "entered_before": _("这个文件已经导入过，没有再次录入。"),
    "rows_wrong": _("有的行现在不能录入，整个文件都没有录入；请看下面标出的原因。"),
    "view_empty": _("没有条件可存；请先在页面上选好条件。"),
    "too_many_views": _("最多 {longest} 个视图，请先删去不用的。"),
    "name_required": _("请填写名称。"),
    "name_taken": _("已经有叫“{name}”的视图，请换一个名称。"),
    "too_many_at_once": _("一次最多 {longest} 条，请分批办理。"),
    "no_such_lead": _("没有找到这条线索。"),
    "invalid": _("有几处需要改，见下。"),
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

#: The field of a form at which a refusal is shown; all others are shown on top.
FIELDS = {
    "own_unit_alone": "department",
    "no_department": "department",
    "bad_grade": "grade",
    "bad_result": "result",
    "bad_satisfaction": "satisfaction",
    "bad_target": "into",
    "should_be_required": "should_be",
    "until_before_due": "until",
    "until_too_far": "until",
    "bad_clock": "clock",
    "bad_wish": "wish",
    "promise_required": "promised_on",
    "promise_past": "promised_on",
    "promise_too_far": "promised_on",
    "process_required": "process",
    "reason_required": "reason",
    "plan_required": "plan",
    "basis_required": "basis_title",
    "verified_required": "verified",
    "why_required": "words_",
    "supplement_empty": "words_",
    "bad_audience": "audience",
    "opinion_required": "opinion",
    "bad_channel": "channel",
    "received_to_come": "received_on",
    "received_too_old": "received_on",
    "month_not_received": "month",
}

#: What some refusals say to the office that enters a form for somebody.
ON_BEHALF = {
    "already_filed": _("这位监督员这个月的意见表已经提交过了。"),
    "no_term": _("收到那天，这位监督员不在聘期内。"),
    "no_leads": _("请至少填写一条线索；没有意见的选“零报告”。"),
}

#: What is wrong with a field of an opinion (codes of `core.opinion.problems`).
PROBLEMS = {
    "required": _("请填写此项。"),
    "too_long": _("太长了，请精简。"),
    "too_short": _("太短了，请把情况说清楚（至少 10 个字）。"),
    "unknown": _("没有这个选项，请重新选择。"),
    "not_yours": _("您的通道没有这个选项。"),
    "bad_code": _("统一社会信用代码不正确，请核对 18 位代码。"),
}


def unit_name(unit: Department) -> str:
    """A department's name in the language of the page."""
    return unit.name_en if in_english() and unit.name_en else unit.name


def refusal(no: Refused, *, behalf: bool = False) -> str:
    """The sentence that a refusal shows; ``behalf``: to somebody of the office who enters a form for a supervisor."""
    params: dict[str, Any] = dict(no.params)
    if "state" in params:
        params["state"] = STATES[State(params["state"])]
    if "why" in params:
        params["why"] = str(UNFIT[params["why"]]).format(**params)
    if "verb" in params:
        params["verb"] = VERBS[Verb(params["verb"])]
    for key, value in params.items():
        if isinstance(value, date) and not isinstance(value, datetime):
            params[key] = gettext("{y}年{m}月{d}日").format(y=value.year, m=value.month, d=value.day)
    said = ON_BEHALF.get(no.code) if behalf else None
    return str(said or REFUSALS[no.code]).format(**params)
