"""Spreadsheets as the two usual programs leave them: one really made by LibreOffice, one by Excel's conventions."""

from __future__ import annotations

import csv
import io
import shutil
import subprocess
import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from openpyxl import Workbook, load_workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from jianyan.leads.models import FormBatch, Lead, OpinionForm
from tests.fixtures import World
from tests.leads.test_sheet import _now, looked, officer, social, titles, upload
from tests.sheets import HEADINGS, by_hand, nil, packed, row, workbook

__all__ = ["_now", "officer", "social", "titles"]

#: As a spreadsheet holds days: moments without a zone.
DAY = datetime(2026, 3, 18)  # noqa: DTZ001


def entered(client: Client, data: bytes, name: str = "表.xlsx") -> set[tuple[str, date, str]]:
    """Bring a file in to the end: (title, day of receipt, way) of each lead."""
    page = looked(client, data)
    assert page.context["wrong"] == 0, [line.troubles for line in page.context["lines"]]
    assert client.post(page.request["PATH_INFO"]).status_code == 302
    found = Lead.objects.values_list("title", "form__received_on", "form__channel")
    return set(found)


# ---------------------------------------------------------------------------------------------------------- LibreOffice


@pytest.fixture(scope="session")
def soffice() -> str:
    found = shutil.which("soffice")
    if found is None:
        pytest.skip("LibreOffice is missing (Debian: apt-get install libreoffice-calc-nogui)")
    return found


def saved_by_libreoffice(soffice: str, folder: Path, source: Path, kind: str) -> bytes:
    """The file as LibreOffice saves it in another format, with a profile of its own."""
    profile = f"-env:UserInstallation=file://{folder}/profile"
    convert = ["--headless", profile, "--convert-to", kind, "--outdir", str(folder / "saved"), str(source)]
    done = subprocess.run([soffice, *convert], capture_output=True, text=True, timeout=180)
    assert done.returncode == 0, done.stderr
    return (folder / "saved" / f"{source.stem}.{kind.partition(':')[0]}").read_bytes()


@pytest.mark.slow
@pytest.mark.clause("5.1.e")
def test_a_template_filled_in_and_saved_by_libreoffice(
    world: World, officer: Client, social: Any, titles: dict[str, str], soffice: str, tmp_path: Path
) -> None:
    """The template goes out, comes back filled in, and LibreOffice has written every byte of what is brought in."""
    world.supervisor("quiet", name="安静")
    book = load_workbook(io.BytesIO(b"".join(officer.get("/forms/import/template/").streaming_content)))
    sheet = book["意见表"]
    for each in (
        social(received_on=DAY, month=datetime(2026, 3, 1), body="第一行\n第二行 <b>&", phone="13900000001"),  # noqa: DTZ001
        row(**{"name": "监督员internal", "unit": "商务促进局", "kind": titles["practice"], "policy": "办法"}),
        nil(name="安静", received_on=DAY),
    ):
        sheet.append(each)
    for number in range(6, 400):
        sheet.cell(number, 1).style = "Good"  # rows that only look like something
    sheet.row_dimensions[4].hidden = True
    source = tmp_path / "意见表.xlsx"
    book.save(source)

    data = saved_by_libreoffice(soffice, tmp_path, source, "xlsx:Calc MS Excel 2007 XML")

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert b"LibreOffice" in archive.read("docProps/app.xml")
    assert entered(officer, data) == {
        ("两个窗口重复要同一份材料", date(2026, 3, 18), "paper"),
    }
    assert Lead.objects.count() == 2 and OpinionForm.objects.count() == 3
    assert "第一行\n第二行 <b>&" in Lead.objects.values_list("body", flat=True)


@pytest.mark.slow
def test_libreoffice_s_text_file_and_its_own_format(officer: Client, social: Any, soffice: str, tmp_path: Path) -> None:
    source = tmp_path / "表.xlsx"
    source.write_bytes(workbook(social(received_on=DAY)))
    text = saved_by_libreoffice(soffice, tmp_path, source, "csv:Text - txt - csv (StarCalc):44,34,76,1")
    own = saved_by_libreoffice(soffice, tmp_path, source, "ods")

    answer = upload(officer, own, "表.ods")
    assert answer.status_code == 422 and "文件打不开" in answer.content.decode()
    assert entered(officer, text, "表.csv") == {("两个窗口重复要同一份材料", date(2026, 3, 18), "paper")}


# ------------------------------------------------------------------------------------------------- Excel's conventions


