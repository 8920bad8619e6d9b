"""Forms brought in as a spreadsheet: template, row-by-row errors, all or nothing, a repeat recognised."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from jianyan.core.flow import Refused
from jianyan.core.form_sheet import ROWS_MAX
from jianyan.leads import actions
from jianyan.leads.models import FormBatch, Lead, OpinionForm
from jianyan.ledger.models import Entry
from jianyan.people.models import Identity
from jianyan.rules.models import RulebookVersion
from tests.fixtures import World, when
from tests.sheets import HEADINGS, by_hand, nil, opened, row, workbook

NOW = when("2026-03-20 10:00")
#: As a spreadsheet holds days: moments without a zone.
DAY, MONTH = datetime(2026, 3, 18), datetime(2026, 3, 1)  # noqa: DTZ001
URL = "/forms/import/"
INTERNAL = {"name": "监督员internal", "unit": "商务促进局", "kind": "政策落地实操建议", "policy": "落户扶持办法"}


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOW)


@pytest.fixture
def officer(world: World, client: Client) -> Client:
    client.force_login(world.users["officer"])
    return client


@pytest.fixture
def titles(world: World) -> dict[str, str]:
    """The titles of one kind of each channel."""
    from jianyan.rules.queries import book

    kinds = book(RulebookVersion.objects.get(zone=world.zone).pk).kinds
    return {"service": kinds["service"].title, "practice": kinds["practice"].title}


Row = Callable[..., list[Any]]


@pytest.fixture
def social(titles: dict[str, str]) -> Row:
    return lambda **values: row(**{"kind": titles["service"], **values})


@pytest.fixture
def internal(titles: dict[str, str]) -> Row:
    return lambda **values: row(**{**INTERNAL, "kind": titles["practice"], **values})


def upload(client: Client, data: bytes, name: str = "表.xlsx") -> Any:
    return client.post(URL, {"file": SimpleUploadedFile(name, data)})


def looked(client: Client, data: bytes) -> Any:
    """Upload a file that can be read; the page of looking over."""
    answer = upload(client, data)
    assert answer.status_code == 302, answer.content.decode()
    return client.get(answer["Location"])


def wrong(client: Client, *rows: list[Any], **more: Any) -> dict[int, set[tuple[str, str]]]:
    """The rows with something wrong: number → (column, what)."""
    page = looked(client, workbook(*rows, **more))
    return {line.number: set(line.troubles) for line in page.context["lines"] if line.troubles}


@pytest.mark.clause("4.3.a", "5.1.e")
def test_a_file_is_looked_over_and_then_entered(world: World, officer: Client, social: Row, internal: Row) -> None:
    world.supervisor("quiet", name="安静")
    data = workbook(social(), social(title="另一件事", channel="纸质"), internal(phone=None), nil(name="安静"))

    page = looked(officer, data)
    assert "共 4 行，没有问题：3 份意见表，3 条线索，1 份零报告" in page.content.decode()
    assert not OpinionForm.objects.exists()
    done = officer.post(page.request["PATH_INFO"], follow=True)

    assert "已代录 3 份意见表，3 条线索" in done.content.decode()
    forms = OpinionForm.objects.order_by("id")
    assert [(form.nil, form.leads.count(), form.channel) for form in forms] == [
        (False, 2, "paper"),
        (False, 1, "paper"),
        (True, 0, "paper"),
    ]
    assert {form.entered_by for form in forms} == {world.users["officer"]}
    assert Lead.objects.get(title="另一件事").identity.supervisor == world.supervisors["social"]
    entry = Entry.objects.get(verb="form.import")
    batch = FormBatch.objects.get()
    assert entry.data == {"forms": 3, "leads": 3, "file": batch.digest} and entry.clause == "5.1.e"
    assert batch.rows == []  # the words live on in the leads alone


def test_confirming_twice_enters_once_and_the_same_file_is_known_again(officer: Client, social: Row) -> None:
    data = workbook(social())
    page = looked(officer, data)
    for _n in range(2):
        assert officer.post(page.request["PATH_INFO"]).status_code == 302 or OpinionForm.objects.count() == 1
    assert OpinionForm.objects.count() == Entry.objects.filter(verb="form.import").count() == 1

    again = upload(officer, data)

    assert again.status_code == 422 and "这个文件已经导入过" in again.content.decode()


def test_two_uploads_of_one_file_are_entered_once(world: World, officer: Client, social: Row, client: Client) -> None:
    first = looked(officer, workbook(social()))
    data = FormBatch.objects.get()
    other = FormBatch.objects.create(
        zone=world.zone, by=world.users["head"], at=NOW, digest=data.digest, rows=data.rows
    )
    officer.post(first.request["PATH_INFO"])

    with pytest.raises(Refused, match="entered_before"):
        actions.enter_batch(world.actor("head"), other.pk, at=NOW)


def test_one_wrong_row_and_nothing_is_entered(officer: Client, social: Row, internal: Row) -> None:
    page = looked(officer, workbook(social(), internal(title=None)))
    assert "其中 1 行有问题" in page.content.decode() and "确认录入" not in page.content.decode()

    answer = officer.post(page.request["PATH_INFO"])

    assert answer.status_code == 422 and "整个文件都没有录入" in answer.content.decode()
    assert not OpinionForm.objects.exists() and not Entry.objects.filter(verb="form.import").exists()


def test_somebody_files_between_looking_over_and_confirming(world: World, officer: Client, social: Row) -> None:
    page = looked(officer, workbook(social()))
    world.lead("social", NOW)

    answer = officer.post(page.request["PATH_INFO"])

    assert answer.status_code == 422 and "这个月的意见表已经提交过了" in answer.content.decode()
    assert OpinionForm.objects.count() == 1


def test_every_row_says_what_is_wrong_at_which_column(
    world: World, officer: Client, social: Row, internal: Row
) -> None:
    world.supervisor("one", name="同名")
    world.supervisor("two", name="同名")
    double = world.supervisor("double", name="双重")
    Identity.objects.create(supervisor=double, level="new_area")
    world.lead("internal", NOW)
    found = wrong(
        officer,
        social(name=None),  # 2
        social(name="没有这个人"),
        social(unit=None),  # 4
        social(unit="别的单位"),
        social(unit=None, phone="13000000000"),  # 6
        social(name="同名"),
        social(name="双重"),  # 8
        social(name="双重", level="市级监督员"),
        social(received_on="三月十八"),  # 10
        internal(),
        social(channel="鸽子", common="也许", month="13月"),  # 12
        social(kind="没有的类型", field=None, body="太短"),
        nil(name="双重", level="新区监督员", title="又有线索"),  # 14
        social(company_code="91120116MA000000X0"),
    )

    assert found[2] == {("姓名", "请填写此项。")}
    assert found[3] == {("姓名", "没有找到这位监督员，请核对姓名。")}
    assert found[4] == {("单位", "请填单位或手机，才能确定是哪一位。")}
    assert found[5] == {("单位", "与这位监督员登记的单位或手机不一致。")}
    assert found[6] == {("手机", "与这位监督员登记的单位或手机不一致。")}
    assert found[7] == {("姓名", "有 2 位监督员都符合，请再填手机。")}
    assert found[8] == {("身份", "这位监督员有不止一个身份，请填“身份”。")}
    assert found[9] == {("身份", "这位监督员没有这个身份。")}
    assert found[10] == {("收到日期", "不是日期，请写成 2026-11-20。")}
    assert found[11] == {("姓名", "这位监督员这个月的意见表已经提交过了。")}
    assert {column for column, _said in found[12]} == {"收到方式", "共性问题", "月份"}
    assert {column for column, _said in found[13]} == {"类型", "领域", "情况描述"}
    assert ("零报告", "零报告不能带线索，请清空线索各列，或者把“零报告”改为“否”。") in found[14]
    assert ("统一社会信用代码", "统一社会信用代码不正确，请核对 18 位代码。") in found[15]
    assert OpinionForm.objects.count() == 1


def test_days_and_terms(world: World, officer: Client, social: Row) -> None:
    world.supervisor("gone", name="离任")
    world.supervisors["gone"].appointments.update(ends_on=date(2026, 3, 1))
    found = wrong(
        officer,
        social(received_on="2026-03-25"),
        social(received_on="2026-01-05", month="2026-01"),
        social(received_on="2026-03-10", month="2025-12"),
        social(name="离任"),
    )

    said = {number: {text for _column, text in troubles} for number, troubles in found.items()}
    assert "收到日期不能晚于今天。" in said[2]
    assert said[3] == {"只能代录本月和上月收到的意见表。"}
    assert said[4] == {"月份应是收到的当月或者上个月。"}
    assert said[5] == {"收到那天，这位监督员不在聘期内。"}


def test_rows_of_one_form_have_to_agree(world: World, officer: Client, social: Row) -> None:
    found = wrong(
        officer,
        social(),
        social(),
        social(title="三", channel="电话"),
        nil(),
        *[social(title=f"第{n}件") for n in range(20)],
    )

    assert found[3] == {("标题", "与上面的一行相同。")}
    assert found[4] == {("收到日期", "同一张意见表的收到日期和方式要一致。")}
    assert found[5] == {("零报告", "这位监督员这个月还有别的行，不能又是零报告。")}
    assert any("最多" in text for _column, text in found[25])


def test_days_and_numbers_typed_as_people_type_them(world: World, officer: Client, social: Row) -> None:
    world.supervisor(
        "phoned",
        name="来电",
    )
    data = workbook(
        social(received_on=DAY, month=MONTH),
        social(
            name="来 电", unit=None, phone=13900000001.0, received_on="2026年3月18日", month="2026年3月", channel=None
        ),
    )
    page = looked(officer, data)

    assert page.context["wrong"] == 0
    officer.post(page.request["PATH_INFO"])
    assert set(OpinionForm.objects.values_list("month", "received_on", "channel")) == {
        (date(2026, 3, 1), date(2026, 3, 18), "paper"),
        (date(2026, 3, 1), date(2026, 3, 18), "sheet"),
    }


@pytest.mark.parametrize("text", ["2026/3/18", "2026.3.18", "20260318", "2026-03-18 09:30"])
def test_more_ways_to_write_a_day(officer: Client, social: Row, text: str) -> None:
    assert wrong(officer, social(received_on=text)) == {}


def test_formulas_are_kept_as_the_text_that_they_are(officer: Client, social: Row) -> None:
    page = looked(officer, workbook(social(title='=HYPERLINK("http://x","点我看")', suggestion="=1+1")))
    assert "“标题、建议”是公式，按文字录入，不计算" in page.content.decode()

    officer.post(page.request["PATH_INFO"])

    lead = Lead.objects.get()
    assert lead.title == '=HYPERLINK("http://x","点我看")' and lead.suggestion == "=1+1"


def test_merged_cells_are_told_where_they_are(officer: Client, social: Row) -> None:
    found = wrong(officer, social(), social(title="另一件"), merge="B2:B3")

    assert found[2] >= {("", "有合并的单元格，请取消合并，每行都填全。")}
    assert 3 in found


@pytest.mark.parametrize("shared", [True, False])
def test_a_file_by_the_conventions_of_either_program(officer: Client, social: Row, shared: bool) -> None:
    """Excel and LibreOffice share their texts, others write each into its cell."""
    texts = [["" if value is None else str(value) for value in each] for each in (HEADINGS, social())]

    assert looked(officer, by_hand(texts, shared=shared)).context["wrong"] == 0


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_file_of_texts_with_commas(officer: Client, social: Row, encoding: str) -> None:
    lines = [",".join("" if value is None else str(value) for value in each) for each in (HEADINGS, social())]

    assert looked(officer, "\r\n".join(lines).encode(encoding)).context["wrong"] == 0


def test_columns_that_are_missing_doubled_or_unknown(officer: Client, social: Row) -> None:
    def said(data: bytes) -> str:
        answer = upload(officer, data)
        assert answer.status_code == 422
        return answer.content.decode()

    assert "缺少这些列：收到日期、标题" in said(workbook(["x"], headings=["姓名", "类型", "领域", "情况描述"]))
    assert "不止一次：标题" in said(workbook(social(), headings=[*HEADINGS, "标题"]))
    assert "没有要导入的行" in said(workbook())
    more = officer.post(
        URL,
        {"file": SimpleUploadedFile("a.xlsx", workbook([*social(), "x"], headings=[*HEADINGS, "备注"]))},
        follow=True,
    )
    assert "这些列没有用到：备注" in more.content.decode()
    assert not OpinionForm.objects.exists()


def test_a_file_that_is_none_says_why_and_what_to_do(officer: Client) -> None:
    for data, said in {
        b"\xd0\xcf\x11\xe0" + b"0" * 100: "旧版 .xls",
        b"PK\x03\x04": "文件打不开",
        b"\x89PNG\r\n\x1a\n\0": "认不出",
        b"x" * 5_000_001: "文件太大，最大 5 MB",
        workbook(*[["x"] * 3] * (ROWS_MAX + 1), headings=["姓名", "标题", "领域"]): "一次最多导入 500 行",
    }.items():
        answer = upload(officer, data)
        assert answer.status_code == 422 and said in answer.content.decode(), said
    assert officer.post(URL, {}).status_code == 422
    assert not FormBatch.objects.exists()


@pytest.mark.clause("4.0")
def test_the_template_can_be_filled_in_and_read_back(officer: Client) -> None:
    answer = officer.get("/forms/import/template/")
    data = b"".join(answer.streaming_content)
    book = opened(data)

    assert book.sheetnames == ["意见表", "可选值", "填写说明"]
    assert [cell.value.rstrip("*") for cell in book["意见表"][1]] == HEADINGS
    assert "政务环境" in [row[2].value for row in book["可选值"].iter_rows()]
    empty = upload(officer, data)
    assert empty.status_code == 422 and "没有要导入的行" in empty.content.decode()
    book["意见表"].delete_rows(2)
    kind = book["可选值"]["A2"].value
    book["意见表"].append(row(kind=kind, aspect=book["可选值"]["D2"].value))
    file = io.BytesIO()
    book.save(file)
    assert looked(officer, file.getvalue()).context["wrong"] == 0


def test_who_may_and_whose_it_is(world: World, elsewhere: World, client: Client, social: Row) -> None:
    pages = [URL, "/forms/import/template/"]
    for key in ("social", "liaison", "leader", "sysadmin", "secadmin", "auditor"):
        client.force_login(world.users[key])
        assert {client.get(url).status_code for url in pages} == {403}
        with pytest.raises(Refused, match="wrong_hat"):
            actions.prepare_forms(world.actor(key), None, digest="", at=NOW)  # type: ignore[arg-type]
    client.force_login(world.users["officer"])
    mine = looked(client, workbook(social())).request["PATH_INFO"]
    for stranger in (world.users["head"], elsewhere.users["officer"]):
        client.force_login(stranger)
        assert client.get(mine).status_code == client.post(mine).status_code == 404
    client.logout()
    assert client.get(mine).status_code == 302


def test_names_of_another_zone_are_nobodys(elsewhere: World, world: World, officer: Client, social: Row) -> None:
    elsewhere.supervisor("there", name="别处")

    assert wrong(officer, social(name="别处"))[2] == {("姓名", "没有找到这位监督员，请核对姓名。")}


def test_a_new_upload_takes_the_place_of_one_that_was_left(officer: Client, social: Row) -> None:
    looked(officer, workbook(social()))
    looked(officer, workbook(social(title="改过了")))

    assert FormBatch.objects.count() == 1


def test_looking_over_costs_the_same_for_one_row_and_for_three(world: World, officer: Client, social: Row) -> None:
    for n in range(3):
        world.supervisor(f"p{n}", name=f"人{n}")

    def queries(*rows: list[Any]) -> int:
        url = upload(officer, workbook(*rows))["Location"]
        officer.get(url)
        with CaptureQueriesContext(
            connection,
        ) as found:
            officer.get(url)
        return len(found)

    assert queries(social()) == queries(*(social(name=f"人{n}") for n in range(3))) <= 12


def test_what_was_entered_costs_the_same_for_one_form_and_for_three(world: World, officer: Client, social: Row) -> None:
    for n in range(4):
        world.supervisor(f"p{n}", name=f"人{n}")

    def queries(*rows: list[Any]) -> int:
        url = upload(officer, workbook(*rows))["Location"]
        officer.post(url, follow=True)
        with CaptureQueriesContext(connection) as found:
            assert officer.get(url).status_code == 200
        return len(found)

    assert queries(social(name="人0")) == queries(*(social(name=f"人{n}") for n in (1, 2, 3)))
