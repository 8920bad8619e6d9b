"""Changing one's password: the policy, the first use, the ninety days."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from jianyan.accounts.models import User
from jianyan.ledger.models import Entry
from tests.fixtures import PASSWORD, World

PAGE = "/password/"
NEW = "Qinghe-2027"


@pytest.fixture
def liaison(client: Client, world: World) -> User:
    client.force_login(world.users["liaison"])
    return world.users["liaison"]


def change(client: Client, **changes: str) -> object:
    return client.post(PAGE, {"current": PASSWORD, "new": NEW, "again": NEW, **changes})


def test_a_new_password_counts_at_once_and_ends_other_sessions(client: Client, liaison: User) -> None:
    phone = Client()
    phone.force_login(liaison)
    answer = change(client)
    assert (answer.status_code, answer.url) == (302, "/")
    liaison.refresh_from_db()
    assert liaison.check_password(NEW)
    assert client.get("/notices/").status_code == 200, "here the person stays signed in"
    assert phone.get("/notices/").status_code == 302
    row = Entry.objects.get(verb="account.change_password")
    assert row.subject == f"user:{liaison.pk}@{row.zone_id}" and row.actor == liaison and row.data == {}


def test_the_policy_is_on_the_page(client: Client, liaison: User) -> None:
    page = client.get(PAGE).content.decode()
    for rule in ("至少 8 个字符", "至少三类", "不是别人常用的密码", "不相似", "与现在的密码不同"):
        assert rule in page


@pytest.mark.parametrize(
    ("typed", "field", "said"),
    [
        ({"current": "Wrong-2026"}, "current", "现在的密码不对"),
        ({"again": "Other-2027"}, "again", "两次输入的新密码不一样"),
        ({"new": "Ab-1", "again": "Ab-1"}, "new", "至少 8 个字符"),
        ({"new": "qinghe2027", "again": "qinghe2027"}, "new", "至少三类"),
        ({"new": PASSWORD, "again": PASSWORD}, "new", "与现在的密码不同"),
        ({"new": "Dj-liaison1", "again": "Dj-liaison1"}, "new", "不相似"),
        ({"new": "Password123", "again": "Password123"}, "new", "不是别人常用的密码"),
        ({"new": "a" * 100_000}, "new", "最多 128 字"),
        ({"current": "", "new": "", "again": ""}, "current", "请填写这一项"),
    ],
)
def test_says_at_the_field_what_is_wrong(
    client: Client, liaison: User, typed: dict[str, str], field: str, said: str
) -> None:
    answer = change(client, **typed)
    assert answer.status_code == 422
    assert said in "".join(answer.context["form"].errors[field])
    liaison.refresh_from_db()
    assert liaison.check_password(PASSWORD)


def test_first_use_comes_before_everything_and_leads_on(client: Client, liaison: User) -> None:
    User.objects.filter(pk=liaison.pk).update(must_change_password=True)
    asked = client.get("/notices/?all=1")
    assert asked.url == "/password/?next=%2Fnotices%2F%3Fall%3D1"
    page = client.get(asked.url).content.decode()
    assert "现在的密码是管理员设的" in page
    assert client.post("/notices/read/").status_code == 302
    answer = change(client, next="/notices/?all=1")
    assert answer.url == "/notices/?all=1"
    assert client.get(answer.url).status_code == 200


def test_after_ninety_days_a_password_must_be_changed(client: Client, liaison: User) -> None:
    User.objects.filter(pk=liaison.pk).update(password_changed_at=timezone.now() - timedelta(days=91))
    assert client.get("/notices/").url == "/password/?next=%2Fnotices%2F"
    assert "超过 90 天" in client.get(PAGE).content.decode()


def test_a_week_before_it_is_said(world: World) -> None:
    user = world.users["liaison"]
    User.objects.filter(pk=user.pk).update(password_changed_at=timezone.now() - timedelta(days=86))
    client = Client()
    client.post("/sign-in/", {"username": user.username, "password": PASSWORD})
    assert "密码还有 3 天到期" in client.get("/notices/").content.decode()


def test_signing_out_and_language_stay_open_before_the_change(client: Client, liaison: User) -> None:
    User.objects.filter(pk=liaison.pk).update(must_change_password=True)
    assert client.post("/language/", {"language": "en", "next": PAGE}).url == PAGE
    assert client.post("/sign-out/").url == "/sign-in/"
