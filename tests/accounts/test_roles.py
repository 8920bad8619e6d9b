"""What the security administrator does: roles, unlocking, signing out."""

import pytest
from axes.models import AccessAttempt
from django.test import Client
from django.utils import timezone

from jianyan.accounts import actions
from jianyan.accounts.models import Department, Role, User
from jianyan.core.flow import Refused
from jianyan.ledger.models import Entry
from jianyan.people.actions import appoint
from tests.fixtures import MONDAY, World

LIST = "/manage/accounts/"


@pytest.fixture
def guard(client: Client, world: World) -> Client:
    client.force_login(world.users["secadmin"])
    return client


def newcomer(world: World) -> User:
    user, _first = actions.create_user(world.actor("sysadmin"), at=MONDAY, username="newcomer", name="新人")
    return user


def path(user: User, verb: str = "") -> str:
    return f"{LIST}{user.pk}/{verb}"


def test_an_account_without_roles_is_in_the_list_and_is_given_one(guard: Client, world: World) -> None:
    user = newcomer(world)
    assert "新人" in guard.get(LIST, {"state": "none"}).content.decode()
    commerce = world.departments["commerce"]
    answer = guard.post(path(user, "roles/"), {"role": "liaison", "department": commerce.pk}, follow=True)
    assert "已授予角色：部门联络员。" in answer.content.decode()
    role = Role.objects.get(user=user)
    assert (role.zone, role.name, role.department) == (world.zone, "liaison", commerce)
    row = Entry.objects.latest("id")
    assert (row.verb, row.role) == ("role.grant", "secadmin")
    assert row.data == {"role": "liaison", "department": commerce.pk}


def test_an_officer_works_in_the_office(guard: Client, world: World) -> None:
    user = newcomer(world)
    guard.post(path(user, "roles/"), {"role": "officer"})
    assert Role.objects.get(user=user).department == world.departments["office"]


@pytest.mark.parametrize(
    ("typed", "field", "said"),
    [
        ({}, "role", "请选择一项"),
        ({"role": "emperor"}, "role", "已不可用"),
        ({"role": "supervisor"}, "role", "已不可用"),
        ({"role": "liaison"}, "department", "请选择联络员所在的部门单位"),
        ({"role": "liaison", "department": "999"}, "department", "已不可用"),
        ({"role": "sysadmin"}, "role", "管理员不兼任业务角色"),
        ({"role": "officer"}, "role", "已经有这个角色了"),
    ],
)
def test_says_at_the_field_what_is_wrong(
    guard: Client, world: World, typed: dict[str, str], field: str, said: str
) -> None:
    answer = guard.post(path(world.users["officer"], "roles/"), typed)
    assert answer.status_code == 422
    assert said in "".join(answer.context["grant"].errors[field])


def test_nobody_holds_two_of_the_three_duties(guard: Client, world: World) -> None:
    answer = guard.post(path(world.users["auditor"], "roles/"), {"role": "sysadmin"})
    assert answer.status_code == 422 and "三员分立" in answer.content.decode()
    assert list(world.users["auditor"].roles.values_list("name", flat=True)) == ["auditor"]


def test_a_duty_in_another_zone_counts_too(guard: Client, world: World, elsewhere: World) -> None:
    """One person with two duties is one person with two duties, wherever the roles stand."""
    both = world.users["leader"]
    Role.objects.filter(user=both).delete()
    Role.objects.create(user=both, zone=elsewhere.zone, name="auditor")
    User.objects.filter(pk=both.pk).update(zone=world.zone)
    assert guard.post(path(both, "roles/"), {"role": "secadmin"}).status_code == 422
    assert guard.post(path(both, "roles/"), {"role": "auditor"}).status_code == 302


def test_not_to_oneself(guard: Client, world: World) -> None:
    me = world.users["secadmin"]
    assert "不能给自己授予或收回角色" in guard.get(path(me)).content.decode()
    assert guard.post(path(me, "roles/"), {"role": "auditor"}).status_code == 422
    own = me.roles.get()
    assert guard.post(path(me, f"roles/{own.pk}/revoke/")).status_code == 422
    assert me.roles.get() == own


def test_a_role_taken_back_is_gone_with_the_next_click(guard: Client, world: World) -> None:
    phone = Client()
    phone.force_login(world.users["auditor"])
    assert phone.get("/ledger/").status_code == 200
    role = world.users["auditor"].roles.get()
    url = path(world.users["auditor"], f"roles/{role.pk}/revoke/")
    assert guard.post(url).status_code == 302
    assert phone.get("/ledger/").status_code == 302
    assert guard.post(url).status_code == 302, "twice is once"
    assert Entry.objects.filter(verb="role.revoke").count() == 1


def test_the_last_system_administrator_keeps_the_role(guard: Client, world: World) -> None:
    role = world.users["sysadmin"].roles.get()
    url = path(world.users["sysadmin"], f"roles/{role.pk}/revoke/")
    answer = guard.post(url)
    assert answer.status_code == 422 and "最后一位" in answer.content.decode()
    second = world.user("second", "sysadmin", is_active=False)
    assert guard.post(url).status_code == 422, "a disabled one does not count"
    User.objects.filter(pk=second.pk).update(is_active=True)
    assert guard.post(url).status_code == 302


