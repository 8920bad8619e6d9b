"""帮助: the handbook, one's own chapter first; every chapter is for every reader."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from jianyan.accounts.access import Request, entry
from jianyan.web.help.chapters import CHAPTERS, own_chapter
from jianyan.web.help.render import page


@require_safe
@entry()
def handbook(request: Request) -> HttpResponse:
    """Lead to the chapter of one's own role."""
    return redirect(own_chapter(request.actor).url)


@require_safe
@entry()
def handbook_chapter(request: Request, key: str) -> HttpResponse:
    """One chapter, with the list of all."""
    chapter = CHAPTERS.get(key)
    if chapter is None:
        raise Http404
    context = {"chapter": chapter, "chapters": CHAPTERS.values(), "page": page(chapter)}
    return render(request, "web/handbook.html", context)
