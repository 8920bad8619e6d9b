"""What accounts, duties and refusals are called on pages."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from jianyan.accounts.models import User
from jianyan.core.flow import Refused

REFUSALS = {
    "wrong_role": _("您的角色不能做这一步。"),
    "link_over": _("这个链接已经用过、过了期，或者不完整。"),
    "own_account": _("不能对自己的账号做这一步，请由另一位管理员办理。"),
    "kept_elsewhere": _("这个账号由其他功能区维护，或在其他功能区任职，不能在这里修改。"),
    "username_taken": _("这个用户名已经有人使用，请换一个。"),
    "wrong_password": _("现在的密码不对，请重新输入。"),
    "not_locked": _("这个账号没有被锁定。"),
    "unknown_role": _("没有这个角色，请重新选择。"),
    "by_appointment": _("监督员身份由聘任产生，不能在这里授予或收回。"),
    "role_held": _("已经有这个角色了。"),
    "two_administrators": _("系统、安全、审计三员分立，一个人只能担任其中之一。"),
    "administrator_at_work": _("管理员不兼任业务角色，业务人员也不兼任管理员；请另开账号或换人。"),
    "area_alone": _("新区营商环境办只看各区对照，不兼任其他角色；请另开账号或换人。"),
    "no_area_account": _("没有以这个用户名担任新区营商环境办的账号，请与开设账号的功能区核对。"),
    "last_administrator": _("这是本区最后一位系统或安全管理员，先授予另一位再收回。"),
    "department_needed": _("请选择联络员所在的部门单位。"),
    "unit_taken": _("已有相同代码或名称的单位。"),
    "office_needed": _("营商环境办不能停用。"),
    "two_liaisons_needed": _("这个单位还没有两位启用的联络员，开启后没有人能审核；请先授予另一位联络员角色。"),
}

#: The field of a form at which a refusal is shown; all others are shown on top.
FIELDS = {
    "username_taken": "username",
    "wrong_password": "current",
    "unknown_role": "role",
    "by_appointment": "role",
    "role_held": "role",
    "two_administrators": "role",
    "administrator_at_work": "role",
    "area_alone": "role",
    "no_area_account": "username",
    "department_needed": "department",
    "unit_taken": "name",
    "two_liaisons_needed": "reply_review",
}

#: What each role may do, where roles are granted.
DUTIES = {
    "officer": _("汇总梳理、电话沟通、转办、回访"),
    "head": _("指定承办、审批延期、总览"),
    "liaison": _("代表部门签收、退回、答复；须选部门"),
    "leader": _("看总览和专报，作批示"),
    "sysadmin": _("管账号、部门单位、功能区；不看线索"),
    "secadmin": _("管角色、解锁、强制退出；不看线索"),
    "auditor": _("看台账、核验封存；不看线索"),
    "area": _("只看授予了它的各功能区的对照指标；不看线索、人员和台账，不兼任其他角色"),
}

#: The states by which accounts are looked for.
STATES = {
    "active": _("启用"),
    "first": _("待首次登录"),
    "none": _("没有角色"),
    "disabled": _("停用"),
}


def state_of(user: User, *, locked: bool) -> tuple[str, str]:
    """The state of an account in a word, and the tone of its badge."""
    if not user.is_active:
        return str(_("停用")), ""
    if locked:
        return str(_("已锁定")), "warn"
    if user.must_change_password:
        return str(_("待首次登录")), "info"
    return str(_("启用")), "ok"


def refusal(no: Refused) -> str:
    """The sentence that a refusal shows."""
    return str(REFUSALS[no.code])
