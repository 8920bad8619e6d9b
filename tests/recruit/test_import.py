"""A list of New Area and municipal supervisors: row by row, all or nothing, nobody twice."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from jianyan.core.candidate_sheet import COLUMNS, ROWS_MAX
from jianyan.ledger.actions import verify
from jianyan.ledger.models import Entry
from jianyan.people.models import Supervisor
from jianyan.recruit import actions
from jianyan.recruit.models import Candidate, CandidateBatch, Round
from tests.fixtures import MONDAY, World
from tests.recruit.acts import applied, opened
from tests.sheets import workbook

HEADINGS = [f"{column.title}*" if column.needed else column.title for column in COLUMNS]


@pytest.fixture(autouse=True)
def monday(monkeypatch: pytest.MonkeyPatch) -> None:
    """The day on which the round is open."""
    monkeypatch.setattr(timezone, "now", lambda: MONDAY)


@pytest.fixture
def round_(world: World) -> Round:
    return opened(world)


@pytest.fixture
def office(client: Client, world: World) -> Client:
    client.force_login(world.users["officer"])
    return client


def line(number: int = 0, **changes: Any) -> list[Any]:
    """One row; every number another person."""
    base = {
        "name": f"钱{'甲乙丙丁戊己庚辛'[number % 8]}",
        "phone": f"1390001{number:04d}",
        "unit": f"新区{number}号公司",
        "category": "市场主体代表",
        "levels": "新区监督员",
    }
    known = {**base, **changes}
    return [known.get(column.key) for column in COLUMNS]


def sheet(*rows: list[Any], **options: Any) -> bytes:
    return workbook(*rows, headings=HEADINGS, sheet="名单", **options)


def upload(client: Client, round_: Round, data: bytes, name: str = "名单.xlsx") -> Any:
    return client.post(reverse("recruit:list_import", args=[round_.pk]), {"file": SimpleUploadedFile(name, data)})


def looked(client: Client, round_: Round, *rows: list[Any]) -> tuple[str, str]:
    """Upload and look over: the address and the page."""
    answer = upload(client, round_, sheet(*rows))
    assert answer.status_code == 302, answer.content.decode()
    address = answer.headers["Location"]
    return address, client.get(address).content.decode()


@pytest.mark.clause("1.2")
@pytest.mark.clause("4.1.b")
def test_a_list_is_looked_over_and_entered(office: Client, round_: Round) -> None:
    address, page = looked(office, round_, line(1), line(2, levels="新区监督员、市级监督员", born="1985年6月"))
    assert "没有问题" in page
    assert not Candidate.objects.exists()
    for _ in range(2):
        assert office.post(address).status_code in (200, 302)
    first, second = Candidate.objects.order_by("pk")
    assert (first.way, first.levels, first.consented_at, first.channel) == ("imported", ["new_area"], None, "social")
    assert (second.levels, second.born) == (["municipal", "new_area"], "1985-06")
    assert [first.receipt, second.receipt] == ["2026-0001", "2026-0002"]
    row = Entry.objects.get(subject=f"candidate:{second.pk}")
    assert (row.verb, row.clause, row.place) == ("candidate.receive", "4.1.b", 1)
    assert second.name not in str(row.data)
    assert verify(round_.zone, at=MONDAY).findings == []
    assert "列入 2 人" in office.get(address).content.decode()


def test_the_template_reads_back(office: Client, round_: Round) -> None:
    answer = office.get(reverse("recruit:list_template", args=[round_.pk]))
    book = load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    assert [cell.value for cell in book.worksheets[0][1]] == HEADINGS
    refused = upload(office, round_, sheet(line(1, name="示例：张三")))
    assert "没有要导入的行" in refused.content.decode()


def test_one_wrong_row_and_nothing_is_entered(office: Client, round_: Round) -> None:
    rows = [
        line(1),
        line(2, phone="12"),
        line(3, levels="东疆监督员"),
        line(4, category="没有的"),
        line(5, category="内设部门工作人员", unit="没有的局"),
        line(6, name=""),
        line(7, born="1985-13"),
    ]
    address, page = looked(office, round_, *rows)
    for said in ("其中 6 行有问题", "11 位手机号", "请重新选择", "系统里没有这个单位", "请填写。", "1985-06"):
        assert said in page
    assert office.post(address).status_code == 422
    assert not Candidate.objects.exists()


@pytest.mark.clause("4.1.c")
def test_internal_staff_belong_to_a_unit_of_the_zone(office: Client, world: World, round_: Round) -> None:
    address, _page = looked(office, round_, line(1, category="内设部门工作人员", unit="商务促进局"))
    office.post(address)
    made = Candidate.objects.get()
    assert (made.channel, made.unit, made.employer) == ("internal", world.departments["commerce"], "")


@pytest.mark.clause("4.1.b")
def test_who_is_known_is_offered_for_joining_and_never_doubled(office: Client, world: World, round_: Round) -> None:
    known = world.supervisors["social"]
    Supervisor.objects.filter(pk=known.pk).update(phone="13900000001")
    before = applied(world, round_, 3)
    rows = [
        line(1, phone=known.phone, name=known.name),
        line(2, name=before.name, phone=before.phone, levels="市级监督员"),
        line(4),
        line(4, levels="市级监督员"),
        line(5, name=known.name, unit=known.employer),
        line(6),
        line(6, phone="13900019999"),
    ]
    address, page = looked(office, round_, *rows)
    assert "可能已有此人" in page
    refused = office.post(address)
    assert refused.status_code == 422
    assert "还没有列入" in refused.content.decode()
    assert Candidate.objects.count() == 1
    answers = {
        "same-2": f"person:{known.pk}",
        "same-3": f"application:{before.pk}",
        "same-5": "row:4",
        "same-6": f"person:{known.pk}",
        "same-8": "other",
    }
    assert office.post(address, answers).status_code == 302
    batch = CandidateBatch.objects.get()
    assert (batch.made, batch.joined) == (4, 3)
    before.refresh_from_db()
    assert before.levels == ["municipal"]
    assert Candidate.objects.get(known=known).levels == ["new_area"]
    assert Candidate.objects.get(phone="13900010004").levels == ["municipal", "new_area"]
    apart = Candidate.objects.get(phone="13900019999")
    assert apart.told_apart
    assert apart.known is None


def test_a_number_of_somebody_else_in_the_round_is_an_error(office: Client, world: World, round_: Round) -> None:
    before = applied(world, round_, 3)
    _address, page = looked(office, round_, line(1, phone=before.phone), line(2), line(3, phone="13900010002"))
    assert page.count("是另一个人的") == 2


def test_an_answer_that_was_not_offered_decides_nothing(office: Client, world: World, round_: Round) -> None:
    known = world.supervisors["social"]
    address, _page = looked(office, round_, line(1, phone=known.phone, name=known.name))
    assert office.post(address, {"same-2": f"person:{known.pk + 99}", "same-x": "other"}).status_code == 422
    assert not Candidate.objects.exists()


def test_the_same_file_again_is_recognised(office: Client, round_: Round) -> None:
    data = sheet(line(1))
    office.post(upload(office, round_, data).headers["Location"])
    again = upload(office, round_, data)
    assert again.status_code == 422
    assert "已经导入过" in again.content.decode()


def test_a_list_that_is_left_is_cleared_away(office: Client, world: World, round_: Round) -> None:
    looked(office, round_, line(1))
    actions.tick_rounds(world.zone.pk, at=MONDAY + timedelta(hours=20))
    assert CandidateBatch.objects.exists()
    actions.tick_rounds(world.zone.pk, at=MONDAY + timedelta(hours=25))
    assert not CandidateBatch.objects.exists()


@pytest.mark.parametrize("text", ["=1+1", "=HYPERLINK(1)", "+1", "@a"])
def test_a_formula_stays_a_text(office: Client, round_: Round, text: str) -> None:
    address, page = looked(office, round_, line(1, post=text))
    assert ("是公式" in page) is text.startswith("=")
    office.post(address)
    assert Candidate.objects.get().post == text


@pytest.mark.parametrize("name", ["買買提·吐尔逊·阿卜杜拉", "李", "𠮷田一", "欧阳" + "长" * 18])
def test_names_as_people_have_them(office: Client, round_: Round, name: str) -> None:
    address, _page = looked(office, round_, line(1, name=name, phone="+85261234567"))
    office.post(address)
    assert Candidate.objects.get().name == name


def test_csv_with_days_and_semicolons(office: Client, round_: Round) -> None:
    data = "姓名;手机;单位;类别;已有身份;出生年月\n钱甲;13900010001;新区公司;专家学者;市级;1985-06-01\n"
    address = upload(office, round_, data.encode("gb18030"), "名单.csv").headers["Location"]
    office.post(address)
    made = Candidate.objects.get()
    assert (made.category, made.levels, made.born) == ("expert", ["municipal"], "1985-06")


def test_the_office_alone_and_while_candidates_come_in(client: Client, world: World, elsewhere: World) -> None:
    round_ = opened(world)
    for key, status in (("liaison", 403), ("social", 403), ("head", 200)):
        client.force_login(world.users[key])
        assert client.get(reverse("recruit:list_import", args=[round_.pk])).status_code == status
    address, _page = looked(client, round_, line(1))
    for stranger in (world.users["officer"], elsewhere.users["officer"]):
        client.force_login(stranger)
        assert client.get(address).status_code == 404


def test_the_longest_list_is_looked_over_with_a_few_queries(
    office: Client, world: World, round_: Round, django_assert_max_num_queries: Any
) -> None:
    rows = [line(number, name=f"钱{chr(0x4E00 + number)}") for number in range(60)]
    address, _page = looked(office, round_, *rows)
    with django_assert_max_num_queries(12):
        office.get(address)
    with django_assert_max_num_queries(40):
        office.post(address)
    assert Candidate.objects.count() == 60
    assert ROWS_MAX == 5000
