"""What the system administrator does with accounts."""

import re

import pytest
from django.test import Client

from jianyan.accounts import actions
from jianyan.accounts.models import Role, User
from jianyan.accounts.passwords import broken
from jianyan.core.flow import Refused
from jianyan.ledger.models import Entry
from tests.fixtures import MONDAY, PASSWORD, World

LIST = "/manage/accounts/"


@pytest.fixture
def admin(client: Client, world: World) -> Client:
    client.force_login(world.users["sysadmin"])
    return client


def page_of(world: World, key: str, verb: str = "") -> str:
    return f"{LIST}{world.users[key].pk}/{verb}"


def last_row() -> Entry:
    return Entry.objects.latest("id")


def test_a_new_account_gets_a_password_that_is_shown_once_and_passes_the_policy(admin: Client, world: World) -> None:
    assert admin.get(f"{LIST}new/").status_code == 200
    answer = admin.post(f"{LIST}new/", {"username": "Liu.Yang", "name": " 刘\t洋 ", "phone": "13812341234"})
    assert answer.status_code == 422 and "小写字母" in answer.content.decode()
    answer = admin.post(f"{LIST}new/", {"username": "liu.yang", "name": " 刘 洋\x07 ", "phone": "13812341234"})
    assert answer.status_code == 201
    first = re.search(r'id="first-password">([^<]+)<', answer.content.decode())[1]  # type: ignore[index]
    user = User.objects.get(username="liu.yang")
    assert user.name == "刘 洋" and user.zone == world.zone and user.must_change_password
    assert user.check_password(first) and broken(first, User(username="liu.yang", name="刘洋")) == []
    assert "no-store" in answer.headers["Cache-Control"]
    assert first not in admin.get(f"{LIST}{user.pk}/").content.decode()
    row = last_row()
    assert (row.verb, row.role, row.data) == ("account.create", "sysadmin", {})
    assert row.subject == f"user:{user.pk}@{world.zone.pk}"


def test_a_name_that_is_taken_is_said_at_the_field(admin: Client, world: World) -> None:
    before = User.objects.count()
    answer = admin.post(f"{LIST}new/", {"username": world.users["officer"].username, "name": "李敏"})
    assert answer.status_code == 422
    assert "已经有人使用" in answer.context["form"].errors["username"][0]
    assert User.objects.count() == before


def test_the_list_finds_by_name_role_and_state(admin: Client, world: World) -> None:
    def found(**query: str) -> set[str]:
        return {row["user"].name for row in admin.get(LIST, query).context["rows"]}

    assert found(q="李敏") == {"李敏"}
    assert found(q=world.users["liaison"].username.upper()) >= {"陈晨"}
    assert found(role="liaison") == {"陈晨", "周同"}
    assert len(found()) == len(world.users)
    assert found(role="emperor", state="dead", page="x") == found()
    assert found(state="disabled") == found(state="none") == set()
    User.objects.filter(pk=world.users["leader"].pk).update(is_active=False)
    assert found(state="disabled") == {"赵主任"}
    assert "没有找到账号" in admin.get(LIST, {"q": "没有此人"}).content.decode()


def test_phones_are_masked(admin: Client, world: World) -> None:
    User.objects.filter(pk=world.users["officer"].pk).update(phone="13812341234")
    for path in (LIST, page_of(world, "officer")):
        page = admin.get(path).content.decode()
        assert "138****1234" in page and "13812341234" not in page


@pytest.mark.parametrize("count", [1, 3])
def test_the_number_of_queries_does_not_grow(
    admin: Client, world: World, django_assert_num_queries: object, count: int
) -> None:
    for n in range(count):
        world.user(f"more{n}", "liaison", world.departments["commerce"])
    admin.get(LIST)
    with django_assert_num_queries(7):  # type: ignore[operator]
        assert admin.get(LIST, {"q": "more"}).content.decode().count("cell-title") == count


def test_disabling_ends_sessions_and_enabling_does_not_revive_them(admin: Client, world: World) -> None:
    phone = Client()
    phone.force_login(world.users["officer"])
    answer = admin.post(page_of(world, "officer", "disable/"), follow=True)
    assert "已停用李敏的账号" in answer.content.decode()
    assert phone.get("/notices/").status_code == 302
    door = {"username": world.users["officer"].username, "password": PASSWORD}
    assert Client().post("/sign-in/", door).status_code == 422
    admin.post(page_of(world, "officer", "disable/"))
    assert Entry.objects.filter(verb="account.disable").count() == 1, "twice is once"
    admin.post(page_of(world, "officer", "enable/"))
    assert phone.get("/notices/").status_code == 302
    assert last_row().verb == "account.enable"


