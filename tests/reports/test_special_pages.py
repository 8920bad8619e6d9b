"""The pages of special reports and instructions, and the files (clause 5.1.j)."""

from __future__ import annotations

import io
import re
from datetime import datetime
from typing import Any
from uuid import uuid4

import docx
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from jianyan.ledger.models import Entry
from jianyan.reports import actions
from jianyan.reports.models import Instruction, Special
from jianyan.tasks.models import Task
from tests.fixtures import World
from tests.pdf import sheets
from tests.reports.scene import AFTER, QUARTER, quarter
from tests.reports.special_scene import drafted, instructed, signed

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    moment: datetime = AFTER
    monkeypatch.setattr(timezone, "now", lambda: moment)


def client_of(world: World, key: str) -> Client:
    client = Client()
    client.force_login(world.users[key])
    return client


def url(name: str, *args: object) -> str:
    return reverse(f"reports:{name}", args=args)


def read(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


@pytest.mark.clause("5.1.j")
def test_an_officer_drafts_edits_and_offers_and_the_head_signs(world: World) -> None:
    quarter(world)
    officer, head = client_of(world, "officer"), client_of(world, "head")
    assert "起草专报" in read(officer, url("specials"))
    officer.post(url("special_new"), {"quarter": QUARTER})
    made = Special.objects.get()
    section = url("special_section", made.pk, "next")
    assert officer.post(section, {"seen": 1, "text": "共{没有的数据}件"}).status_code == 422
    assert officer.post(section, {"seen": 1, "text": "本季共收到{收到线索}件，逐件落实。"}).status_code == 302
    page = read(officer, url("special", made.pk))
    assert re.search(r"本季共收到\d+件，逐件落实。", page)
    assert "签发</button>" not in page
    made.refresh_from_db()
    officer.post(url("special_act", made.pk, "offer"), {"seen": made.revision})
    made.refresh_from_db()
    assert made.state == "offered"
    assert head.post(url("special_act", made.pk, "sign"), {"seen": made.revision}).status_code == 302
    made.refresh_from_db()
    assert (made.state, made.number) == ("signed", 1)
    assert "2026年第1期" in read(client_of(world, "leader"), url("special", made.pk))
    # What was signed cannot be edited by its address either.
    assert officer.post(section, {"seen": 3, "text": "改"}).status_code == 302
    assert officer.post(url("special_act", made.pk, "sign"), {"seen": made.revision}).status_code == 403


def test_the_second_of_two_people_sees_what_the_first_wrote_and_keeps_their_own(world: World) -> None:
    made = drafted(world)
    section = url("special_section", made.pk, "next")
    client_of(world, "officer").post(section, {"seen": 1, "text": "专员写的。"})
    answer = client_of(world, "head").post(section, {"seen": 1, "text": "负责人写的。"})
    page = answer.content.decode()

    assert answer.status_code == 409
    assert "专员写的。" in page
    assert "负责人写的。" in page
    assert "李敏" in page


def test_matters_on_the_page(world: World) -> None:
    leads = quarter(world)
    made = drafted(world, leads=False)
    client = client_of(world, "officer")
    new = url("special_item_new", made.pk, "coordinate")
    assert leads["late"].no in read(client, new)
    wrong = client.post(new, {"seen": 1, "title": "窗口合并", "text": "请协调。", "numbers": "东监 2020-9999"})
    assert wrong.status_code == 422
    sent = {
        "seen": 1,
        "title": "窗口合并",
        "text": "请协调。",
        "leads": [leads["late"].pk],
        "numbers": leads["closed"].no,
    }
    assert client.post(new, sent).status_code == 302
    item = made.items.get(title="窗口合并")
    assert set(item.leads.all()) == {leads["late"], leads["closed"]}
    edit = url("special_item", item.pk)
    assert "请协调。" in read(client, edit)
    assert client.post(edit, {"seen": 1, "title": "窗口合并", "text": "已改。"}).status_code == 302
    assert client.post(edit, {"seen": 1, "title": "窗口合并", "text": "又改。"}).status_code == 409
    client.post(url("special_item_drop", item.pk), {"seen": 2})
    assert not made.items.filter(pk=item.pk).exists()
    assert client.get(url("special_item_new", made.pk, "handling")).status_code == 404


@pytest.mark.clause("5.1.j")
def test_a_leader_instructs_on_a_matter_and_the_office_makes_a_task_of_it(world: World) -> None:
    made = signed(world)
    item = made.items.first()
    assert item is not None
    leader, officer = client_of(world, "leader"), client_of(world, "officer")
    assert "对这件事批示" in read(leader, url("special", made.pk))
    empty = leader.post(url("special_instruct", made.pk), {"key": uuid4(), "item": item.pk, "text": ""})
    assert empty.status_code == 422
    sent = {"key": uuid4(), "item": item.pk, "text": "请商务局牵头办理。", "due_on": "2026-05-02"}
    assert leader.post(url("special_instruct", made.pk), sent).status_code == 302
    row = Instruction.objects.get()
    assert "非工作日，顺延到 5月6日" in read(leader, url("instruction", row.pk))
    assert "交办任务" in read(officer, url("instruction", row.pk))
    assert "交办任务" not in read(leader, url("instruction", row.pk))
    task = {
        "key": uuid4(),
        "owner": f"d{world.departments['commerce'].pk}",
        "title": "拿出办法",
        "due_on": "2026-05-02",
    }
    assert officer.post(url("instruction_assign", row.pk), {**task, "owner": ""}).status_code == 422
    assert officer.post(url("instruction_assign", row.pk), {**task, "due_on": "2026-01-02"}).status_code == 422
    assert officer.post(url("instruction_assign", row.pk), task).status_code == 302
    given = Task.objects.get()
    page = read(client_of(world, "liaison"), reverse("tasks:task", args=[given.pk]))
    assert "领导批示" in page
    assert "5月6日" in page
    client_of(world, "liaison").post(
        reverse("tasks:task_act", args=[given.pk, "finish"]), {"seen": 0, "text": "办法已印发。"}
    )
    assert "已落实" in read(leader, url("special", made.pk))
    assert "办法已印发" in read(officer, reverse("tasks:task", args=[given.pk]))


def test_the_office_enters_an_instruction_and_notes_another(world: World) -> None:
    made, officer = signed(world), client_of(world, "officer")
    sent = {"key": uuid4(), "text": "已阅。", "leader": world.users["leader"].pk}
    assert officer.post(url("special_instruct", made.pk), {**sent, "leader": ""}).status_code == 422
    assert officer.post(url("special_instruct", made.pk), sent).status_code == 302
    row = Instruction.objects.get()
    assert "李敏代录" in read(officer, url("special", made.pk))
    assert officer.post(url("instruction_note", row.pk), {"noted": "仅为阅示。"}).status_code == 302
    assert "仅为阅示。" in read(officer, url("instruction", row.pk))
    assert officer.post(url("instruction_note", row.pk), {"noted": "又一次"}).status_code == 422


def test_who_may_open_what(world: World, elsewhere: World) -> None:
    made = drafted(world)
    page, files = url("special", made.pk), [url("special_pdf", made.pk), url("special_docx", made.pk)]
    assert client_of(world, "leader").get(page).status_code == 404
    signed(world)
    row = instructed(world)
    for address in (page, url("instruction", row.pk)):
        assert client_of(world, "leader").get(address).status_code == 200
        assert client_of(world, "liaison").get(address).status_code == 403
        assert client_of(world, "social").get(address).status_code == 403
        assert client_of(elsewhere, "leader").get(address).status_code == 404
    for address in files:
        assert client_of(world, "liaison").get(address).status_code == 403
        assert client_of(elsewhere, "officer").get(address).status_code == 404
    assert client_of(world, "leader").post(url("special_act", made.pk, "sign"), {"seen": 1}).status_code == 403


@pytest.mark.clause("5.1.j", "4.1.c")
def test_the_files_are_official_documents_and_name_nobody_who_is_anonymous(world: World) -> None:
    leads = quarter(world)
    made = signed(world, leads=False)
    leader = client_of(world, "leader")
    pdf = b"".join(leader.get(url("special_pdf", made.pk)).streaming_content)  # type: ignore[attr-defined]
    answer = leader.get(url("special_docx", made.pk))
    written = docx.Document(io.BytesIO(b"".join(answer.streaming_content)))  # type: ignore[attr-defined]
    pages = sheets(pdf)
    text = "".join(line.text for page in pages for line in page.lines)
    cells = "".join(cell.text for table in written.tables for row in table.rows for cell in row.cells)

    assert pages[0].line("营商环境监督专报").red
    assert "第1期" in text
    assert pages[-1].body[-1].text.endswith("印发")
    assert "五、需管委会协调" in [p.text for p in written.paragraphs]
    hidden = leads["inside"].identity.supervisor.name
    assert hidden not in text + cells
    assert "隐名监督员" in text.replace("\u200b", "")
    assert "隐名监督员" in cells
    assert Entry.objects.filter(subject=made.subject, verb="special.export").count() == 2
    again = b"".join(leader.get(url("special_pdf", made.pk)).streaming_content)  # type: ignore[attr-defined]
    assert again == pdf, "a signed report is the same file each time"


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_the_same_number_of_queries(world: World, count: int, django_assert_num_queries: Any) -> None:
    for name in ("2025Q4", "2025Q3", "2025Q2")[:count]:
        made = signed(world, name=name, leads=False)
        actions.instruct(world.actor("leader"), made.pk, at=AFTER, text="请抓紧。", key=uuid4())
    client = client_of(world, "leader")
    read(client, url("specials"))  # the working calendar is kept in memory from the first page on
    with django_assert_num_queries(7):
        page = read(client, url("specials"))

    assert page.count("请抓紧。") == count


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_takes_the_same_number_of_queries(world: World, count: int, django_assert_num_queries: Any) -> None:
    made = signed(world, leads=False)
    for _ in range(count):
        actions.instruct(world.actor("leader"), made.pk, at=AFTER, text="请抓紧。", key=uuid4())
    client = client_of(world, "leader")
    read(client, url("special", made.pk))
    with django_assert_num_queries(8):
        read(client, url("special", made.pk))
