"""The certificate, as a file and as anybody checks it; the first sign-in by a one-time link, and the promise."""

from __future__ import annotations

import io
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone
from docx import Document

from jianyan.core.flow import Refused
from jianyan.ledger.models import Entry
from jianyan.people.actions import make_link, resign
from jianyan.people.models import Appointment
from tests.fixtures import MONDAY, World

GOOD = "Haitong#2026x"


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: MONDAY)


def term_of(world: World, key: str = "social", **changes: object) -> Appointment:
    term = world.supervisors[key].appointments.get()
    for name, value in {"certificate": "东监聘〔2025〕7号", **changes}.items():
        setattr(term, name, value)
    term.save()
    return term


def checked(client: Client, token: object) -> tuple[int, str]:
    page = client.get(f"/public/certificate/{token}/")
    return page.status_code, page.content.decode()


@pytest.mark.clause("4.3.c")
def test_anybody_checks_a_certificate_and_learns_no_more(world: World, client: Client) -> None:
    name = world.supervisors["social"].name
    status, text = checked(client, term_of(world).token)
    assert status == 200
    assert "有效" in text and "东监聘〔2025〕7号" in text and "监＊＊" in text
    assert name not in text and "海通" not in text and "1390" not in text
    assert client.get(f"/public/certificate/{term_of(world).token}/")["X-Robots-Tag"] == "noindex, nofollow"


@pytest.mark.parametrize(
    ("starts", "ends", "left", "leaving", "said"),
    [
        (1, 366, None, "", "聘期还没有开始"),
        (-400, -30, None, "", "聘期已结束"),
        (-100, 200, 0, "resigned", "已离任，不再有效"),
        (-100, 200, 0, "dismissed", "已解聘，不再有效"),
        (-100, 3, None, "", "这份聘书真实有效"),
    ],
)
def test_what_a_check_says(
    world: World, client: Client, starts: int, ends: int, left: int | None, leaving: str, said: str
) -> None:
    day = MONDAY.date()
    left_on = None if left is None else day + timedelta(days=left)
    term = term_of(
        world,
        starts_on=day + timedelta(days=starts),
        ends_on=day + timedelta(days=ends),
        left_on=left_on,
        leaving=leaving,
    )
    assert said in checked(client, term.token)[1]


def test_a_guessed_token_is_a_kind_404_and_guessing_is_limited(world: World, client: Client) -> None:
    status, text = checked(client, uuid4())
    assert status == 404 and "没有查到这份聘书" in text
    answers = {checked(client, uuid4())[0] for _ in range(65)}
    assert answers == {404, 429}


@pytest.mark.clause("5.2.a")
def test_the_certificate_is_a_file_with_a_row_in_the_dossier(world: World, client: Client) -> None:
    term = term_of(world)
    client.force_login(world.users["social"])
    url = f"/supervisors/certificates/{term.pk}/"
    assert "东监聘〔2025〕7号" in client.get(url).content.decode()
    assert client.post(url, {"kind": "pdf"}).content.startswith(b"%PDF")
    file = client.post(url, {"kind": "docx"}).content
    text = "\n".join(part.text for part in Document(io.BytesIO(file)).paragraphs)
    assert "监督员social同志" in text and "东疆营商环境社会监督员" in text
    rows = Entry.objects.filter(verb="supervisor.certificate", dossier=term.supervisor_id)
    assert [row.data["type"] for row in rows.order_by("pk")] == ["pdf", "docx"]


def test_somebody_elses_certificate_is_not_there(world: World, elsewhere: World, client: Client) -> None:
    url = f"/supervisors/certificates/{term_of(world).pk}/"
    for user, status in ((world.users["internal"], 404), (elsewhere.users["head"], 404), (world.users["leader"], 403)):
        client.force_login(user)
        assert client.get(url).status_code == status


def fresh(world: World, key: str = "social") -> str:
    """The supervisor as after the appointment: no password yet, nothing signed; returns the link."""
    user = world.users[key]
    user.set_unusable_password()
    user.password_changed_at = None
    user.save()
    term_of(world, key, promised_at=None)
    return f"/activate/{make_link(world.actor('officer'), world.supervisors[key].pk, at=MONDAY)}/"


@pytest.mark.clause("4.1.a")
def test_first_sign_in_sets_the_password_and_signs_the_promise(world: World, client: Client) -> None:
    link = fresh(world)
    page = client.get(link)
    assert page.status_code == 200 and "监＊＊" in page.content.decode()
    assert world.users["social"].name not in page.content.decode()
    assert client.post(link, {"new": "12345678", "again": "12345678"}).status_code == 422
    assert client.post(link, {"new": GOOD, "again": "other"}).status_code == 422
    assert client.post(link, {"new": GOOD, "again": GOOD}).status_code == 302
    assert client.get("/my/", follow=False)["Location"] == "/supervisors/promise/?next=%2Fmy%2F"
    promise = client.get("/supervisors/promise/?next=/my/").content.decode()
    assert "保密" in promise and "个人信息处理说明" in promise
    assert client.post("/supervisors/promise/", {"promise": "on"}).status_code == 422
    signed = client.post("/supervisors/promise/", {"promise": "on", "consent": "on", "next": "/my/"})
    assert signed["Location"] == "/my/"
    assert client.get("/my/").status_code == 200
    term = world.supervisors["social"].appointments.get()
    assert term.promised_at == term.consented_at == MONDAY
    told = list(Entry.objects.filter(dossier=term.supervisor_id).order_by("pk").values_list("verb", flat=True))
    assert told[-2:] == ["supervisor.consent", "supervisor.promise"]


def test_a_link_works_once_and_says_what_to_do_then(world: World, client: Client) -> None:
    link = fresh(world)
    assert client.post(link, {"new": GOOD, "again": GOOD}).status_code == 302
    client.logout()
    for dead in (link, "/activate/nothing-like-a-token/"):
        page = client.get(dead)
        assert page.status_code == 404
        assert "这个链接不能用了" in page.content.decode()
    assert client.post(link, {"new": GOOD, "again": GOOD}).status_code == 404


def test_a_link_is_over_after_its_days(world: World, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    link = fresh(world)
    monkeypatch.setattr(timezone, "now", lambda: MONDAY + timedelta(days=14))
    assert client.get(link).status_code == 404


def test_a_link_is_over_when_the_person_has_left(world: World, client: Client) -> None:
    link = fresh(world)
    resign(world.actor("officer"), world.supervisors["social"].pk, at=MONDAY, reason="本人来电辞任。")
    assert client.get(link).status_code == 404
    with pytest.raises(Refused, match="active_already"):
        make_link(world.actor("officer"), world.supervisors["social"].pk, at=MONDAY)


def test_guessing_links_is_limited(world: World, client: Client) -> None:
    answers = {client.get(f"/activate/guess-{number}/").status_code for number in range(125)}
    assert answers == {404, 429}


def test_no_page_before_the_promise_but_to_leave(world: World, client: Client) -> None:
    term_of(world, promised_at=None)
    client.force_login(world.users["social"])
    for path in ("/", "/my/", "/my/dossier/", "/rules/"):
        assert client.get(path)["Location"].startswith("/supervisors/promise/"), path
    part = client.get("/my/", headers={"HX-Request": "true", "HX-Current-URL": "http://testserver/my/"})
    assert part["HX-Redirect"].startswith("/supervisors/promise/")
    assert client.get(f"/public/certificate/{term_of(world).token}/").status_code == 200
    assert client.post("/sign-out/").status_code == 302
