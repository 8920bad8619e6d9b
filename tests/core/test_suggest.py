"""Which department is suggested for a lead, and why."""

import pytest

from jianyan.core.suggest import Reason, Suggestion, Unit, Why, keywords, suggest

COMMERCE = Unit(1, ("商务促进局", "商务局"), "融资租赁 SPV 跨境电商")
PLANNING = Unit(2, ("规划建设局", "规建局"), "施工许可 道路 停车")
CUSTOMS = Unit(3, ("驻区海关", "海关"), "通关、查验，退税")
UNITS = (COMMERCE, PLANNING, CUSTOMS)


def keys(suggestions: list[Suggestion]) -> list[int]:
    return [s.key for s in suggestions]


@pytest.mark.clause("5.1.h")
def test_a_keyword_in_the_lead_points_to_its_department_with_the_word_as_reason() -> None:
    found = suggest(UNITS, title="园区道路破损", body="门口道路坑洼，货车难以停车。")

    assert keys(found) == [2]
    assert found[0].reasons == (Reason(Why.matter, "道路"), Reason(Why.matter, "停车"))


def test_a_word_in_the_title_weighs_more_than_one_in_the_text() -> None:
    assert keys(suggest(UNITS, title="查验排队", body="融资租赁企业的货物也受影响。")) == [3, 1]


def test_a_department_named_as_the_place_comes_before_keywords() -> None:
    found = suggest(UNITS, title="融资租赁 SPV 设立慢", body="……", place="规建局二楼窗口")
    assert keys(found) == [2, 1]
    assert found[0].reasons == (Reason(Why.place, "规建局"),)


def test_who_was_named_on_return_comes_first() -> None:
    found = suggest(UNITS, title="园区道路破损", body="……", named=3)
    assert keys(found) == [3, 2]
    assert found[0].reasons == (Reason(Why.named, "驻区海关"),)


def test_nothing_in_common_suggests_nobody() -> None:
    assert suggest(UNITS, title="食堂菜价", body="比上月贵。") == []
    assert suggest((Unit(1, ("商务促进局", "")),), title="商务", body="", place="") == []


def test_latin_letters_match_whatever_their_case_and_the_order_is_steady() -> None:
    assert keys(suggest(UNITS, title="spv 变更", body="")) == [1]
    twins = [Unit(7, ("甲局",), "道路"), Unit(4, ("乙局",), "道路")]
    assert keys(suggest(twins, title="道路", body="")) == [7, 4]


def test_at_most_so_many_are_suggested() -> None:
    many = [Unit(n, (f"{n}局",), "道路") for n in range(9)]
    assert len(suggest(many, title="道路", body="")) == 3


def test_single_characters_are_no_keywords() -> None:
    assert keywords("税 退税，通关;通关") == ["退税", "通关"]
