"""征求意见 for anybody, without an account: the draft, what it changes, a comment, and what became of it."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jianyan.accounts.models import Zone
from jianyan.accounts.public import public
from jianyan.accounts.queries import system_actor
from jianyan.core.flow import Refused
from jianyan.core.rulebook import load
from jianyan.core.workdays import local_date
from jianyan.rules import actions, draft_words, words
from jianyan.rules.forms.ask import TRAP, PublicCommentForm
from jianyan.rules.models import Comment, Consultation
from jianyan.rules.queries import book
from jianyan.rules.queries.drafts import public_consultation, public_consultations, takes_comments
from jianyan.rules.shown import rule_name, sections, shown
from jianyan.rules.views.base import refuse
from jianyan.rules.views.consultations import comment_words, comments_of_page, round_words

#: Rounds on the small index of a zone.
ROUNDS = 10


@public
@require_safe
def zone_consultations(request: HttpRequest, code: str) -> HttpResponse:
    """What is asked now, and what was, newest first."""
    zone = get_object_or_404(Zone, code=code)
    today = local_date(timezone.now())
    rows = [
        {"round": each, "title": words.title(load(each.text)), **round_words(each, today)}
        for each in public_consultations(zone.pk)[:ROUNDS]
    ]
    return render(request, "rules/public_zone.html", {"office": zone.office_name, "rows": rows})


@public
@require_safe
def consultation(request: HttpRequest, token: UUID) -> HttpResponse:
    """The draft as it was sent out, with what it changes; when all is done, what became of the comments."""
    round_ = get_object_or_404(public_consultation(token))
    rules, today = load(round_.text), local_date(timezone.now())
    changed = shown(book(round_.draft.base_id), rules)
    context: dict[str, Any] = {
        "round": round_,
        "draft": round_.draft,
        "zone": round_.draft.zone,
        "title": words.title(rules),
        **round_words(round_, today),
        "runs": takes_comments(round_, today),
        "changes": changed,
        "sections": sections(rules, {change.rule for change in changed}),
    }
    if round_.concluded_at is not None:
        # The texts stay with the office: they may name people and firms.
        context |= comments_of_page(request, round_.comments.select_related("department", "writer"), rules)
        context["counts"] = [(word, context["outcomes"][key]) for key, word in draft_words.OUTCOMES.items()]
    return render(request, "rules/public_consultation.html", context)


@public
def comment(request: HttpRequest, token: UUID) -> HttpResponse:
    """The form; the rule may stand in the address already."""
    round_ = get_object_or_404(public_consultation(token))
    rules = load(round_.text)
    if not takes_comments(round_, local_date(timezone.now())):
        # What was typed comes back, so that it can at least be copied.
        typed = request.POST.get("text", "")[:5000]
        status = 409 if request.method == "POST" else 200
        return render(request, "rules/public_shut.html", {"round": round_, "typed": typed}, status=status)
    if request.method != "POST":
        form = PublicCommentForm(rules=rules, initial={"rule": request.GET.get("rule", "")})
        return _form(request, round_, form, 200)
    form = PublicCommentForm(request.POST, rules=rules)
    if request.POST.get(TRAP):
        form.add_error(None, _("最后一栏请留空；如果是浏览器自动填的，请清空后再提交。"))
    if not form.is_valid():
        return _form(request, round_, form, 422)
    known = form.cleaned_data
    try:
        made = actions.comment(
            system_actor(round_.draft.zone),
            round_.pk,
            at=timezone.now(),
            text=known["text"],
            key=known["key"] or uuid4(),
            rule=known["rule"],
            name=known["name"],
        )
    except Refused as no:
        return _form(request, round_, form, refuse(form, no))
    return redirect("public_rules:receipt", token=made.token)


def _form(request: HttpRequest, round_: Consultation, form: PublicCommentForm, status: int) -> HttpResponse:
    context = {"round": round_, "form": form, "trap": TRAP, "caught": request.POST.get(TRAP, "")}
    return render(request, "rules/public_comment.html", context, status=status)


@public
@require_safe
def receipt(request: HttpRequest, token: UUID) -> HttpResponse:
    """The number of a comment, and what became of it once all are answered."""
    comments = Comment.objects.select_related("consultation__draft", "department", "writer")
    made = get_object_or_404(comments, token=token, department__isnull=True)
    round_ = made.consultation
    context = {
        "round": round_,
        "name": rule_name(load(round_.text), made.rule),
        "link": request.build_absolute_uri(request.path),
        **comment_words(made),
        "done": round_.concluded_at is not None and not round_.dropped,
    }
    return render(request, "rules/public_receipt.html", context)
