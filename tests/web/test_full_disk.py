"""No room left: whoever sends something is told so, keeps what was typed, and nothing is half saved."""

from __future__ import annotations

import errno
import html
import io
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.db import OperationalError, connection
from django.test import Client, RequestFactory
from django.urls import reverse

from jianyan.core.flow import Verb
from jianyan.leads.models import Attachment, Draft, Lead, OpinionForm, Supplement
from jianyan.leads.views.text import verb_url
from jianyan.ledger.actions import verify
from jianyan.ledger.models import Entry
from jianyan.web import health
from jianyan.web.middleware import no_room
from tests import files
from tests.fixtures import MONDAY, World, build_world
from tests.leads.test_attachments import store
from tests.leads.test_form_page import GOOD, Hand, now

__all__ = ["now", "store"]

#: More than Django keeps in memory, so that it goes through a temporary file.
LARGE = files.pdf() + b"\n" * 3_000_000


def fields(page: str) -> dict[str, str]:
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page)
    return {html.unescape(name): html.unescape(value) for name, value in found if name != "csrfmiddlewaretoken"}


# ------------------------------------------------------------------------------------------------------- the database


@pytest.fixture
def full(transactional_db: None) -> Iterator[Callable[[bool], None]]:
    """Lets the database grow no further, and again: SQLite's own bound, so that the error is the real one."""

    def bound(yes: bool) -> None:
        with connection.cursor() as cursor:
            if yes:
                cursor.execute("VACUUM")
                pages = cursor.execute("PRAGMA page_count").fetchone()[0]
                cursor.execute(f"PRAGMA max_page_count = {pages}")
            else:
                cursor.execute("PRAGMA max_page_count = 1073741823")

    yield bound
    bound(False)


@pytest.mark.sqlite
@pytest.mark.django_db(transaction=True)
@pytest.mark.clause("5.1.e")
def test_a_form_that_finds_the_database_full_can_be_sent_again(full: Callable[[bool], None]) -> None:
    world = build_world()
    client = Client(raise_request_exception=False)
    hand = Hand(world, client)
    long = {**GOOD, "body": "写得很长。" * 380}
    url = hand.looked(*[{**long, "title": f"第{n}件"} for n in range(5)])
    before = Entry.objects.count(), Draft.objects.get().data
    full(True)

    answer = client.post(url, {**hand.hidden, "do": "send"})

    page = answer.content.decode()
    assert answer.status_code == 503 and "服务器的存储空间已满" in page and "请告诉系统管理员" in page
    assert not OpinionForm.objects.exists() and not Lead.objects.exists()
    assert (Entry.objects.count(), Draft.objects.get().data) == before
    assert verify(world.zone, at=MONDAY).findings == []
    assert client.get(reverse("my_home")).status_code == 200  # reading goes on
    full(False)

    assert client.post(url, fields(page)).status_code == 302
    assert client.post(url, fields(page)).status_code == 302
    assert OpinionForm.objects.count() == 1 and Lead.objects.count() == 5


