"""The special reports of a zone, and the instructions on them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from jianyan.accounts.access import Request, entry
from jianyan.core.bulletin import quarter_title
from jianyan.core.flow import Refused
from jianyan.core.periods import periods, quarter_name
from jianyan.core.special import SpecialState
from jianyan.core.workdays import local_date
from jianyan.reports import special_words as words
from jianyan.reports.actions import draft_special
from jianyan.reports.models import Special
from jianyan.reports.queries.special import instructions_visible_to, specials_visible_to, tasks_of
from jianyan.reports.special_shown import InstructionRow, instruction_row
from jianyan.reports.tabs import report_tabs
from jianyan.rules.queries import NoRulebook, calendar_of

PAGE = 20
#: Quarters that a report can be drafted for, this one included.
QUARTERS = 5


@dataclass(frozen=True, slots=True)
class Row:
    """One report of the list."""

    special: Special
    quarter: str
    state: str
    tone: str


@entry("officer", "head", "leader")
@require_safe
def specials(request: Request) -> HttpResponse:
    """All of the zone for the office, the signed ones for leaders; and the last instructions with where they stand."""
    actor, now = request.actor, timezone.now()
    found = specials_visible_to(actor).select_related("signed_by").defer("content")
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = {
        "page_obj": page,
        "rows": [_row(special) for special in page],
        "instructions": instruction_rows(request),
        "quarters": _free(actor.zone_id, local_date(now)) if actor.is_office else [],
        "office": actor.is_office,
        "tabs": report_tabs(actor, "specials"),
    }
    return render(request, "reports/specials.html", context)


def instruction_rows(request: Request) -> list[InstructionRow]:
    """The last instructions; two queries."""
    near = instructions_visible_to(request.actor).select_related("by", "special", "item", "entered_by")
    rows = list(near[:PAGE])
    tasks = tasks_of(request.zone.pk, rows)
    calendar = calendar_of(request.zone)
    return [instruction_row(row, tasks[row.pk], timezone.now(), calendar) for row in rows]


def _row(special: Special) -> Row:
    state = SpecialState(special.state)
    return Row(special, quarter_title(special.quarter), str(words.STATES[state]), words.TONES[state])


def _free(zone_id: int, today: date) -> list[tuple[str, str]]:
    """The quarters that have no report yet, the newest first."""
    there = set(Special.objects.filter(zone=zone_id).values_list("quarter", flat=True))
    names = [quarter_name(period.first) for period in reversed(periods("quarter", today, QUARTERS))]
    return [(name, quarter_title(name)) for name in names if name not in there]


@entry("officer", "head")
@require_POST
def special_new(request: Request) -> HttpResponse:
    """Draft the report of a quarter."""
    try:
        made = draft_special(request.actor, request.POST.get("quarter", ""), at=timezone.now())
    except ValueError as no:  # no name of a quarter
        raise Http404 from no
    except NoRulebook:
        return render(request, "rules/none.html", status=404)
    except Refused as no:
        messages.warning(request, words.refusal(no))
        if no.code == "already_drafted":
            return redirect("reports:special", no.params["pk"])
        return redirect("reports:specials")
    messages.success(request, _("专报已起草：数字来自统计，事项按记录提出，请逐项核对、修改。"))
    return redirect("reports:special", made.pk)
