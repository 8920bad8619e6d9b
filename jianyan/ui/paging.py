"""Links from one page of a list to another that keep the rest of the address."""

from __future__ import annotations

from typing import Any

from django import template
from django.core.paginator import Page


def address(context: template.Context, **changes: object) -> str:
    """The query string of this page with some values changed; None removes one."""
    query = context["request"].GET.copy()
    for name, value in changes.items():
        if value is None:
            query.pop(name, None)
        else:
            query[name] = str(value)
    return f"?{query.urlencode()}"


def page_links(context: template.Context, page: Page, param: str) -> dict[str, Any]:
    """What ui/parts/pagination.html shows for a Django Page: at most one neighbour and the two ends, and the total."""
    paginator = page.paginator
    links = [
        {"number": n, "url": address(context, **{param: n}) if isinstance(n, int) else "", "current": n == page.number}
        for n in paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    ]
    return {
        "links": links if paginator.num_pages > 1 else [],
        "total": paginator.count,
        "previous": address(context, **{param: page.number - 1}) if page.has_previous() else "",
        "next": address(context, **{param: page.number + 1}) if page.has_next() else "",
    }


def cursor_links(context: template.Context, after: object, before: object) -> dict[str, Any]:
    """What ui/parts/pagination.html shows for a list read by cursor: no numbers and no total."""
    return {
        "links": [],
        "total": None,
        "previous": address(context, before=before, after=None) if before else "",
        "next": address(context, after=after, before=None) if after else "",
    }
