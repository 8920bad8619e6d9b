"""What the pages of the rules have in common."""

from __future__ import annotations

from django import forms
from django.http import HttpResponse
from django.utils.translation import gettext as _

from jianyan.accounts.models import RoleName
from jianyan.accounts.queries import Actor
from jianyan.core.flow import Refused
from jianyan.rules import draft_words
from jianyan.ui.addresses import address
from jianyan.ui.shapes import Tab

#: What a refusal is to a browser: somebody was faster, never yours; anything else is something to put right.
STATUS = {
    "stale": 409,
    "wrong_state": 409,
    "one_at_a_time": 409,
    "round_over": 409,
    "round_concluded": 409,
    "wrong_role": 403,
}
#: Refusals after which the page that was open means nothing any more.
SHUT = ("wrong_state", "round_concluded")


def tabs(actor: Actor, active: str) -> list[Tab]:
    """The pages beside the rules that somebody may open; none where there is only the rules."""
    pages = [("book", address("rules:book"), _("规则"))]
    if actor.is_office:
        pages.append(("drafts", address("rules:drafts"), _("修订")))
    if actor.is_office or actor.has(RoleName.liaison):
        pages.append(("consultations", address("rules:consultations"), _("征求意见")))
    if actor.is_office or actor.has(RoleName.leader):
        pages.append(("what_if", address("insight:what_if"), _("试算")))
    shown = [Tab(url=url, label=label, active=key == active) for key, url, label in pages]
    return shown if len(shown) > 1 else []


def refuse(form: forms.Form, no: Refused) -> int:
    """Show a refusal at the field that it is about, else on top; returns the status of the answer."""
    field = draft_words.field_of(no)
    form.add_error(field if field in form.fields else None, draft_words.refusal(no))
    return STATUS.get(no.code, 422)


def seen(data: object) -> int:
    """The revision on the page that was sent; -1, which nothing has, where it says none."""
    sent = str(data or "")
    return int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 10 else -1


def toml_file(text: str, number: int) -> HttpResponse:
    """A rulebook as a file to keep or to edit elsewhere."""
    response = HttpResponse(text, content_type="application/toml; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="rules-v{number}.toml"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
