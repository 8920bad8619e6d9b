"""What the security administrator does with an account: roles, unlocking, signing out."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from jianyan.accounts import actions
from jianyan.accounts.access import Request, entry
from jianyan.accounts.forms import AdmitForm, GrantForm, show_refusal, typed
from jianyan.accounts.queries import users_visible_to
from jianyan.accounts.views.accounts import account_page
from jianyan.core.flow import Refused


@entry("secadmin")
@require_POST
def grant_role(request: Request, pk: int) -> HttpResponse:
    """Grant a role of the zone."""
    get_object_or_404(users_visible_to(request.actor), pk=pk)
    form = GrantForm(request.POST, zone=request.zone)
    if not form.is_valid():
        return account_page(request, pk, grant=form)
    department = form.cleaned_data["department"]
    try:
        role = actions.grant(
            request.actor,
            pk,
            at=timezone.now(),
            role=form.cleaned_data["role"],
            department=department.pk if department else None,
        )
    except Refused as no:
        show_refusal(form, no)
        return account_page(request, pk, no=no, grant=form)
    messages.success(request, _("已授予角色：{role}。").format(role=role.get_name_display()))
    return redirect("accounts:user", pk)


@entry("secadmin")
@require_http_methods(["GET", "HEAD", "POST"])
def admit_area(request: Request) -> HttpResponse:
    """Let the New Area's office, whose account another zone keeps, see the figures of this one."""
    form = AdmitForm(typed(request))
    if form.is_valid():
        try:
            role = actions.admit(request.actor, at=timezone.now(), username=form.cleaned_data["username"])
            messages.success(request, _("已授予角色：{role}。").format(role=role.get_name_display()))
            return redirect("accounts:user", role.user_id)
        except Refused as no:
            show_refusal(form, no)
    return render(request, "accounts/admit.html", {"form": form}, status=422 if form.is_bound else 200)


@entry("secadmin")
@require_POST
def revoke_role(request: Request, pk: int, role: int) -> HttpResponse:
    """Take a role back."""
    get_object_or_404(users_visible_to(request.actor), pk=pk)
    try:
        actions.revoke(request.actor, pk, role, at=timezone.now())
    except Refused as no:
        return account_page(request, pk, no=no)
    messages.success(request, _("角色已收回，从下一次操作起生效。"))
    return redirect("accounts:user", pk)


@entry("secadmin")
@require_POST
def unlock_user(request: Request, pk: int) -> HttpResponse:
    """Let an account that is locked try again at once."""
    get_object_or_404(users_visible_to(request.actor), pk=pk)
    try:
        actions.unlock(request.actor, pk, at=timezone.now())
    except Refused as no:
        return account_page(request, pk, no=no)
    messages.success(request, _("已解除锁定，可以重新登录。"))
    return redirect("accounts:user", pk)


@entry("secadmin")
@require_POST
def sign_user_out(request: Request, pk: int) -> HttpResponse:
    """End all sessions of an account."""
    account = get_object_or_404(users_visible_to(request.actor), pk=pk)
    actions.sign_out_everywhere(request.actor, account.pk, at=timezone.now())
    messages.success(request, _("{name}在所有设备上的登录都已退出。").format(name=account.name))
    return redirect("accounts:user", pk)
