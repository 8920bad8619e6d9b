"""The words for meetings: the rows that they leave in the ledger."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from jianyan.core.meeting import Answer, MeetingKind, MeetingVerb, Way

Text = str | Promise

KINDS: dict[str, Text] = {
    MeetingKind.symposium: _("座谈"),
    MeetingKind.plenary: _("季度全体会"),
    MeetingKind.visit: _("走访"),
    MeetingKind.environment: _("营商环境会议"),
}
ANSWERS: dict[str, Text] = {
    Answer.coming: _("参加"),
    Answer.online: _("线上参加"),
    Answer.excused: _("请假"),
    Answer.declined: _("不参加"),
}
CAME: dict[str, Text] = {
    Way.code: _("扫码签到"),
    Way.list: _("专员点名"),
    Way.online: _("线上签到"),
    Way.proxy: _("会后补登"),
}
EXCUSES: dict[bool, Text] = {True: _("准假"), False: _("不准假")}

_V = MeetingVerb

#: As in `ledger.words.WORDS`: verb → its short name, then the parts of its sentence.
WORDS: dict[str, tuple[Text, ...]] = {
    "meeting.plan": (_("安排会议"), _("安排{meeting_kind}，{on}")),
    f"meeting.{_V.edit}": (_("修改会议"), _("修改{meeting_kind}安排"), _("改到 {on}")),
    f"meeting.{_V.cancel}": (_("取消会议"), _("取消{meeting_kind}")),
    f"meeting.{_V.invite}": (_("邀请"), _("邀请 {number} 位参加{meeting_kind}")),
    f"meeting.{_V.hold}": (_("会议结束"), _("{meeting_kind}已召开"), _("到会 {came} 位")),
    f"meeting.{_V.record_visit}": (_("走访记录"), _("写走访记录")),
    f"meeting.{_V.write_minutes}": (_("写纪要"), _("写会议纪要"), _("议定事项 {matters} 项")),
    f"meeting.{_V.submit_minutes}": (_("纪要送签"), _("会议纪要送签")),
    f"meeting.{_V.issue_minutes}": (_("签发纪要"), _("签发会议纪要")),
    f"meeting.{_V.count_contact}": (_("登记联系"), _("把{meeting_kind}登记为与 {supervisors} 位监督员的联系")),
    f"meeting.{_V.attach}": (_("添加文件"), _("添加会议文件")),
    "meeting.detach": (_("删除文件"), _("删除会议文件")),
    "meeting.export": (_("导出会议文件"), _("导出{paper}"), "{format}"),
    "meeting.invited": (_("受邀参会"), _("受邀参加{meeting_kind}，{on}")),
    "meeting.uninvited": (_("撤下邀请"), _("撤下{meeting_kind}的邀请")),
    "meeting.answer": (_("答复邀请"), _("答复{meeting_kind}邀请：{answer}")),
    "meeting.excuse": (_("决定请假"), _("{meeting_kind}请假：{excuse}")),
    "meeting.attend": (_("到会"), _("参加{meeting_kind}"), "{came_by}"),
    "meeting.strike": (_("撤销到会"), _("撤销{meeting_kind}到会登记")),
    "meeting.feed": (_("开通日历订阅"), _("开通日历订阅地址")),
    "meeting.feed_off": (_("停用日历订阅"), _("停用日历订阅地址")),
}
PAPERS: dict[str, Text] = {"sheet": _("签到表"), "minutes": _("会议纪要"), "visit": _("走访记录")}
