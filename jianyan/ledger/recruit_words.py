"""The words for recruitment, terms, officers and groups: the rows that they leave in the ledger."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from jianyan.core.recruit import CandidateVerb, RoundVerb

Text = str | Promise

WAYS: dict[str, Text] = {"applied": _("本人自荐"), "recommended": _("单位推荐"), "imported": _("名单导入")}
#: Why the number of a candidate, or of whoever objected, was looked at.
REVEALED_FOR: dict[str, Text] = {
    "review": _("核实报名材料"),
    "objection": _("核实异议"),
    "result": _("告知结果"),
    "appointment": _("聘任事宜"),
}
OUTCOMES: dict[str, Text] = {"upheld": _("异议成立"), "dismissed": _("异议不成立")}

_R, _C = RoundVerb, CandidateVerb

#: As in `ledger.words.WORDS`: verb → its short name, then the parts of its sentence.
WORDS: dict[str, tuple[Text, ...]] = {
    "round.draft": (_("筹备选聘"), _("筹备选聘"), _("聘期 {from} 至 {to}")),
    f"round.{_R.edit}": (_("修改选聘方案"), _("修改选聘方案"), _("聘期 {from} 至 {to}")),
    f"round.{_R.open}": (_("发布选聘公告"),),
    f"round.{_R.prolong}": (_("延长报名"),),
    f"round.{_R.close}": (_("报名截止"), _("报名截止，共 {candidates} 人")),
    f"round.{_R.finish_review}": (_("审核结束"), _("资格审核结束")),
    f"round.{_R.decide}": (_("审定名单"), _("审定拟聘名单"), _("{listed} 人")),
    f"round.{_R.submit}": (_("报管委会"), _("拟聘名单报管委会"), _("{listed} 人")),
    f"round.{_R.approve}": (_("登记批准"), _("登记管委会批准：{document}")),
    f"round.{_R.publish}": (_("公示"), _("拟聘名单公示至 {until}"), _("{listed} 人")),
    f"round.{_R.finish_notice}": (_("公示结束"), _("公示期满，异议均有结论")),
    f"round.{_R.finish}": (_("选聘进入下一步"),),
    f"round.{_R.cancel}": (_("取消选聘"),),
    "round.export_list": (_("导出拟聘名单"), _("导出拟聘名单"), _("{listed} 人"), "{format}"),
    "candidate.reveal": (_("查看手机号"), _("查看了候选人或异议人的手机号"), _("原因：{why}")),
    "round.import": (_("导入名单"), _("导入名单，新列候选人 {made} 人"), _("并入 {joined} 行")),
    "candidate.identity": (_("增加身份"), _("与名单上的人是同一人，身份并在一起")),
    "candidate.receive": (_("收到报名"), _("收到报名 {no}"), "{way}", "{department}"),
    f"candidate.{_C.check}": (_("审核条件"), _("审核聘任条件")),
    f"candidate.{_C.qualify}": (_("审核通过"), _("资格审核通过")),
    f"candidate.{_C.choose}": (_("列入名单"), _("列入拟聘名单")),
    f"candidate.{_C.unchoose}": (_("移出名单"), _("移出拟聘名单")),
    f"candidate.{_C.refuse}": (_("不予聘任"), _("不予聘任，已写明原因")),
    f"candidate.{_C.reconsider}": (_("重新审核"),),
    f"candidate.{_C.withdraw}": (_("撤回报名"),),
    f"candidate.{_C.object}": (_("收到异议"), _("公示期收到异议")),
    f"candidate.{_C.settle_objection}": (_("异议结论"), _("核实异议：{outcome}")),
    "candidate.forget": (_("清除报名资料"), _("选聘结束已满 {months} 个月，未聘任者的资料已清除，统计数字保留")),
    f"candidate.{_C.appoint}": (_("予以聘任"),),
    "supervisor.appoint": (_("聘任"), _("聘任为{channel}"), _("聘期 {from} 至 {to}")),
    "supervisor.handover": (_("移交专员"), _("联系专员变更，移交给另一位专员")),
    "supervisor.cover": (_("请假代管"), _("联系专员请假，由另一位专员代管"), _("到 {to} 为止")),
    "supervisor.cover_end": (_("代管结束"), _("联系专员回来，代管结束")),
    "leave.set": (_("安排请假"), _("安排专员请假代管"), _("{from} 至 {to}")),
    "leave.move": (_("改请假日期"), _("请假代管的日期改为 {from} 至 {to}")),
    "leave.cancel": (_("取消请假"), _("取消专员请假代管")),
    "leave.begin": (_("请假开始"), _("专员请假代管开始"), _("{from} 至 {to}")),
    "leave.end": (_("请假结束"), _("专员请假代管结束")),
    "supervisor.reveal": (_("查看手机号"), _("查看了监督员的手机号"), _("原因：{why}")),
    "supervisor.contact": (_("互动联系"), _("与监督员联系"), "{method}"),
    "supervisor.anonymise": (_("到期匿名"), _("档案留存 {years} 年期满，个人信息已清除，统计数字保留")),
    "account.invite": (_("发出启用链接"), _("发出一次性启用链接")),
    "account.activate": (_("启用账号"), _("凭一次性链接设置密码，启用账号")),
}
