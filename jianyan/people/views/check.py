"""Anybody checks a certificate by the address in its QR code: whether it holds, and no more than that."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from jianyan.accounts.limits import limited
from jianyan.core.terms import TermState
from jianyan.people.certificate import check_of
from jianyan.people.models import Appointment, Channel

#: Looking is cheap, guessing is hopeless; a meeting hall scans from one address.
TIMES, PER = 60, timedelta(minutes=1)

#: What a state says to somebody who holds the paper in the hand: tone, icon, heading, sentence.
SAID = {
    TermState.coming: ("info", "hourglass", _("聘期还没有开始"), _("这份聘书是真实的，自聘期开始之日起有效。")),
    TermState.running: ("ok", "circle-check", _("有效"), _("这份聘书真实有效。")),
    TermState.ending: ("ok", "circle-check", _("有效"), _("这份聘书真实有效。")),
    TermState.ended: ("", "clock", _("聘期已结束"), _("这份聘书是真实的，聘期已满，现在不再有效。")),
    TermState.broken_off: ("warn", "ban", _("已离任，不再有效"), _("持有人已离任，这份聘书不再有效。")),
}
DISMISSED = ("bad", "ban", _("已解聘，不再有效"), _("持有人已被解聘，这份聘书不再有效。"))


@limited("certificate", TIMES, PER)
@never_cache
@require_safe
def certificate(request: HttpRequest, token: UUID) -> HttpResponse:
    """The state of a certificate today. A token that is nobody's is a 404 that says what to do."""
    terms = Appointment.objects.select_related("supervisor__zone")
    term = terms.filter(token=token).exclude(certificate="").first()
    today = timezone.localdate()
    context: dict[str, object] = {}
    if term is not None:
        check = check_of(term, today)
        tone, icon, heading, sentence = DISMISSED if check.dismissed and check.left_on else SAID[check.state]
        if check.left_on and check.left_on > today:
            tone, icon, heading, sentence = SAID[TermState.running]
        context = {
            "check": check,
            "channel": Channel(check.channel).label,
            "tone": tone,
            "icon": icon,
            "heading": heading,
            "sentence": sentence,
            "today": today,
        }
    response = render(request, "people/check.html", context, status=200 if term else 404)
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response
