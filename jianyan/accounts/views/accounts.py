"""The administrators' pages about accounts; what the system administrator does with one."""

from __future__ import annotations

from datetime import datetime

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jianyan.accounts import actions, words
from jianyan.accounts.access import Request, entry
from jianyan.accounts.forms import GrantForm, NewUserForm, UserFilter, UserForm, show_refusal, typed
from jianyan.accounts.models import Role, RoleName, User
from jianyan.accounts.queries import locked_until, users_visible_to, with_roles
from jianyan.core.flow import Refused
from jianyan.core.opinion import clean_text
from jianyan.ui import formats
from jianyan.ui.shapes import SummaryRow

PAGE = 50


@entry("sysadmin", "secadmin")
@require_safe
def users(request: Request) -> HttpResponse:
    """The accounts of the zone, by name; filters stand in the address."""
    asked = {key: clean_text(request.GET.get(key, ""), lines=False)[:40] for key in UserFilter.base_fields}
    found = _filtered(users_visible_to(request.actor), request.zone.pk, asked)
    page = Paginator(with_roles(found.order_by("name", "id"), request.zone.pk), PAGE).get_page(request.GET.get("page"))
    locked = locked_until([account.username for account in page], timezone.now())
    context = {
        "page": page,
        "rows": [{"user": u, "state": words.state_of(u, locked=u.username in locked)} for u in page],
        "filter": UserFilter(initial=asked),
        "filtered": any(asked.values()),
        "may_create": request.actor.has(RoleName.sysadmin),
        "may_guard": request.actor.has(RoleName.secadmin),
    }
    return render(request, "accounts/users.html", context)


def _filtered(found: QuerySet[User], zone_id: int, asked: dict[str, str]) -> QuerySet[User]:
    """Unknown values of a filter are as good as none."""
    if asked["q"]:
        found = found.filter(Q(name__icontains=asked["q"]) | Q(username__icontains=asked["q"]))
    here = Role.objects.filter(zone=zone_id)
    if asked["role"] in RoleName.values:
        found = found.filter(pk__in=here.filter(name=asked["role"]).values("user"))
    match asked["state"]:
        case "active":
            found = found.filter(is_active=True)
        case "disabled":
            found = found.filter(is_active=False)
        case "first":
            found = found.filter(is_active=True, must_change_password=True)
        case "none":
            found = found.exclude(pk__in=here.values("user"))
    return found


@never_cache
@entry("sysadmin", "secadmin")
@require_safe
def user(request: Request, pk: int) -> HttpResponse:
    """One account with what the administrator may do with it."""
    return account_page(request, pk)


def account_page(
    request: Request, pk: int, *, no: Refused | None = None, grant: GrantForm | None = None
) -> HttpResponse:
    """The page of an account; ``no``: why an act on it was refused; ``grant``: the form as it was typed."""
    account = get_object_or_404(with_roles(users_visible_to(request.actor), request.zone.pk), pk=pk)
    own = account.pk == request.actor.user_id
    secadmin = request.actor.has(RoleName.secadmin)
    until = locked_until([account.username], timezone.now()).get(account.username)
    context = {
        "account": account,
        "own": own,
        "until": until,
        "state": words.state_of(account, locked=until is not None),
        "summary": _summary(account),
        "refused": words.refusal(no) if no and grant is None else "",
        "grant": grant or (GrantForm(zone=request.zone) if secadmin and not own else None),
        "duties": words.DUTIES,
        "may_keep": request.actor.has(RoleName.sysadmin),
        "may_guard": secadmin,
    }
    return render(request, "accounts/user.html", context, status=status_of(no, grant))


def _summary(account: User) -> list[SummaryRow]:
    return [
        SummaryRow(label=_("用户名"), value=account.username),
        SummaryRow(label=_("手机"), value=formats.masked_phone(account.phone)),
        SummaryRow(label=_("上次登录"), value=_moment(account.last_login) or _("还没有登录过")),
        SummaryRow(label=_("上次修改密码"), value=_moment(account.password_changed_at)),
    ]


def _moment(at: datetime | None) -> str:
    return formats.datetime_in_words(at) if at else ""


def status_of(no: Refused | None, form: GrantForm | None) -> int:
    """403 for what one's role never does, 422 for what was refused or typed wrong."""
    if no and no.code == "wrong_role":
        return 403
    return 422 if no or (form and form.is_bound) else 200


@never_cache
@entry("sysadmin")
@require_http_methods(["GET", "HEAD", "POST"])
def new_user(request: Request) -> HttpResponse:
    """Make an account; its first password is shown once, on the answer itself."""
    form = NewUserForm(typed(request))
    if form.is_valid():
        try:
            account, first = actions.create_user(request.actor, at=timezone.now(), **form.cleaned_data)
            return _show_once(request, account, first, created=True)
        except Refused as no:
            show_refusal(form, no)
    return render(request, "accounts/user_form.html", {"form": form}, status=422 if form.is_bound else 200)


def _show_once(request: Request, account: User, first: str, *, created: bool) -> HttpResponse:
    context = {"account": account, "first": first, "created": created}
    return render(request, "accounts/first_password.html", context, status=201 if created else 200)


@entry("sysadmin")
@require_http_methods(["GET", "HEAD", "POST"])
def edit_user(request: Request, pk: int) -> HttpResponse:
    """Change an account's name and phone."""
    account = get_object_or_404(users_visible_to(request.actor), pk=pk)
    form = UserForm(typed(request), initial={"name": account.name, "phone": account.phone})
    if form.is_valid():
        try:
            actions.edit_user(request.actor, pk, at=timezone.now(), **form.cleaned_data)
            messages.success(request, _("已保存。"))
            return redirect("accounts:user", pk)
        except Refused as no:
            show_refusal(form, no)
    context = {"form": form, "account": account}
    return render(request, "accounts/user_form.html", context, status=422 if form.is_bound else 200)


@entry("sysadmin")
@require_POST
def set_user(request: Request, pk: int, active: bool) -> HttpResponse:
    """Disable or enable an account."""
    get_object_or_404(users_visible_to(request.actor), pk=pk)
    try:
        account = actions.set_active(request.actor, pk, at=timezone.now(), active=active)
    except Refused as no:
        return account_page(request, pk, no=no)
    text = _("已启用{name}的账号。") if active else _("已停用{name}的账号，其登录已全部退出。")
    messages.success(request, text.format(name=account.name))
    return redirect("accounts:user", pk)


@never_cache
@entry("sysadmin")
@require_POST
def reset_user(request: Request, pk: int) -> HttpResponse:
    """Give an account a new first password, shown once."""
    get_object_or_404(users_visible_to(request.actor), pk=pk)
    try:
        account, first = actions.reset_password(request.actor, pk, at=timezone.now())
    except Refused as no:
        return account_page(request, pk, no=no)
    return _show_once(request, account, first, created=False)