def test_a_reset_password_ends_sessions_and_must_be_changed(admin: Client, world: World) -> None:
    phone = Client()
    phone.force_login(world.users["officer"])
    answer = admin.post(page_of(world, "officer", "reset/"))
    first = re.search(r'id="first-password">([^<]+)<', answer.content.decode())[1]  # type: ignore[index]
    user = User.objects.get(pk=world.users["officer"].pk)
    assert user.check_password(first) and user.must_change_password
    assert phone.get("/notices/").status_code == 302
    assert last_row().verb == "account.reset_password"


def test_name_and_phone_can_be_changed_and_the_ledger_keeps_no_words(admin: Client, world: World) -> None:
    answer = admin.post(page_of(world, "officer", "edit/"), {"name": "李敏敏", "phone": "022-1234"}, follow=True)
    assert "李敏敏" in answer.content.decode()
    assert last_row().data == {"fields": ["name", "phone"]}
    answer = admin.post(page_of(world, "officer", "edit/"), {"name": "", "phone": "call me"})
    assert answer.status_code == 422 and set(answer.context["form"].errors) == {"name", "phone"}
    assert "call me" in answer.content.decode(), "what was typed is kept"


@pytest.mark.parametrize("verb", ["disable/", "reset/"])
def test_not_to_oneself(admin: Client, world: World, verb: str) -> None:
    answer = admin.post(page_of(world, "sysadmin", verb))
    assert answer.status_code == 422
    assert "不能对自己的账号" in answer.content.decode()


def test_the_last_security_administrator_is_not_disabled(admin: Client, world: World) -> None:
    answer = admin.post(page_of(world, "secadmin", "disable/"))
    assert answer.status_code == 422 and "最后一位" in answer.content.decode()
    second = world.user("second", "secadmin")
    assert admin.post(page_of(world, "secadmin", "disable/")).status_code == 302
    assert admin.post(f"{LIST}{second.pk}/disable/").status_code == 422, "a disabled one does not count"


def test_another_zones_account_is_not_there(admin: Client, world: World, elsewhere: World) -> None:
    theirs = elsewhere.users["officer"]
    for verb in ("", "edit/"):
        assert admin.get(f"{LIST}{theirs.pk}/{verb}").status_code == 404
    for verb in ("disable/", "enable/", "reset/"):
        assert admin.post(f"{LIST}{theirs.pk}/{verb}").status_code == 404
    assert theirs.name in admin.get(LIST, {"q": "李敏"}).content.decode(), "the same name here is another person"
    assert len(admin.get(LIST, {"q": "李敏"}).context["rows"]) == 1


def test_an_account_that_works_in_two_zones_is_kept_by_its_own(admin: Client, world: World, elsewhere: World) -> None:
    """Whoever sets a password could sign in with it, and reach the other zone."""
    both = elsewhere.users["officer"]
    Role.objects.create(user=both, zone=world.zone, name="officer")
    assert admin.get(f"{LIST}{both.pk}/").status_code == 200
    for verb in ("disable/", "reset/"):
        answer = admin.post(f"{LIST}{both.pk}/{verb}")
        assert answer.status_code == 422 and "其他功能区" in answer.content.decode()
    both.refresh_from_db()
    assert both.is_active and both.check_password(PASSWORD)


def test_no_number_in_the_address_is_an_error(admin: Client, world: World) -> None:
    for number in ("0", "99999999999999999999999999"):
        assert admin.get(f"{LIST}{number}/").status_code == 404
        assert admin.post(f"{LIST}{number}/reset/").status_code == 404


@pytest.mark.parametrize("key", ["secadmin", "auditor", "officer", "head"])
def test_only_the_system_administrator_acts(world: World, key: str) -> None:
    actor = world.actor(key)
    user = world.users["liaison"].pk
    for act in (
        lambda: actions.create_user(actor, at=MONDAY, username="new", name="新"),
        lambda: actions.edit_user(actor, user, at=MONDAY, name="新", phone=""),
        lambda: actions.set_active(actor, user, at=MONDAY, active=False),
        lambda: actions.reset_password(actor, user, at=MONDAY),
        lambda: actions.create_unit(actor, at=MONDAY, code="x", name="新", kind="internal"),
        lambda: actions.edit_zone(actor, at=MONDAY, name="新"),
    ):
        with pytest.raises(Refused, match="wrong_role"):
            act()
