"""帮助: every chapter opens for everybody, points at what is there, and says what the product and its rules say."""

from __future__ import annotations

import re
import tomllib
from fnmatch import fnmatch
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client
from PIL import Image
from setuptools import find_namespace_packages

from jianyan.accounts.models import RoleName
from jianyan.accounts.queries import actor_of
from jianyan.core.rulebook import Rulebook, load
from jianyan.files.sheet_form import SheetUpload
from jianyan.leads.forms.sheet import SheetForm
from jianyan.recruit.forms.sheet import ListForm
from jianyan.rules.actions import packaged_rulebook
from jianyan.rules.values import value
from jianyan.web.help.chapters import CHAPTERS, FOLDER, explained_at, own_chapter
from jianyan.web.help.pages import PAGES
from jianyan.web.help.render import Broken, page, render, slug
from jianyan.web.nav import ITEMS
from tests.fixtures import World
from tests.permissions.walk import VALUES, patterns

ROOT = Path(__file__).resolve().parents[2]
ROLES = ["supervisor", "officer", "head", "liaison", "leader", "sysadmin", "secadmin", "auditor", "area"]
USERS = {"supervisor": "social"}
ADDRESSES = {name for name, _parameters in patterns()}
TEXTS = {key: chapter.path.read_text(encoding="utf-8") for key, chapter in CHAPTERS.items()}


