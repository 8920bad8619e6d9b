"""One section of a bulletin: its words, what the head says about them, and what was done about that."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from jianyan.accounts.access import Request, entry
from jianyan.core import bulletin as core
from jianyan.core.flow import Refused
from jianyan.reports import actions, words
from jianyan.reports.forms.bulletin import CommentForm, WordsForm, refuse
from jianyan.reports.models import Comment, Section
from jianyan.reports.queries.visible import bulletins_visible_to, figures_of
from jianyan.reports.shown import mark_of
from jianyan.reports.views.acts import STATUS
from jianyan.reports.views.bulletin import show


@entry("officer", "head")
def section_edit(request: Request, pk: int, key: str) -> HttpResponse:
    """The words, beside the figures that may stand in them."""
    section = _section(request, pk, key)
    if section.bulletin.frozen:
        return show(request, pk, status=409, refused=_("通报已定稿，只能由负责人更正。"))
    if request.method != "POST":
        return _form(request, section, WordsForm(initial={"text": section.text}), section.revision)
    form = WordsForm({"text": _drafted(section) if "redraft" in request.POST else request.POST.get("text", "")})
    seen = _number(request.POST.get("seen", ""))
    if "look" in request.POST or "redraft" in request.POST:
        form.is_valid()
        return _form(request, section, form, seen, look=True)
    if not form.is_valid():
        return _form(request, section, form, seen, status=422)
    try:
        actions.edit(request.actor, pk, key, form.cleaned_data["text"], at=timezone.now(), seen=seen)
    except actions.Wrong as no:
        for found in no.troubles:
            form.add_error("text", words.trouble(found))
        return _form(request, section, form, seen, status=422)
    except Refused as no:
        form.add_error(None, words.refusal(no))
        section, stale = _section(request, pk, key), no.code == "stale"
        # Who has seen the other's words may put their own in their place.
        return _form(request, section, form, section.revision, status=STATUS.get(no.code, 422), theirs=stale)
    messages.success(request, _("“{title}”已保存。").format(title=core.SECTIONS[key]))
    return redirect(f"{reverse('reports:bulletin', args=[pk])}#{key}")


def _section(request: Request, pk: int, key: str) -> Section:
    found = get_object_or_404(bulletins_visible_to(request.actor).select_related("snapshot"), pk=pk)
    section = found.sections.select_related("changed_by").filter(key=key).first()
    if section is None:
        raise Http404
    section.bulletin = found
    return section


def _drafted(section: Section) -> str:
    return core.drafted(figures_of(section.bulletin))[section.key]


def _form(
    request: Request,
    section: Section,
    form: WordsForm,
    seen: int,
    *,
    status: int = 200,
    look: bool = False,
    theirs: bool = False,
) -> HttpResponse:
    figures = figures_of(section.bulletin)
    values, text = core.values_of(figures), str(form["text"].value() or "")
    context = {
        "bulletin": section.bulletin,
        "mark": mark_of(section.bulletin),
        "section": section,
        "title": core.SECTIONS[section.key],
        "form": form,
        "seen": seen,
        "names": core.names_of(values, text),
        "preview": core.paragraphs(core.filled(text, values)),
        "theirs": core.paragraphs(core.filled(section.text, values)) if theirs else [],
        "looking": look,
        "open_comments": list(section.comments.filter(settled_at__isnull=True).select_related("by")),
    }
    return render(request, "reports/section.html", context, status=status)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0


@entry("head")
@require_POST
def section_comment(request: Request, pk: int, key: str) -> HttpResponse:
    """The head's comment; what cannot be kept is shown again, with what was typed."""
    _section(request, pk, key)
    form = CommentForm(request.POST, auto_id=False)
    status = 422
    if form.is_valid():
        try:
            actions.comment(request.actor, pk, key, form.cleaned_data["text"], at=timezone.now())
        except Refused as no:
            refuse(form, no)
            status = STATUS.get(no.code, 422)
        else:
            messages.success(request, _("意见已提出，已通知专员。"))
            return redirect(f"{reverse('reports:bulletin', args=[pk])}#{key}")
    return show(request, pk, status=status, comment_form=form, commenting=key)


@entry("officer", "head")
@require_POST
def comment_settle(request: Request, pk: int) -> HttpResponse:
    """A comment has been dealt with."""
    visible = bulletins_visible_to(request.actor)
    comment = get_object_or_404(Comment.objects.select_related("section"), pk=pk, section__bulletin__in=visible)
    section = comment.section
    try:
        actions.settle(request.actor, pk, at=timezone.now())
    except Refused as no:
        return show(request, section.bulletin_id, status=STATUS.get(no.code, 422), refused=words.refusal(no))
    messages.success(request, _("意见已标为处理完毕。"))
    return redirect(f"{reverse('reports:bulletin', args=[section.bulletin_id])}#{section.key}")
