"""The auditor's pages: the ledger, one row of it, the seals, and the check of everything."""

from __future__ import annotations

from dataclasses import asdict

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from jianyan.accounts.access import Request, entry
from jianyan.core.chain import CannotCalculate
from jianyan.ledger import queries, shown
from jianyan.ledger.actions import check
from jianyan.ledger.forms import LedgerFilter, asked_in
from jianyan.ledger.queries import NOBODY
from jianyan.ui.keyset import keyset

PAGE = 50


@entry("auditor")
@require_safe
def ledger(request: Request) -> HttpResponse:
    """The rows, newest first, under filters that stand in the address."""
    asked = asked_in(request.GET)
    found = queries.found(request.actor, asked)
    page = keyset(found, after=request.GET.get("after"), before=request.GET.get("before"), size=PAGE)
    names = queries.names_for(request.zone.pk, page.rows)
    typed = asdict(asked) | ({"actor": _("系统")} if asked.actor == NOBODY else {})
    context = {
        "rows": [shown.row_shown(row, names) for row in page.rows],
        "page": page,
        "filter": LedgerFilter(initial=typed),
        "filtered": any(asdict(asked).values()),
    }
    return render(request, "ledger/ledger.html", context)


@entry("auditor")
@require_safe
def row(request: Request, pk: int) -> HttpResponse:
    """One row with everything it holds, its place in the chain and whether its digest is right."""
    found = get_object_or_404(queries.visible_to(request.actor).select_related("actor"), pk=pk)
    names = queries.names_for(request.zone.pk, [found])
    context = {
        "row": shown.row_shown(found, names),
        "data": shown.data_readable(found),
        "whole": queries.is_whole(found),
        "seal": queries.seal_over(found),
    }
    return render(request, "ledger/row.html", context)


@entry("auditor")
@require_safe
def seals(request: Request) -> HttpResponse:
    """The seal of each day with what the last check said, and the result of that check."""
    last = queries.last_verification(request.actor)
    page = Paginator(queries.seals_visible_to(request.actor), PAGE).get_page(request.GET.get("page"))
    names = queries.Names({}, {}, {})
    context = {
        "page": page,
        "seals": [shown.seal_shown(seal, last) for seal in page],
        "last": last,
        "troubles": shown.troubles(last, names) if last else [],
        "unsealed": queries.unsealed(request.actor),
    }
    return render(request, "ledger/seals.html", context)


@entry("auditor")
@require_POST
def verify(request: Request) -> HttpResponse:
    """Check the whole ledger now; the check itself is a row."""
    try:
        made = check(request.actor, request.zone, at=timezone.now())
    except CannotCalculate:
        messages.error(request, _("这台服务器缺少部分记录使用的摘要算法（如国密 SM3），不能在这里核验。"))
        return redirect("ledger:seals")
    if made.findings:
        count = len(made.findings)
        text = ngettext("核验发现 {count} 处不符，见下。", "核验发现 {count} 处不符，见下。", count)
        messages.error(request, text.format(count=count))
    else:
        messages.success(request, _("核验完成：{rows} 行全部相符。").format(rows=made.rows))
    return redirect("ledger:seals")
