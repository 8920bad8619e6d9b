"""Units and the zone, kept by the system administrator."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jianyan.accounts import actions, words
from jianyan.accounts.access import Request, entry
from jianyan.accounts.forms import NewUnitForm, UnitFilter, UnitForm, ZoneForm, show_refusal, typed
from jianyan.accounts.models import Department
from jianyan.core.flow import Refused
from jianyan.core.opinion import clean_text

PAGE = 50


@entry("sysadmin")
@require_safe
def departments(request: Request) -> HttpResponse:
    """The units of the zone."""
    query = clean_text(request.GET.get("q", ""), lines=False)[:40]
    found = Department.objects.filter(zone=request.zone)
    if query:
        found = found.filter(Q(name__icontains=query) | Q(short_name__icontains=query) | Q(code__icontains=query))
    page = Paginator(found.order_by("-active", "kind", "id"), PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "query": query, "filter": UnitFilter(initial={"q": query})}
    return render(request, "accounts/departments.html", context)


@entry("sysadmin")
@require_http_methods(["GET", "HEAD", "POST"])
def department_new(request: Request) -> HttpResponse:
    """Add a unit."""
    form = NewUnitForm(typed(request))
    if form.is_valid():
        try:
            unit = actions.create_unit(request.actor, at=timezone.now(), **form.cleaned_data)
            messages.success(request, _("已新增{name}。").format(name=unit.name))
            return redirect("accounts:departments")
        except Refused as no:
            show_refusal(form, no)
    return render(request, "accounts/department_form.html", {"form": form}, status=422 if form.is_bound else 200)


@entry("sysadmin")
@require_http_methods(["GET", "HEAD", "POST"])
def department(request: Request, pk: int) -> HttpResponse:
    """Change a unit."""
    unit = get_object_or_404(Department, zone=request.zone, pk=pk)
    form = UnitForm(typed(request), initial={key: getattr(unit, key) for key in UnitForm.base_fields})
    if form.is_valid():
        try:
            actions.edit_unit(request.actor, pk, at=timezone.now(), **form.cleaned_data)
            messages.success(request, _("已保存。"))
            return redirect("accounts:departments")
        except Refused as no:
            show_refusal(form, no)
    context = {"form": form, "unit": unit}
    return render(request, "accounts/department_form.html", context, status=422 if form.is_bound else 200)


@entry("sysadmin")
@require_POST
def set_department(request: Request, pk: int, active: bool) -> HttpResponse:
    """Disable or enable a unit."""
    unit = get_object_or_404(Department, zone=request.zone, pk=pk)
    try:
        actions.set_unit_active(request.actor, pk, at=timezone.now(), active=active)
    except Refused as no:
        messages.error(request, words.refusal(no))
        return redirect("accounts:department", pk)
    text = _("已启用{name}。") if active else _("已停用{name}，新的线索不能再转办给它。")
    messages.success(request, text.format(name=unit.name))
    return redirect("accounts:departments")


@entry("sysadmin")
@require_http_methods(["GET", "HEAD", "POST"])
def zone(request: Request) -> HttpResponse:
    """The zone's name, its office's name and phone."""
    form = ZoneForm(typed(request), initial={key: getattr(request.zone, key) for key in ZoneForm.base_fields})
    if form.is_valid():
        actions.edit_zone(request.actor, at=timezone.now(), **form.cleaned_data)
        messages.success(request, _("已保存。"))
        return redirect("accounts:zone")
    return render(request, "accounts/zone.html", {"form": form}, status=422 if form.is_bound else 200)
