"""Signing in and out, and what keeps the door: lock-out, idle time, first use, expiry, sign-out everywhere."""

from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from jianyan.accounts.models import Role, User
from jianyan.ledger.models import Entry
from tests.fixtures import PASSWORD, World

SIGN_IN = "/sign-in/"


class CheapArgon2(Argon2PasswordHasher):
    """Argon2 with as little time and memory as it may have."""

    time_cost, memory_cost, parallelism = 1, 8, 1


@pytest.fixture(autouse=True)
def _argon(settings: object) -> None:
    """The door is tested with the digest that the product uses, at a low price."""
    settings.PASSWORD_HASHERS = [f"{__name__}.CheapArgon2"]  # type: ignore[attr-defined]


@pytest.fixture
def liaison(world: World) -> User:
    user = world.users["liaison"]
    user.set_password(PASSWORD)
    user.save()
    return user


def enter(client: Client, username: str, password: str = PASSWORD, **more: str) -> object:
    return client.post(SIGN_IN, {"username": username, "password": password, **more})


def verbs(user: User) -> list[str]:
    return list(
        Entry.objects.filter(subject__startswith=f"user:{user.pk}@").order_by("id").values_list("verb", flat=True)
    )


def test_name_and_password_let_in(client: Client, liaison: User) -> None:
    assert client.get(SIGN_IN).status_code == 200
    answer = enter(client, liaison.username)
    assert (answer.status_code, answer.url) == (302, "/")
    assert liaison.password.startswith("argon2")
    assert verbs(liaison) == ["account.sign_in"]
    row = Entry.objects.get(verb="account.sign_in")
    assert row.actor == liaison and row.zone_id == liaison.roles.get().zone_id


def test_the_name_may_be_typed_in_capitals(client: Client, liaison: User) -> None:
    assert enter(client, f" {liaison.username.upper()} ").status_code == 302


@pytest.mark.parametrize(
    ("goal", "led_to"),
    [
        ("/leads/?state=accepted", "/leads/?state=accepted"),
        ("https://evil.example/", "/"),
        ("//evil.example/", "/"),
        ("/\\evil.example", "/"),
        ("javascript:alert(1)", "/"),
        ("/nowhere/at/all/", "/"),
        ("/sign-out/", "/"),
        ("", "/"),
    ],
)
def test_leads_on_to_pages_of_ours_only(client: Client, liaison: User, goal: str, led_to: str) -> None:
    assert enter(client, liaison.username, next=goal).url == led_to


def test_whoever_must_sign_in_comes_back_to_the_page(client: Client, liaison: User) -> None:
    asked = client.get("/notices/?all=1")
    assert asked.url == "/sign-in/?next=%2Fnotices%2F%3Fall%3D1"
    page = client.get(asked.url)
    assert '<input type="hidden" name="next" value="/notices/?all=1">' in page.content.decode()


def test_a_form_that_was_posted_too_late_comes_back_to_its_page(client: Client, liaison: User) -> None:
    asked = client.post("/notices/read/", headers={"Referer": "http://testserver/notices/?all=1"})
    assert asked.url == "/sign-in/?next=%2Fnotices%2F%3Fall%3D1"


def test_a_part_of_a_page_is_not_filled_with_the_sign_in_page(client: Client, liaison: User) -> None:
    asked = client.get(
        "/notices/", headers={"HX-Request": "true", "HX-Current-URL": "http://testserver/notices/?all=1"}
    )
    assert asked.status_code == 204
    assert asked.headers["HX-Redirect"] == "/sign-in/?next=%2Fnotices%2F%3Fall%3D1"


def test_wrong_password_unknown_name_and_disabled_account_read_alike(client: Client, liaison: User) -> None:
    User.objects.filter(pk=liaison.pk).update(is_active=False)
    said = set()
    for username, password in (
        (liaison.username, "Wrong-2026"),
        ("nobody", "Wrong-2026"),
        (liaison.username, PASSWORD),
    ):
        AccessAttempt.objects.all().delete()
        answer = enter(client, username, password)
        assert answer.status_code == 422
        said.add(answer.context["form"].non_field_errors()[0])
    assert said == {"用户名或密码不对。再错 4 次，账号将锁定 10 分钟。"}


def test_what_was_typed_is_kept_but_not_the_password(client: Client, liaison: User) -> None:
    page = enter(client, "Somebody", "Wrong-2026").content.decode()
    assert 'value="Somebody"' in page
    assert "Wrong-2026" not in page


def test_only_known_names_enter_the_ledger(client: Client, liaison: User) -> None:
    enter(client, "nobody", "Wrong-2026")
    enter(client, liaison.username, "Wrong-2026")
    assert verbs(liaison) == ["account.sign_in_failed"]
    row = Entry.objects.get(verb="account.sign_in_failed")
    assert row.actor is None, "whoever failed has not shown who they are"
    assert not Entry.objects.filter(data__icontains="nobody").exists()


