"""Lists as files: the rows that a page shows to this actor, a reason, who took it, and a row in the ledger."""

from __future__ import annotations

import hashlib
import io
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from jianyan.core.chain import text_digest
from jianyan.core.flow import Refused
from jianyan.core.sheets import Table, read
from jianyan.leads.models import Lead
from jianyan.ledger.actions import export as action
from jianyan.ledger.actions import record_export
from jianyan.ledger.models import Entry
from jianyan.people.models import Supervisor
from tests.fixtures import MONDAY, World, when
from tests.sheets import about, lines_of, opened

NOW = when("2026-03-17 10:00")
URLS = {
    "leads": "/leads/export/",
    "supervisors": "/supervisors/export/",
    "forms": "/forms/export/",
    "ledger": "/ledger/export/",
    "overview": "/overview/export/",
}
WHY = {"reason": "report", "words": "四季度全体会材料"}


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOW)


def take(client: Client, world: World, key: str, list_: str, query: str = "", **why: str) -> bytes:
    """The file that somebody takes out."""
    client.force_login(world.users[key])
    answer = client.post(f"{URLS[list_]}?{query}", why or WHY)
    assert answer.status_code == 200, answer.content.decode()
    assert answer["Content-Type"].endswith("spreadsheetml.sheet") and "attachment" in answer["Content-Disposition"]
    return b"".join(answer.streaming_content)


def column(data: bytes, heading: str) -> list[Any]:
    head, *rows = lines_of(data)
    return [row[head.index(heading)] for row in rows]


@pytest.mark.clause("4.3.a")
def test_the_file_says_who_took_what_when_and_why(world: World, client: Client) -> None:
    world.lead()
    world.lead("internal", kind="practice")

    data = take(client, world, "officer", "leads", "channel=social&q=窗口&light=&page=3&nonsense=1")

    said = about(data)
    assert said["导出人"] == "李敏（营商环境专员）"
    assert said["导出时间"] == "2026年3月17日（周二）10:00"
    assert said["原因"] == "汇报材料：四季度全体会材料"
    assert (said["条件 · 编号或标题"], said["条件 · 通道"]) == ("窗口", "社会监督员")
    assert said["行数"] == 1 or said["行数"] == "1"
    entry = Entry.objects.get(verb="export.leads")
    assert entry.data == {
        "number": said["导出编号"],
        "reason": "report",
        "words": text_digest("四季度全体会材料"),
        "filters": {"channel": "social", "nonsense": "1", "q": text_digest("窗口")},
        "rows": 1,
        "file": entry.data["file"],
    }
    algorithm, _sep, digest = entry.data["file"].partition(":")
    assert hashlib.new(algorithm, data).hexdigest() == digest
    assert (entry.actor, entry.role, entry.at) == (world.users["officer"], "officer", NOW)
    assert said["导出编号"] in opened(data).worksheets[1].oddFooter.center.text


def test_the_page_that_asked_learns_that_its_file_has_come(world: World, client: Client) -> None:
    """By a cookie with the ticket of that very press; anything else than a ticket is not sent back."""
    world.lead()
    client.force_login(world.users["officer"])
    answer = client.post(URLS["leads"], {**WHY, "ticket": "1a2b3c4d5e"})
    assert answer.cookies["jianyan_file"].value == "1a2b3c4d5e"
    assert answer.cookies["jianyan_file"]["max-age"] == 60
    for other in ("", "x; Path=/", "A" * 50):
        assert "jianyan_file" not in client.post(URLS["leads"], {**WHY, "ticket": other}).cookies


def test_leads_are_those_of_the_page(world: World, client: Client) -> None:
    lead = world.walk(world.lead(), "accepted")

    (row,) = lines_of(take(client, world, "officer", "leads"))[1:]

    assert row[:8] == (
        lead.no,
        lead.title,
        "政务环境问题",
        "监督员social",
        "B",
        "商务促进局",
        "办理中",
        row[7],
    )
    assert row[7].date() == lead.clocks.get(governs=True).due_on and row[8] == "正常"
    assert row[9].isoformat(" ", "minutes") == f"{MONDAY:%Y-%m-%d %H:%M}"


