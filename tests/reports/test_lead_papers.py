"""转办单, 督办单 and 办理情况反馈表 for those who read them on the lead's page; nobody anonymous is in them (4.1.c)."""

from __future__ import annotations

import io
from datetime import timedelta
from urllib.parse import unquote

import docx
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from jianyan.leads import actions
from jianyan.leads.models import Lead
from jianyan.ledger.models import Entry
from tests.fixtures import MONDAY, World, when
from tests.pdf import sheets

pytestmark = pytest.mark.django_db
LATER = when("2026-04-20 09:00")


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: LATER)


@pytest.fixture
def lead(world: World) -> Lead:
    """An anonymous lead that was dispatched, accepted, urged and answered by the planning department."""
    found = world.walk(
        world.lead("internal", hidden=True, title="两套系统重复填报"), "dispatched", department="planning"
    )
    officer, liaison = world.actor("officer"), world.actor("liaison_b")
    actions.accept(liaison, found.pk, at=MONDAY)
    actions.nudge(officer, found.pk, at=when("2026-04-10 10:00"), urging=True, demand="请当面说明原因。")
    actions.reply(
        liaison,
        found.pk,
        at=when("2026-04-13 10:00"),
        result="planned",
        process="已列入系统改造计划。",
        handler="周同 022-2560",
        reason="涉及两个系统",
        plan="分两期改造",
        promised_on=(when("2026-06-30 10:00") + timedelta(days=0)).date(),
    )
    found.refresh_from_db()
    return found


def client_of(world: World, key: str) -> Client:
    client = Client()
    client.force_login(world.users[key])
    return client


def address(lead: Lead, kind: str, which: int, file: str = "docx") -> str:
    return reverse("reports:lead_paper", args=[lead.pk, kind, which, file])


def addresses(lead: Lead) -> dict[str, tuple[str, int]]:
    return {
        "转办单": ("dispatch", lead.dispatch_set.get().pk),
        "督办单": ("urging", lead.nudges.get(urging=True).pk),
        "办理情况反馈表": ("feedback", lead.replies.get().pk),
    }


def cells(data: bytes) -> dict[str, str]:
    written = docx.Document(io.BytesIO(data))
    rows = [[cell.text for cell in row.cells] for table in written.tables for row in table.rows]
    return {row[0]: row[1] for row in rows}


@pytest.mark.clause("5.1.h", "4.1.c")
def test_each_document_has_its_fields_and_no_anonymous_reporter(world: World, lead: Lead) -> None:
    client, reporter = client_of(world, "liaison_b"), world.supervisors["internal"]
    found: dict[str, dict[str, str]] = {}
    for title, (kind, which) in addresses(lead).items():
        answer = client.get(address(lead, kind, which))
        assert answer.status_code == 200, title
        name = unquote(answer.headers["Content-Disposition"])
        assert title in name
        assert lead.no.split()[-1] in name
        data = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
        found[title] = cells(data)
        pdf = b"".join(client.get(address(lead, kind, which, "pdf")).streaming_content)  # type: ignore[attr-defined]
        text = "".join(line.text for page in sheets(pdf) for line in page.lines)
        for said in (name, str(found[title]), text):
            assert reporter.name not in said
            assert "商务促进局" not in said, "the reporter's own unit"

    assert found["转办单"]["主办单位"] == "规划建设局"
    assert found["转办单"]["办结期限"] == "2026年3月30日"
    assert found["转办单"]["签收人及时间"] == "周同　2026年3月9日"
    assert found["督办单"]["督办次数"] == "第1次"
    assert found["督办单"]["督办要求"] == "请当面说明原因。"
    assert found["督办单"]["超期工作日"].endswith("个工作日")
    assert found["办理情况反馈表"]["办理结果"] == "列入计划"
    assert "承诺2026年6月30日前完成" in found["办理情况反馈表"]["下步计划"]
    assert Entry.objects.filter(verb__startswith="paper.").count() == 6


def test_who_does_not_read_it_on_the_page_gets_no_document(world: World, elsewhere: World, lead: Lead) -> None:
    for kind, which in addresses(lead).values():
        assert client_of(world, "officer").get(address(lead, kind, which)).status_code == 200
        assert client_of(world, "leader").get(address(lead, kind, which)).status_code == 200
        assert client_of(world, "liaison").get(address(lead, kind, which)).status_code == 404
        assert client_of(world, "internal").get(address(lead, kind, which)).status_code == 403
        assert client_of(elsewhere, "officer").get(address(lead, kind, which)).status_code == 404


def test_what_is_no_document_is_not_there(world: World, lead: Lead) -> None:
    client, which = client_of(world, "officer"), lead.dispatch_set.get().pk
    for wrong in (
        address(lead, "explode", which),
        address(lead, "dispatch", 10**9),
        address(lead, "dispatch", which, "exe"),
        address(lead, "urging", which + 1000),
    ):
        assert client.get(wrong).status_code == 404
    reminder = world.walk(world.lead("social"), "accepted")
    actions.nudge(world.actor("officer"), reminder.pk, at=MONDAY, urging=False)
    assert client.get(address(reminder, "urging", reminder.nudges.get().pk)).status_code == 404


def test_the_lead_page_offers_them(world: World, lead: Lead) -> None:
    page = client_of(world, "liaison_b").get(reverse("leads:lead", args=[lead.pk])).content.decode()

    for kind, which in addresses(lead).values():
        assert address(lead, kind, which) in page
    own = client_of(world, "internal").get(reverse("leads:lead", args=[lead.pk])).content.decode()
    assert "/reports/leads/" not in own
