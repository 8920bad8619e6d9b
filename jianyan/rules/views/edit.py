"""Working on a draft: the figures of a section with the words beside them, one rule as a whole, or a file of it all."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from jianyan.accounts.access import Request, entry
from jianyan.core.flow import Refused
from jianyan.core.rule_draft import DraftState, DraftVerb, refused
from jianyan.core.rule_text import RulebookError
from jianyan.core.rulebook import SECTION_TYPES, load
from jianyan.rules import actions, draft_words, values, words
from jianyan.rules.forms.edit import AboutForm, RuleForm, RulesForm, SectionForm, TextFile
from jianyan.rules.models import Draft
from jianyan.rules.queries import book
from jianyan.rules.queries.drafts import drafts_visible_to
from jianyan.rules.shown import SECTIONS, TITLES, name_of
from jianyan.rules.views.base import SHUT, STATUS, refuse, seen

#: The page of what the whole is called.
ABOUT = "about"


def _open(request: Request, pk: int) -> Draft:
    """A draft of the zone, with its base."""
    return get_object_or_404(drafts_visible_to(request.actor), pk=pk)


def _shut(request: Request, draft: Draft) -> HttpResponse | None:
    """What is answered where the draft is not worked on any more."""
    no = refused(DraftVerb.edit, DraftState(draft.state), request.actor.roles)
    return closed(request, draft, no) if no else None


def closed(request: Request, draft: Draft, no: Refused) -> HttpResponse:
    """The page that says why not, and the way back."""
    context = {"draft": draft, "reason": draft_words.refusal(no), "state": draft_words.STATES[DraftState(draft.state)]}
    return render(request, "rules/refused.html", context, status=STATUS.get(no.code, 422))


@entry("officer", "head")
def draft_edit(request: Request, pk: int, section: str) -> HttpResponse:
    """The figures of one section, the words of each rule beside them."""
    draft = _open(request, pk)
    if section not in {ABOUT, *SECTION_TYPES}:
        raise Http404
    if (shut := _shut(request, draft)) is not None:
        return shut
    rules = load(draft.text)

    def make(*data: Any) -> RulesForm:
        if section == ABOUT:
            return AboutForm(*data, rules=rules)
        return SectionForm(*data, rules=rules, section=section)

    def show(form: RulesForm, status: int) -> HttpResponse:
        context = {"draft": draft, "form": form, "section": section, "lines": _lines(draft, form, section)}
        context["title"] = TITLES.get(section) or _("名称和状态")
        context["sections"] = SECTIONS
        context["sum"] = sum(each.points for each in rules.scores.values()) if section == "scores" else None
        return render(request, "rules/draft_edit.html", context, status=status)

    return _save(request, draft, make, show, lambda: redirect("rules:draft_edit", draft.pk, section))


def _lines(draft: Draft, form: RulesForm, section: str) -> list[dict[str, Any]]:
    """Each rule of a section with its inputs, its words, and what its value is in the base."""
    if not isinstance(form, SectionForm):
        return []
    items, before = getattr(form.rules, section), getattr(book(draft.base_id), section)
    return [
        {
            "anchor": f"{section}.{key}",
            "key": key,
            "name": name_of(item),
            "value": values.value(item),
            "words": words.words(item),
            "inputs": [form[name] for name in form.inputs[f"{section}.{key}"]],
            "new": key not in before,
            "was": values.value(before[key]) if key in before else "",
            "changed": key not in before or before[key] != item,
        }
        for key, item in items.items()
    ]


@entry("officer", "head")
def draft_rule(request: Request, pk: int, section: str, key: str) -> HttpResponse:
    """One rule with all its parts."""
    draft = _open(request, pk)
    rules = load(draft.text)
    if section not in SECTION_TYPES or key not in getattr(rules, section):
        raise Http404
    if (shut := _shut(request, draft)) is not None:
        return shut
    item, before = getattr(rules, section)[key], getattr(book(draft.base_id), section).get(key)

    def make(*data: Any) -> RulesForm:
        return RuleForm(*data, rules=rules, section=section, key=key)

    def show(form: RulesForm, status: int) -> HttpResponse:
        context = {"draft": draft, "form": form, "section": section, "title": TITLES[section], "name": name_of(item)}
        context["now"] = {"value": values.value(item), "words": words.words(item)}
        context["before"] = {"value": values.value(before), "words": words.words(before)} if before else None
        return render(request, "rules/draft_rule.html", context, status=status)

    back = f"{reverse('rules:draft_edit', args=[draft.pk, section])}#{section}.{key}"
    return _save(request, draft, make, show, lambda: redirect(back))


def _save(
    request: Request,
    draft: Draft,
    make: Callable[..., RulesForm],
    show: Callable[[RulesForm, int], HttpResponse],
    done: Callable[[], HttpResponse],
) -> HttpResponse:
    """Ask, or take over what was changed; what was typed stays when it cannot be."""
    if request.method != "POST":
        return show(make(), 200)
    form, status = make(request.POST), 422
    if form.is_valid():
        try:
            actions.edit(request.actor, draft.pk, form.edited(), at=timezone.now(), seen=seen(request.POST.get("seen")))
        except RulebookError as no:
            form.refuse_rule(no)
        except Refused as no:
            if no.code in SHUT:
                return closed(request, _open(request, draft.pk), no)
            status = refuse(form, no)
        else:
            messages.success(request, _("已保存。"))
            return done()
    return show(form, status)


@entry("officer", "head")
def draft_text(request: Request, pk: int) -> HttpResponse:
    """The whole draft from a file."""
    draft = _open(request, pk)
    if (shut := _shut(request, draft)) is not None:
        return shut
    if request.method != "POST":
        form, status = TextFile(), 200
    else:
        form, status = TextFile(request.POST, request.FILES), 422
    if request.method == "POST" and form.is_valid():
        try:
            at = timezone.now()
            actions.replace_text(request.actor, pk, form.text, at=at, seen=seen(request.POST.get("seen")))
        except RulebookError as no:
            form.add_error("file", draft_words.error_at(no))
        except Refused as no:
            status = refuse(form, no)
        else:
            messages.success(request, _("已载入文件。"))
            return redirect("rules:draft", pk)
    return render(request, "rules/draft_text.html", {"draft": draft, "form": form}, status=status)