def with_dates(*rows: Any, from_1904: bool) -> bytes:
    book = Workbook()
    if from_1904:
        book.epoch = CALENDAR_MAC_1904
    sheet = book.active
    assert sheet is not None
    sheet.append(HEADINGS)
    for each in rows:
        sheet.append(each)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


@pytest.mark.parametrize("from_1904", [False, True])
def test_days_as_numbers_since_1900_or_1904(officer: Client, social: Any, from_1904: bool) -> None:
    data = with_dates(social(received_on=DAY), from_1904=from_1904)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        written = archive.read("xl/worksheets/sheet1.xml")
        assert (b"44637" if from_1904 else b"46099") in written
        assert (b'date1904="1"' in archive.read("xl/workbook.xml")) == from_1904
    assert {day for _title, day, _way in entered(officer, data)} == {date(2026, 3, 18)}


def test_hidden_sheets_are_passed_over_and_hidden_or_filtered_rows_are_rows(
    world: World, officer: Client, social: Any, titles: dict[str, str]
) -> None:
    book = load_workbook(io.BytesIO(workbook(social(), social(title="藏起来的一行"))))
    sheet = book["意见表"]
    sheet.row_dimensions[3].hidden = True
    sheet.auto_filter.ref = "A1:C3"
    helper = book.create_sheet("上月", 0)
    helper.append(HEADINGS)
    helper.append(social(title="上月的，不要录"))
    helper.sheet_state = "veryHidden"
    file = io.BytesIO()
    book.save(file)
    assert {title for title, *_ in entered(officer, file.getvalue())} == {"两个窗口重复要同一份材料", "藏起来的一行"}


def test_telephones_as_texts_numbers_with_zeros_and_in_wide_digits(world: World, officer: Client, social: Any) -> None:
    from jianyan.people.models import Supervisor

    Supervisor.objects.filter(user=world.users["social"]).update(phone="02266660001")
    data = workbook(
        social(unit=None, phone="02266660001"),
        social(unit=None, phone="022-6666 0001", title="二"),
        social(unit=None, phone="０２２６６６６０００１", title="三", received_on="２０２６年３月１８日"),
        social(unit=None, phone="'02266660001", title="四"),
    )
    assert len(entered(officer, data)) == 4


def test_columns_in_another_order_with_a_title_above(officer: Client, social: Any) -> None:
    order = list(range(len(HEADINGS)))[::-1]
    lines = [[each[place] for place in order] for each in (HEADINGS, social())]
    data = workbook(lines[0], lines[1], headings=["2026 年 3 月监督意见表汇总"])
    assert len(entered(officer, data)) == 1


@pytest.mark.parametrize(("encoding", "mark"), [("gb18030", ","), ("utf-8-sig", ","), ("utf-16", "\t")])
def test_texts_as_excel_saves_them(officer: Client, social: Any, encoding: str, mark: str) -> None:
    """A csv of a Chinese Excel is GB18030, "CSV UTF-8" has a mark, "Unicode text" is UTF-16 with tabs."""
    file = io.StringIO()
    writer = csv.writer(file, delimiter=mark, lineterminator="\r\n")
    writer.writerow(HEADINGS)
    writer.writerow(social(body="第一行，“引号”\n第二行，镕喆𠮷", received_on="2026/3/18"))
    writer.writerows([[""] * len(HEADINGS)] * 12_000)  # where somebody once clicked
    entered(officer, file.getvalue().encode(encoding))
    assert Lead.objects.get().body == "第一行，“引号”\n第二行，镕喆𠮷"


def test_empty_rows_behind_the_last_are_no_rows(officer: Client, social: Any) -> None:
    lines = [["" if value is None else str(value) for value in each] for each in (HEADINGS, social())]
    data = by_hand([*lines, *([[""] * 3] * 30_000)], shared=True)
    assert len(entered(officer, data)) == 1


def test_fifty_thousand_rows_are_refused_in_words_and_leave_nothing(officer: Client) -> None:
    answer = upload(officer, by_hand([["姓名", "标题", "领域"], *([["甲", "一", "二"]] * 50_000)], shared=False))
    assert answer.status_code == 422 and "一次最多导入 500 行" in answer.content.decode()
    assert not FormBatch.objects.exists()


def test_a_bomb_in_a_workbook_is_refused_in_words(officer: Client) -> None:
    answer = upload(officer, packed({"xl/worksheets/sheet1.xml": b"0" * 41_000_000}))
    assert answer.status_code == 422 and not FormBatch.objects.exists()
