"""A dossier as a file: what is in it for whom, its mark, its row, its cost (5.2.a)."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from jianyan.accounts.models import Role
from jianyan.core.chain import text_digest
from jianyan.core.paper import Column, Cover, Fields, Heading, Paper, Para, Table, to_pdf
from jianyan.leads import actions
from jianyan.leads.models import Attachment, Lead
from jianyan.ledger.models import Entry
from jianyan.people.actions import log_contact
from jianyan.people.models import Appointment, Change
from jianyan.web.dossier_file import pack
from tests.files import image
from tests.fixtures import MONDAY, World, when

NOW = when("2026-03-17 10:00").replace(microsecond=7)
WHY = {"reason": "filing", "words": "年度考核材料"}


@dataclass
class Written:
    """The documents that were written."""

    papers: list[Paper]

    @property
    def text(self) -> str:
        return "\n".join(_words(self.papers[-1]))


def _words(paper: Paper) -> list[str]:
    found = [paper.foot]
    for block in paper.blocks:
        match block:
            case Cover(title, subtitle, lines):
                found += [title, subtitle, *lines]
            case Heading(text) | Para(text):
                found.append(text)
            case Fields(rows):
                found += [" ".join(row) for row in rows]
            case Table(columns, rows, caption, empty):
                found += [caption, empty, *(" ".join(row) for row in rows)]
                assert all(isinstance(column, Column) for column in columns)
    return found


@pytest.fixture(autouse=True)
def written(monkeypatch: pytest.MonkeyPatch) -> Written:
    kept = Written([])

    def write(paper: Paper, **how: Any) -> bytes:
        kept.papers.append(paper)
        return b"%PDF-1.7 " + paper.title.encode()

    monkeypatch.setattr(timezone, "now", lambda: NOW)
    monkeypatch.setattr(pack, "to_pdf", write)
    return kept


def take(client: Client, world: World, by: str = "officer", of: str = "social", **typed: object) -> bytes:
    """The file that somebody takes out; their own where ``by`` is the supervisor."""
    client.force_login(world.users[by])
    url, why = ("/my/dossier/file/", {}) if by == of else (f"/supervisors/{world.supervisors[of].pk}/file/", WHY)
    answer = client.post(url, {"kind": "zip", **why, **typed})
    assert answer.status_code == 200, answer.content.decode()
    assert "attachment" in answer["Content-Disposition"] and "no-store" in answer["Cache-Control"]
    return b"".join(answer.streaming_content)


def parts_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        assert packed.testzip() is None
        return {name: packed.read(name) for name in packed.namelist()}


def told(data: bytes) -> dict[str, Any]:
    """The data for machines in a .zip."""
    found: dict[str, Any] = json.loads(parts_of(data)["dossier.json"])
    return found


def full_lead(world: World, by: str = "social", at: Any = MONDAY, **changes: object) -> Lead:
    """A closed lead with a call, supplements for everybody and for the office alone, a file each, and a refused
    request for time."""
    lead = world.lead(by, at=at, **changes)
    for key, audience, words in (
        (by, "department", "现场照片"),
        ("officer", "office", "办公室掌握"),
        ("officer", "everybody", "大家都看"),
    ):
        actor, basket = world.actor(key), uuid4()
        actions.upload(actor, basket, image(), f"{words}.jpg", at=at)
        actions.supplement(actor, lead.pk, at=at, words_=f"{words}的话", basket=basket, audience=audience)
    unit, liaison = ("planning", "liaison_b") if by == "internal" else ("commerce", "liaison")
    world.walk(lead, "dispatched", at=at, department=unit)
    actions.accept(world.actor(liaison), lead.pk, at=at)
    day = at.date() + timedelta(days=30)
    actions.ask_extension(world.actor(liaison), lead.pk, at=at, until=day, reason="需要与海关会商")
    actions.decide_extension(world.actor("head"), lead.pk, at=at, grant=False, opinion="请按期答复")
    actions.reply(world.actor(liaison), lead.pk, at=at, result="solved", process="已合并为一个窗口。")
    actions.follow_up(world.actor("officer"), lead.pk, at=at, solved=True, satisfaction="satisfied")
    lead.refresh_from_db()
    return lead


@pytest.mark.clause("5.2.a")
def test_the_office_takes_everything_out_and_each_page_says_who(world: World, client: Client, written: Written) -> None:
    lead = full_lead(world)
    log_contact(world.actor("officer"), world.supervisors["social"].pk, at=MONDAY, method="visit", text="谈到通关")

    data = take(client, world)

    parts = parts_of(data)
    assert next(iter(parts)) == "档案.pdf" and parts["档案.pdf"].startswith(b"%PDF-")
    assert [name for name in parts if name.startswith("附件/")] == [
        f"附件/{lead.no}/01 现场照片.jpg",
        f"附件/{lead.no}/02 办公室掌握.jpg",
        f"附件/{lead.no}/03 大家都看.jpg",
    ]
    text = written.text
    for words in (
        "建言 · 导出编号 20260317-",
        "李敏 · 2026-03-17 10:00",
        "139****0001",
        "海通供应链",
        "2020-01-01 — 2040-12-31",
        "线索 1 条",
        lead.title,
        lead.body,
        "核实：情况属实。",
        "商务促进局答复（2026-03-09 10:00）：已解决",
        "已解决，满意",
        "办公室掌握的话",
        "陈晨（联络员）",
        "申请延期",
        "谈到通关",
        "存档备查：年度考核材料",
    ):
        assert words in text, words
    assert "13900000001" not in text and b"13900000001" not in parts["dossier.json"]
    found = told(data)
    assert (found["format"], found["version"], found["export"]["by"]) == ("jianyan.dossier", 1, "李敏")
    (one,) = found["leads"]
    assert one["calls"][0]["verified"] == "情况属实。" and one["replies"][0]["by"] == "陈晨"
    for file in one["files"]:
        kept = parts[f"附件/{file['path']}"]
        algorithm, _, digest = file["digest"].partition(":")
        assert len(kept) == file["bytes"] and hashlib.new(algorithm, kept).hexdigest() == digest
    assert {row["verb"] for row in found["ledger"]} >= {"lead.file", "supervisor.contact", "supervisor.appoint"}


@pytest.mark.clause("5.2.a")
def test_one_s_own_needs_no_reason_and_leaves_out_what_one_may_not_read(
    world: World, client: Client, written: Written
) -> None:
    lead = full_lead(world)
    log_contact(world.actor("officer"), world.supervisors["social"].pk, at=MONDAY, method="visit", text="谈到通关")

    data = take(client, world, by="social")

    said = written.text + parts_of(data)["dossier.json"].decode()
    for words in ("现场照片的话", "大家都看的话", "13900000001", "已合并为一个窗口。", "本人留存", "上门"):
        assert words in said, words
    for words in ("办公室掌握", "申请延期", "ask_extension", "陈晨", "核实", "情况属实", "谈到通关", "需要与海关会商"):
        assert words not in said, words
    assert [name for name in parts_of(data) if name.startswith("附件/")] == [
        f"附件/{lead.no}/01 现场照片.jpg",
        f"附件/{lead.no}/02 大家都看.jpg",
    ]
    row = Entry.objects.get(verb="export.dossier")
    assert (row.data["reason"], row.role, row.dossier) == ("own", "supervisor", world.supervisors["social"].pk)


@pytest.mark.clause("4.1.c", "5.2.a")
def test_who_answers_for_a_department_too_takes_no_anonymous_lead_out(
    world: World, client: Client, written: Written
) -> None:
    hidden = full_lead(world, "internal", hidden=True, title="隐名反映的一件事")
    take(client, world, by="head", of="internal")
    assert hidden.title in written.text
    Role.objects.create(
        user=world.users["head"], zone=world.zone, name="liaison", department=world.departments["planning"]
    )

    data = take(client, world, by="head", of="internal")

    assert hidden.title not in written.text and hidden.no not in written.text
    assert told(data)["leads"] == [] and hidden.no not in parts_of(data)["dossier.json"].decode()
    assert not [name for name in parts_of(data) if name.startswith("附件/")]
    take(client, world, by="internal", of="internal")
    assert hidden.title in written.text


@pytest.mark.clause("5.2.a", "4.3.a")
def test_the_row_says_who_took_what_why_and_the_digest_of_the_file(world: World, client: Client) -> None:
    full_lead(world)

    data = take(client, world)

    row = Entry.objects.get(verb="export.dossier")
    assert row.actor == world.users["officer"] and row.dossier == world.supervisors["social"].pk
    assert row.data["file"].endswith(hashlib.new(row.data["file"].partition(":")[0], data).hexdigest())
    assert (row.data["kind"], row.data["reason"], row.data["leads"], row.data["files"]) == ("zip", "filing", 1, 3)
    assert row.data["words"] == text_digest(WHY["words"]) and WHY["words"] not in json.dumps(row.data)
    client.force_login(world.users["social"])
    assert "导出监督员档案，原因：存档备查" in client.get("/my/dossier/").content.decode()


def test_of_one_term_only_what_happened_in_it(world: World, client: Client, written: Written) -> None:
    supervisor = world.supervisors["social"]
    supervisor.appointments.update(starts_on=date(2025, 1, 1), ends_on=date(2025, 12, 31))
    second = Appointment.objects.create(
        supervisor=supervisor, starts_on=date(2026, 1, 1), ends_on=date(2026, 12, 31), certificate="聘字2号"
    )
    full_lead(world, at=when("2025-12-29 10:00"), title="去年的一件事")
    full_lead(world, title="今年的一件事")

    found = told(take(client, world, term=second.pk))

    assert [lead["title"] for lead in found["leads"]] == ["今年的一件事"]
    assert [form["month"] for form in found["forms"]] == ["2026-03"]
    assert [term["certificate"] for term in found["appointments"]] == ["聘字2号"]
    assert "去年" not in written.text
    both = told(take(client, world))
    assert len(both["leads"]) == 2 and len(both["appointments"]) == 2


def test_what_was_changed_is_in_it_and_a_number_stays_masked(world: World, client: Client, written: Written) -> None:
    Change.objects.create(
        supervisor=world.supervisors["social"],
        field="phone",
        was="13800000009",
        now="13900000001",
        by=world.users["officer"],
        at=MONDAY,
    )

    data = take(client, world)

    assert "手机 138****0009 139****0001" in written.text
    assert "13800000009" not in written.text + parts_of(data)["dossier.json"].decode()


def test_a_merged_lead_says_where_it_went_and_has_the_answer_from_there(
    world: World, client: Client, written: Written
) -> None:
    world.supervisor("second")
    target, mine = world.lead("second"), world.walk(world.lead(), "clarified")
    actions.merge(world.actor("officer"), mine.pk, at=MONDAY, into=target.pk, reason="同一件事")
    world.walk(target, "closed")

    (lead,) = told(take(client, world, by="social"))["leads"]

    assert lead["merged_into"] == target.no and lead["replies"][0]["process"] == "已合并为一个窗口。"
    assert f"并入 {target.no} 一并办理" in written.text


@pytest.mark.parametrize("name", ["../../etc/passwd.jpg", "..\\..\\x.jpg", "/root/a.jpg", "a\n\u202eb.jpg", "..", ""])
def test_no_name_of_a_file_leads_out_of_the_folder(world: World, client: Client, name: str) -> None:
    full_lead(world)
    Attachment.objects.update(name=name)

    for path in parts_of(take(client, world)):
        assert not path.startswith("/") and ".." not in path.split("/") and "\\" not in path
        assert path.isprintable() and path.count("/") in (0, 2)


def test_a_file_that_the_store_has_lost_holds_nothing_up(world: World, client: Client) -> None:
    from jianyan.files import store

    full_lead(world)
    store.drop(Attachment.objects.order_by("pk")[0].stored)

    files = told(take(client, world))["leads"][0]["files"]

    assert [file["missing"] for file in files] == [True, False, False]


def test_a_store_that_is_away_is_said_in_words(world: World, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    from jianyan.files import store

    full_lead(world)

    def away(name: str) -> None:
        raise store.Away

    monkeypatch.setattr(store, "opened", away)
    client.force_login(world.users["officer"])

    answer = client.post(f"/supervisors/{world.supervisors['social'].pk}/file/", {"kind": "zip", **WHY})

    assert answer.status_code == 422 and "附件暂时取不到" in answer.content.decode()


def test_more_files_than_one_archive_holds_are_refused(
    world: World, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    full_lead(world)
    monkeypatch.setattr(pack, "FILES_MAX", 10)
    client.force_login(world.users["officer"])

    answer = client.post(f"/supervisors/{world.supervisors['social'].pk}/file/", {"kind": "zip", **WHY})

    assert answer.status_code == 422 and "请分聘期导出" in answer.content.decode()
    assert not Entry.objects.filter(verb="export.dossier").exists()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"kind": "pdf"}, "导出原因"),
        ({"kind": "pdf", "reason": "curious"}, "field-error"),
        ({"kind": "exe", **WHY}, "field-error"),
        ({"kind": "pdf", "reason": "other"}, "请写明用途"),
        ({"kind": "pdf", **WHY, "term": "999999"}, "field-error"),
    ],
)
def test_what_is_missing_or_forged_is_refused_before_anything_is_written(
    world: World, client: Client, written: Written, typed: dict[str, str], said: str
) -> None:
    client.force_login(world.users["officer"])

    answer = client.post(f"/supervisors/{world.supervisors['social'].pk}/file/", typed)

    assert answer.status_code == 422 and said in answer.content.decode()
    assert not written.papers and not Entry.objects.filter(verb="export.dossier").exists()


@pytest.mark.clause("5.3.b")
def test_who_may_take_a_dossier_out(world: World, elsewhere: World, client: Client) -> None:
    url = f"/supervisors/{world.supervisors['social'].pk}/file/"
    for user, status in (
        (world.users["officer"], 200),
        (world.users["head"], 200),
        (elsewhere.users["officer"], 404),
        (world.users["social"], 403),
        (world.users["internal"], 403),
        (world.users["liaison"], 403),
        (world.users["leader"], 403),
        (world.users["auditor"], 403),
    ):
        client.force_login(user)
        assert client.get(url).status_code == client.post(url, {"kind": "pdf", **WHY}).status_code == status, user
    client.force_login(world.users["officer"])
    assert client.get("/my/dossier/file/").status_code == 403
    client.force_login(world.users["social"])
    page = client.get("/my/dossier/file/").content.decode()
    assert "导出我的档案" in page and "导出原因" not in page


@pytest.mark.parametrize("leads", [1, 3])
def test_the_file_costs_the_same_for_one_lead_and_three(
    world: World, client: Client, leads: int, django_assert_num_queries
) -> None:
    for month in range(leads):
        full_lead(world, at=when(f"2026-0{month + 1}-05 10:00"))
    take(client, world)
    client.force_login(world.users["officer"])
    with django_assert_num_queries(24):
        answer = client.post(f"/supervisors/{world.supervisors['social'].pk}/file/", {"kind": "zip", **WHY})
        b"".join(answer.streaming_content)


def test_the_document_can_be_written(world: World, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    full_lead(world)
    monkeypatch.setattr(pack, "to_pdf", to_pdf)

    data = take(client, world, kind="pdf")

    assert data.startswith(b"%PDF-") and len(data) > 10_000
