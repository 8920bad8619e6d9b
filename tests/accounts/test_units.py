"""Units and the zone, kept by the system administrator."""

import pytest
from django.test import Client

from jianyan.accounts.models import Department
from jianyan.ledger.models import Entry
from jianyan.ledger.words import sentence
from tests.fixtures import World

LIST = "/manage/departments/"
UNIT = {"code": "port", "name": "口岸办", "kind": "internal", "handles": "on", "matters": "通关  查验\n口岸"}


@pytest.fixture
def admin(client: Client, world: World) -> Client:
    client.force_login(world.users["sysadmin"])
    return client


def test_a_unit_is_added_changed_disabled_and_never_deleted(admin: Client, world: World) -> None:
    assert "新增单位" in admin.get(LIST).content.decode()
    assert admin.post(f"{LIST}new/", UNIT).status_code == 302
    unit = Department.objects.get(zone=world.zone, code="port")
    assert unit.matters == "通关 查验 口岸"
    assert Entry.objects.latest("id").data == {"code": "port", "name": "口岸办", "kind": "internal", "handles": True}

    admin.post(f"{LIST}{unit.pk}/", {**UNIT, "name": "口岸管理办公室", "code": "stolen"})
    unit.refresh_from_db()
    assert (unit.name, unit.code) == ("口岸管理办公室", "port")
    assert Entry.objects.latest("id").data == {"before": {"name": "口岸办"}, "after": {"name": "口岸管理办公室"}}

    rows = Entry.objects.count()
    admin.post(f"{LIST}{unit.pk}/", {**UNIT, "name": "口岸管理办公室"})
    assert Entry.objects.count() == rows, "nothing changed, nothing recorded"

    assert "停用" in admin.get(f"{LIST}{unit.pk}/").content.decode()
    admin.post(f"{LIST}{unit.pk}/disable/")
    unit.refresh_from_db()
    assert not unit.active
    admin.post(f"{LIST}{unit.pk}/enable/")
    verbs = list(Entry.objects.filter(subject=f"department:{unit.pk}").order_by("id").values_list("verb", flat=True))
    assert verbs == ["department.create", "department.edit", "department.disable", "department.enable"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"code": "Port!"}, "code"),
        ({"code": "commerce"}, "name"),
        ({"name": "商务促进局"}, "name"),
        ({"name": "口" * 61}, "name"),
        ({"kind": "guild"}, "kind"),
        ({"matters": "词" * 1001}, "matters"),
    ],
)
def test_says_at_the_field_what_is_wrong(admin: Client, world: World, changes: dict[str, str], field: str) -> None:
    answer = admin.post(f"{LIST}new/", {**UNIT, **changes})
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert not Department.objects.filter(zone=world.zone, name="口岸办").exists()


def test_the_office_itself_stays(admin: Client, world: World) -> None:
    office = world.departments["office"]
    assert "不能停用" in admin.post(f"{LIST}{office.pk}/disable/", follow=True).content.decode()
    office.refresh_from_db()
    assert office.active


def test_another_zones_unit_is_not_there(admin: Client, world: World, elsewhere: World) -> None:
    theirs = elsewhere.departments["commerce"]
    assert admin.get(f"{LIST}{theirs.pk}/").status_code == 404
    assert admin.post(f"{LIST}{theirs.pk}/", UNIT).status_code == 404
    assert admin.post(f"{LIST}{theirs.pk}/disable/").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_number_of_queries_does_not_grow(
    admin: Client, world: World, django_assert_num_queries: object, count: int
) -> None:
    for n in range(count):
        Department.objects.create(zone=world.zone, code=f"more{n}", name=f"更多{n}", kind="soe")
    admin.get(LIST)
    with django_assert_num_queries(5):  # type: ignore[operator]
        assert admin.get(LIST, {"q": "更多"}).content.decode().count("cell-title") == count


def test_the_zone_keeps_its_short_name(admin: Client, world: World) -> None:
    typed = {"name": "东疆综合保税区", "office_name": "营商环境办", "office_phone": "022-25600000", "short_name": "别"}
    assert admin.post("/manage/zone/", typed).status_code == 302
    world.zone.refresh_from_db()
    assert (world.zone.name, world.zone.short_name) == ("东疆综合保税区", "东监")
    assert Entry.objects.latest("id").verb == "zone.edit"
    assert admin.post("/manage/zone/", {**typed, "name": "", "office_phone": "call"}).status_code == 422


def test_approval_of_replies_needs_two_liaisons_and_stands_in_the_ledger(admin: Client, world: World) -> None:
    unit = world.departments["commerce"]
    page = admin.get(f"{LIST}{unit.pk}/").content.decode()
    assert "答复须经本单位审核" in page and "答复须经本单位审核" not in admin.get(f"{LIST}new/").content.decode()
    wanted = {"name": unit.name, "kind": unit.kind, "handles": "on", "reply_review": "on"}
    alone = admin.post(f"{LIST}{unit.pk}/", wanted)
    assert alone.status_code == 422 and "reply_review" in alone.context["form"].errors
    unit.refresh_from_db()
    assert not unit.reply_review

    second = world.user("second", "liaison", unit)
    assert admin.post(f"{LIST}{unit.pk}/", wanted).status_code == 302
    unit.refresh_from_db()
    assert unit.reply_review
    row = Entry.objects.latest("id")
    assert row.data == {"before": {"reply_review": False}, "after": {"reply_review": True}}
    assert sentence(row.verb, row.data, departments={}) == "修改单位，开启答复审核"

    second.is_active = False
    second.save()
    renamed = {**wanted, "name": "商务局"}
    assert admin.post(f"{LIST}{unit.pk}/", renamed).status_code == 302, "what is on stays on"
    del wanted["reply_review"]
    admin.post(f"{LIST}{unit.pk}/", wanted)
    unit.refresh_from_db()
    assert not unit.reply_review
