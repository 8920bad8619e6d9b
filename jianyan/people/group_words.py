"""What a refusal of an act in a group, or of an anonymisation, says, and at which field."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

REFUSALS = {
    "no_group": _("请至少选择一个群。"),
    "nobody_in_group": _("所选的群现在没有成员。"),
    "words_required": _("请填写此项。"),
    "taken_back": _("这条公告已经撤回。"),
    "answered": _("这个提问刚刚有人回答过。"),
    "no_rules": _("监督员工作规则还没有发布，不知道档案要留存多久。"),
    "anonymised": _("这位监督员的个人信息已经清除。"),
    "kept_longer": _("还在聘期或者聘期结束不满 {years} 年，档案须继续留存。"),
    "leads_open": _("还有 {count} 条线索没有办结，办结后才能匿名。"),
}
FIELDS = {"no_group": "groups", "nobody_in_group": "groups"}
