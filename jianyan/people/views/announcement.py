"""One announcement: read, receipts, taken back, questions and answers (5.1.d)."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from jianyan.accounts.access import Request, entry
from jianyan.core.flow import Refused
from jianyan.core.workdays import local_date
from jianyan.people import actions, words
from jianyan.people.forms import AnswerForm, QuestionForm, TakeBackForm
from jianyan.people.models import Announcement, Question
from jianyan.people.queries.groups import (
    announcements_visible_to,
    own_member,
    questions_of,
    readings_of,
    with_counts,
)
from jianyan.ui.shapes import Tab

RECEIPTS = 100


def _found(request: Request, pk: int) -> Announcement:
    seen = announcements_visible_to(request.actor, local_date(timezone.now()))
    return get_object_or_404(with_counts(seen), pk=pk)


@require_safe
@entry("officer", "head", "supervisor")
def announcement(request: Request, pk: int) -> HttpResponse:
    """The announcement with its questions; a member who opens it has read it."""
    found = _found(request, pk)
    actions.mark_read(request.actor, found, at=timezone.now())
    return _page(request, found, QuestionForm(initial={"key": uuid4()}))


def _page(request: Request, found: Announcement, form: QuestionForm, status: int = 200) -> HttpResponse:
    office = request.actor.is_office
    own = own_member(request.actor).values_list("pk", flat=True).first()
    context = {
        "announcement": found,
        "office": office,
        "questions": [_shown(one, office=office, own=own) for one in questions_of(found)],
        "form": form,
        "may_ask": own is not None and not found.taken_back_at,
    }
    return render(request, "people/announcement.html", context, status=status)


def _shown(one: Question, *, office: bool, own: int | None) -> dict[str, Any]:
    """A question; who asked is for the office and the one who did."""
    mine = one.supervisor_id == own
    who = one.supervisor.name if office else _("我") if mine else _("群成员")
    return {"row": one, "who": who, "supervisor": one.supervisor_id if office else None}


@require_safe
@entry("officer", "head")
def receipts(request: Request, pk: int) -> HttpResponse:
    """Who has not read it, and who has."""
    found = _found(request, pk)
    read = request.GET.get("read") == "1"
    rows = readings_of(found).filter(at__isnull=not read)
    counts = {"told": found.told, "read": found.read}  # type: ignore[attr-defined]
    tabs = [
        Tab(url="?", label=_("未读"), active=not read, count=counts["told"] - counts["read"]),
        Tab(url="?read=1", label=_("已读"), active=read, count=counts["read"]),
    ]
    page = Paginator(rows, RECEIPTS).get_page(request.GET.get("page"))
    return render(request, "people/receipts.html", {"announcement": found, "page": page, "tabs": tabs, "read": read})


@entry("officer", "head")
def take_back(request: Request, pk: int) -> HttpResponse:
    """Why it is taken back; then the announcement as members see it now."""
    found = _found(request, pk)
    form = TakeBackForm(request.POST if request.method == "POST" else None)
    status = 422 if form.errors else 200
    if request.method == "POST" and form.is_valid():
        try:
            actions.take_back(request.actor, found.pk, at=timezone.now(), **form.cleaned_data)
        except Refused as no:
            form.add_error(words.field_of(no), words.refusal(no))
            status = 409 if no.code == "taken_back" else 422
        else:
            messages.success(request, _("公告已撤回，成员看到的是撤回原因。"))
            return redirect("groups:announcement", pk=found.pk)
    return render(request, "people/take_back.html", {"announcement": found, "form": form}, status=status)


@require_POST
@entry("supervisor")
def ask(request: Request, pk: int) -> HttpResponse:
    """A member's question; what is wrong with it is shown on the announcement's page."""
    found = _found(request, pk)
    form = QuestionForm(request.POST)
    status = 422
    if form.is_valid():
        try:
            actions.ask(request.actor, found.pk, at=timezone.now(), **form.cleaned_data)
        except Refused as no:
            form.add_error(words.field_of(no), words.refusal(no))
            status = 409 if no.code == "taken_back" else 422
        else:
            messages.success(request, _("已提问，营商环境办回答后会告诉您。"))
            return _to_questions(found.pk)
    return _page(request, found, form, status)


@entry("officer", "head")
def answer(request: Request, pk: int) -> HttpResponse:
    """The answer to one question."""
    seen = announcements_visible_to(request.actor, local_date(timezone.now()))
    asked = get_object_or_404(
        Question.objects.select_related("announcement", "supervisor__unit"), pk=pk, announcement__in=seen.values("pk")
    )
    form = AnswerForm(request.POST if request.method == "POST" else None)
    status = 422 if form.errors else 200
    if request.method == "POST" and form.is_valid():
        try:
            actions.answer(request.actor, asked.pk, at=timezone.now(), **form.cleaned_data)
        except Refused as no:
            form.add_error(words.field_of(no), words.refusal(no))
            status = 409 if no.code == "answered" else 422
        else:
            messages.success(request, _("已回答，提问的人会收到消息。"))
            return _to_questions(asked.announcement_id)
    return render(request, "people/answer.html", {"asked": asked, "form": form}, status=status)


def _to_questions(pk: int) -> HttpResponse:
    return redirect(reverse("groups:announcement", args=[pk]) + "#questions")
