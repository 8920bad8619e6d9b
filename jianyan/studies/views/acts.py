"""What the pages of all acts have in common: one address an act, GET asks, POST does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from jianyan.accounts.access import Request
from jianyan.core import studies
from jianyan.core.flow import Refused
from jianyan.ledger.models import Entry
from jianyan.ledger.words import sentence
from jianyan.studies import words
from jianyan.studies.forms.base import ActForm, Label
from jianyan.studies.views.baskets import Basket, basket_of
from jianyan.ui.formats import clock_time, datetime_in_words, local_day

#: What a refusal is to a browser: somebody was faster, never yours, or something to put right.
STATUS = {"stale": 409, "wrong_state": 409, "wrong_role": 403}


@dataclass(slots=True)
class About:
    """What an act is done to, as it is now; ``hats`` are the actor's."""

    thing: Any  # a Study or a Verification, as ``kind`` says
    kind: str
    hats: frozenset[str]
    url: str
    at: datetime
    own: Any = None

    @property
    def name(self) -> str:
        return f"{self.thing.no} {self.thing.title}"

    @property
    def state(self) -> str:
        return str(words.STATES[self.kind][self.thing.state])

    @property
    def tone(self) -> str:
        return words.TONES[self.thing.state]

    def refusal(self, verb: str) -> Refused | None:
        """Why the act cannot be done now; None when it can."""
        try:
            studies.step(self.kind, self.thing.state, verb, self.hats)
        except Refused as no:
            return no
        return None


MakeForm = Callable[[Request, About, "QueryDict | None", "dict[str, Any] | None"], ActForm]


def plain(kind: type[ActForm]) -> MakeForm:
    """A form that needs to know nothing of what it is about."""
    return lambda request, about, data, initial: kind(data, initial=initial)


#: The form of an act that asks for nothing.
PRESS = plain(ActForm)


@dataclass(frozen=True, slots=True)
class ActPage:
    """The page of one act. ``done`` is said after it, ``lead`` stands above it, ``ask`` is asked where it hurts.

    ``keyed``: a repeat of the same page does nothing more and is no error. ``basket``: files come with it, for what.
    """

    verb: str
    act: Callable[..., Any]
    done: Label
    lead: Label = ""
    ask: Label = ""
    icon: str = "check"
    form: MakeForm = PRESS
    danger: bool = False
    keyed: bool = False
    basket: Label = ""
    template: str = "studies/act.html"

    @property
    def slug(self) -> str:
        return self.verb.replace("_", "-")


def answer(request: Request, page: ActPage, load: Callable[[], About]) -> HttpResponse:
    """Ask, or do it and go on."""
    about = load()
    no = about.refusal(page.verb)
    again = request.method == "POST" and page.keyed and no is not None and no.code == "wrong_state"
    if no is not None and not again:
        return _refused(request, page, about, no)
    if request.method != "POST":
        return _show(request, page, about, page.form(request, about, None, None), _basket(request, page, about))
    basket, form = _basket(request, page, about), page.form(request, about, request.POST, None)
    if not again and (_redraws(request) or (basket and basket.refused)):
        return _redrawn(request, page, about, form, basket)
    if not form.is_valid():
        return _refused(request, page, about, no) if no else _show(request, page, about, form, basket, status=422)
    extra = {"basket": basket.token} if basket else {}
    try:
        page.act(request.actor, about.thing.pk, at=about.at, seen=_seen(request), **form.values(), **extra)
    except Refused as refusal:
        if refusal.code in STATUS:
            return _refused(request, page, load(), refusal, basket)
        form.refuse(refusal)
        return _show(request, page, about, form, basket, status=422)
    messages.success(request, str(page.done))
    return redirect(about.url)


def _redraws(request: Request) -> bool:
    """Whether the press only looks for people, or brings or takes away a file."""
    return request.POST.get("do") in ("find", "files") or "unfile" in request.POST


def _redrawn(request: Request, page: ActPage, about: About, form: ActForm, basket: Basket | None) -> HttpResponse:
    status = 422 if basket and basket.refused else 200
    if basket and request.htmx and not request.htmx.boosted:  # type: ignore[attr-defined]
        return render(request, "studies/basket.html", {"basket": basket})  # htmx shows no answer that is an error
    fresh = page.form(request, about, None, form.typed())
    return _show(request, page, about, fresh, basket, status=status)


def _basket(request: Request, page: ActPage, about: About) -> Basket | None:
    return basket_of(request, at=about.at, wanted=str(page.basket)) if page.basket else None


def _seen(request: Request) -> int:
    """The revision on the page that was sent; -1, which nothing has, where it says none."""
    sent = request.POST.get("seen", "")
    return int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 10 else -1


def _show(
    request: Request,
    page: ActPage,
    about: About,
    form: ActForm,
    basket: Basket | None,
    *,
    status: int = 200,
    note: str = "",
) -> HttpResponse:
    """The page of the form."""
    label = words.ACTS[f"{about.kind}.{page.verb}"]
    context = {"about": about, "page": page, "label": label, "form": form, "basket": basket, "note": note}
    return render(request, page.template, context, status=status)


def _refused(request: Request, page: ActPage, about: About, no: Refused, basket: Basket | None = None) -> HttpResponse:
    """Why not, what happened meanwhile, and what was typed. A page that was only old can be sent again at once."""
    status = STATUS.get(no.code, 422)
    form = page.form(request, about, request.POST, None) if request.method == "POST" else None
    happened = happened_to(about) if status == 409 else ""
    if no.code == "stale" and form is not None and about.refusal(page.verb) is None:
        return _show(request, page, about, form, basket, status=status, note=happened)
    context = {
        "about": about,
        "label": words.ACTS[f"{about.kind}.{page.verb}"],
        "reason": words.refusal(no),
        "happened": happened,
        "typed": form.texts() if form and status == 409 else [],
    }
    return render(request, "studies/refused.html", context, status=status)


def happened_to(about: About) -> str:
    """状态已变化：李敏 于 10:42 验收课题调研 2026-03 的报告."""
    last = Entry.objects.filter(subject=about.thing.subject).order_by("-place").select_related("actor").first()
    if last is None:
        return _("状态已变化，现在是“{state}”。").format(state=about.state)
    when = clock_time(last.at) if local_day(last.at) == local_day(about.at) else datetime_in_words(last.at)
    who = last.actor.name if last.actor else _("系统")
    said = sentence(last.verb, last.data, departments={})
    return _("状态已变化：{who} 于 {when} {what}").format(who=who, when=when, what=said)
