"""The special report on paper, by our own writer and by LibreOffice: a long one of twenty pages (clause 5.1.j)."""

from __future__ import annotations

import pytest

from jianyan.accounts.models import User
from jianyan.core.paper import to_docx, to_pdf
from jianyan.reports.models import Special
from jianyan.reports.special_paper import special_paper
from tests.fixtures import when
from tests.pdf import Sheet, rendered, sheets, soffice  # noqa: F401 a fixture

LONG = "东疆综合保税区营商环境办公室汇总本季度监督员反映的问题线索逐件核实转办督促有关部门按期答复"


def long_report() -> Special:
    """A signed report as it is kept, with matters and an annex of many leads."""
    titles = ("一、本季概况", "二、突出共性问题", "三、办理及超期", "四、产业风险", "五、需管委会协调", "六、下步安排")
    sections = [
        {
            "key": f"part{place}",
            "title": title,
            "paragraphs": [LONG * 22],
            "items": [
                {"pk": n, "title": f"事项{n}", "paragraphs": [LONG * 4], "leads": [[1, "东监 2026-0001"]]}
                for n in (1, 2)
            ],
            "table": [],
        }
        for place, title in enumerate(titles)
    ]
    annex = [
        [
            str(n),
            f"东监 2026-{n:04d}",
            "办理变更登记时两个窗口先后要求提交同一份材料",
            "隐名监督员",
            "商务促进局",
            "已办结",
        ]
        for n in range(1, 90)
    ]
    content = {
        "title": "关于2026年第三季度\n营商环境监督情况的专报",
        "issuer": "东疆营商环境办公室",
        "sections": sections,
        "followed": [],
        "annex": annex,
        "annexed": 89,
    }
    signed = {"state": "signed", "year": 2026, "number": 3, "signed_at": when("2026-10-20 10:00")}
    return Special(quarter="2026Q3", content=content, signed_by=User(name="王建"), **signed)


@pytest.fixture(scope="module")
def own() -> list[Sheet]:
    special = long_report()
    assert special.signed_at is not None
    return sheets(to_pdf(special_paper(special, special.signed_at)))


@pytest.fixture(scope="module")
def office(soffice: str, tmp_path_factory: pytest.TempPathFactory) -> list[Sheet]:  # noqa: F811
    special = long_report()
    assert special.signed_at is not None
    data = to_docx(special_paper(special, special.signed_at))
    return sheets(rendered(soffice, tmp_path_factory.mktemp("special"), data))


@pytest.mark.clause("5.1.j")
@pytest.mark.parametrize("way", ["own", "office"])
def test_the_report_is_an_official_document_from_its_head_to_its_imprint(
    way: str, request: pytest.FixtureRequest
) -> None:
    pages: list[Sheet] = request.getfixturevalue(way)
    full = [page for page in pages if page.body and all(line.text in LONG * 3 for line in page.body)]
    numbers = [page.lines[-1] for page in pages]
    levels = {line.text: round(line.size) for page in pages for line in page.lines}
    (red,) = [rule for rule in pages[0].rules if rule.red]
    annex = next(place for place, page in enumerate(pages) if page.body and page.body[0].text == "附件")

    assert len(pages) >= 18
    assert full
    assert all(len(page.body) == 22 for page in full)
    assert all(len(line.text) == 28 for page in full for line in page.body)
    assert pages[0].line("营商环境监督专报").red
    assert (red.left, red.right) == (pytest.approx(28, abs=0.2), pytest.approx(184, abs=0.2))
    assert pages[0].line("第3期").base < red.y < pages[0].line("关于2026年第三季度").base
    assert {levels[text] for text in ("一、本季概况", "（一）事项1", "六、下步安排")} == {16}
    assert [number.text for number in numbers] == [f"—{place}—" for place in range(1, len(pages) + 1)]
    assert all((number.left > 100) == bool(place % 2) for place, number in enumerate(numbers, start=1))
    assert not any("报送" in line.text for page in pages[:-1] for line in page.lines)
    assert pages[-1].rules[-1].y == pytest.approx(262, abs=1)
    assert pages[-1].body[-1].text == "东疆营商环境办公室2026年10月20日印发"
    assert annex > len(full)
    rows = [line.text for page in pages[annex:] for line in page.lines]
    assert sum("隐名监督员" in row for row in rows) == 89
