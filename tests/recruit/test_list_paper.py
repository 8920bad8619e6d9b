"""The list for the committee as a document."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.test import Client
from django.utils import timezone

from jianyan.core.paper import Table
from jianyan.ledger.models import Entry
from jianyan.recruit.list_paper import list_paper
from jianyan.recruit.models import Round
from jianyan.recruit.queries.rounds import figures, on_list
from jianyan.rules.queries import book
from tests.fixtures import MONDAY, World
from tests.recruit.acts import applied, brought_to, opened, qualified

NOW = MONDAY + timedelta(days=11, microseconds=7)


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOW)


@pytest.fixture
def round_(world: World) -> Round:
    """On public notice, with two names on the list and one person refused."""
    made = opened(world)
    qualified(world, applied(world, made, 0))
    qualified(world, applied(world, made, 1, category="expert", name="欧阳·𬭚三"))
    applied(world, made, 2, phone="13811112222")
    made.candidates.filter(phone="13811112222").update(state="refused")
    return brought_to(world, made, "publish")


@pytest.mark.clause("4.0")
def test_the_document_has_names_units_posts_and_categories_and_no_phone(world: World, round_: Round) -> None:
    paper = list_paper(round_, list(on_list(round_)), figures(round_), book(round_.rules_id), NOW.date())
    names, quotas = (block for block in paper.blocks if isinstance(block, Table))
    assert {row[1] for row in names.rows} == {"赵甲", "欧阳·𬭚三"}
    assert [row[0] for row in names.rows] == ["1", "2"]
    assert quotas.rows[-1] == ("合计", "4", "3", "2", "2")
    assert "1380000" not in str(paper)
    assert "聘期自2026年5月1日至2027年4月30日" in str(paper)


@pytest.mark.parametrize(("kind", "start"), [("pdf", b"%PDF-"), ("docx", b"PK")])
def test_each_download_is_a_row_of_the_ledger(
    world: World, client: Client, round_: Round, kind: str, start: bytes
) -> None:
    for key in ("officer", "leader"):
        client.force_login(world.users[key])
        answer = client.get(f"/recruit/{round_.pk}/list.{kind}")
        assert answer.status_code == 200
        data = b"".join(answer.streaming_content)
        assert data.startswith(start)
        assert answer["Cache-Control"] == "private, no-store"
        if kind == "docx":
            assert "欧阳·𬭚三" in ZipFile(BytesIO(data)).read("word/document.xml").decode()
    rows = Entry.objects.filter(verb="round.export_list")
    assert [row.actor for row in rows.order_by("id")] == [world.users["officer"], world.users["leader"]]
    assert all(row.data["format"] == kind and len(row.data["list"]) == 2 for row in rows)


def test_who_gets_no_document(world: World, elsewhere: World, client: Client, round_: Round) -> None:
    waiting = opened(world, title="另一次")
    qualified(world, applied(world, waiting, 5))
    for key, url, status in (
        ("liaison", f"/recruit/{round_.pk}/list.pdf", 403),
        ("social", f"/recruit/{round_.pk}/list.pdf", 403),
        ("leader", f"/recruit/{waiting.pk}/list.pdf", 404),
        ("officer", f"/recruit/{waiting.pk}/list.pdf", 302),
    ):
        client.force_login(world.users[key])
        assert client.get(url).status_code == status, (key, url)
    client.force_login(elsewhere.users["officer"])
    assert client.get(f"/recruit/{round_.pk}/list.pdf").status_code == 404
    assert not Entry.objects.filter(verb="round.export_list").exists()


def test_fonts_that_stand_in_are_said(world: World, client: Client, round_: Round) -> None:
    client.force_login(world.users["officer"])
    page = client.get(f"/recruit/{round_.pk}/list/")
    for named, _used in page.context["fonts"]:
        assert named in page.content.decode()
