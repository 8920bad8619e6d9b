"""Every row of the ledger reads as a sentence, whatever its data says."""

import ast
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import jianyan
from jianyan.core.flow import Verb
from jianyan.leads import words as lead_words
from jianyan.ledger import words
from jianyan.ledger.words import READ, WORDS, label, sentence

DEPARTMENTS = {1: "商务促进局", 2: "规划建设局", 3: "驻区海关"}


def recorded_verbs() -> set[str]:
    """Every verb that the package names: by keyword anywhere, as any text in the actions of accounts."""
    found = {f"lead.{verb}" for verb in Verb}
    package = Path(jianyan.__file__).parent
    for path in [*(package / "accounts/actions").glob("*.py"), package / "accounts/signals.py"]:
        found |= set(re.findall(r'"((?:account|role|department|zone)\.[a-z_]+)"', path.read_text(encoding="utf-8")))
    for path in package.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.keyword) and node.arg == "verb":
                found |= {
                    leaf.value
                    for leaf in ast.walk(node.value)
                    if isinstance(leaf, ast.Constant) and isinstance(leaf.value, str) and "." in leaf.value.strip(".")
                }
    return found


@pytest.mark.parametrize("verb", sorted(recorded_verbs()))
def test_every_recorded_verb_has_words(verb: str) -> None:
    assert label(verb) != verb
    assert sentence(verb, {}, departments={})


@pytest.mark.parametrize(
    ("verb", "data", "said"),
    [
        ("lead.file", {"no": "东监 2026-0123"}, "提出线索 东监 2026-0123"),
        ("lead.call_unanswered", {"tried": 2}, "电话未接通，第 2 次"),
        ("lead.call", {"clocks": {"call": {"on_time": True}}}, "与提出人电话沟通，电话沟通按时"),
        (
            "lead.dispatch",
            {
                "department": 1,
                "supporting": [2, 3],
                "grade": "B",
                "clocks": {"dispatch": {"on_time": False}, "reply": {"due": "2025-03-30"}},
            },
            "转办至商务促进局，协办：规划建设局、驻区海关，B级，转办超时，答复期限 2025年3月30日 周日",
        ),
        ("lead.dispatch", {"department": 99, "supporting": [], "grade": "C"}, "转办至其他单位，C级"),
        ("lead.return", {"department": 1, "should_be": 2}, "商务促进局退回，认为应由规划建设局办理"),
        (
            "lead.reply",
            {"department": 1, "result": "planned", "promised_on": "2025-06-30"},
            "商务促进局答复：列入计划，承诺 2025年6月30日 周一 前完成",
        ),
        ("lead.reply", {"department": 1, "result": "solved", "promised_on": None}, "商务促进局答复：已解决"),
        ("lead.follow_up", {"solved": False, "satisfaction": "unsatisfied"}, "回访：未解决，不满意"),
        ("lead.urge", {"department": 1, "number": 2, "late": 6, "copied": True}, None),
        ("lead.urge", {"department": 1, "number": 1, "late": 0, "copied": False}, "督办商务促进局，第 1 次"),
        ("lead.classify", {"after": {"grade": "A", "common": True}}, "分类梳理，定为A级，列为共性问题"),
        ("lead.split", {"parts": [5, 6]}, "拆分为 2 条"),
        ("form.file", {"month": "2026-03", "leads": 2, "late": True}, "提交2026年3月监督意见表，共 2 条线索，逾期提交"),
        (
            "clock.move",
            {"clock": "reply", "due": ["2025-03-28", "2025-03-31"]},
            "答复期限由 2025年3月28日 周五 改为 2025年3月31日 周一，因工作日历变化",
        ),
        ("role.grant", {"role": "liaison", "department": 1}, "授予角色：部门联络员，商务促进局"),
        ("ledger.verify", {"rows": 12, "seals": 3, "findings": 0}, "核验台账 12 行，封存 3 份，完好"),
        ("ledger.verify", {"rows": 12, "seals": 3, "findings": 2}, "核验台账 12 行，封存 3 份，发现 2 处不符"),
        ("somebody.else", {}, "somebody.else"),
    ],
)
def test_a_row_says_what_it_knows(verb: str, data: dict[str, object], said: str | None) -> None:
    said = said or "督办商务促进局，第 2 次，已逾期 6 个工作日，抄送营商环境办负责人"
    assert sentence(verb, data, departments=DEPARTMENTS) == said


NAMES = sorted(
    {*READ, "no", "leads", "late", "tried", "number", "round", "into_no", "clocks", "due", "before", "after", "rows"}
)
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12) | st.dates().map(str),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from([*NAMES, "call", "on_time"]), inner),
    max_leaves=5,
)


@given(verb=st.sampled_from(sorted(WORDS)), data=st.dictionaries(st.sampled_from(NAMES), ANYTHING))
def test_no_data_whatever_breaks_a_sentence(verb: str, data: dict[str, object]) -> None:
    assert sentence(verb, data, departments=DEPARTMENTS)


def test_results_read_alike_in_the_ledger_and_on_a_lead() -> None:
    for here, there in (("RESULTS", "RESULTS"), ("SATISFACTION", "SATISFACTION"), ("CLOCKS", "CLOCKS")):
        mine, theirs = getattr(words, here), getattr(lead_words, there)
        assert {k: str(v) for k, v in mine.items()} == {k: str(v) for k, v in theirs.items()}
