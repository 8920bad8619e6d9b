"""Every page that any role can open: axe finds nothing, everything fits, the frame is right, nothing jumps.

In both languages and both themes, on a phone and on the desk, with text of twice the size. A page without a part that
was not seen on another page of its kind is left out, and text of a sort whose contrast is known is not measured twice.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import axe_playwright_python
import pytest
from django.test import Client
from playwright.sync_api import Browser, CDPSession, Page

from tests.browser.addresses import Address, Scene, busy_zone, fresh, pages
from tests.browser.conftest import DESK, PHONE
from tests.permissions.table import ROLES

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
LOOK = Path(__file__).with_name("look.js").read_text(encoding="utf-8")
#: Head and officer share most pages: the walk is done in two parts of about the same length.
OFFICE = ("officer", "head")
OTHERS = tuple(role for role in ROLES if role not in OFFICE)
#: Addresses of one page.
SAME = {
    "my_dossier": "people:dossier",
    # One page for three sorts of people.
    "recruit:candidate_phone": "people:phone",
    "recruit:objector_phone": "people:phone",
    # One page says that a draft can be edited no longer, whichever part of it was asked for.
    "rules:draft_edit": "rules:draft_text",
    "rules:draft_rule": "rules:draft_text",
}
LANG = {"zh-hans": "zh-Hans", "en": "en"}
#: Beyond this the eye notices that a page jumped while it was loaded.
JUMP = 0.05


class Room(NamedTuple):
    """A window, the size of text that the reader chose, and whether axe's rules and the contrast are asked here."""

    width: int
    text: int
    rules: bool
    contrast: bool


#: Chinese is the shorter language and English the longer: the narrowest window is tried with the longer words.
ROOMS = {
    "zh-hans": (Room(390, 16, True, True), Room(1280, 16, False, True), Room(1280, 32, False, False)),
    "en": (
        Room(320, 16, False, False),
        Room(390, 16, False, False),
        Room(1280, 32, False, False),
        Room(1280, 16, True, True),
    ),
}

#: Sends a form as the browser does, past every listener of the page.
SEND = """([url, fields]) => {
  const form = Object.assign(document.createElement("form"), { method: "post", action: url });
  for (const [name, value] of Object.entries(fields)) {
    form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
  }
  document.body.append(form);
  HTMLFormElement.prototype.submit.call(form);
}"""


@dataclass
class Walk:
    """What was found on the way."""

    known: dict[str, set[tuple[str, str]]] = field(default_factory=dict)
    sorts: set[int] = field(default_factory=set)
    wrong: list[str] = field(default_factory=list)
    titles: dict[tuple[str, str, str], str] = field(default_factory=dict)


@pytest.fixture
def scene(transactional_db: None) -> Scene:
    """Seen by the server's thread too."""
    return busy_zone()


@pytest.mark.slow
@pytest.mark.parametrize("roles", [OFFICE, OTHERS], ids=["office", "others"])
def test_every_page_is_accessible_and_fits(
    browser: Browser, live_server: Any, scene: Scene, roles: tuple[str, ...]
) -> None:
    walk = Walk()
    for role in roles:
        here = fresh(pages(scene, role), walk.known)
        for lang in LANG:
            with _entered(browser, live_server.url, scene, role, lang) as (page, complaints):
                eye = page.context.new_cdp_session(page)
                for address in here:
                    wrong = _look(walk, page, eye, lang, role, address, complaints)
                    where = f"{lang} {role} {address.name} {address.url}{' (sent)' if address.sent else ''}"
                    walk.wrong += [f"{where}: {line}" for line in wrong]
    assert len(walk.known) > 30, "so few pages? The list of them is broken"
    assert not walk.wrong, f"{len(walk.wrong)} complaints:\n" + "\n".join(walk.wrong)


@contextmanager
def _entered(browser: Browser, url: str, scene: Scene, role: str, lang: str) -> Iterator[tuple[Page, list[str]]]:
    """A page on which a role is signed in, and what the browser says of it."""
    context = browser.new_context(
        base_url=url, viewport=PHONE, locale="zh-CN", timezone_id="Asia/Shanghai", reduced_motion="reduce"
    )
    cookies = {"jianyan_language": lang}
    if role != "anonymous":
        client = Client()
        client.force_login(scene.user(role))
        cookies["jianyan_session"] = client.cookies["jianyan_session"].value
    context.add_cookies([{"name": name, "value": value, "url": url} for name, value in cookies.items()])
    context.add_init_script(AXE)
    context.add_init_script(LOOK)
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(f"script error: {error}"))
    page.on("console", lambda line: complaints.append(line.text) if line.type == "error" else None)
    try:
        yield page, complaints
    finally:
        context.close()


def _look(
    walk: Walk, page: Page, eye: CDPSession, lang: str, role: str, address: Address, complaints: list[str]
) -> list[str]:
    """What is wrong with a page, in each window."""
    first, *others = ROOMS[lang]
    _resize(page, eye, first)
    _open(page, address)
    # The walk itself moves things on: what could be done before may be refused now. Only pages answer so.
    answers = [f"status of {status}" for status in (address.status, 409, 422)]
    wrong = [line for line in complaints if not any(answer in line for answer in answers)]
    complaints.clear()
    jumped, moved = page.evaluate("look.jumps()")
    if jumped >= JUMP:
        wrong.append(f"jumps by {jumped:.3f} while it is loaded: {', '.join(moved)}")
    wrong += page.evaluate("lang => look.frame(lang)", LANG[lang])
    wrong += page.evaluate("look.focus()")
    wrong += _title(walk, lang, role, address, page.title())
    wrong += _room(walk, page, first)
    for room in others:
        _resize(page, eye, room)
        wrong += _room(walk, page, room)
    return wrong


def _resize(page: Page, eye: CDPSession, room: Room) -> None:
    page.set_viewport_size({"width": room.width, "height": PHONE["height"] if room.width < 400 else DESK["height"]})
    # The size that a reader sets in the browser: what is measured in em and rem follows, breakpoints too.
    eye.send("Page.setFontSizes", {"fontSizes": {"standard": room.text}})


def _room(walk: Walk, page: Page, room: Room) -> list[str]:
    """What is wrong with a page in one window."""
    wrong = page.evaluate("look.room()")
    if room.rules:
        wrong += page.evaluate("look.rules()")
    if room.contrast:
        found, sorts = page.evaluate("known => look.contrast(known, ['light', 'dark'])", list(walk.sorts))
        walk.sorts.update(sorts)
        wrong += found
    return [f"{room.width} px, text {room.text}: {line}" for line in wrong]


def _open(page: Page, address: Address) -> None:
    if not address.sent:
        page.goto(address.url)
        return
    token = next((one["value"] for one in page.context.cookies() if one["name"] == "jianyan_csrf"), "")
    with page.expect_navigation():
        page.evaluate(SEND, [address.url, {"csrfmiddlewaretoken": token, "seen": str(address.seen)}])


def _title(walk: Walk, lang: str, role: str, address: Address, title: str) -> list[str]:
    """A title says which page it is, in the language of the page: no two addresses of a role share one."""
    if address.status != 200 or address.sent or "?" in address.name:
        return []
    if lang == "en" and title == walk.titles.get(("zh-hans", role, address.url)):
        return [f"the title is not translated: {title}"]
    walk.titles[(lang, role, address.url)] = title
    name = SAME.get(address.name, address.name)
    other = walk.titles.setdefault((lang, role, title), name)
    return [] if other == name else [f"has the title of {other}: {title}"]