@pytest.mark.clause("4.1.c")
def test_an_anonymous_reporter_stays_anonymous_in_a_file(world: World, client: Client) -> None:
    lead = world.walk(world.lead("internal", hidden=True), "dispatched", department="planning")

    for key in ("liaison_b", "leader"):
        data = take(client, world, key, "leads")
        assert column(data, "提出人") == ["隐名监督员"]
        assert column(data, "类型") == column(data, "提交时间") == [None]
        assert "监督员internal" not in str(lines_of(data))
        # Asking for what would tell who it is finds nothing, as on the page.
        assert column(take(client, world, key, "leads", "kind=practice"), "编号") == []
    assert column(take(client, world, "officer", "leads"), "提出人") == ["监督员internal"]
    auditor = take(client, world, "auditor", "ledger", f"subject=lead:{lead.pk}&verb=lead.file")
    assert column(auditor, "操作人") == ["隐名监督员"]


def test_strangers_leads_are_not_in_it(world: World, elsewhere: World, client: Client) -> None:
    own, sent = world.lead(), world.walk(world.lead("internal"), "received")
    elsewhere.lead()

    assert column(take(client, world, "social", "leads"), "编号") == [own.no]
    assert column(take(client, world, "liaison", "leads"), "编号") == []
    assert set(column(take(client, world, "officer", "leads"), "编号")) == {own.no, sent.no}


def test_supervisors_with_their_numbers_masked(world: World, client: Client) -> None:
    data = take(client, world, "head", "supervisors", "channel=social")

    assert column(data, "姓名") == ["监督员social"] and column(data, "手机") == ["139****0001"]
    assert column(data, "在聘") == ["是"] and column(data, "本月意见表") == ["东疆监督员 未提交"]
    assert "13900000001" not in str(lines_of(data))


def test_forms_of_a_month(world: World, client: Client) -> None:
    world.lead()

    data = take(client, world, "officer", "forms", "state=filed&month=2026-03")

    assert column(data, "监督员") == ["监督员social"] and column(data, "线索") == [1]
    assert about(data)["条件 · 月份"] == "2026年3月"
    assert column(take(client, world, "officer", "forms", "state=missing"), "监督员") == ["监督员internal"]
    assert Entry.objects.filter(verb="export.forms").last().data["filters"] == {"month": "2026-03", "state": "missing"}  # type: ignore[union-attr]


def test_the_ledger_for_the_auditor(world: World, client: Client) -> None:
    world.lead()

    data = take(client, world, "auditor", "ledger", "actor=监督员&verb=lead.file")

    (entry,) = Entry.objects.filter(verb="lead.file")
    assert column(data, "摘要") == [entry.digest] and column(data, "行") == [entry.pk]
    assert Entry.objects.get(verb="export.ledger").data["filters"] == {
        "actor": text_digest("监督员"),
        "verb": "lead.file",
    }
    page = client.get("/ledger/?verb=export.ledger").content.decode()
    assert "导出台账 1 行，原因：汇报材料，编号 20260317-" in page and "导出记录" in page


def test_the_rates_of_the_overview(world: World, client: Client) -> None:
    world.walk(world.lead(), "closed")

    for key in ("head", "leader"):
        data = take(client, world, key, "overview")
        rows = dict(
            zip(zip(column(data, "指标"), column(data, "提交月份"), strict=True), lines_of(data)[1:], strict=True)
        )
        assert rows["办结率", "2026年3月"][3:6] == (1, 1, "100%")
        assert rows["办结率", "2025年12月至2026年3月"][3:6] == (1, 1, "100%")
    assert "响应率" not in column(data, "指标")  # a leader's screen does not show it either


@pytest.mark.parametrize("text", ["=HYPERLINK(1)", "+1", "-1", "@x", "\t=1"])
def test_formulas_do_nothing(world: World, client: Client, text: str) -> None:
    lead = world.lead()
    Lead.objects.filter(pk=lead.pk).update(title=text)
    Supervisor.objects.update(name=text)

    for list_, place in (("leads", "B2"), ("leads", "D2"), ("supervisors", "A2")):
        cell = opened(take(client, world, "officer", list_)).worksheets[1][place]
        assert cell.data_type == "s" and cell.quotePrefix and cell.value.strip() == text.strip()


def test_what_was_taken_out_can_be_read_in(world: World, client: Client) -> None:
    world.lead()

    found: Table = read(take(client, world, "officer", "forms"), known={"监督员", "身份"}, most=10)

    assert len(found.lines) == 2


