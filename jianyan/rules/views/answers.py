"""What the office does with comments: says what becomes of each, concludes the round, takes the summary."""

from __future__ import annotations

from io import BytesIO

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from jianyan.accounts.access import Request, entry
from jianyan.core.chain import file_digest
from jianyan.core.files import FileType
from jianyan.core.flow import Refused
from jianyan.core.paper import to_docx, to_pdf
from jianyan.core.rulebook import load
from jianyan.core.workdays import local_date
from jianyan.rules import actions, draft_words
from jianyan.rules.forms.ask import AnswerForm
from jianyan.rules.queries.drafts import comments_visible_to, consultations_visible_to
from jianyan.rules.shown import rule_name, sections
from jianyan.rules.summary_paper import summary_paper
from jianyan.rules.views.base import SHUT, refuse
from jianyan.rules.views.consultations import comment_words, round_context
from jianyan.rules.views.edit import closed


@entry("officer", "head")
def answer(request: Request, pk: int) -> HttpResponse:
    """Adopted, partly, or not, with the reason."""
    comments = comments_visible_to(request.actor).select_related("consultation__draft__base")
    found = get_object_or_404(comments, pk=pk)
    round_ = found.consultation
    if round_.concluded_at is not None:
        return closed(request, round_.draft, Refused("round_concluded"))
    if request.method != "POST":
        form, status = AnswerForm(initial={"outcome": found.outcome, "reason": found.reason}), 200
    else:
        form, status = AnswerForm(request.POST), 422
    if request.method == "POST" and form.is_valid():
        try:
            actions.answer(request.actor, pk, at=timezone.now(), **form.cleaned_data)
        except Refused as no:
            if no.code in SHUT:
                return closed(request, round_.draft, no)
            status = refuse(form, no)
        else:
            messages.success(request, _("已处理第 {number} 条意见。").format(number=found.number))
            return redirect("rules:consultation", round_.pk)
    rules = load(round_.text)
    line = next((line for part in sections(rules) for line in part.lines if line.anchor == found.rule), None)
    context = {"form": form, "round": round_, "draft": round_.draft, "line": line, **comment_words(found)}
    context["name"] = rule_name(rules, found.rule)
    return render(request, "rules/answer.html", context, status=status)


@entry("officer", "head")
@require_POST
def conclude(request: Request, pk: int) -> HttpResponse:
    """Conclude the round; where that cannot be yet, its page says why."""
    round_ = get_object_or_404(consultations_visible_to(request.actor), pk=pk)
    try:
        actions.conclude(request.actor, pk, at=timezone.now())
    except Refused as no:
        if no.code in SHUT:
            return closed(request, round_.draft, no)
        context = {**round_context(request, round_), "problem": draft_words.refusal(no)}
        return render(request, "rules/consultation.html", context, status=422)
    messages.success(request, _("征求意见已结束。"))
    return redirect("rules:draft", round_.draft_id)


@entry("officer", "head")
@require_safe
def summary_pdf(request: Request, pk: int) -> HttpResponse:
    """采纳情况汇总 as PDF."""
    return _summary(request, pk, FileType.pdf)


@entry("officer", "head")
@require_safe
def summary_docx(request: Request, pk: int) -> HttpResponse:
    """采纳情况汇总 as .docx, to go on with."""
    return _summary(request, pk, FileType.docx)


def _summary(request: Request, pk: int, kind: FileType) -> HttpResponse:
    """Make it, record that it was taken, and hand it out."""
    rounds = consultations_visible_to(request.actor).select_related("draft__zone")
    round_ = get_object_or_404(rounds, pk=pk)
    now = timezone.now()
    comments = list(comments_visible_to(request.actor).filter(consultation=round_))
    paper = summary_paper(round_, comments, local_date(now))
    data = to_pdf(paper, at=now) if kind == FileType.pdf else to_docx(paper, at=now)
    actions.record_summary(request.actor, pk, at=now, format_=kind.value, digest=file_digest(data))
    response = FileResponse(
        BytesIO(data), as_attachment=True, filename=f"{paper.title}.{kind.value}", content_type=kind.media
    )
    response["Cache-Control"] = "private, no-store"
    return response  # type: ignore[return-value]
