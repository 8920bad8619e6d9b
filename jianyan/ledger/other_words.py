"""The words of what stands beside the way of a lead (undoing, links, the sorted month), of files, rules, accounts."""

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
    "file.upload": (_("上传附件"), _("上传附件 {type}"), _("{size} 字节")),
    "file.remove": (_("删去附件"), _("删去还没有提交的附件 {type}")),
    "file.expire": (_("清理附件"), _("一直没有提交的附件已清理 {type}")),
    "clock.move": (_("期限重算"), _("{clock}期限由 {was} 改为 {now}"), _("因工作日历变化")),
    "calendar.notice": (_("放假通知"), _("载入放假安排：{name}"), _("放假 {off} 天"), _("补班 {worked} 天")),
    "rules.store": (_("规则入库"), _("规则第 {number} 版入库"), _("自 {effective_on} 起施行")),
    "role.grant": (_("授予角色"), _("授予角色：{role}"), "{department}"),
    "role.revoke": (_("收回角色"), _("收回角色：{role}"), "{department}"),
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
