"""扫码签到: the code for a projector, what a scan leads to, and signing in with it (5.1.a)."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_safe

from jianyan.accounts.access import Request, entry
from jianyan.accounts.limits import limited
from jianyan.core.attendance import code_at, seconds_left
from jianyan.core.flow import Refused
from jianyan.core.meeting import MeetingVerb
from jianyan.meetings import actions, words
from jianyan.meetings.models import Meeting
from jianyan.meetings.queries import own_invitation
from jianyan.meetings.queries.people import counts_of
from jianyan.meetings.shown import head_of
from jianyan.meetings.views.base import EVERYBODY, found, refused, verbs_of

#: How long whoever has scanned may take to sign in with password and all, on the device that scanned.
PASS = timedelta(minutes=5)
#: Where the session keeps which meeting's code was scanned when.
KEPT = "scanned"
#: How often one address may open what a code leads to: a whole hall may sit behind one.
SCANS, SCANS_PER = 600, timedelta(minutes=1)


@entry("officer", "head")
@require_safe
def code(request: Request, pk: int) -> HttpResponse:
    """The page for the projector: the code of this half minute, large, and how many are there. Renews itself."""
    meeting, now = found(request, pk), timezone.now()
    open_ = MeetingVerb.sign_in in verbs_of(request, meeting, own_invitation(request.actor, meeting), now)
    counts = counts_of(list(meeting.invitations.all()))
    context = {
        "meeting": meeting,
        "head": head_of(meeting),
        "open": open_,
        "picture": _picture(request, meeting, now) if open_ else "",
        "left": seconds_left(now),
        "counts": counts,
    }
    name = "meetings/code.html#panel" if request.headers.get("HX-Request") else "meetings/code.html"
    response = render(request, name, context)
    response["Cache-Control"] = "private, no-store"
    return response


def _picture(request: Request, meeting: Meeting, now: datetime) -> SafeString:
    """The QR code as SVG: modules as one path, no style, black on white in either theme."""
    import segno  # 9 MB: loaded by whoever asks for a code

    path = reverse("meetings:scan", args=[meeting.pk, code_at(meeting.secret, meeting.pk, now)])
    made = segno.make_qr(request.build_absolute_uri(path), error="m")
    return mark_safe(  # noqa: S308 made of squares by segno; the address is in their pattern only
        made.svg_inline(scale=8, border=4, light="#ffffff", dark="#000000", omitsize=True, svgclass="code-picture")
    )


@limited("meeting-scan", SCANS, SCANS_PER)
@require_safe
def scan(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """What a scanned code leads to, signed in or not: a fresh one opens the page of signing in on this device.

    A code sent on to somebody at home is over by then, and what it opened stays with the session that scanned it.
    """
    meeting, now = get_object_or_404(Meeting, pk=pk), timezone.now()
    try:
        actions.check_code(meeting, code, at=now)
    except Refused as no:
        return render(request, "meetings/scan_refused.html", {"reason": words.refusal(no)}, status=422)
    request.session[KEPT] = {"meeting": meeting.pk, "at": now.isoformat()}
    response = redirect("meetings:sign_in", meeting.pk)
    response["Cache-Control"] = "private, no-store"
    return response


def scanned_at(request: Request, meeting: Meeting, now: datetime) -> datetime | None:
    """When this device scanned this meeting's code, while that holds."""
    kept = request.session.get(KEPT)
    if not isinstance(kept, dict) or kept.get("meeting") != meeting.pk:
        return None
    at = datetime.fromisoformat(str(kept.get("at")))
    return at if at <= now < at + PASS else None


@entry(*EVERYBODY)
def sign_in(request: Request, pk: int) -> HttpResponse:
    """One press after the scan: here I am. Without a scan on this device it is refused."""
    meeting = get_object_or_404(Meeting, pk=pk, zone=request.actor.zone_id)
    now = timezone.now()
    scanned = scanned_at(request, meeting, now)
    own = own_invitation(request.actor, meeting)
    if own is not None and own.attended_at is not None:
        context = {"meeting": meeting, "head": head_of(meeting), "own": own}
        return render(request, "meetings/signed_in.html", context)
    if scanned is None:
        return refused(request, meeting, Refused("no_pass"), now, reverse("my_meetings"))
    if request.method != "POST":
        context = {"meeting": meeting, "head": head_of(meeting), "invited": own is not None}
        return render(request, "meetings/sign_in.html", context)
    try:
        actions.sign_in(request.actor, pk, at=now, scanned_at=scanned)
    except Refused as no:
        return refused(request, meeting, no, now, reverse("my_meetings"))
    request.session.pop(KEPT, None)
    return redirect("meetings:sign_in", pk)
