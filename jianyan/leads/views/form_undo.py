"""撤销零报告: a nil return is taken back while its month lasts."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from jianyan.accounts.access import Request, entry
from jianyan.core.flow import Refused
from jianyan.leads import actions, words
from jianyan.leads.models import OpinionForm

#: What can no longer be undone, for whatever somebody would put right.
TOO_LATE = frozenset({"not_nil", "nil_month_over"})


@entry("supervisor")
@require_POST
def undo_nil(request: Request, pk: int) -> HttpResponse:
    """Take the nil return back and say that the month's form is open again."""
    try:
        actions.undo_nil(request.actor, pk, at=timezone.now())
    except OpinionForm.DoesNotExist:
        raise Http404 from None
    except Refused as no:
        status = 409 if no.code in TOO_LATE else 422
        return render(request, "leads/form_undo.html", {"reason": words.refusal(no)}, status=status)
    messages.success(request, _("零报告已撤销，可以填写本月的意见表了。"))
    return redirect("my_home")
