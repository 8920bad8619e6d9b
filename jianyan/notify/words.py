"""The sentence of each kind of notice: a number and what to do, never who raised something or what it says."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from string import Formatter

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jianyan.ui import formats

#: kind → the sentence, and the one to fall back to when a value is not known.
WORDS: dict[str, tuple[str | Promise, str | Promise]] = {
    "form.filed": (_("收到监督意见表，{leads} 条新线索，从 {no} 起，请电话沟通。"), _("收到监督意见表，请电话沟通。")),
    "form.entered": (
        _("专员已代您录入{month}监督意见表，请看一看有没有录错。"),
        _("专员已代您录入监督意见表，请看一看有没有录错。"),
    ),
    "form.missing": (
        _("{month}监督意见表还没有提交，请在 {due} 前提交；没有意见可作零报告。"),
        _("本月监督意见表还没有提交；没有意见可作零报告。"),
    ),
    "lead.dispatch": (_("线索 {no} 转办给您的部门，请签收或退回。"), _("有线索转办给您的部门，请签收或退回。")),
    "lead.support": (_("线索 {no} 请您的部门协办。"), _("有线索请您的部门协办。")),
    "lead.dispatched": (_("您的线索 {no} 已转办至{department}。"), _("您的线索已转办。")),
    "lead.recall": (_("线索 {no} 的转办已撤回，您的部门不需要处理。"), _("有线索的转办已撤回，您的部门不需要处理。")),
    "lead.recalled": (_("您的线索 {no} 的转办已撤回，专员会重新转办。"), _("您的线索的转办已撤回，专员会重新转办。")),
    "lead.accepted_silently": (
        _("线索 {no} 到期未退回，已视为签收，请按期答复。"),
        _("有线索到期未退回，已视为签收。"),
    ),
    "lead.return": (_("线索 {no} 被部门退回，请重新转办。"), _("有线索被部门退回，请重新转办。")),
    "lead.ask_extension": (_("线索 {no} 申请延期，请审批。"), _("有延期申请，请审批。")),
    "lead.grant_extension": (_("线索 {no} 的延期申请已同意。"), _("延期申请已同意。")),
    "lead.refuse_extension": (_("线索 {no} 的延期申请没有同意，请按原期限答复。"), _("延期申请没有同意。")),
    "lead.extended": (_("您的线索 {no} 经批准延期到 {until} 答复。"), _("您的线索经批准延期答复。")),
    "lead.remind": (_("催办：线索 {no} 快到期，请尽快答复。"), _("催办：有线索快到期，请尽快答复。")),
    "lead.urge": (_("督办：线索 {no} 已逾期，第 {number} 次督办，请立即答复。"), _("督办：有线索已逾期，请立即答复。")),
    "lead.urge_copy": (_("抄送：线索 {no} 逾期，已第 {number} 次督办。"), _("抄送：有线索逾期，已再次督办。")),
    "leads.remind": (
        _("催办：{count} 条线索请尽快答复：{numbers}。"),
        _("催办：有线索请尽快答复。"),
    ),
    "leads.urge": (
        _("督办：{count} 条线索请立即答复，其中 {late} 条已逾期：{numbers}。"),
        _("督办：有线索已逾期，请立即答复。"),
    ),
    "leads.urge_copy": (
        _("抄送：{count} 条线索逾期，已再次督办：{numbers}。"),
        _("抄送：有线索逾期，已再次督办。"),
    ),
    "lead.supplement": (_("线索 {no} 有补充材料，请查看。"), _("有线索补充了材料。")),
    "lead.submit_reply": (_("线索 {no} 的答复稿已送审，请审核。"), _("有答复稿送审，请审核。")),
    "lead.approve_reply": (_("线索 {no} 的答复稿审核通过，答复已发出。"), _("答复稿审核通过，答复已发出。")),
    "lead.send_back_reply": (_("线索 {no} 的答复稿被退回，请看理由后修改。"), _("答复稿被退回，请修改。")),
    "lead.contest": (_("线索 {no} 的承办部门对期限提出异议，请认定。"), _("有部门对期限提出异议，请认定。")),
    "lead.uphold_contest": (_("线索 {no} 的期限异议成立，请看认定结果。"), _("期限异议成立。")),
    "lead.reject_contest": (_("线索 {no} 的期限异议不成立，请看理由。"), _("期限异议不成立。")),
    "lead.replied": (_("线索 {no} 已有答复。"), _("线索已有答复。")),
    "lead.part_replied": (
        _("线索 {no} 拆成 {parts} 件办理，{number} 件已有答复，合在一页上。"),
        _("拆开办理的线索已有答复。"),
    ),
    "lead.reopen": (_("线索 {no} 退回重办，请看提出人的理由后重新办理。"), _("有线索退回重办。")),
    "lead.closed": (_("您的线索 {no} 已办结。"), _("您的线索已办结。")),
    "lead.noted": (_("您的线索 {no} 已登记备案，供研判使用。"), _("您的线索已登记备案。")),
    "lead.merged": (_("您的线索 {no} 并入 {into} 一并办理，答复时会告诉您。"), _("您的线索已并案办理。")),
    "lead.split": (_("您的线索 {no} 拆分为 {parts} 条分别办理。"), _("您的线索已拆分办理。")),
    "lead.withdrawn": (_("线索 {no} 已由提出人撤回。"), _("有线索已由提出人撤回。")),
    "calendar.notice": (
        _("工作日历有变：{name}；{moved} 个期限已重算。"),
        _("工作日历有变，有关期限已重算。"),
    ),
    "supervisor.handover": (_("{count} 位监督员移交给您联系。"), _("有监督员移交给您联系。")),
    "supervisor.cover": (
        _("您的联系专员请假，到 {until} 为止由{name}与您联系。"),
        _("您的联系专员请假，由同事与您联系。"),
    ),
    "supervisor.cover_end": (_("您的联系专员{name}已经回来，今后仍由{name}与您联系。"), _("您的联系专员已经回来。")),
    "leave.set": (_("已安排请假代管：{from} 至 {to}。"), _("已安排请假代管。")),
    "leave.move": (_("请假代管的日期改为 {from} 至 {to}。"), _("请假代管的日期有变动。")),
    "leave.cancel": (_("请假代管已取消。"), ""),
    "leave.begin": (_("请假代管已开始，到 {until} 为止，代管的监督员和线索在您的工作台。"), _("请假代管已开始。")),
    "leave.end": (_("{name}请假结束，监督员仍由{name}联系。"), _("请假代管已结束。")),
    "supervisor.officer": (_("您的联系专员有变动，今后由新的专员与您联系。"), ""),
    "supervisor.renewed": (_("您已续聘至 {until}，请看聘书。"), _("您已续聘，请看聘书。")),
    "supervisor.resigned": (_("一位监督员已辞任，请收回聘书并办好后续。"), ""),
    "dismissal.proposed": (
        _("办公室对您提出解聘，请在 {until} 前看理由、作陈述。"),
        _("办公室对您提出解聘，请看理由、作陈述。"),
    ),
    "dismissal.stated": (_("拟解聘的监督员已作陈述，请审批。"), ""),
    "dismissal.approved": (_("解聘已批准，请告知本人并收回聘书。"), ""),
    "dismissal.rejected": (_("解聘没有批准，聘期继续。"), ""),
    "recruit.opened": (_("监督员选聘开始报名，请在 {until} 前推荐人选。"), _("监督员选聘开始报名，请推荐人选。")),
    "recruit.received": (_("收到报名 {no}，请审核。"), _("收到新的报名，请审核。")),
    "recruit.closed": (_("选聘报名已截止，请完成资格审核。"), ""),
    "recruit.decide": (_("资格审核已结束，请审定拟聘名单。"), ""),
    "recruit.decided": (_("拟聘名单已审定，请报管委会。"), ""),
    "recruit.submitted": (_("拟聘监督员名单已报送，请审阅。"), ""),
    "recruit.objection": (_("公示期收到异议 {no}，请核实。"), _("公示期收到异议，请核实。")),
    "recruit.appoint": (_("公示已结束，请聘任。"), ""),
    "rules.consult": (
        _("规则第 {number} 版草案征求意见，请在 {until} 前提出。"),
        _("规则草案征求意见，请按期提出。"),
    ),
    "rules.commented": (_("有单位对规则第 {number} 版草案提出意见，请处理。"), _("有单位对规则草案提出意见，请处理。")),
    "rules.closed": (
        _("规则第 {number} 版草案征求意见已截止，请处理意见。"),
        _("规则草案征求意见已截止，请处理意见。"),
    ),
    "rules.concluded": (
        _("您对规则第 {number} 版草案的意见已处理，请看是否采纳。"),
        _("您对规则草案的意见已处理，请看是否采纳。"),
    ),
    "rules.adopted": (_("规则第 {number} 版自 {from} 起施行，请查看。"), _("新版规则将要施行，请查看。")),
    "rules.withdrawn": (
        _("规则第 {number} 版原定自 {from} 起施行，已撤回；现行规则继续施行。"),
        _("将要施行的新版规则已撤回，现行规则继续施行。"),
    ),
    "award.check": (
        _("评优得分已公布给本人，请在 {until} 前核对；有异议的可以书面提出。"),
        _("评优得分已公布给本人，请核对。"),
    ),
    "award.objection": (_("收到评优异议 {no}，请核实。"), _("收到评优异议，请核实。")),
    "award.settled": (_("您对评优得分的异议有结论了，请查看。"), ""),
    "award.decided": (_("优秀监督员名单已审定，请查看。"), ""),
    "award.heard": (_("评优的本人核对期已满，可以审定优秀监督员名单。"), ""),
    "award.heard_open": (
        _("评优的本人核对期已满，还有 {count} 条异议没有结论，请核实。"),
        _("评优的本人核对期已满，还有异议没有结论，请核实。"),
    ),
    "award.noticed": (_("优秀监督员名单公示期已满，可以授予称号。"), ""),
    "award.noticed_open": (
        _("优秀监督员名单公示期已满，还有 {count} 条异议没有结论，请核实。"),
        _("优秀监督员名单公示期已满，还有异议没有结论，请核实。"),
    ),
    "award.given": (_("您被授予“优秀监督员”称号，可以取出荣誉证书。"), ""),
    "group.announced": (_("营商环境办发了新的群公告，请查看。"), ""),
    "group.asked": (_("有监督员在群公告下提问，请回答。"), ""),
    "group.answered": (_("您在群公告下的提问有回答了。"), ""),
    "bulletin.submitted": (_("{quarter}通报已起草，请审定。"), _("季度通报已起草，请审定。")),
    "bulletin.commented": (_("负责人对{quarter}通报提了意见，请处理。"), _("负责人对季度通报提了意见，请处理。")),
    "bulletin.frozen": (_("{quarter}通报已定稿，请查看。"), _("季度通报已定稿，请查看。")),
    "bulletin.corrected": (_("{quarter}通报有更正，请查看。"), _("季度通报有更正，请查看。")),
    "study.invited": (_("邀请您参加课题调研 {no}，请在 {until} 前完成，请答复。"), _("邀请您参加课题调研，请答复。")),
    "study.open": (_("新的课题调研 {no} 可以参加，报告期限 {until}。"), _("有新的课题调研可以参加。")),
    "study.moved": (_("课题调研 {no} 的报告期限改为 {until}。"), _("课题调研的报告期限有变动。")),
    "study.joined": (_("有监督员参加课题调研 {no}。"), _("有监督员参加课题调研。")),
    "study.declined": (_("有监督员不能参加课题调研 {no}，请看原因。"), _("有监督员不能参加课题调研。")),
    "study.delivered": (_("课题调研 {no} 的报告已交来，请验收。"), _("有调研报告交来，请验收。")),
    "study.accepted": (_("课题调研 {no} 的报告已通过验收。"), _("调研报告已通过验收。")),
    "study.returned": (_("课题调研 {no} 的报告被退回，请看理由后修改。"), _("调研报告被退回，请修改。")),
    "study.cancelled": (_("课题调研 {no} 已取消。"), _("课题调研已取消。")),
    "study.due": (_("课题调研 {no} 的报告请在 {until} 前提交。"), _("课题调研报告快到期，请提交。")),
    "verification.asked": (_("请您承担线索核查 {no}，请在 {until} 前完成，请答复。"), _("请您承担线索核查，请答复。")),
    "verification.declined": (_("有监督员不能承担线索核查 {no}，请看原因。"), _("有监督员不能承担线索核查。")),
    "verification.carried_out": (_("线索核查 {no} 已填写，请归档或退回。"), _("有线索核查已填写，请归档或退回。")),
    "verification.filed": (_("线索核查 {no} 已归档，谢谢您。"), _("线索核查已归档。")),
    "verification.returned": (_("线索核查 {no} 被退回，请看理由后补充。"), _("线索核查被退回，请补充。")),
    "verification.cancelled": (_("线索核查 {no} 已取消。"), _("线索核查已取消。")),
    "verification.due": (_("线索核查 {no} 请在 {until} 前完成。"), _("线索核查快到期，请完成。")),
    "duty.symposium": (
        _("您本季度还没有参加座谈，请在 {until} 前至少参加一次，线上线下均可。"),
        _("您本季度还没有参加座谈。"),
    ),
    "duty.meeting_or_study": (
        _("您本季度还没有参加营商环境会议或课题调研，请在 {until} 前至少参加一次。"),
        _("您本季度还没有参加会议或课题调研。"),
    ),
    "duty.summary": (_("本季度还有 {count} 位监督员没有完成应参加的会议或调研，请安排。"), _("请看本季度履职情况。")),
    "task.give": (_("任务 {no} 交您办理，请在 {due} 前完成。"), _("有任务交您办理。")),
    "task.report": (_("任务 {no} 有新进展。"), _("有任务有新进展。")),
    "task.finish": (_("任务 {no} 已办结，请看完成情况。"), _("有任务已办结。")),
    "task.move": (_("任务 {no} 的时限改为 {due}。"), _("有任务的时限改了。")),
    "task.drop": (_("任务 {no} 已撤销，不用再办。"), _("有任务已撤销。")),
    "task.reopen": (_("任务 {no} 退回重办，请在 {due} 前完成。"), _("有任务退回重办。")),
    "task.warn": (_("任务 {no} 快到期，请在 {due} 前完成。"), _("有任务快到期。")),
    "special.offered": (_("专报已起草，请签发。"), ""),
    "special.returned": (_("专报退回修改，请看负责人的意见。"), ""),
    "special.signed": (_("{year}年第{no}期专报已呈报，请阅。"), _("新的专报已呈报，请阅。")),
    "instruction.written": (_("领导在专报上作了批示，请分解落实。"), ""),
    "instruction.noted": (_("您的批示已登记，请看说明。"), ""),
    "instruction.done": (_("您的批示已全部落实，请看办理结果。"), ""),
    "task.urge": (_("任务 {no} 已逾期，时限是 {due}，请立即办理。"), _("有任务已逾期，请立即办理。")),
    "lead.spoken": (_("您在会上的发言已录入为线索 {no}，请看一看有没有录错。"), _("您在会上的发言已录入为线索。")),
    "meeting.invited": (_("请您参加 {until} 的会议，请答复是否参加。"), _("您有会议邀请，请答复是否参加。")),
    "meeting.uninvited": (_("{until} 的会议不再需要您参加。"), _("有一次会议不再需要您参加。")),
    "meeting.moved": (_("会议时间改为 {until}，请重新答复是否参加。"), _("会议时间有变，请重新答复是否参加。")),
    "meeting.changed": (_("{until} 的会议地点或方式有变，请查看。"), _("会议地点或方式有变，请查看。")),
    "meeting.cancelled": (_("{until} 的会议已取消，请看原因。"), _("会议已取消，请看原因。")),
    "meeting.answer_due": (_("{until} 的会议您还没有答复，请答复是否参加。"), _("有会议等您答复是否参加。")),
    "meeting.tomorrow": (_("提醒：{until} 有您要参加的会议。"), _("提醒：有您要参加的会议。")),
    "meeting.excuse": (_("有人请假不参加 {until} 的会议，请决定准不准假。"), _("有人请假不参加会议，请决定准不准假。")),
    "meeting.excuse_ok": (_("您 {until} 会议的请假已准。"), _("您的请假已准。")),
    "meeting.excuse_no": (_("您 {until} 会议的请假没有准，请参加会议或者说明。"), _("您的请假没有准。")),
    "meeting.minutes_ready": (_("会议纪要已送签，请签发。"), ""),
    "meeting.minutes": (_("会议纪要已签发，请查看。"), ""),
    "failures.open": (_("有 {count} 件事没有送达或没有自动完成，请查看处理。"), _("有事没有送达或没有自动完成。")),
}


def sentence(kind: str, params: Mapping[str, object]) -> str:
    """What a notice says; an unknown kind or value still reads as something, never an error."""
    full, short = WORDS.get(kind, ("", gettext("您有一条新消息。")))
    names = [name for _text, name, _spec, _conversion in Formatter().parse(str(full)) if name]
    values = {name: _shown(name, params.get(name)) for name in names}
    return str(full).format(**values) if full and all(values.values()) else str(short)


def _shown(name: str, value: object) -> str:
    """A value in words: days and months as the office writes them, several one after the other."""
    if isinstance(value, list):
        return gettext("、").join(map(str, value))
    if isinstance(value, bool) or not isinstance(value, str | int):
        return ""
    try:
        if name == "month":
            return formats.month_in_words(date.fromisoformat(f"{value}-01"))
        if name == "quarter":
            return formats.quarter_in_words(str(value))
        if name in ("due", "until", "from", "to"):
            return formats.day_in_words(date.fromisoformat(str(value)))
    except ValueError:
        return ""
    return str(value)
