"""What the pages of all acts have in common: one address an act, GET asks, POST does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from jianyan.accounts.access import Request
from jianyan.awards import words
from jianyan.awards.forms import ActForm, Label
from jianyan.awards.models import Run
from jianyan.awards.queries.pages import acts_of
from jianyan.awards.shown import step_name, step_tone
from jianyan.core.award import AwardVerb
from jianyan.core.flow import Refused
from jianyan.ledger.words import sentence
from jianyan.ui.formats import clock_time, datetime_in_words, local_day

#: What a refusal is to a browser: somebody was faster, never yours, or something to put right.
STATUS = {"stale": 409, "wrong_step": 409, "wrong_role": 403}


@dataclass(frozen=True, slots=True)
class ActPage:
    """The page of one act. ``done`` is said after it, ``lead`` stands above it, ``ask`` is asked where it hurts."""

    verb: AwardVerb
    act: Callable[..., Any]
    done: Label
    lead: Label = ""
    ask: Label = ""
    icon: str = "check"
    form: type[ActForm] = ActForm
    danger: bool = False
    listed: bool = False

    @property
    def label(self) -> str:
        return str(words.ACTS[self.verb])


@dataclass(frozen=True, slots=True)
class About:
    """What an act is done to: the award, or (``pk``) one person's points or an objection in it."""

    run: Run
    pk: int
    name: str
    url: str
    at: datetime
    refusal: Refused | None
    context: dict[str, Any] = field(default_factory=dict)


def answer(request: Request, page: ActPage, load: Callable[[], About]) -> HttpResponse:
    """Ask, or do it and go on."""
    about = load()
    no = about.refusal
    if request.method == "POST" and seen(request) != about.run.revision and (no is None or no.code != "wrong_role"):
        no = Refused("stale")
    if no is not None:
        return refused(request, page, about, no)
    if request.method != "POST":
        return show(request, page, about, page.form())
    form = page.form(request.POST)
    if not form.is_valid():
        return show(request, page, about, form, status=422)
    try:
        page.act(request.actor, about.pk, at=about.at, seen=about.run.revision, **form.values())
    except Refused as refusal:
        if refusal.code in STATUS:
            return refused(request, page, load(), refusal)
        form.refuse(refusal)
        return show(request, page, about, form, status=422)
    messages.success(request, str(page.done))
    return redirect(about.url)


def seen(request: Request) -> int:
    """The revision on the page that was sent; -1, which nothing has, where it says none."""
    sent = request.POST.get("seen", "")
    return int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 10 else -1


def show(
    request: Request, page: ActPage, about: About, form: ActForm, *, status: int = 200, note: str = ""
) -> HttpResponse:
    """The page of the form."""
    context = {**about.context, **_head(about), "page": page, "form": form, "note": note}
    return render(request, "awards/act.html", context, status=status)


def refused(request: Request, page: ActPage, about: About, no: Refused) -> HttpResponse:
    """Why not, and what happened meanwhile. A page that was only old can be sent again at once."""
    status = STATUS.get(no.code, 422)
    happened = happened_to(about.run, about.at) if status == 409 else ""
    if no.code == "stale" and about.refusal is None:
        return show(request, page, about, page.form(request.POST), status=status, note=happened)
    context = {**_head(about), "page": page, "reason": words.refusal(no), "happened": happened}
    return render(request, "awards/refused.html", context, status=status)


def _head(about: About) -> dict[str, Any]:
    return {"about": about, "run": about.run, "state": step_name(about.run), "tone": step_tone(about.run)}


def happened_to(run: Run, now: datetime) -> str:
    """状态已变化：李敏 于 10:42 审定优秀监督员名单."""
    last = acts_of(run).first()
    if last is None:
        return ""
    when = clock_time(last.at) if local_day(last.at) == local_day(now) else datetime_in_words(last.at)
    who = last.actor.name if last.actor else _("系统")
    return _("状态已变化：{who} 于 {when} {what}").format(
        who=who, when=when, what=sentence(last.verb, last.data, departments={})
    )
