"""The two lists of reports, side by side for whoever reads both."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from jianyan.accounts.models import RoleName
from jianyan.accounts.queries import Actor
from jianyan.ui.shapes import Tab


def report_tabs(actor: Actor, here: str) -> list[Tab]:
    """通报 and 专报 for office and leaders; nothing for others, who read only bulletins."""
    if not (actor.is_office or actor.has(RoleName.leader)):
        return []
    pages = (("home", _("通报")), ("specials", _("专报")))
    return [Tab(url=reverse(f"reports:{name}"), label=label, active=name == here) for name, label in pages]
