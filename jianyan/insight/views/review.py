"""试行评估: how the find-and-solve loop ran in a period, for whoever may draw conclusions from it (5.3.a)."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jianyan.accounts.access import Request, entry
from jianyan.core.review_draft import drafted
from jianyan.core.workdays import local_date
from jianyan.insight import review_shown as shown
from jianyan.insight.forms.review import PeriodForm, period_in
from jianyan.insight.loop_shown import loop_shown
from jianyan.insight.queries.review import months_of_term, review_of, rules_in_force
from jianyan.insight.queries.review_scope import Scope, usual_period
from jianyan.insight.review_shown import Links

READERS = ("officer", "head", "leader")


def scope_of(request: Request) -> Scope:
    """The period that the address asks for, in the zone of whoever asks."""
    now = timezone.now()
    today = local_date(now)
    months = months_of_term(rules_in_force(request.zone.pk, today))
    first, last = period_in(request.GET, usual_period(request.zone.pk, today, months), today)
    return Scope(request.zone, first, last, now)


@entry(*READERS)
@require_safe
def review(request: Request) -> HttpResponse:
    """The review of a period."""
    scope = scope_of(request)
    found = review_of(scope)
    links = Links(found, request.actor)
    context = {
        "form": PeriodForm(links.period),
        "query_string": urlencode(links.period),
        "review": found,
        "empty": not found.received,
        "received": links.leads(found.received),
        "rates": shown.rates(found, links),
        "loop": loop_shown(found.net),
        "spent": shown.spent(found),
        "steps": shown.steps(found, links),
        "lost_tables": [
            (_("超过期限，按部门"), _("部门"), shown.units(found, links)),
            (_("超过期限，按类型"), _("类型"), shown.kinds(found, links)),
        ],
        "late": links.leads(found.times.whole.late, what="late"),
        "returned": links.leads(found.back.returned, what="returned"),
        "reopened": links.leads(found.back.reopened, what="reopened"),
        "misled": shown.misled(found),
        "results": shown.results(found),
        "returns": shown.quotes(found.back.returns),
        "reopenings": shown.quotes(found.back.reopenings),
        "ends": shown.ends(found, links),
        "outcomes": [(words, found.decisions.comments.get(key, 0)) for key, words in shown.OUTCOMES.items()],
        "commented": sum(found.decisions.comments.values()),
        "activity": shown.activity(found, links),
        "blind": shown.blind(found),
        "unanswered": links.leads(found.blind.unanswered, what="unanswered"),
        "unanswered_late": links.leads(found.blind.unanswered_late, what="unanswered_late"),
        "draft": drafted(found),
    }
    return render(request, "insight/review.html", context)
