"""Forms that came on paper, by phone or as a table, brought in as one spreadsheet: upload, look over, enter (代录)."""

from __future__ import annotations

import io
from dataclasses import dataclass

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jianyan.accounts.access import Request, entry
from jianyan.core.flow import Refused
from jianyan.core.form_sheet import TITLES
from jianyan.core.workdays import local_date
from jianyan.leads import actions, words
from jianyan.leads.forms.sheet import SheetForm
from jianyan.leads.models import FormBatch
from jianyan.leads.queries.behalf import Checked, Looked, batches_visible_to, check, entered_forms
from jianyan.leads.sheet_words import trouble_words
from jianyan.leads.views.sheet_template import template_book
from jianyan.rules.queries import NoRulebook, book, version_on
from jianyan.ui.formats import month_in_words

PAGE = 100
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the file as the page shows it: what is wrong by column, and which cells were formulas."""

    number: int
    who: str
    month: str
    what: str
    troubles: list[tuple[str, str]]
    formulas: list[str]


@entry("officer", "head")
def form_import(request: Request) -> HttpResponse:
    """The upload; a file that can be read goes on to be looked over."""
    form = SheetForm(request.POST, request.FILES) if request.method == "POST" else SheetForm()
    if request.method == "POST" and form.is_valid():
        try:
            batch = actions.prepare_forms(request.actor, form.table, digest=form.digest, at=timezone.now())
        except Refused as no:
            form.add_error("file", words.refusal(no))
        else:
            if form.unused:
                unused = _("、").join(form.unused[:10])
                messages.info(request, _("这些列没有用到：{columns}。").format(columns=unused))
            return redirect("leads:form_batch", pk=batch.pk)
    return render(request, "leads/sheet_upload.html", {"form": form}, status=422 if form.errors else 200)


@entry("officer", "head")
@require_safe
def form_template(request: Request) -> HttpResponse:
    """The template: headings with an example, the allowed values of the rules in force, and how to fill it in."""
    try:
        rules = book(version_on(request.zone.pk, local_date(timezone.now())).pk)
    except NoRulebook:
        messages.warning(request, words.refusal(Refused("no_rules")))
        return redirect("leads:form_import")
    file = io.BytesIO()
    template_book(rules).save(file)
    file.seek(0)
    name = _("监督意见表代录模板.xlsx")
    return FileResponse(file, as_attachment=True, filename=name, content_type=XLSX)  # type: ignore[return-value]


@entry("officer", "head")
def form_batch(request: Request, pk: int) -> HttpResponse:
    """What the file says row by row; confirmed, all of it is entered, or nothing."""
    batch = get_object_or_404(batches_visible_to(request.actor), pk=pk)
    if batch.entered_at:
        return _entered(request, batch)
    note, status = "", 200
    if request.method == "POST":
        try:
            batch = actions.enter_batch(request.actor, batch.pk, at=timezone.now())
        except Refused as no:
            note, status = words.refusal(no), 422 if no.code == "rows_wrong" else 409
        else:
            done = _("已代录 {forms} 份意见表，{leads} 条线索。")
            messages.success(request, done.format(forms=batch.forms, leads=batch.leads))
            return redirect("leads:form_batch", pk=batch.pk)
    try:
        rules = book(version_on(request.zone.pk, local_date(timezone.now())).pk)
    except NoRulebook:
        messages.warning(request, words.refusal(Refused("no_rules")))
        return redirect("leads:form_import")
    checked = check(request.actor, batch.rows, rules, local_date(timezone.now()))
    return _look(request, batch, checked, note=note, status=status)


def _look(request: Request, batch: FormBatch, checked: Checked, *, note: str, status: int) -> HttpResponse:
    """The rows that are wrong come first: they are what there is to do."""
    ordered = sorted(checked.rows, key=lambda each: not each.troubles)
    page = Paginator(ordered, PAGE).get_page(request.GET.get("page"))
    context = {
        "batch": batch,
        "note": note,
        "page_obj": page,
        "lines": [_line(each) for each in page],
        "wrong": checked.wrong,
        "rows": len(checked.rows),
        "forms": len(checked.forms),
        "nil": sum(each.row.nil for each in checked.rows),
        "leads": sum(each.opinion is not None for each in checked.rows),
    }
    return render(request, "leads/sheet_look.html", context, status=status)


def _line(looked: Looked) -> Line:
    row, identity = looked.row, looked.identity
    unit = identity.supervisor.unit_name if identity else row.unit
    return Line(
        number=row.number,
        who=" · ".join(filter(None, (row.name, unit))),
        month=month_in_words(row.month) if row.month else "",
        what=_("零报告") if row.nil else row.texts["title"],
        troubles=[(TITLES.get(each.column, ""), trouble_words(each)) for each in looked.troubles],
        formulas=[TITLES[key] for key in looked.formulas],
    )


def _entered(request: Request, batch: FormBatch) -> HttpResponse:
    page = Paginator(entered_forms(batch), PAGE).get_page(request.GET.get("page"))
    return render(request, "leads/sheet_done.html", {"batch": batch, "page_obj": page})
