"""征求意见 in the system: the rounds, one round with its text, and a unit's comment on it."""

from __future__ import annotations

from collections import Counter
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jianyan.accounts.access import Request, entry
from jianyan.accounts.models import RoleName
from jianyan.core.flow import Refused
from jianyan.core.rule_draft import Audience
from jianyan.core.rulebook import Rulebook, load
from jianyan.core.workdays import local_date
from jianyan.rules import actions, draft_words, words
from jianyan.rules.forms.ask import CommentForm
from jianyan.rules.models import Comment, Consultation
from jianyan.rules.queries import book
from jianyan.rules.queries.drafts import (
    comments_visible_to,
    consultations_visible_to,
    takes_comments,
    with_counts,
)
from jianyan.rules.shown import rule_name, sections, shown
from jianyan.rules.views.base import refuse, tabs

#: Comments on one page of a round.
COMMENTS = 50


@entry("officer", "head", "liaison")
@require_safe
def consultations(request: Request) -> HttpResponse:
    """The rounds that somebody may take part in or works on, newest first."""
    rounds = with_counts(consultations_visible_to(request.actor))
    page = Paginator(rounds, 50).get_page(request.GET.get("page"))
    today = local_date(timezone.now())
    rows = [{"round": each, **round_words(each, today)} for each in page]
    context: dict[str, Any] = {"rows": rows, "page_obj": page, "tabs": tabs(request.actor, "consultations")}
    context["office"] = request.actor.is_office
    return render(request, "rules/consultations.html", context)


def round_words(round_: Consultation, today: Any) -> dict[str, object]:
    """Whom a round asks, and where it stands."""
    if round_.dropped:
        state, tone = _("已撤销"), ""
    elif round_.concluded_at is not None:
        state, tone = _("已结束"), "ok"
    elif takes_comments(round_, today):
        state, tone = _("征求意见中"), "warn"
    else:
        state, tone = _("已截止，正在处理"), "info"
    return {"audience": draft_words.AUDIENCES[round_.audience], "state": state, "tone": tone}


@entry("officer", "head", "liaison")
@require_safe
def consultation(request: Request, pk: int) -> HttpResponse:
    """A round: its text, what it changes, and the comments that the reader may see."""
    round_ = get_object_or_404(consultations_visible_to(request.actor), pk=pk)
    return render(request, "rules/consultation.html", round_context(request, round_))


def round_context(request: Request, round_: Consultation) -> dict[str, Any]:
    """What the page of a round shows."""
    today = local_date(timezone.now())
    rules, now = load(round_.text), load(round_.draft.text)
    changed = shown(book(round_.draft.base_id), rules)
    comments = comments_of_page(request, comments_visible_to(request.actor).filter(consultation=round_), rules)
    link = reverse("public_rules:consultation", args=[round_.token])
    runs = takes_comments(round_, today)
    office = request.actor.is_office
    return {
        "round": round_,
        "draft": round_.draft,
        "title": words.title(rules),
        "office": office,
        **round_words(round_, today),
        "runs": runs,
        "may_comment": runs and request.actor.has(RoleName.liaison) and round_.audience == Audience.units,
        "may_answer": office and round_.concluded_at is None,
        "may_conclude": office and round_.concluded_at is None and not runs,
        "changes": changed,
        "since": shown(rules, now) if office and now != rules else [],
        "sections": sections(rules, {change.rule for change in changed}),
        **comments,
        "link": request.build_absolute_uri(link) if round_.audience == Audience.public else "",
        "tabs": tabs(request.actor, "consultations"),
    }


def comments_of_page(request: HttpRequest, comments: QuerySet[Comment], rules: Rulebook) -> dict[str, Any]:
    """The comments by rule, in the order of the rules, those on the whole first; a page of them, and the counts.

    What the public sends may be much: only the texts of the page are read.
    """
    order = {"": 0} | {f"{section}.{key}": place for place, (section, key, _item) in enumerate(rules.items(), start=1)}
    known = list(comments.values_list("pk", "rule", "number", "outcome"))
    known.sort(key=lambda row: (order.get(row[1], len(order)), row[2]))
    page = Paginator(known, COMMENTS).get_page(request.GET.get("page"))
    found = comments.in_bulk([pk for pk, *_rest in page])
    groups: dict[str, list[dict[str, object]]] = {}
    for pk, rule, *_rest in page:
        groups.setdefault(rule, []).append(comment_words(found[pk]))
    return {
        "groups": [{"name": rule_name(rules, rule), "comments": said} for rule, said in groups.items()],
        "page_obj": page,
        "came": len(known),
        "outcomes": Counter(outcome for *_rest, outcome in known),
        "unanswered": sum(not outcome for *_rest, outcome in known),
    }


def comment_words(each: Comment) -> dict[str, object]:
    """A comment with who said it and what became of it."""
    unit = each.department.name if each.department else each.name or _("社会公众")
    return {
        "comment": each,
        "who": unit,
        "writer": each.writer.name if each.writer else "",
        "outcome": draft_words.OUTCOMES.get(each.outcome, ""),
        "tone": draft_words.OUTCOME_TONES.get(each.outcome, ""),  # type: ignore[call-overload]
    }


@entry("liaison")
def comment(request: Request, pk: int) -> HttpResponse:
    """A unit's comment; the rule may stand in the address already."""
    round_ = get_object_or_404(consultations_visible_to(request.actor), pk=pk)
    rules = load(round_.text)
    if request.method != "POST":
        form, status = CommentForm(rules=rules, initial={"rule": request.GET.get("rule", "")}), 200
    else:
        form, status = CommentForm(request.POST, rules=rules), 422
    if request.method == "POST" and form.is_valid():
        known = form.cleaned_data
        try:
            actions.comment(
                request.actor,
                pk,
                at=timezone.now(),
                text=known["text"],
                key=known["key"] or uuid4(),
                rule=known["rule"],
            )
        except Refused as no:
            status = refuse(form, no)
        else:
            messages.success(request, _("意见已提交。"))
            return redirect("rules:consultation", pk)
    runs = takes_comments(round_, local_date(timezone.now()))
    context = {"round": round_, "draft": round_.draft, "form": form, "runs": runs}
    return render(request, "rules/comment.html", context, status=status)
