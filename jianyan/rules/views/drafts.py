"""修订: the drafts of a zone, a new one, and one as it stands, beside what it changes."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jianyan.accounts.access import Request, entry
from jianyan.core.flow import Refused
from jianyan.core.rule_draft import DraftState, verbs
from jianyan.core.rule_text import RulebookError
from jianyan.core.rulebook import load
from jianyan.core.workdays import local_date
from jianyan.rules import actions, draft_words, words
from jianyan.rules.forms.edit import NewDraft
from jianyan.rules.models import Draft
from jianyan.rules.queries import book
from jianyan.rules.queries.drafts import asked_of, changes_of, drafts_visible_to, may_withdraw, with_counts
from jianyan.rules.shown import sections, shown
from jianyan.rules.views.base import refuse, tabs, toml_file
from jianyan.ui.formats import in_english, local_day
from jianyan.ui.shapes import Step


@entry("officer", "head")
@require_safe
def drafts(request: Request) -> HttpResponse:
    """The drafts of the zone, newest first."""
    page = Paginator(drafts_visible_to(request.actor), 50).get_page(request.GET.get("page"))
    rows = [{"draft": each, **state_of(each)} for each in page]
    context: dict[str, Any] = {"rows": rows, "page_obj": page, "tabs": tabs(request.actor, "drafts")}
    context["may_begin"] = all(each.state not in (DraftState.drafting, DraftState.consulting) for each in page)
    return render(request, "rules/drafts.html", context)


def state_of(draft: Draft) -> dict[str, object]:
    """Where a draft stands, in words."""
    state = DraftState(draft.state)
    return {"state": draft_words.STATES[state], "tone": draft_words.TONES[state]}


@entry("officer", "head")
def draft_new(request: Request) -> HttpResponse:
    """A draft from the latest version, or from a file."""
    form = NewDraft(request.POST or None, request.FILES or None)
    if request.method != "POST":
        return render(request, "rules/draft_new.html", {"form": NewDraft()})
    status = 422
    if form.is_valid():
        try:
            made = actions.draft(request.actor, at=timezone.now(), text=form.text, why=form.cleaned_data["why"])
        except RulebookError as no:
            form.add_error("file", draft_words.error_at(no))
        except Refused as no:
            status = refuse(form, no)
        else:
            messages.success(request, _("已开始起草第 {number} 版。").format(number=made.number))
            return redirect("rules:draft", made.pk)
    return render(request, "rules/draft_new.html", {"form": form}, status=status)


@entry("officer", "head")
@require_safe
def draft(request: Request, pk: int) -> HttpResponse:
    """One draft: what it changes, what was asked, and what can be done now."""
    found = get_object_or_404(drafts_visible_to(request.actor), pk=pk)
    rules, base = load(found.text), book(found.base_id)
    changed = {change.rule for change in changes_of(found)}
    rounds = list(with_counts(found.rounds.order_by("place")))
    last = rounds[-1] if rounds else None
    context = {
        "draft": found,
        "title": words.title(rules),
        "status": rules.status_en if in_english() else rules.status,
        **state_of(found),
        "may_withdraw": request.actor.has("head") and may_withdraw(found, local_date(timezone.now())),
        "verbs": [verb.value for verb in verbs(DraftState(found.state), request.actor.roles)],
        "changes": shown(base, rules),
        "since": shown(load(last.text), rules) if last and last.text != found.text else [],
        "last": last,
        "rounds": [{"round": each, "audience": draft_words.AUDIENCES[each.audience]} for each in rounds],
        "sections": sections(rules, changed),
        "today": local_date(timezone.now()),
        "tabs": tabs(request.actor, "drafts"),
        **_track(found),
    }
    return render(request, "rules/draft.html", context)


def _track(draft: Draft) -> dict[str, Any]:
    """The way of a draft, and how far it has come."""
    asked = {str(each) for each in asked_of(draft).audiences}
    decided = draft.state in (DraftState.adopted, DraftState.withdrawn)
    made = [True, "units" in asked, "public" in asked, decided]
    labels = [_("起草"), _("系统内单位"), _("社会公众"), _("审定")]
    days = [local_day(draft.made_at), None, None, local_day(draft.ended_at) if made[3] and draft.ended_at else None]
    done = len(made) if made[3] else next((place for place, each in enumerate(made) if not each), 0)
    ended = draft.state in (DraftState.dropped, DraftState.withdrawn)
    halted = str(draft_words.STATES[draft.state]) if ended else ""
    steps = [Step(label=label, on=day) for label, day in zip(labels, days, strict=True)]
    return {"steps": steps, "done": done, "halted": halted}


@entry("officer", "head")
@require_safe
def draft_toml(request: Request, pk: int) -> HttpResponse:
    """The draft as TOML."""
    found = get_object_or_404(drafts_visible_to(request.actor), pk=pk)
    return toml_file(found.text, found.number)
