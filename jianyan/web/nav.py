"""The menu of each role, and the page where its work waits."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from jianyan.accounts.models import RoleName as R
from jianyan.accounts.queries import Actor
from jianyan.ui.addresses import address
from jianyan.ui.shapes import NavItem

#: (group, its entries: roles, URL name, label, icon) in the order of the menu.
ITEMS: tuple[tuple[str | Promise, tuple[tuple[set[R], str, str | Promise, str], ...]], ...] = (
    (
        "",
        (
            ({R.supervisor}, "my_home", _("首页"), "home"),
            ({R.supervisor}, "leads:form", _("意见表"), "file-text"),
            ({R.supervisor}, "my_meetings", _("会议"), "calendar-event"),
            ({R.supervisor}, "my_dossier", _("我的档案"), "folder"),
            ({R.officer, R.head}, "desk", _("工作台"), "inbox"),
            ({R.liaison}, "department", _("本部门"), "inbox"),
            ({R.head, R.leader}, "overview", _("总览"), "chart-bar"),
            ({R.officer, R.head}, "leads:month", _("月度梳理"), "list-check"),
            ({R.officer, R.head, R.liaison, R.leader}, "leads:list", _("线索"), "list"),
        ),
    ),
    (
        _("人员"),
        (
            ({R.officer, R.head}, "people:list", pgettext_lazy("plural", "监督员"), "users"),
            ({R.officer, R.head}, "form_months", _("意见表"), "file-text"),
            ({R.officer, R.head, R.leader}, "recruit:rounds", _("选聘"), "user-plus"),
            ({R.officer, R.head}, "awards:runs", _("评优"), "award"),
            ({R.officer, R.head}, "groups:home", _("监督员群"), "speakerphone"),
        ),
    ),
    (
        _("季度工作"),
        (
            ({R.officer, R.head}, "meetings:list", _("会议"), "calendar-event"),
            ({R.liaison, R.leader}, "my_meetings", _("会议"), "calendar-event"),
            ({R.officer, R.head}, "studies:home", _("调研核查"), "map-pin"),
            ({R.officer, R.head}, "duties:list", _("履职"), "checklist"),
            ({R.officer, R.head, R.liaison, R.leader}, "tasks:list", _("任务"), "subtask"),
            ({R.officer, R.head, R.leader}, "reports:home", _("通报专报"), "report"),
            ({R.officer, R.head, R.leader}, "insight:review", _("试行评估"), "route"),
        ),
    ),
    (
        "",
        (
            ({R.auditor}, "ledger:list", _("台账"), "book"),
            ({R.auditor}, "ledger:seals", _("封存与核验"), "shield-check"),
            ({R.sysadmin, R.secadmin}, "accounts:users", _("账号"), "users"),
            ({R.sysadmin}, "accounts:departments", _("部门单位"), "building"),
            ({R.sysadmin}, "accounts:zone", _("功能区"), "settings"),
            ({R.area}, "insight:zones", _("各区对照"), "table"),
            ({R.sysadmin}, "failures", _("未送达未完成"), "alert-triangle"),
        ),
    ),
    (
        _("规则与日历"),
        (
            (
                {R.officer, R.head, R.sysadmin, R.auditor, R.liaison, R.leader},
                "rules:calendar",
                _("工作日历"),
                "calendar",
            ),
            (set(R) - {R.supervisor, R.area}, "rules:book", _("规则"), "scale"),
        ),
    ),
)

#: Role → URL name of its page, in the order in which a person of several roles is led.
PAGES: tuple[tuple[frozenset[str], str], ...] = (
    (frozenset({R.officer}), "desk"),
    (frozenset({R.liaison}), "department"),
    (frozenset({R.head, R.leader}), "overview"),
    (frozenset({R.auditor}), "ledger:list"),
    (frozenset({R.sysadmin, R.secadmin}), "accounts:users"),
    (frozenset({R.area}), "insight:zones"),
)


def page_of(actor: Actor) -> str:
    """The URL name of an actor's own page. Supervising is one's first work, unless one is of the office."""
    if actor.has(R.supervisor) and not actor.is_office:
        return "my_home"
    return next(name for roles, name in PAGES if actor.has(*roles))


def role_names(actor: Actor) -> str:
    """The actor's roles in words, in their fixed order."""
    return gettext("、").join(str(role.label) for role in R if role in actor.roles)


def user_menu(actor: Actor, zone_count: int) -> list[NavItem]:
    """The entries of the user menu beside password and signing out; another zone only where there is one.

    A supervisor's phone bar has room for four: the rules stand here.
    """
    items = [
        NavItem(url=address("handbook"), label=gettext("使用手册"), icon="help-circle"),
        NavItem(url=address("accounts:sign_out_everywhere"), label=gettext("退出所有设备"), icon="shield-lock"),
    ]
    if actor.roles == {R.supervisor}:
        items.insert(0, NavItem(url=address("rules:book"), label=gettext("规则"), icon="scale"))
    if zone_count > 1 and not actor.has(R.area):
        items.insert(0, NavItem(url=address("accounts:switch_zone"), label=gettext("切换功能区"), icon="transfer"))
    return items


#: A menu as short as this needs no groups.
FEW = 6


def nav_for(actor: Actor, path: str) -> list[NavItem]:
    """The actor's menu; the entry whose address is the longest beginning of the path is the present one."""
    items = [
        (address(name), label, icon, group)
        for group, entries in ITEMS
        for roles, name, label, icon in entries
        if actor.has(*roles)
    ]
    here = max((url for url, *_ in items if path.startswith(url)), key=len, default="")
    grouped = len(items) > FEW
    return [
        NavItem(url=url, label=str(label), icon=icon, active=url == here, group=str(group) if grouped else "")
        for url, label, icon, group in items
    ]