class Seen(HTMLParser):
    """What a rendered chapter points at and holds."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.pictures: list[dict[str, str]] = []
        self.styles: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        self.tags.add(tag)
        self.styles += [name for name in values if name == "style" or name.startswith("on")]
        if "id" in values:
            self.ids.append(values["id"])
        if tag == "a":
            self.links.append(values["href"])
        if tag == "img":
            self.pictures.append(values)


def seen(key: str) -> Seen:
    return Seen(page(CHAPTERS[key]).html)


def signed_in(world: World, client: Client, role: str) -> Client:
    client.force_login(world.users[USERS.get(role, role)])
    return client


# ------------------------------------------------------------------------------------------------------ who may open


@pytest.mark.parametrize("role", ROLES)
def test_every_role_reads_every_chapter_its_own_first(world: World, client: Client, role: str) -> None:
    signed_in(world, client, role)
    first = client.get("/help/")
    own = own_chapter(actor_of(world.users[USERS.get(role, role)], world.zone))
    assert role in own.roles
    assert first.status_code == 302
    assert first["Location"] == own.url
    for chapter in CHAPTERS.values():
        answer = client.get(chapter.url)
        assert answer.status_code == 200
        body = answer.content.decode()
        assert f'<h1 class="page-title">{page(chapter).title}</h1>' in body
        assert all(f'href="#{anchor}"' in body for anchor, _text in page(chapter).contents)
        assert f'href="{chapter.url}" aria-current="page"' in body


def test_the_public_signs_in_first_and_nothing_is_posted(world: World, client: Client) -> None:
    for path in ("/help/", "/help/officer/"):
        assert client.get(path)["Location"].startswith("/sign-in/")
    signed_in(world, client, "officer")
    assert client.post("/help/").status_code == client.post("/help/officer/").status_code == 405


@pytest.mark.parametrize(
    "path",
    [
        "/help/nobody/",
        "/help/officer.md/",
        "/help/README/",
        "/help/../settings/",
        "/help/..%2f..%2fpyproject/",
        "/help/%2e%2e%2fofficer/",
        "/help/pictures/lead.webp/",
        "/help/officer/extra/",
        "/help/Officer/",
        "/help/officer%00/",
    ],
)
def test_what_is_not_a_chapter_is_not_there(world: World, client: Client, path: str) -> None:
    assert signed_in(world, client, "officer").get(path).status_code == 404


def test_the_head_reads_the_officers_chapter_where_the_head_does_an_officers_work(world: World) -> None:
    actor = actor_of(world.users["head"], world.zone)
    assert own_chapter(actor).key == "head"
    assert explained_at(actor, "leads:verb call") == (CHAPTERS["officer"], "电话沟通")
    assert explained_at(actor, "leads:verb grant-extension") == (CHAPTERS["head"], "等我决定")
    assert explained_at(actor, "my_home") == (CHAPTERS["head"], "")


# ---------------------------------------------------------------------------------------------------- help of a page


def test_a_page_leads_to_what_explains_it(world: World, client: Client) -> None:
    for role, path, anchor in (
        ("officer", "/desk/", "/help/officer/#工作台"),
        ("supervisor", "/my/", "/help/supervisor/#首页"),
        ("leader", "/overview/", "/help/leader/#总览"),
        ("head", "/overview/", "/help/head/#总览"),
        ("liaison", "/rules/v1/", "/help/start/#期限一览"),
        ("sysadmin", "/help/start/", "/help/administrators/"),
    ):
        body = signed_in(world, client, role).get(path).content.decode()
        found = re.search(r'class="topbar-icon topbar-help" href="([^"]+)"', body)
        assert found and unquote(found[1]) == anchor, role


@pytest.mark.parametrize("name", PAGES)
def test_every_page_that_is_explained_exists_and_so_does_the_heading(name: str) -> None:
    address, _, verb = name.partition(" ")
    assert address in ADDRESSES
    assert not verb or verb in VALUES["verb"][:-1]
    for key, heading in PAGES[name]:
        assert slug(heading) == heading
        assert heading in [anchor for anchor, _text in page(CHAPTERS[key]).contents], (name, key)


def test_every_role_of_the_menu_has_a_chapter_and_every_entry_a_part_of_one() -> None:
    written_for = frozenset[str]().union(*(chapter.roles for chapter in CHAPTERS.values()))
    assert written_for == set(RoleName)
    for roles, name, _label, _icon in (entry for _group, entries in ITEMS for entry in entries):
        explained = [CHAPTERS[key].roles for key, _heading in PAGES[name]]
        for role in roles:
            assert any(not for_ or role in for_ for for_ in explained), f"{name} is not explained to {role}"


# ---------------------------------------------------------------------------------------------- what is in a chapter


@pytest.mark.parametrize("key", CHAPTERS)
def test_a_chapter_points_at_what_is_there(key: str) -> None:
    inside = seen(key)
    assert len(inside.ids) == len(set(inside.ids))
    assert not inside.styles
    for link in inside.links:
        path, _, anchor = unquote(link).partition("#")
        if path.startswith(settings.STATIC_URL):
            assert finders.find(path.removeprefix(settings.STATIC_URL))
            continue
        target = next((each for each in CHAPTERS.values() if each.url == path), None) if path else CHAPTERS[key]
        assert target, link
        assert not anchor or anchor in seen(target.key).ids, link


@pytest.mark.parametrize("key", CHAPTERS)
def test_a_picture_says_what_it_shows_and_is_small(key: str) -> None:
    pictures = seen(key).pictures
    assert pictures, "a chapter has pictures"
    for shown in pictures:
        assert len(shown["alt"]) >= 5
        found = finders.find(shown["src"].removeprefix(settings.STATIC_URL))
        assert isinstance(found, str)
        assert Path(found).stat().st_size <= 150_000
        with Image.open(found) as image:
            assert (str(image.width), str(image.height)) == (shown["width"], shown["height"])


def test_every_picture_is_shown_somewhere() -> None:
    shown = {Path(picture["src"]).name for key in CHAPTERS for picture in seen(key).pictures}
    assert shown == {path.name for path in (FOLDER / "pictures").iterdir()}


def test_every_file_is_a_chapter() -> None:
    assert {path.name for path in FOLDER.iterdir()} - {"pictures"} == {chapter.file for chapter in CHAPTERS.values()}


def test_raw_html_and_scripts_are_shown_as_text() -> None:
    html = render(
        "# 题\n\n<script>alert(1)</script>\n\n字 <img src=x onerror=alert(1)>\n\n[点我](javascript:alert(1))\n\n"
        "| a | b |\n|---|--:|\n| <b>1</b> | 2 |\n"
    ).html
    inside = Seen(html)
    assert not inside.tags & {"script", "img", "b", "a"}
    assert not inside.styles
    assert '<td class="num">2</td>' in html


@pytest.mark.parametrize(
    "text",
    [
        "没有标题",
        "# 题\n\n## 甲\n\n## 甲",
        "# 题\n\n[别处](https://example.com/)",
        "# 题\n\n[没有](nobody.md)",
        "# 题\n\n[上面](../../pyproject.toml)",
        "# 题\n\n![图](pictures/none.webp)",
        "# 题\n\n![](pictures/lead.webp)",
        "# 题\n\n![图](https://example.com/a.webp)",
        "# 题\n\n![图](pictures/../README.md)",
    ],
)
def test_a_broken_chapter_is_refused(text: str) -> None:
    with pytest.raises(Broken):
        render(text)


def test_an_anchor_is_the_one_that_code_hosting_makes() -> None:
    assert slug("一、A b：c（d）-e_f") == "一a-bcd-e_f"
    assert slug("部门 Unit 2") == "部门-unit-2"


def test_english_readers_are_told_that_the_handbook_is_chinese(world: World, client: Client) -> None:
    signed_in(world, client, "officer")
    note = "手册只有中文。"
    assert note not in client.get("/help/officer/").content.decode()
    client.cookies["jianyan_language"] = "en"
    body = client.get("/help/officer/").content.decode()
    assert 'class="note note-info"' in body
    assert '<div lang="zh-Hans">' in body


# ------------------------------------------------------------------------------------------------------ is it true?


@pytest.fixture(scope="module")
def rules() -> Rulebook:
    return load(packaged_rulebook())


def titled(rules: Rulebook) -> dict[str, object]:
    tables = (rules.clocks, rules.grades, rules.numbers)
    return {item.title: item for table in tables for item in table.values()}


def test_the_table_of_limits_says_what_the_rulebook_says(rules: Rulebook) -> None:
    """A rulebook that changes a value changes the handbook with it."""
    section = TEXTS["start"].split("## 期限一览")[1].split("\n## ")[0]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in section.splitlines() if line[:1] == "|"]
    checked = 0
    for title, limit, *_rest in rows[2:]:
        item = titled(rules)[title]
        said = value(item)  # type: ignore[arg-type]
        assert re.sub(r"\s", "", limit) in re.sub(r"\s", "", said), f"{title}: {limit} is not {said}"
        checked += 1
    assert checked == 10


@pytest.mark.parametrize("key", CHAPTERS)
def test_the_rules_and_clauses_that_a_chapter_names_exist(key: str, rules: Rulebook) -> None:
    for group in re.findall(r"规则((?:「[^」]+」)+)", TEXTS[key]):
        assert set(re.findall(r"「(.+?)」", group)) <= {*titled(rules), "互动联系"}
    lines = (ROOT / "tests/clauses.txt").read_text("utf8").splitlines()
    clauses = {line.split()[0] for line in lines if line and line[:1] != "#"}
    for group in re.findall(r"条款 ([\d.a-z、]+)", TEXTS[key]):
        assert set(group.split("、")) <= clauses, group


@pytest.fixture(scope="module")
def sources() -> str:
    """Everything of which pages are made."""
    files = [path for ending in ("py", "html", "toml") for path in (ROOT / "jianyan").rglob(f"*.{ending}")]
    return "\n".join(path.read_text(encoding="utf-8") for path in files if not {"demo", "help"} & set(path.parts))


@pytest.mark.parametrize("key", CHAPTERS)
def test_the_words_that_a_chapter_quotes_are_on_the_pages(key: str, sources: str) -> None:
    """「」 quotes what stands on a page: what is renamed there is renamed here too. For all else there is “”."""
    assert not {said for said in re.findall(r"「([^」]+)」", TEXTS[key]) if said not in sources}


# ------------------------------------------------------------------------------------------------------ in the wheel


def test_the_handbook_travels_in_the_wheel() -> None:
    """Each file is data of a package that the build finds; the link in the package is the folder in docs."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf8"))["tool"]["setuptools"]
    packages = find_namespace_packages(str(ROOT), include=project["packages"]["find"]["include"])
    assert {"jianyan.web.handbook", "jianyan.web.handbook.pictures"} <= set(packages)
    assert FOLDER.resolve() == ROOT / "docs" / "handbook"
    for path in FOLDER.rglob("*.*"):
        assert any(fnmatch(path.name, pattern) for pattern in project["package-data"]["*"]), path


@pytest.mark.parametrize("form", [SheetForm, ListForm])
def test_the_rows_of_an_upload_are_said_as_they_are(form: type[SheetUpload]) -> None:
    said = f"最多 {form.expected.most:,} 行"
    assert said in str(form()["file"].help_text)
    assert said in TEXTS["officer"]