@pytest.mark.sqlite
@pytest.mark.django_db(transaction=True)
def test_a_file_whose_row_finds_no_room_leaves_nothing_in_the_store(
    full: Callable[[bool], None], store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = build_world()
    lead = world.lead()
    client = Client(raise_request_exception=False)
    client.force_login(world.users["social"])
    full(True)

    typed, status, times = {"words": "补充。" * 600}, 302, 0
    while status == 302 and times < 50:  # what is left of the last pages is filled up first
        times += 1
        lead.refresh_from_db()
        page = {**typed, "seen": lead.revision, "basket": str(uuid4())}
        sent = SimpleUploadedFile("窗口.jpg", files.image(size=(300 + times, 200)))
        answer = client.post(verb_url(lead, Verb.supplement), {**page, "file": [sent]})
        status = answer.status_code

    assert status == 503 and fields(answer.content.decode())["words"] == typed["words"]
    assert Supplement.objects.count() == times - 1
    assert verify(world.zone, at=MONDAY).findings == []
    assert len([path for path in store.rglob("*") if path.is_file()]) == 2 * Attachment.objects.count()


class Told(Exception):
    """What PostgreSQL's driver raises carries the server's code."""

    sqlstate = "53100"


def test_no_room_is_told_from_other_trouble() -> None:
    postgres = OperationalError("could not extend file")
    postgres.__cause__ = Told()
    assert no_room(postgres) and no_room(OSError(errno.ENOSPC, "x")) and no_room(OSError(errno.EDQUOT, "x"))
    assert not no_room(OperationalError("database is locked")) and not no_room(OSError(errno.EACCES, "x"))
    assert not no_room(ValueError())


# ------------------------------------------------------------------------------------------------------ temporary files


@pytest.fixture
def temporary(settings: Any, tmp_path: Path) -> Path:
    """A folder for temporary files of the test's own."""
    folder = tmp_path / "coming-in"
    folder.mkdir()
    settings.FILE_UPLOAD_TEMP_DIR = str(folder)
    return folder


@pytest.fixture(params=["at once", "in the middle", "at the end"])
def no_temporary_room(request: Any, temporary: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The disk of temporary files is full when a file begins, after some of it, or when it is complete."""
    seen = 0

    def fails(*args: object, **kwargs: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    kept = TemporaryFileUploadHandler.receive_data_chunk

    def later(self: TemporaryFileUploadHandler, data: bytes, start: int) -> None:
        nonlocal seen
        seen += 1
        if seen > 3:
            fails()
        kept(self, data, start)

    if request.param == "at once":
        monkeypatch.setattr("django.core.files.uploadedfile.tempfile.NamedTemporaryFile", fails)
    elif request.param == "in the middle":
        monkeypatch.setattr(TemporaryFileUploadHandler, "receive_data_chunk", later)
    else:
        monkeypatch.setattr(TemporaryFileUploadHandler, "file_complete", fails)
    return temporary


def test_a_file_on_its_way_in_finds_no_room_and_the_text_is_kept(
    world: World, client: Client, no_temporary_room: Path, store: Path
) -> None:
    hand = Hand(world, client)
    hand.page()
    sent = SimpleUploadedFile("窗口.pdf", LARGE)

    hand.press("save", {**GOOD, "file": [sent]})  # type: ignore[dict-item]

    assert "“窗口.pdf”：文件暂时存不下，没有保存" in hand.html and GOOD["body"] in hand.html
    assert Draft.objects.get().data["leads"][0]["body"] == GOOD["body"]
    assert not Attachment.objects.exists() and not list(store.rglob("*"))
    assert not list(no_temporary_room.iterdir())


def test_a_spreadsheet_that_finds_no_room_says_so(world: World, no_temporary_room: Path) -> None:
    client = Client(raise_request_exception=False)
    client.force_login(world.users["officer"])
    answer = client.post(reverse("leads:form_import"), {"file": SimpleUploadedFile("表.csv", LARGE)})
    assert answer.status_code == 503 and "服务器的存储空间已满" in answer.content.decode()
    assert not list(no_temporary_room.iterdir())


def test_a_body_that_ends_in_the_middle_leaves_no_temporary_file(world: World, temporary: Path) -> None:
    """The network is cut while a large file is on its way: what had come in is gone, and nothing was taken in."""
    client = Client(raise_request_exception=False)
    client.force_login(world.users["social"])
    request = RequestFactory().post(reverse("leads:form"), {"do": "save", "file": SimpleUploadedFile("a.pdf", LARGE)})
    whole = request.environ["wsgi.input"].read()
    sent = {name: value for name, value in request.environ.items() if not name.startswith(("wsgi", "HTTP_COOKIE"))}

    answer = client.request(**{**sent, "wsgi.input": Cut(whole[: len(whole) // 2])})

    assert answer.status_code == 400
    assert not list(temporary.iterdir()) and not Attachment.objects.exists()


class Cut(io.BytesIO):
    """A body whose sender is gone before its end, as the server gives it."""

    def read(self, size: int | None = -1) -> bytes:
        return super().read(size) or self._gone()

    def _gone(self) -> bytes:
        raise OSError("the connection was reset")


# ---------------------------------------------------------------------------------------------------- a giant and names


class Giant:
    """A body of which nothing may be read."""

    def read(self, *args: object) -> bytes:
        raise AssertionError("a body of 1 GB was read")

    readline = __iter__ = read


def test_a_body_of_a_gigabyte_is_refused_by_its_length_alone(db: None) -> None:
    giant = {"CONTENT_LENGTH": str(10**9), "CONTENT_TYPE": "multipart/form-data; boundary=x", "wsgi.input": Giant()}

    answer = Client().request(REQUEST_METHOD="POST", PATH_INFO=reverse("leads:form"), **giant)

    assert answer.status_code == 413 and "一次发送的内容太大" in answer.content.decode()


@pytest.mark.parametrize(
    "name", ["长" * 300 + ".pdf", "a." + "长" * 300, "../../etc/passwd", "a\u202egpj.pdf", "x" * 5000 + ".pdf"]
)
def test_a_large_file_of_any_name_is_taken_in(
    world: World, client: Client, temporary: Path, store: Path, name: str
) -> None:
    hand = Hand(world, client)
    hand.page()
    hand.press("save", {**GOOD, "file": [SimpleUploadedFile(name, LARGE)]})  # type: ignore[dict-item]
    row = Attachment.objects.get()
    assert row.name.endswith(".pdf") and len(row.name) <= 80 and not set("/\\\u202e") & set(row.name)
    assert not list(temporary.iterdir())


# --------------------------------------------------------------------------------------------------------------- health


@pytest.fixture(autouse=True)
def _fresh() -> Iterator[None]:
    health.forget()
    yield
    health.forget()


def ready(client: Client) -> tuple[int, dict[str, bool]]:
    health.forget()
    answer = client.get("/health/ready/")
    assert "no-store" in answer["Cache-Control"]
    return answer.status_code, answer.json()


def test_health_is_green_then_red_when_something_is_wrong(
    db: None, client: Client, settings: Any, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert ready(client) == (200, {"database": True, "room": True, "files": True})
    assert not [path for path in store.rglob("*") if path.is_file()]
    settings.ROOM_MIN = 10**18
    assert ready(client) == (503, {"database": True, "room": False, "files": True})

    def full(*args: object) -> str:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("django.core.files.storage.FileSystemStorage._save", full)
    assert ready(client)[1] == {"database": True, "room": False, "files": False}

    def away(*args: object, **kwargs: object) -> None:
        raise OperationalError("no connection")

    with monkeypatch.context() as patch:
        patch.setattr("jianyan.web.health.connection.cursor", away)
        assert ready(client)[1]["database"] is False
    assert client.get("/health/live/").json() == {"live": True}


def test_an_answer_holds_for_some_seconds(db: None, client: Client, settings: Any, store: Path) -> None:
    assert ready(client)[0] == 200
    settings.ROOM_MIN = 10**18
    assert client.get("/health/ready/").status_code == 200
    assert client.post("/health/ready/").status_code == client.post("/health/live/").status_code == 405


def test_asking_needs_no_account_and_leaves_no_session(db: None, client: Client, settings: Any, store: Path) -> None:
    settings.SECURE_SSL_REDIRECT = True
    assert ready(client)[0] == 200 and client.get("/health/live/").status_code == 200
    assert not client.cookies