def test_a_supervisor_is_made_by_appointment(guard: Client, world: World) -> None:
    role = world.users["social"].roles.get(name="supervisor")
    answer = guard.post(path(world.users["social"], f"roles/{role.pk}/revoke/"))
    assert answer.status_code == 422 and "由聘任产生" in answer.content.decode()


def test_an_administrator_is_not_appointed(world: World) -> None:
    term = {"starts_on": MONDAY.date(), "ends_on": MONDAY.date().replace(year=2027)}
    for key in ("sysadmin", "secadmin", "auditor", "area"):
        with pytest.raises(Refused, match="administrator_at_work"):
            appoint(world.actor("head"), world.users[key], at=MONDAY, channel="social", category="entity", **term)


def test_another_persons_role_is_not_taken_by_this_address(guard: Client, world: World, elsewhere: World) -> None:
    theirs = elsewhere.users["officer"].roles.get()
    assert guard.post(path(world.users["officer"], f"roles/{theirs.pk}/revoke/")).status_code == 302
    assert elsewhere.users["officer"].roles.get() == theirs
    assert guard.post(path(elsewhere.users["officer"], "roles/"), {"role": "head"}).status_code == 404


def test_a_unit_of_another_zone_is_no_choice(guard: Client, world: World, elsewhere: World) -> None:
    user = newcomer(world)
    theirs = elsewhere.departments["commerce"]
    assert guard.post(path(user, "roles/"), {"role": "liaison", "department": theirs.pk}).status_code == 422
    with pytest.raises(Refused, match="department_needed"):
        actions.grant(world.actor("secadmin"), user.pk, at=MONDAY, role="liaison", department=theirs.pk)
    Department.objects.filter(pk=world.departments["commerce"].pk).update(active=False)
    with pytest.raises(Refused, match="department_needed"):
        actions.grant(
            world.actor("secadmin"),
            user.pk,
            at=MONDAY,
            role="liaison",
            department=world.departments["commerce"].pk,
        )


def test_a_locked_account_is_unlocked(guard: Client, world: World) -> None:
    user = world.users["liaison"]
    door = Client()
    for _ in range(5):
        door.post("/sign-in/", {"username": user.username, "password": "Wrong-2026"})
    assert "已锁定" in guard.get(LIST, {"q": user.username}).content.decode()
    answer = guard.get(path(user))
    assert "最迟" in answer.content.decode() and "自动解除" in answer.content.decode()
    guard.post(path(user, "unlock/"))
    assert not AccessAttempt.objects.filter(username=user.username).exists()
    assert Entry.objects.latest("id").verb == "account.unlock"
    assert guard.post(path(user, "unlock/")).status_code == 422
    assert door.post("/sign-in/", {"username": user.username, "password": "Dongjiang-2026"}).status_code == 302


def test_somebody_is_signed_out_everywhere(guard: Client, world: World) -> None:
    phone = Client()
    phone.force_login(world.users["officer"])
    guard.post(path(world.users["officer"], "sign-out/"))
    assert phone.get("/notices/").status_code == 302
    row = Entry.objects.latest("id")
    assert (row.verb, row.actor, row.role) == (
        "account.sign_out_everywhere",
        world.users["secadmin"],
        "secadmin",
    )


@pytest.mark.parametrize("key", ["sysadmin", "auditor", "officer", "head"])
def test_only_the_security_administrator_acts(world: World, key: str) -> None:
    actor, user = world.actor(key), world.users["liaison"]
    for act in (
        lambda: actions.grant(actor, user.pk, at=MONDAY, role="officer"),
        lambda: actions.revoke(actor, user.pk, user.roles.get().pk, at=MONDAY),
        lambda: actions.unlock(actor, user.pk, at=timezone.now()),
        lambda: actions.sign_out_everywhere(actor, user.pk, at=MONDAY),
    ):
        with pytest.raises(Refused, match="wrong_role"):
            act()


def test_a_person_with_roles_in_two_zones_switches(client: Client, world: World, elsewhere: World) -> None:
    both = world.users["auditor"]
    Role.objects.create(user=both, zone=elsewhere.zone, name="auditor")
    lead = elsewhere.lead()
    client.force_login(both)
    page = client.get("/ledger/").content.decode()
    assert "切换功能区" in page and world.zone.name in page
    assert client.get("/ledger/", {"subject": lead.no}).context["rows"] == []
    assert elsewhere.zone.name in client.get("/zones/").content.decode()
    assert client.post("/zones/", {"zone": elsewhere.zone.pk}).status_code == 302
    assert len(client.get("/ledger/", {"subject": lead.no}).context["rows"]) == 1
    for odd in ({"zone": "x"}, {"zone": "999"}, {}):
        assert client.post("/zones/", odd).status_code == 422


def test_with_one_zone_the_word_never_shows(client: Client, world: World) -> None:
    client.force_login(world.users["auditor"])
    page = client.get("/ledger/").content.decode()
    assert "切换功能区" not in page and "brand-zone" not in page
