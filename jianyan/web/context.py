"""What the base template needs on every page."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from jianyan.accounts.models import RoleName, Zone
from jianyan.accounts.queries import Actor
from jianyan.notify.queries import unread_count
from jianyan.rules.queries import calendar_of
from jianyan.ui.addresses import address
from jianyan.ui.formats import long_datetime
from jianyan.web.help.chapters import help_url
from jianyan.web.keys import key_sheet
from jianyan.web.nav import nav_for, role_names, user_menu


def frame(request: HttpRequest) -> dict[str, object]:
    """Zone, person, menu, unread notices and the note about provisional dates; nothing for the public."""
    actor = getattr(request, "actor", None)
    if actor is None:
        return {}
    zone: Zone = request.zone  # type: ignore[attr-defined]
    return {
        "actor": actor,
        "zone": zone,
        # With one zone the word never shows on a page.
        "zone_name": zone.name if request.zone_count > 1 and not actor.has(RoleName.area) else "",  # type: ignore[attr-defined]
        "user_name": actor.name,
        "role_name": role_names(actor),
        "user_menu": user_menu(actor, request.zone_count),  # type: ignore[attr-defined]
        "nav": nav_for(actor, request.path),
        "key_sheet": key_sheet(actor),
        "home_url": address("home"),
        "help_url": help_url(actor, request.resolver_match),
        "inbox_url": address("notify:inbox"),
        "password_url": address("accounts:password"),
        "logout_url": address("accounts:sign_out"),
        "unread_count": unread_count(actor, timezone.now()),
        "calendar_note": calendar_note(zone),
        "print_head": print_head(zone, actor),
    }


def print_head(zone: Zone, actor: Actor) -> str:
    """What a page says on paper: whose it is, who printed it and when."""
    office = role_names(actor) if actor.has(RoleName.area) else zone.office_name
    return _("{office} · {name} 打印于 {when}").format(
        office=office, name=actor.name, when=long_datetime(timezone.now())
    )


def calendar_note(zone: Zone) -> str:
    """The sentence that says which dates are provisional, on every page; empty while none can be near."""
    calendar = calendar_of(zone)
    today = timezone.localdate()
    if not calendar.provisional(date(today.year + 1, 1, 1)):
        return ""
    year = today.year if calendar.provisional(today) else today.year + 1
    return _("{year} 年及以后的放假安排尚未载入，到期日落在其中的为暂定，载入后自动重算。").format(year=year)
