"""The button 撤销 beside what was just done."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from jianyan.accounts.access import Request, entry
from jianyan.core.flow import UNDO_WITHIN, Refused
from jianyan.leads import actions, words
from jianyan.leads.models import Lead
from jianyan.leads.queries.undoable import just_done
from jianyan.ledger.models import Entry
from jianyan.ledger.words import label
from jianyan.ui.said import MessageButton, button_for

#: As many acts as a page of the month can save at once.
MOST = 50


def undo_button(request: Request, leads: Collection[int], at: datetime) -> MessageButton | None:
    """The button that undoes what the actor did to these leads at that moment; None where nothing can be undone."""
    rows = just_done(request.actor, leads, at) if request.actor.is_office else []
    seconds = int(UNDO_WITHIN.total_seconds())
    return button_for(url=reverse("leads:undo"), label=_("撤销"), name="entry", values=rows, seconds=seconds)


@entry("officer", "head")
@require_POST
def undo(request: Request) -> HttpResponse:
    """Undo one's own acts, each by its row in the ledger, and go back to where one was."""
    sent = [row for row in request.POST.getlist("entry") if row.isascii() and row.isdigit() and len(row) < 19][:MOST]
    rows = Entry.objects.filter(pk__in=sent, zone=request.zone, subject__startswith="lead:").order_by("-pk")
    now, done, refused = timezone.now(), [], []
    found = list(rows)
    if not found:
        raise Http404
    for row in found:
        pk = int(row.subject.removeprefix("lead:"))
        try:
            done.append((actions.undo(request.actor, pk, at=now, entry=row.pk), row))
        except Lead.DoesNotExist:
            raise Http404 from None
        except Refused as no:
            refused.append(words.refusal(no))
    if len(done) == 1:
        lead, row = done[0]
        messages.success(request, _("已撤销：{no} {what}。").format(no=lead.no, what=label(row.verb)))
    elif done:
        messages.success(request, _("已撤销 {n} 件。").format(n=len(done)))
    for said in dict.fromkeys(refused):
        messages.error(request, said)
    return redirect(back_of(request))


def back_of(request: Request, otherwise: str = "home") -> str:
    """The page of ours that a form was sent from."""
    back = request.POST.get("back", "")
    fine = back.startswith("/") and url_has_allowed_host_and_scheme(back, None)
    return back if fine else reverse(otherwise)
