"""What the pages of all acts have in common: one address an act, GET asks, POST does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from jianyan.accounts.access import Request
from jianyan.core.flow import Refused
from jianyan.ledger.words import sentence
from jianyan.recruit import words
from jianyan.recruit.forms.base import ActForm, Label
from jianyan.recruit.queries.rounds import rows_of
from jianyan.ui.formats import clock_time, datetime_in_words, local_day

#: What a refusal is to a browser: somebody was faster, never yours, or something to put right.
STATUS = {"stale": 409, "wrong_state": 409, "wrong_step": 409, "wrong_role": 403}


@dataclass(frozen=True, slots=True)
class ActPage:
    """The page of one act. ``done`` is said after it, ``lead`` stands above it, ``ask`` is asked where it hurts.

    ``listed``: it is about the list, which stands below.
    """

    verb: str
    kind: str
    act: Callable[..., Any]
    done: Label
    lead: Label = ""
    ask: Label = ""
    icon: str = "check"
    form: type[ActForm] = ActForm
    danger: bool = False
    listed: bool = False
    template: str = "recruit/act.html"

    @property
    def label(self) -> str:
        """What the button says."""
        return str(words.ACTS[f"{self.kind}.{self.verb}"])

    @property
    def slug(self) -> str:
        return self.verb.replace("_", "-")


@dataclass(frozen=True, slots=True)
class About:
    """What an act is done to, as it is now, ``name`` and ``state`` for people; ``refusal`` says of a verb why not."""

    pk: int
    subject: str
    revision: int
    name: str
    state: str
    tone: str
    url: str
    at: datetime
    refusal: Callable[[str], Refused | None]
    context: dict[str, Any] = field(default_factory=dict)


def answer(request: Request, page: ActPage, load: Callable[[], About]) -> HttpResponse:
    """Ask, or do it and go on."""
    about = load()
    if (no := not_now(request, page.verb, about)) is not None:
        return refused(request, page, about, no)
    if request.method != "POST":
        return show(request, page, about, page.form())
    form = page.form(request.POST)
    if not form.is_valid():
        return show(request, page, about, form, status=422)
    try:
        page.act(request.actor, about.pk, at=about.at, seen=about.revision, **form.values())
    except Refused as refusal:
        if refusal.code in STATUS:
            return refused(request, page, load(), refusal)
        form.refuse(refusal)
        return show(request, page, about, form, status=422)
    messages.success(request, str(page.done))
    return redirect(back_from(request, about.url))


def not_now(request: Request, verb: str, about: About) -> Refused | None:
    """Why the act cannot be done: never theirs, not now, or the page that was sent is an old one."""
    no = about.refusal(verb)
    if request.method == "POST" and seen(request) != about.revision and (no is None or no.code != "wrong_role"):
        return Refused("stale")
    return no


def seen(request: Request) -> int:
    """The revision on the page that was sent; -1, which nothing has, where it says none."""
    sent = request.POST.get("seen", "")
    return int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 10 else -1


def show(
    request: Request, page: ActPage, about: About, form: ActForm, *, status: int = 200, note: str = ""
) -> HttpResponse:
    """The page of the form."""
    context = {**about.context, "about": about, "page": page, "form": form, "note": note}
    context["back"] = back_from(request, about.url)
    return render(request, page.template, context, status=status)


def refused(request: Request, page: ActPage, about: About, no: Refused) -> HttpResponse:
    """Why not, what happened meanwhile, and what was typed. A page that was only old can be sent again at once."""
    status = STATUS.get(no.code, 422)
    if no.code == "wrong_role":
        return render(request, "recruit/refused.html", _not(page, about, no), status=status)
    form = page.form(request.POST) if request.method == "POST" else None
    happened = happened_to(about) if status == 409 else ""
    if no.code == "stale" and form is not None and about.refusal(page.verb) is None:
        return show(request, page, about, form, status=status, note=happened)
    context = _not(page, about, no) | {"happened": happened, "typed": form.texts() if form else []}
    return render(request, "recruit/refused.html", context, status=status)


def _not(page: ActPage, about: About, no: Refused) -> dict[str, Any]:
    return {"about": about, "page": page, "reason": words.refusal(no)}


def happened_to(about: About) -> str:
    """状态已变化：李敏 于 10:42 审定拟聘名单."""
    last = rows_of(about.subject).first()
    if last is None:
        return _("状态已变化，现在是“{state}”。").format(state=about.state)
    when = clock_time(last.at) if local_day(last.at) == local_day(about.at) else datetime_in_words(last.at)
    who = last.actor.name if last.actor else _("系统")
    return _("状态已变化：{who} 于 {when} {what}").format(
        who=who, when=when, what=sentence(last.verb, last.data, departments={})
    )


def back_from(request: Request, default: str) -> str:
    """The page that the act came from, when it is one of ours; else the page of what it was done to."""
    asked = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(asked, {request.get_host()}, require_https=request.is_secure())
    return asked if asked and safe else default
