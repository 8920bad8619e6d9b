"""The chapters of the handbook, and which heading of which chapter explains a page."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from django.urls import ResolverMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from jianyan.accounts.models import RoleName as R
from jianyan.accounts.queries import Actor
from jianyan.web.nav import page_of

#: A link to docs/handbook in a checkout; a folder of the package in a wheel.
FOLDER = Path(__file__).resolve().parents[1] / "handbook"


@dataclass(frozen=True, slots=True)
class Chapter:
    """One file of the handbook, written for some roles (for everybody when none is named)."""

    key: str
    file: str
    title: str | Promise
    roles: frozenset[str] = frozenset()

    @property
    def path(self) -> Path:
        return FOLDER / self.file

    @property
    def url(self) -> str:
        return reverse("handbook_chapter", args=[self.key])


CHAPTERS: dict[str, Chapter] = {
    chapter.key: chapter
    for chapter in (
        Chapter("start", "README.md", _("概览")),
        Chapter("supervisor", "supervisor.md", _("监督员"), frozenset({R.supervisor})),
        # The head does whatever an officer does.
        Chapter("officer", "officer.md", _("专员"), frozenset({R.officer, R.head})),
        Chapter("liaison", "liaison.md", _("部门联络员"), frozenset({R.liaison})),
        Chapter("head", "head.md", _("营商环境办负责人"), frozenset({R.head})),
        Chapter("leader", "leader.md", _("管委会领导"), frozenset({R.leader})),
        Chapter("administrators", "administrators.md", _("系统和安全管理员"), frozenset({R.sysadmin, R.secadmin})),
        Chapter("auditor", "auditor.md", _("审计管理员"), frozenset({R.auditor})),
    )
}

#: URL name of a page (with the verb, for verbs on a lead) → (chapter, heading) that explain it, one's own role first.
#: A page that is not named here is explained by its reader's own chapter as a whole.
PAGES: dict[str, tuple[tuple[str, str], ...]] = {
    "my_home": (("supervisor", "首页"),),
    "leads:form": (("supervisor", "填写意见表"),),
    "leads:form_done": (("supervisor", "填写意见表"),),
    "my_dossier": (("supervisor", "我的档案"),),
    "desk": (("officer", "工作台"),),
    "department": (("liaison", "本部门页面"),),
    "overview": (("head", "总览"), ("leader", "总览")),
    "leads:list": (("officer", "查找线索"), ("liaison", "查找线索"), ("leader", "看一条线索")),
    "leads:lead": (
        ("officer", "看一条线索"),
        ("supervisor", "跟踪线索"),
        ("liaison", "看一条线索"),
        ("leader", "看一条线索"),
    ),
    "leads:verb call": (("officer", "电话沟通"),),
    "leads:verb call-unanswered": (("officer", "电话沟通"),),
    "leads:verb classify": (("officer", "梳理线索"),),
    "leads:verb merge": (("officer", "梳理线索"),),
    "leads:verb split": (("officer", "梳理线索"),),
    "leads:verb note": (("officer", "梳理线索"),),
    "leads:verb dispatch": (("officer", "转办"),),
    "leads:verb designate": (("head", "等我决定"),),
    "leads:verb return": (("liaison", "签收或退回"),),
    "leads:verb ask-extension": (("liaison", "申请延期"),),
    "leads:verb grant-extension": (("head", "等我决定"),),
    "leads:verb refuse-extension": (("head", "等我决定"),),
    "leads:verb reply": (("liaison", "答复"),),
    "leads:verb remind": (("officer", "催办和督办"),),
    "leads:verb urge": (("officer", "催办和督办"),),
    "leads:verb follow-up": (("officer", "回访和办结"), ("supervisor", "说说是否解决")),
    "leads:verb follow-up-unreached": (("officer", "回访和办结"),),
    "leads:verb close": (("officer", "回访和办结"),),
    "leads:verb reopen": (("officer", "回访和办结"), ("supervisor", "说说是否解决")),
    "leads:verb supplement": (("officer", "看一条线索"), ("supervisor", "跟踪线索")),
    "leads:verb withdraw": (("supervisor", "遇到这些情况"),),
    "people:list": (("officer", "监督员和每月联系"),),
    "people:dossier": (("officer", "监督员和每月联系"),),
    "people:contact": (("officer", "监督员和每月联系"),),
    "people:phone": (("officer", "隐私"),),
    "people:handover": (("head", "移交监督员"),),
    "form_months": (("officer", "意见表收齐"),),
    "leads:form_enter": (("officer", "代录和导入"),),
    "leads:form_import": (("officer", "代录和导入"),),
    "leads:form_batch": (("officer", "代录和导入"),),
    "export_leads": (("officer", "导出"), ("liaison", "查找线索"), ("leader", "总览")),
    "export_forms": (("officer", "导出"),),
    "export_supervisors": (("officer", "导出"),),
    "export_overview": (("head", "导出"), ("leader", "总览")),
    "export_ledger": (("auditor", "导出"),),
    "ledger:list": (("auditor", "查台账"),),
    "ledger:row": (("auditor", "查台账"),),
    "ledger:seals": (("auditor", "封存与核验"),),
    "accounts:users": (("administrators", "账号"),),
    "accounts:user": (("administrators", "账号"),),
    "accounts:user_new": (("administrators", "账号"),),
    "accounts:user_edit": (("administrators", "账号"),),
    "accounts:departments": (("administrators", "部门单位"),),
    "accounts:department": (("administrators", "部门单位"),),
    "accounts:department_new": (("administrators", "部门单位"),),
    "accounts:zone": (("administrators", "功能区"),),
    "calendar_import": (("head", "工作日历"), ("administrators", "工作日历")),
    "accounts:password": (("start", "账号和密码"),),
    "accounts:sign_out_everywhere": (("start", "账号和密码"),),
    "rules:calendar": (("start", "工作日怎样算"),),
    "rules:book": (("start", "期限一览"),),
    "rules:version": (("start", "期限一览"),),
    "notify:inbox": (("start", "一条线索怎样走"),),
}


def explained_at(actor: Actor, page: str) -> tuple[Chapter, str]:
    """The chapter and the heading that explain a page to somebody; the heading is empty for a chapter as a whole."""
    offered = PAGES.get(page, ())
    for key, heading in offered:
        if not CHAPTERS[key].roles or actor.has(*CHAPTERS[key].roles):
            return CHAPTERS[key], heading
    return own_chapter(actor), ""


def own_chapter(actor: Actor) -> Chapter:
    """The chapter of the role in which somebody is led to their first page."""
    return explained_at(actor, page_of(actor))[0]


def help_url(actor: Actor, match: ResolverMatch | None) -> str:
    """The address in the handbook that explains the page that was asked for."""
    if match is None:
        return reverse("handbook")
    verb = match.kwargs.get("verb")
    chapter, heading = explained_at(actor, f"{match.view_name} {verb}" if verb else match.view_name)
    return f"{chapter.url}#{quote(heading)}" if heading else chapter.url
