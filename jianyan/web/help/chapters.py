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
from jianyan.web.help.pages import PAGES
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
        Chapter("area", "area.md", _("新区营商环境办"), frozenset({R.area})),
    )
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