# -------------------------------------------------------------------------------------------------------- reason, size


def test_without_a_reason_there_is_no_file_and_no_row(world: World, client: Client) -> None:
    client.force_login(world.users["officer"])
    said = {
        "请填写这一项": {},
        "选“其他”时请写明用途": {"reason": "other", "words": "  "},
    }
    for _words, why in said.items():
        answer = client.post(URLS["leads"], why)
        assert answer.status_code == 422
    assert "选“其他”时请写明用途" in answer.content.decode()
    assert client.post(URLS["leads"], {"reason": "fun"}).status_code == 422
    assert client.post(URLS["leads"], {"reason": "report", "words": "长" * 201}).status_code == 422
    assert not Entry.objects.filter(verb__startswith="export.").exists()
    take(client, world, "officer", "leads", reason="other", words="年度总结")


def test_too_many_rows_are_told_before_the_reason_is_asked_for(
    world: World, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(action, "ROWS_MAX", 0)
    monkeypatch.setattr("jianyan.web.views.export.ROWS_MAX", 0)
    world.lead()
    client.force_login(world.users["officer"])

    assert "一次最多导出 0 行" in client.get(URLS["leads"]).content.decode()
    answer = client.post(URLS["leads"], WHY)

    assert answer.status_code == 422 and "请先用条件缩小范围" in answer.content.decode()
    assert not Entry.objects.filter(verb__startswith="export.").exists()


def test_the_page_says_what_will_be_in_the_file(world: World, client: Client) -> None:
    world.lead()
    client.force_login(world.users["officer"])

    page = client.get(f"{URLS['leads']}?state=received&owes=office").content.decode()

    assert "待沟通" in page and "等 营商环境办 办理" in page
    for url, link in {
        "/leads/?grade=A&q=x": None,
        "/leads/?state=received": "/leads/export/?state=received",
        "/supervisors/?channel=social": "/supervisors/export/?channel=social",
        "/forms/?state=missing": "/forms/export/?state=missing",
    }.items():
        html = client.get(url).content.decode()
        assert (link in html) if link else ("/export/" not in html), url


# --------------------------------------------------------------------------------------------------------- permissions

MAY = {
    "leads": {"officer", "head", "leader", "liaison", "social"},
    "supervisors": {"officer", "head"},
    "forms": {"officer", "head"},
    "ledger": {"auditor"},
    "overview": {"head", "leader"},
}
EVERYBODY = ("officer", "head", "leader", "liaison", "social", "sysadmin", "secadmin", "auditor")


@pytest.mark.parametrize("list_", URLS)
def test_only_who_sees_a_list_takes_it_out(world: World, client: Client, list_: str) -> None:
    for key in EVERYBODY:
        client.force_login(world.users[key])
        allowed = key in MAY[list_]
        assert client.get(URLS[list_]).status_code == (200 if allowed else 403), key
        if not allowed:
            assert client.post(URLS[list_], WHY).status_code == 403
            with pytest.raises(Refused, match="wrong_hat"):
                record_export(
                    world.actor(key), list_, at=NOW, number="1", rows=1, reason="check", words="", filters={}, digest=""
                )
    client.logout()
    assert client.get(URLS[list_]).status_code == 302


@pytest.mark.parametrize(("list_", "key"), [("leads", "officer"), ("supervisors", "head"), ("ledger", "auditor")])
def test_a_file_costs_the_same_for_one_row_and_for_three(world: World, client: Client, list_: str, key: str) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            b"".join(client.post(URLS[list_], WHY).streaming_content)
        return len(found)

    world.lead()
    take(client, world, key, list_)
    one = queries()
    for n in range(2):
        world.supervisor(f"more{n}")
        world.lead(f"more{n}")

    assert queries() == one <= 18


def test_nothing_is_left_of_a_file_on_the_disk(world: World, client: Client, tmp_path: Any) -> None:
    import tempfile

    kept, tempfile.tempdir = tempfile.tempdir, str(tmp_path)
    try:
        world.lead()
        assert io.BytesIO(take(client, world, "officer", "leads")).read(2) == b"PK"
    finally:
        tempfile.tempdir = kept

    assert not list(tmp_path.iterdir())
