"""What somebody sees when something goes wrong: in Chinese, with what was kept and what to do, never a bare code."""

import html
import re

import pytest
from django.core.exceptions import SuspiciousOperation
from django.db import OperationalError
from django.test import Client

from tests.fixtures import World


@pytest.fixture
def quiet() -> Client:
    """A client that shows the page of an error instead of raising it."""
    return Client(raise_request_exception=False)


@pytest.fixture
def officer(quiet: Client, world: World) -> Client:
    quiet.force_login(world.users["officer"])
    return quiet


def broken(*args: object, **options: object) -> None:
    raise OperationalError("database is locked")


def fields(page: str) -> list[tuple[str, str]]:
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page)
    return [(html.unescape(name), html.unescape(value)) for name, value in found]


def test_a_locked_database_keeps_what_was_typed(officer: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr("jianyan.notify.views.mark_read", broken)
        typed = {"text": '第一行\n<b>第二行</b> "引号"', "more": ["一", "二"]}
        answer = officer.post("/notices/read/?x=1", typed)
    page = answer.content.decode()
    assert answer.status_code == 503 and answer.headers["Retry-After"] == "5"
    assert "重新提交" in page and 'action="/notices/read/?x=1"' in page
    kept = fields(page)
    assert kept[0][0] == "csrfmiddlewaretoken" and kept[0][1]
    assert kept[1:] == [("text", typed["text"]), ("more", "一"), ("more", "二")]


def test_sending_again_works_with_the_token_of_the_page(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    strict = Client(enforce_csrf_checks=True, raise_request_exception=False)
    strict.force_login(world.users["officer"])
    first = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', strict.get("/password/").content.decode())
    with monkeypatch.context() as patch:
        patch.setattr("jianyan.notify.views.mark_read", broken)
        page = strict.post("/notices/read/", {"csrfmiddlewaretoken": first[1]})  # type: ignore[index]
    assert page.status_code == 503
    again = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', strict.get("/password/").content.decode())
    assert strict.post("/notices/read/", {"csrfmiddlewaretoken": again[1]}).status_code == 302  # type: ignore[index]


def test_a_page_that_is_only_looked_at_offers_to_try_again(officer: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("jianyan.notify.views.page_of", broken)
    answer = officer.get("/notices/?all=1")
    assert answer.status_code == 503
    assert 'href="/notices/?all=1"' in answer.content.decode()
    assert "再试一次" in answer.content.decode()


def test_a_database_that_is_away_altogether_is_said_too(officer: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """Session, person and messages cannot be read then; the page needs none of them."""
    monkeypatch.setattr("django.db.models.sql.compiler.SQLCompiler.execute_sql", broken)
    answer = officer.post("/notices/read/", {"text": "留着"})
    assert answer.status_code == 503
    assert ("text", "留着") in fields(answer.content.decode())


def test_a_password_is_never_sent_back(quiet: Client, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("jianyan.accounts.views.door.authenticate", broken)
    answer = quiet.post("/sign-in/", {"username": "dj-officer", "password": "Dongjiang-2026"})
    assert answer.status_code == 503
    assert "Dongjiang-2026" not in answer.content.decode()
    assert "再试一次" in answer.content.decode()


def test_an_error_of_ours_says_so(officer: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def wrong(*args: object, **options: object) -> None:
        raise RuntimeError("secret detail")

    monkeypatch.setattr("jianyan.notify.views.page_of", wrong)
    answer = officer.get("/notices/")
    page = answer.content.decode()
    assert answer.status_code == 500
    assert "不是您的操作有误" in page and "secret detail" not in page


def test_a_request_that_makes_no_sense(officer: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def odd(*args: object, **options: object) -> None:
        raise SuspiciousOperation

    monkeypatch.setattr("jianyan.notify.views.page_of", odd)
    answer = officer.get("/notices/")
    assert answer.status_code == 400 and "这个请求看不懂" in answer.content.decode()
    assert officer.get("/notices/", headers={"Host": "evil.example"}).status_code == 400


def test_forbidden_and_missing_pages_name_the_person_and_lead_home(officer: Client) -> None:
    for path, status, said in (("/ledger/", 403, "您没有这项权限"), ("/nowhere/", 404, "没有找到这个页面")):
        answer = officer.get(path)
        assert answer.status_code == status
        assert said in answer.content.decode() and 'href="/"' in answer.content.decode()


def test_a_page_that_stood_too_long_is_explained(world: World) -> None:
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post("/sign-in/", {"username": "dj-officer", "password": "x"})
    assert answer.status_code == 403
    assert "页面停留太久，已经过期" in answer.content.decode()


def test_too_many_fields_are_refused(officer: Client) -> None:
    answer = officer.post("/zones/", {f"field{n}": "x" for n in range(2_100)})
    assert answer.status_code == 400
