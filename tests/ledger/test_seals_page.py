"""Seals and checks as the auditor reads them."""

from importlib import import_module

import pytest
from django.db import connection, transaction
from django.test import Client

from jianyan.core.chain import CannotCalculate
from jianyan.ledger import triggers
from jianyan.ledger.actions import record, seal
from jianyan.ledger.models import Entry, Seal, Verification
from tests.fixtures import MONDAY, World, when

PAGE = "/ledger/seals/"


@pytest.fixture
def auditor(client: Client, world: World) -> Client:
    client.force_login(world.users["auditor"])
    return client


def test_without_seals_it_says_when_they_come(auditor: Client) -> None:
    page = auditor.get(PAGE).content.decode()
    assert "还没有核验过" in page and "还没有封存" in page


def test_a_whole_ledger_is_found_whole_and_the_check_is_a_row(auditor: Client, world: World) -> None:
    world.walk(world.lead(), "closed")
    seal(world.zone, MONDAY.date(), at=when("2026-03-10 00:05"))
    assert "尚未核验" in auditor.get(PAGE).content.decode()
    answer = auditor.post("/ledger/verify/", follow=True)
    page = answer.content.decode()
    assert "核验完成" in page and "完好" in page and "相符" in page
    row = Entry.objects.get(verb="ledger.verify")
    assert row.actor == world.users["auditor"] and row.data["findings"] == 0
    assert "尚未封存" in page


def test_a_changed_row_is_named(auditor: Client, world: World) -> None:
    lead = world.walk(world.lead(), "closed")
    seal(world.zone, MONDAY.date(), at=when("2026-03-10 00:05"))
    entry = Entry.objects.get(subject=lead.subject, verb="lead.reply")
    triggers.take_down(connection)
    Entry.objects.filter(pk=entry.pk).update(data={"result": "solved"})
    Entry.objects.filter(subject=lead.subject, verb="lead.call").delete()
    triggers.put_up(connection)
    page = auditor.post("/ledger/verify/", follow=True).content.decode()
    assert "内容被改动" in page and f'href="/ledger/{entry.pk}/"' in page
    assert "记录被删除" in page
    assert "封存不符" in page and "不符" in page
    assert Verification.objects.latest("id").findings


def test_the_check_is_a_post(auditor: Client) -> None:
    assert auditor.get("/ledger/verify/").status_code == 405


def test_a_missing_algorithm_is_said_and_nothing_is_recorded(auditor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def lacking(*args: object, **options: object) -> None:
        raise CannotCalculate

    monkeypatch.setattr(import_module("jianyan.ledger.actions.check"), "verify", lacking)
    assert "缺少部分记录使用的摘要算法" in auditor.post("/ledger/verify/", follow=True).content.decode()
    assert not Entry.objects.filter(verb="ledger.verify").exists()


@pytest.mark.parametrize("count", [1, 3])
def test_the_number_of_queries_does_not_grow(
    auditor: Client, world: World, django_assert_num_queries: object, count: int
) -> None:
    for day in range(count):
        with transaction.atomic():
            record(actor=world.system, at=MONDAY, verb="zone.edit", subject=f"zone:{world.zone.pk}")
        seal(world.zone, when(f"2026-03-{10 + day} 10:00").date(), at=when(f"2026-03-{11 + day} 00:05"))
    assert Seal.objects.count() == count
    auditor.get(PAGE)
    with django_assert_num_queries(8):  # type: ignore[operator]
        assert auditor.get(PAGE).content.decode().count("cell-title") == count
