"""The words of what stands beside the way of a lead: undoing, links, the sorted month; and of accounts."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise

#: As in `ledger.words.WORDS`: verb → its short name, then the parts of its sentence.
WORDS: dict[str, tuple[Text, ...]] = {
    "lead.undo": (_("撤销"), _("撤销刚才的“{undone}”"), "{started}"),
    "lead.link": (_("关联相似线索"), _("与 {no} 关联为相似线索")),
    "lead.unlink": (_("取消关联"), _("取消与 {no} 的相似关联")),
    "lead.apart": (_("标为不相关"), _("与 {no} 对照，标为不相关")),
    "month.sorted": (_("本月整理完毕"), _("{month}线索整理完毕"), _("共 {leads} 件")),
    "account.sign_in": (_("登录"),),
    "account.sign_in_failed": (_("登录失败"), _("登录失败：用户名或密码不对")),
    "account.locked": (_("账号锁定"), _("多次输错密码，账号已锁定")),
    "account.unlock": (_("解除锁定"), _("解除账号锁定")),
    "account.create": (_("开设账号"),),
    "account.edit": (_("修改账号资料"),),
    "account.anonymise": (_("清除账号"), _("账号已清除个人信息并永久停用")),
    "account.disable": (_("停用账号"),),
    "account.enable": (_("启用账号"),),
    "account.reset_password": (_("重置密码"), _("重置密码，下次登录须改")),
    "account.change_password": (_("修改密码"),),
    "account.sign_out_everywhere": (_("全部退出"), _("所有设备上的登录已退出")),
    "department.create": (_("新增单位"),),
    "department.edit": (_("修改单位"), _("修改单位"), "{review}"),
    "department.disable": (_("停用单位"),),
    "department.enable": (_("启用单位"),),
    "zone.edit": (_("修改功能区资料"),),
}
