"""The frame of a page, and the pages that must work when nothing else does."""

import re
from pathlib import Path

import pytest
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.template.loader import render_to_string
from django.test import RequestFactory

import jianyan.ui
from jianyan.ui.samples import navigation, sample_context

TEMPLATES = Path(jianyan.ui.__file__).parent / "templates"


@pytest.mark.parametrize("name", ["400.html", "403.html", "403_csrf.html", "404.html", "500.html", "503.html"])
def test_error_pages_need_nothing(name: str) -> None:
    """Without request, person or database: what happened, what was kept, what to do."""
    page = render_to_string(name)
    facts = re.findall(r"<dd>(.+?)</dd>", page)
    assert len(facts) == 3
    assert page.count("<h1") == 1


@pytest.mark.parametrize(("entries", "in_bar"), [(1, 1), (4, 4), (5, 4), (7, 4)])
def test_bottom_bar_has_at_most_four_entries(entries: int, in_bar: int) -> None:
    page = render_to_string("ui/base.html", {"nav": navigation()[:entries]})
    assert len(re.findall(r'class="bottombar-entry', page)) == in_bar
    assert ('class="rail"' in page) == (entries > 4)


def test_the_user_menu_posts_to_leave() -> None:
    context = {"user_name": "李敏", "logout_url": "/out/", "password_url": "/password/", "unread_count": 3}
    page = render_to_string("ui/base.html", context | {"inbox_url": "/inbox/"})
    assert '<form method="post" action="/out/"' in page
    assert 'href="/password/"' in page
    assert page.count('<span class="nav-count">3</span>') == 2


def test_without_a_person_there_is_no_user_menu() -> None:
    assert "menu-panel" not in render_to_string("ui/base.html", {"nav": []})


def test_messages_are_announced() -> None:
    page = render_to_string("ui/base.html", {"messages": [Message(constants.SUCCESS, "已提交")]})
    assert 'role="status"' in page
    assert "message-success" in page


def test_public_pages_load_no_third_party_style() -> None:
    page = render_to_string("ui/public.html")
    assert "public.css" in page
    assert "app.css" not in page
    assert "htmx" not in page


def test_components_page_shows_everything() -> None:
    """Every state renders, with and without errors, with and without a rail."""
    request = RequestFactory().get("/ui/components/")
    for checked, few in ((True, False), (False, True)):
        page = render_to_string("ui/components.html", sample_context(checked=checked, few=few), request=request)
        assert ("error-summary" in page) == checked


def test_every_part_is_on_the_components_page() -> None:
    source = (TEMPLATES / "ui/components.html").read_text()
    used = set(re.findall(r"{% (\w+)", source)) | set(re.findall(r"ui/parts/(\w+)", source))
    parts = {path.stem for path in (TEMPLATES / "ui/parts").glob("*.html")} - {
        "form_fields",
        "phone",
    }  # parts of other parts
    assert parts <= used
