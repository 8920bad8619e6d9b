"""The keys of the office, as the help sheet names them. `leads.views.text.KEYS` and ui/assets/js/keys.js press them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from django.template.loader import render_to_string
from django.urls import get_script_prefix
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from jianyan.accounts.models import RoleName as R
from jianyan.accounts.queries import Actor
from jianyan.ui.addresses import address


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """Keys, pressed together or one after the other, and what they do; ``url``: the page that g and ``go`` open."""

    keys: tuple[str, ...]
    label: str | Promise
    go: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Keys that belong together."""

    title: str | Promise
    rows: tuple[Row, ...]


QUEUE = Group(
    title=_("队列"),
    rows=(
        Row(keys=("j", "k"), label=_("下一条、上一条")),
        Row(keys=("Enter",), label=_("看这一条")),
        Row(keys=("o",), label=_("打开这一条的页面")),
        Row(keys=("x",), label=_("勾选或取消勾选")),
        Row(keys=("/",), label=_("查找")),
    ),
)
LEAD = Group(
    title=_("线索"),
    rows=(
        Row(keys=("n",), label=_("做建议的下一步")),
        Row(keys=("c",), label=_("记录通话")),
        Row(keys=("d",), label=_("转办")),
        Row(keys=("m",), label=_("并案")),
        Row(keys=("r",), label=_("催办或督办")),
        Row(keys=("f",), label=_("回访")),
        Row(keys=("u",), label=_("撤回刚才的转办")),
        Row(keys=("Esc",), label=_("返回")),
    ),
)
#: (roles, letter after g, URL name, what it is called)
PAGES = (
    ({R.officer, R.head}, "d", "desk", _("工作台")),
    ({R.head}, "o", "overview", _("总览")),
    ({R.officer, R.head}, "l", "leads:list", _("线索")),
    ({R.officer, R.head}, "s", "people:list", pgettext_lazy("plural", "监督员")),
    ({R.officer, R.head}, "f", "form_months", _("意见表")),
    ({R.officer, R.head}, "v", "leads:views", _("我的视图")),
    ({R.officer, R.head}, "m", "notify:inbox", _("消息")),
    ({R.officer, R.head}, "h", "handbook", _("帮助")),
)
HELP = Group(title=_("帮助"), rows=(Row(keys=("?",), label=_("打开这张表")),))


def key_sheet(actor: Actor) -> SafeString:
    """The sheet of the keys that somebody of the office has, drawn once; nothing for everybody else."""
    if not actor.is_office:
        return SafeString()
    letters = frozenset(letter for roles, letter, _name, _label in PAGES if actor.has(*roles))
    return _drawn(letters, get_language(), get_script_prefix())


@lru_cache(maxsize=32)
def _drawn(letters: frozenset[str], language: str | None, prefix: str) -> SafeString:
    pages = tuple(
        Row(keys=("g", letter), label=label, go=letter, url=address(name))
        for _roles, letter, name, label in PAGES
        if letter in letters
    )
    groups = [QUEUE, LEAD, Group(title=_("去别的页面"), rows=pages), HELP]
    return SafeString(render_to_string("ui/keys.html", {"groups": groups}))
