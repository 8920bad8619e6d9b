"""Bringing in New Area and municipal supervisors as one list: upload, look over and decide, enter."""

from __future__ import annotations

import io
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jianyan.accounts.access import Request, entry
from jianyan.core.candidate_sheet import TITLES
from jianyan.core.flow import Refused
from jianyan.core.rulebook import Rulebook
from jianyan.core.workdays import local_date
from jianyan.people.models import Channel
from jianyan.recruit import actions, words
from jianyan.recruit.forms.sheet import ListForm
from jianyan.recruit.models import CandidateBatch
from jianyan.recruit.queries import rounds_visible_to
from jianyan.recruit.queries.sheet import OTHER, Looked, batches_visible_to, look_over, undecided
from jianyan.recruit.sheet_words import trouble_words, where
from jianyan.recruit.views.sheet_template import template_book
from jianyan.rules.queries import book
from jianyan.rules.words import title_of
from jianyan.ui.formats import masked_phone

PAGE = 100
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@entry("officer", "head")
def list_import(request: Request, pk: int) -> HttpResponse:
    """The upload; a file that can be read goes on to be looked over."""
    round_ = get_object_or_404(rounds_visible_to(request.actor), pk=pk)
    form = ListForm(request.POST, request.FILES) if request.method == "POST" else ListForm()
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            batch = actions.prepare_candidates(
                request.actor, round_.pk, form.table, digest=form.digest, at=timezone.now()
            )
        except Refused as no:
            form.add_error("file", words.refusal(no))
            status = 409 if no.code == "not_open" else 422
        else:
            if form.unused:
                unused = _("、").join(form.unused[:10])
                messages.info(request, _("这些列没有用到：{columns}。").format(columns=unused))
            return redirect("recruit:batch", pk=batch.pk)
    status = 422 if form.errors and status == 200 else status
    return render(request, "recruit/import.html", {"form": form, "round": round_}, status=status)


@entry("officer", "head")
@require_safe
def list_template(request: Request, pk: int) -> HttpResponse:
    """The template: headings with an example, the allowed values of the round's rules, and how to fill it in."""
    round_ = get_object_or_404(rounds_visible_to(request.actor), pk=pk)
    file = io.BytesIO()
    template_book(book(round_.rules_id)).save(file)
    file.seek(0)
    name = _("新区和市级监督员名单模板.xlsx")
    return FileResponse(file, as_attachment=True, filename=name, content_type=XLSX)  # type: ignore[return-value]


@entry("officer", "head")
def list_batch(request: Request, pk: int) -> HttpResponse:
    """What the list says row by row, and who may be known already; confirmed, all of it is entered, or nothing."""
    batch = get_object_or_404(batches_visible_to(request.actor), pk=pk)
    if batch.entered_at:
        return render(request, "recruit/import_done.html", {"batch": batch})
    answers = _answers(request)
    note, status = "", 200
    if request.method == "POST":
        try:
            batch = actions.enter_candidates(request.actor, batch.pk, answers, at=timezone.now())
        except Refused as no:
            note, status = words.refusal(no), 422 if no.code in ("rows_wrong", "undecided") else 409
        else:
            return redirect("recruit:batch", pk=batch.pk)
    rules = book(batch.round.rules_id)
    looked = look_over(batch.round, batch.rows, rules, local_date(timezone.now()))
    return _look(request, batch, looked, answers, note=note, status=status)


def _answers(request: Request) -> dict[int, str]:
    """What was decided, by row: the inputs ``same-17``."""
    given = {name.removeprefix("same-"): value for name, value in request.POST.items() if name.startswith("same-")}
    return {int(number): str(value) for number, value in given.items() if number.isascii() and number.isdecimal()}


def _look(
    request: Request, batch: CandidateBatch, looked: list[Looked], answers: dict[int, str], *, note: str, status: int
) -> HttpResponse:
    """The rows that are wrong come first, then those to decide about: they are what there is to do."""
    rules = book(batch.round.rules_id)
    wrong = [one for one in looked if one.troubles]
    alike = [one for one in looked if one.likes and not one.troubles]
    open_ = set(undecided(alike, answers)) if request.method == "POST" else set()
    ordered = wrong + [one for one in looked if not one.troubles]
    page = Paginator(ordered, PAGE).get_page(request.GET.get("page"))
    context = {
        "batch": batch,
        "round": batch.round,
        "note": note,
        "page_obj": page,
        "lines": [_line(one, rules) for one in page],
        "alike": [_choice(one, rules, answers, one.row.number in open_) for one in alike],
        "wrong": len(wrong),
        "rows": len(looked),
    }
    return render(request, "recruit/import_look.html", context, status=status)


def _line(one: Looked, rules: Rulebook) -> dict[str, Any]:
    person = one.row.one
    return {
        "number": one.row.number,
        "name": person.name,
        "phone": masked_phone(person.phone),
        "category": title_of(rules.categories, person.category),
        "channel": Channel(person.channel).label,
        "levels": _("、").join(title_of(rules.levels, level) for level in person.levels),
        "employer": person.employer,
        "troubles": [(TITLES.get(column, ""), trouble_words(code)) for column, code in one.troubles],
        "alike": bool(one.likes),
        "formulas": [TITLES[key] for key in one.formulas],
    }


def _choice(one: Looked, rules: Rulebook, answers: dict[int, str], wrong: bool) -> dict[str, Any]:
    """A row with those who may be the same person, and what may be said about them."""
    options = [
        {
            "value": like.answer,
            "label": _("同一人：{name}").format(name=like.name),
            "why": _("{where} · {unit} · {same}").format(
                where=where(like.answer),
                unit=like.unit or "—",
                same=_("手机相同") if like.by_phone else _("姓名和单位相同"),
            ),
        }
        for like in one.likes
    ]
    if OTHER in one.answers:
        options.append({"value": OTHER, "label": _("另一人"), "why": _("作为新的候选人")})
    return {**_line(one, rules), "options": options, "answer": answers.get(one.row.number, ""), "wrong": wrong}