def test_five_failures_lock_for_ten_minutes(client: Client, liaison: User) -> None:
    for _ in range(4):
        assert enter(client, liaison.username, "Wrong-2026").status_code == 422
    locked = enter(client, liaison.username, "Wrong-2026")
    assert locked.status_code == 429
    assert "账号已锁定" in locked.content.decode()
    assert "10 分钟" in locked.content.decode()
    assert enter(client, liaison.username).status_code == 429, "the right password does not help either"
    assert verbs(liaison) == ["account.sign_in_failed"] * 5 + ["account.locked"]
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=11))
    assert enter(client, liaison.username).status_code == 302


def test_a_locked_account_is_locked_however_its_name_is_typed(client: Client, liaison: User) -> None:
    for name in ("{}", "{} ", "{}", " {}", "{}"):
        enter(client, name.format(liaison.username.upper()), "Wrong-2026")
    assert enter(client, liaison.username).status_code == 429


def test_success_forgets_the_failures(client: Client, liaison: User) -> None:
    for _ in range(3):
        enter(client, liaison.username, "Wrong-2026")
    enter(client, liaison.username)
    client.post("/sign-out/")
    for _ in range(4):
        assert enter(client, liaison.username, "Wrong-2026").status_code == 422


@pytest.mark.parametrize(
    "typed", [{}, {"username": "a" * 5000, "password": "b" * 200_000}, {"username": "\0", "password": "x"}]
)
def test_nonsense_is_refused_kindly(client: Client, liaison: User, typed: dict[str, str]) -> None:
    assert client.post(SIGN_IN, typed).status_code == 422


def test_an_account_without_roles_is_told_so(client: Client, liaison: User) -> None:
    Role.objects.filter(user=liaison).delete()
    answer = enter(client, liaison.username)
    assert answer.status_code == 422
    assert "还没有角色" in answer.content.decode()


def test_taking_the_last_role_ends_the_session(client: Client, liaison: User) -> None:
    client.force_login(liaison)
    Role.objects.filter(user=liaison).delete()
    assert client.get("/notices/").url == "/sign-in/?next=%2Fnotices%2F"


def test_disabling_ends_the_session(client: Client, liaison: User) -> None:
    client.force_login(liaison)
    User.objects.filter(pk=liaison.pk).update(is_active=False)
    assert client.get("/notices/").status_code == 302


def test_half_an_hour_without_a_click_ends_the_session(client: Client, liaison: User) -> None:
    client.force_login(liaison)
    session = client.session
    session["seen"] = (timezone.now() - timedelta(minutes=31)).isoformat()
    session.save()
    answer = client.get("/notices/", follow=True)
    assert answer.redirect_chain == [("/sign-in/?next=%2Fnotices%2F", 302)]
    assert "超过 30 分钟没有操作" in answer.content.decode()


def test_leaving_is_a_post(client: Client, liaison: User) -> None:
    client.force_login(liaison)
    assert client.get("/sign-out/").status_code == 405
    answer = client.post("/sign-out/", follow=True)
    assert "已退出。" in answer.content.decode()
    assert client.get("/notices/").status_code == 302


def test_leaving_everywhere_ends_the_other_sessions_too(client: Client, liaison: User) -> None:
    phone = Client()
    phone.force_login(liaison)
    client.force_login(liaison)
    assert "所有电脑和手机" in client.get("/sign-out-everywhere/").content.decode()
    assert client.post("/sign-out-everywhere/").url == SIGN_IN
    answer = phone.get("/notices/", follow=True)
    assert "登录已在别处注销" in answer.content.decode()
    assert verbs(liaison)[-1] == "account.sign_out_everywhere"


def test_whoever_is_in_need_not_sign_in(client: Client, liaison: User) -> None:
    client.force_login(liaison)
    assert client.get("/sign-in/?next=/notices/").url == "/notices/"


def test_signing_in_makes_a_new_session(client: Client, liaison: User) -> None:
    client.get("/notices/")
    enter(client, liaison.username)
    first = client.session.session_key
    client.post("/sign-out/")
    enter(client, liaison.username)
    assert client.session.session_key != first
    assert Session.objects.filter(session_key=first).count() == 0


def test_the_sign_in_page_can_be_read_in_english_and_stays(client: Client, db: None) -> None:
    answer = client.post(reverse("set_language"), {"language": "en", "next": "/sign-in/?next=/notices/"})
    assert answer.url == "/sign-in/?next=/notices/"
    assert '<html lang="en">' in client.get(answer.url).content.decode()
