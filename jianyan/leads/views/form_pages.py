"""The pages of the opinion form: write, look over, say that there is nothing, and why it cannot be filled in now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from jianyan.accounts.access import Request
from jianyan.core.rulebook import Rulebook
from jianyan.core.workdays import local_date
from jianyan.leads.forms.draft import removed_from, stamp, written_by
from jianyan.leads.forms.opinion import (
    BLANK,
    SPARE,
    LeadForm,
    Typed,
    block_forms,
    is_blank,
    kept_leads,
    summary,
    written,
)
from jianyan.leads.queries.mine import MonthForm, due_of_form
from jianyan.leads.views.baskets import Basket, lead_baskets
from jianyan.rules.words import title_of
from jianyan.ui.shapes import SummaryRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One identity's form of the present month, as one request sees it. ``several``: the person holds identities."""

    request: Request
    own: MonthForm
    book: Rulebook
    now: datetime
    several: bool

    @property
    def channel(self) -> str:
        return self.own.identity.supervisor.channel

    @property
    def month(self) -> date:
        return self.own.month

    @property
    def longest(self) -> int:
        """How many leads one form holds."""
        return self.book.number_of("form_max_leads")

    @property
    def leads(self) -> list[Typed]:
        """What is kept; one empty lead where nothing is."""
        return (kept_leads(self.own.draft.data) if self.own.draft else []) or [dict(BLANK)]

    @property
    def level(self) -> str:
        """The identity in words, for those who hold more than one."""
        return title_of(self.book.levels, self.own.identity.level) if self.several else ""

    def url(self, step: str = "", at: str = "") -> str:
        """The address of this form, at a step or at one of its leads."""
        query = {"identity": self.own.identity.pk, **({"step": step} if step else {})}
        return f"{reverse('leads:form')}?{urlencode(query)}{f'#{at}' if at else ''}"

    def context(self) -> dict[str, Any]:
        """What every page of the form shows."""
        draft = self.own.draft
        return {
            "case": self,
            "own": self.own,
            "month": self.month,
            "due": due_of_form(self.month, local_date(self.now), self.book),
            "draft": draft,
            "key": draft.key if draft else uuid4(),
            "seen": stamp(draft),
            "edit_url": self.url(),
            "look_url": self.url("look"),
        }


def block_page(
    case: Case,
    leads: Sequence[Typed],
    *,
    found: Mapping[int, Mapping[str, str]] | None = None,
    refused: Mapping[int, Sequence[str]] | None = None,
    top: Sequence[str] = (),
    status: int = 200,
) -> HttpResponse:
    """The page on which leads are written, with what was found wrong; ``top`` are sentences about the whole form.

    ``refused``: the files of each lead that were not taken in.
    """
    blocks = block_forms(leads, case.book, case.channel, found)
    baskets = lead_baskets(case.request, leads)
    for basket in baskets:
        basket.refused, basket.quiet = list((refused or {}).get(basket.place, ())), case.channel == "internal"
    entries = summary(blocks) + [_entry(basket, sentence) for basket in baskets for sentence in basket.refused]
    context = {
        **case.context(),
        "blocks": list(zip(blocks, baskets, strict=True)),
        "files_url": case.url(),
        "general": top,
        "entries": entries,
        "total": len(top) + len(entries),
        "page": uuid4().hex,
        "written_by": written_by(case.own.draft),
        "spare": LeadForm(dict(BLANK), place=SPARE, book=case.book, channel=case.channel),
        "spare_basket": Basket(None, f"leads-{SPARE}-", SPARE, quiet=case.channel == "internal"),
        "removed": removed_from(case.own.draft),
        "more": len(blocks) < case.longest,
    }
    return render(case.request, "leads/form.html", context, status=status)


def _entry(basket: Basket, sentence: str) -> dict[str, str]:
    """A refused file in the error summary."""
    label = _("第 {n} 条 照片和文件").format(n=basket.place + 1)
    return {"id": f"lead-{basket.place + 1}", "label": label, "text": sentence}


def look_page(case: Case, *, note: str = "", status: int = 200) -> HttpResponse:
    """Everything that will be sent, each line with a way back to where it was written."""
    blocks = block_forms(case.leads, case.book, case.channel)
    baskets = lead_baskets(case.request, case.leads)
    looked = [
        {"number": block.number, "rows": [*rows_of(block, case.url()), *_files_row(basket, case.url())]}
        for block, basket in zip(blocks, baskets, strict=True)
    ]
    context = {**case.context(), "looked": looked, "note": note}
    return render(case.request, "leads/form_look.html", context, status=status)


def rows_of(block: LeadForm, url: str = "") -> list[SummaryRow]:
    """One lead line by line; answers that its kind does not ask for are left out, as they will not be filed."""
    kind = block["kind"].value()
    skipped = {name for name, asking in block.asked_by.items() if kind not in dict(asking)}
    return [
        SummaryRow(
            label=str(bound.label),
            value=said(block, bound.name),
            change_url=f"{url}#{bound.id_for_label or bound.auto_id}" if url else "",
        )
        for bound in block
        if bound.name not in skipped
    ]


def _files_row(basket: Basket, url: str) -> list[SummaryRow]:
    names = _("、").join(row.name for row in basket.files)
    value = _("{n} 个：{names}").format(n=len(basket.files), names=names)
    change = f"{url}#lead-{basket.place + 1}"
    return [SummaryRow(label=_("照片和文件"), value=value, change_url=change)] if basket.files else []


def said(block: LeadForm, name: str) -> str:
    """An answer in words."""
    value = block[name].value()
    if isinstance(value, bool):
        return _("是") if value else _("否")
    choices = getattr(block.fields[name], "choices", None)
    return str(dict(choices).get(value, "") if value or name == "common" else "") if choices else str(value)


def nil_page(case: Case) -> HttpResponse:
    """Asks once more before a nil return, because a draft would be lost by it."""
    return render(case.request, "leads/form_nil.html", {**case.context(), "drafted": len(written(case.leads))})


def choose_page(request: Request, forms: Sequence[MonthForm], book: Rulebook | None) -> HttpResponse:
    """Which identity's form (双重身份): each files its own."""
    levels = book.levels if book else {}
    cards = [{"own": own, "level": title_of(levels, own.identity.level)} for own in forms]
    return render(request, "leads/form_choose.html", {"cards": cards, "month": forms[0].month})


def closed_page(
    request: Request,
    reason: str,
    own: MonthForm | None = None,
    *,
    level: str = "",
    kept: Iterable[Typed] = (),
    status: int = 200,
) -> HttpResponse:
    """Why the form cannot be filled in: ``filed``, ``no_term``, ``no_rules``, ``no_identity``.

    ``kept``: what was typed all the same, so that it can be copied.
    """
    context = {
        "reason": reason,
        "own": own,
        "level": level,
        "month": own.month if own else None,
        "kept": [lead for lead in kept if not is_blank(lead)],
    }
    return render(request, "leads/form_closed.html", context, status=status)
