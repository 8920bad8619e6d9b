"""What a page of the opinion form saves by itself while it is being typed, answered in JSON."""

from __future__ import annotations

from django.http import Http404, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from jianyan.accounts.access import Request, entry
from jianyan.core.flow import Refused
from jianyan.core.opinion import month_of
from jianyan.core.workdays import local_date
from jianyan.leads import actions
from jianyan.leads.forms.draft import Posted, said, stamp
from jianyan.leads.queries.mine import month_forms
from jianyan.leads.views.form import chosen
from jianyan.ui.formats import clock_time


@entry("supervisor")
@require_POST
def autosave(request: Request) -> HttpResponse:
    """Keep the page in the draft: 200 with ``seen`` and ``saved``, else 409 with why not in ``why``.

    ``moved``: the draft was changed in another window, whose text stays as it is; the page's own press keeps both.
    ``filed``, ``no_term``: there is nothing to keep it for. ``empty``: a page without leads changes nothing.
    """
    now = timezone.now()
    today = local_date(now)
    own = chosen(month_forms(request.actor, month_of(today), today), request.POST.get("identity", ""))
    if own is None:
        raise Http404
    posted = Posted.read(request.POST)
    if not posted.leads:
        return _not_kept("empty")
    if own.filed or not own.in_term:
        return _not_kept("filed" if own.filed else "no_term")
    if not posted.goes_on(own.draft):
        return _not_kept("moved")
    draft = own.draft
    try:
        saved = actions.autosave(
            request.actor,
            own.identity.pk,
            own.month,
            {
                "leads": posted.leads,
                "page": posted.page,
                "at": posted.at,
                "turn": posted.turn,
                **({"removed": removed} if (removed := said(draft).get("removed")) else {}),
            },
            at=now,
            key=draft.key if draft else posted.key,
            seen=draft.saved_at if draft else None,
        )
    except Refused as no:
        return _not_kept("filed" if no.code == "already_filed" else "moved")
    return JsonResponse({"seen": stamp(saved), "saved": clock_time(now), "key": str(saved.key)})


def _not_kept(why: str) -> JsonResponse:
    return JsonResponse({"why": why}, status=409)
