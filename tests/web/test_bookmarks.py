"""Addresses with a question in them, kept or passed on: whatever the question says, the answer is a page."""

from __future__ import annotations

import random
import re
from functools import cache
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import jianyan
from jianyan.accounts.models import Zone
from tests.fixtures import MONDAY, build_world
from tests.permissions.table import Line, Table
from tests.permissions.walk import USERS, patterns

#: Who looks where: each role opens what it may.
ROLES = ("supervisor", "officer", "head", "liaison", "leader", "sysadmin", "secadmin", "auditor")
#: What no page ever wrote into an address.
ODD = (
    "",
    " ",
    "-1",
    "0",
    "999999",
    "99999999999999999999999999",
    "-9223372036854775809",
    "1e400",
    "NaN",
    "٣",
    "²",
    "１２",
    "\0",
    "a\0b",
    "\u202e\ufeff",
    "😀",
    "é" * 300,
    "%",
    "_",
    "\\",
    "'\"<script>",
    "{{x}}",
    "None",
    "true",
    "0000-00",
    "2026-13",
    "2026-02-30",
    "9999-12",
    "0001-01",
    "10000-01",
    "2026-W10",
    "../../etc/passwd",
    "//evil.example",
    "x" * 5000,
)
#: How a page asks for what its address says.
ASKED = re.compile(r"""GET(?:\.get|\.getlist)?[\(\[]\s*["'](\w+)["']|["'](\w+)["'] in request\.GET""")
#: Names that pages look for by way of a form.
BY_FORM = {"page", "after", "before", "q", "month", "kind", "state", "department", "who", "sort", "clock", "grade"}


@cache
def names() -> tuple[str, ...]:
    """Every name that any page looks for in its address, found in the sources, so that none is forgotten."""
    texts = (path.read_text(encoding="utf-8") for path in Path(jianyan.__file__).parent.rglob("*.py"))
    found = {name for text in texts for pair in ASKED.findall(text) for name in pair if name}
    return tuple(sorted(BY_FORM | found))


@cache
def opened() -> dict[str, str]:
    """Which role sees a page at an address without parameters, as the table of permissions says."""
    cells = Table(writing=False).cells
    asked = [Line(name, "GET", "-") for name, parameters in patterns() if not parameters]
    seen = {line.name: [role for role in ROLES if cells.get(line, {}).get(role) == "200"] for line in asked}
    return {name: roles[0] for name, roles in seen.items() if roles}


@pytest.fixture
def pages(db: None, monkeypatch: pytest.MonkeyPatch) -> dict[str, Client]:
    """Every address that answers somebody with a page, with the first of the roles that may open it."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: MONDAY)
    world = build_world()
    Zone.objects.update(ticked_at=MONDAY)  # the clock goes round
    lead = world.walk(world.lead(), "replied")
    clients = {role: Client(raise_request_exception=False) for role in ROLES}
    for role, client in clients.items():
        client.force_login(world.users[USERS.get(role, role)])
    found = {reverse(name): clients[role] for name, role in opened().items()}
    found[reverse("leads:lead", args=[lead.pk])] = clients["officer"]
    found[reverse("people:dossier", args=[world.supervisors["social"].pk])] = clients["officer"]
    return found


def fine(client: Client, url: str, asked: list[tuple[str, str]]) -> None:
    answer = client.get(f"{url}?{urlencode(asked)}")
    # A page that names a thing in its question may not find it.
    assert answer.status_code in (200, 302, 404), (url, answer.status_code, asked)


def test_names_are_found() -> None:
    assert {"page", "q", "month", "small", "all"} <= set(names())


@pytest.mark.slow
def test_no_question_breaks_a_page(pages: dict[str, Client]) -> None:
    """Every name with an odd value each, in several lots; unknown names, and the same name twice."""
    lots = random.Random(3)  # the same lots every time
    assert len(pages) > 20
    for url, client in pages.items():
        for _n in range(4):
            fine(client, url, [(name, lots.choice(ODD)) for name in names()])
        fine(client, url, [(name, lots.choice(ODD)) for name in names() for _twice in range(2)])
        fine(client, url, [("colour", "blue"), ("", "x"), ("page[]", "1"), ("q" * 300, "q")])


WORD = st.text(st.characters(exclude_categories=["Cs"]), max_size=30) | st.sampled_from(ODD) | st.integers().map(str)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data(), asked=st.lists(st.tuples(st.sampled_from(names()), WORD), max_size=6))
def test_nor_does_anything_else(pages: dict[str, Client], data: st.DataObject, asked: list[tuple[str, str]]) -> None:
    url = data.draw(st.sampled_from(sorted(pages)))
    fine(pages[url], url, asked)


def test_bytes_that_are_no_text_and_marks_without_a_name(pages: dict[str, Client]) -> None:
    for url, client in pages.items():
        for query in ("q=%ff%fe&month=%c3%28&page=%f0", "&&&=&q", "?" + quote("q=东疆", safe="")):
            answer = client.get(url, QUERY_STRING=query)
            assert answer.status_code in (200, 302), (url, query)


def test_a_page_far_behind_the_last_shows_the_last(pages: dict[str, Client]) -> None:
    for url in ("/leads/", "/supervisors/", "/forms/"):
        for number in ("999999", "-4", "0", "x"):
            assert pages[url].get(f"{url}?page={number}").status_code == 200
