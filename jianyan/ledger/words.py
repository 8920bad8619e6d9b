"""The sentence that each row of the ledger reads as.

A row's sentence is made of parts: a part is left out when the row does not say what its ``{…}`` asks for, so that old
rows and rows of another hand read well too.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from string import Formatter

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jianyan.ledger.award_words import WORDS as AWARD_WORDS
from jianyan.ledger.award_words import points as award_points
from jianyan.ledger.export_words import REFUSALS
from jianyan.ledger.export_words import WORDS as EXPORT_WORDS
from jianyan.ledger.group_words import WORDS as GROUP_WORDS
from jianyan.ledger.inside_words import WORDS as INSIDE_WORDS
from jianyan.ledger.lead_words import WORDS as LEAD_WORDS
from jianyan.ledger.meeting_words import ANSWERS, CAME, EXCUSES, PAPERS
from jianyan.ledger.meeting_words import KINDS as MEETING_KINDS
from jianyan.ledger.meeting_words import WORDS as MEETING_WORDS
from jianyan.ledger.other_words import WORDS as OTHER_WORDS
from jianyan.ledger.recruit_words import OUTCOMES, WAYS
from jianyan.ledger.recruit_words import WORDS as RECRUIT_WORDS
from jianyan.ledger.report_words import SECTIONS as BULLETIN_SECTIONS
from jianyan.ledger.report_words import WORDS as REPORT_WORDS
from jianyan.ledger.rule_words import AUDIENCES, BECAME, EDITED, UNASKED
from jianyan.ledger.rule_words import WORDS as RULE_WORDS
from jianyan.ledger.study_words import FOUND
from jianyan.ledger.study_words import READ as STUDY_READ
from jianyan.ledger.study_words import WORDS as STUDY_WORDS
from jianyan.ledger.task_words import WORDS as TASK_WORDS
from jianyan.ledger.term_words import FIELDS, GROUNDS
from jianyan.ledger.term_words import WORDS as TERM_WORDS
from jianyan.ledger.terms import CAME_BY, CHANNELS, CLOCKS, GROUPS, METHODS, RESULTS, ROLES, SATISFACTION, WHY, WISHES
from jianyan.ui import formats

__all__ = ["REFUSALS", "WORDS", "label", "sentence"]

Text = str | Promise
Names = Mapping[int, str]

#: verb → its short name (for filters and buttons), then the parts of its sentence in order.
WORDS: dict[str, tuple[Text, ...]] = {
    **LEAD_WORDS,
    **EXPORT_WORDS,
    **INSIDE_WORDS,
    **OTHER_WORDS,
    **RULE_WORDS,
    **RECRUIT_WORDS,
    **TERM_WORDS,
    **GROUP_WORDS,
    **MEETING_WORDS,
    **STUDY_WORDS,
    **TASK_WORDS,
    **REPORT_WORDS,
    **AWARD_WORDS,
    "ledger.verify": (_("核验台账"), _("核验台账 {rows} 行"), _("封存 {seals} 份"), "{verdict}"),
}


@dataclass(frozen=True, slots=True)
class _Row:
    """A row's data, read without trust: what is missing or of another kind reads as nothing."""

    data: Mapping[str, object]
    departments: Names

    def text(self, key: str) -> str:
        value = self.data.get(key)
        return str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""

    def day(self, value: object) -> str:
        try:
            return formats.day_in_words(date.fromisoformat(value)) if isinstance(value, str) else ""
        except ValueError:
            return ""

    def pair(self, key: str, place: int) -> str:
        value = self.data.get(key)
        return self.day(value[place]) if isinstance(value, list) and len(value) == 2 else ""

    def word(self, key: str, words: Mapping[str, Text]) -> str:
        value = self.data.get(key)
        return str(words.get(value, value)) if isinstance(value, str) else ""

    def several(self, key: str, words: Mapping[str, Text]) -> str:
        values = self.data.get(key)
        return gettext("、").join(str(words.get(str(v), v)) for v in values) if isinstance(values, list) else ""

    def size(self, key: str) -> str:
        value = self.data.get(key)
        return str(len(value)) if isinstance(value, list) else ""

    def unit(self, value: object) -> str:
        if not isinstance(value, int) or isinstance(value, bool):
            return ""
        return self.departments.get(value) or gettext("其他单位")

    def after(self, key: str) -> object:
        """What a change left behind; a row without a change says it itself."""
        after = self.data.get("after")
        return after.get(key) if isinstance(after, Mapping) else self.data.get(key)

    def clocks(self, name: str) -> list[tuple[str, object]]:
        """(clock in words, value) of each clock of the row that has ``name``: due or on_time."""
        clocks = self.data.get("clocks")
        rows = clocks.items() if isinstance(clocks, Mapping) else ()
        return [(str(CLOCKS[k]), v[name]) for k, v in rows if k in CLOCKS and isinstance(v, Mapping) and name in v]


def _month(row: _Row) -> str:
    value = row.data.get("month")
    try:
        return formats.month_in_words(date.fromisoformat(f"{value}-01")) if isinstance(value, str) else ""
    except ValueError:
        return ""


def _quarter(row: _Row) -> str:
    value = row.data.get("quarter")
    try:
        return formats.quarter_in_words(value) if isinstance(value, str) else ""
    except ValueError:
        return ""


def _supporting(row: _Row) -> str:
    units = row.data.get("supporting")
    return gettext("、").join(filter(None, map(row.unit, units))) if isinstance(units, list) else ""


def _undone(row: _Row) -> str:
    return label(f"lead.{row.data.get('undoes')}") if isinstance(row.data.get("undoes"), str) else ""


def _files(row: _Row) -> str:
    count = row.size("files")
    return gettext("附件 {count} 个").format(count=count) if count and count != "0" else ""


def _started(row: _Row) -> str:
    due = [(clock, row.day(value)) for clock, value in row.clocks("due")]
    return gettext("，").join(gettext("{clock}期限 {day}").format(clock=clock, day=day) for clock, day in due if day)


def _timing(row: _Row) -> str:
    said = [
        (gettext("{clock}按时") if on_time else gettext("{clock}超时")).format(clock=clock)
        for clock, on_time in row.clocks("on_time")
    ]
    return gettext("，").join(said)


def _overdue(row: _Row) -> str:
    days = row.data.get("late")
    known = isinstance(days, int) and not isinstance(days, bool) and days > 0
    return gettext("已逾期 {days} 个工作日").format(days=days) if known else ""


def _solved(row: _Row) -> str:
    solved = row.data.get("solved")
    return (gettext("已解决") if solved else gettext("未解决")) if isinstance(solved, bool) else ""


def _verdict(row: _Row) -> str:
    count = row.data.get("findings")
    if not isinstance(count, int):
        return ""
    return gettext("发现 {count} 处不符").format(count=count) if count else gettext("完好")


def _entered(row: _Row) -> str:
    way, day = row.word("entered", CAME_BY), row.day(row.data.get("received"))
    return gettext("办公室代录（{way}，{day}收到）").format(way=way, day=day) if way and day else ""


def _flag(key: str, words: Text) -> Callable[[_Row], str]:
    return lambda row: str(words) if row.data.get(key) is True else ""


def _review(row: _Row) -> str:
    wanted = row.after("reply_review")
    if not isinstance(wanted, bool):
        return ""
    return gettext("开启答复审核") if wanted else gettext("关闭答复审核")


def _met(row: _Row) -> str:
    on_time = row.data.get("on_time")
    return (gettext("改为按时") if on_time else gettext("仍为超时")) if isinstance(on_time, bool) else ""


def _of_data(read: Callable[[Mapping[str, object]], str]) -> Callable[[_Row], str]:
    return lambda row: read(row.data)


def _excuse(row: _Row) -> str:
    ok = row.data.get("ok")
    return str(EXCUSES[ok]) if isinstance(ok, bool) else ""


READ: dict[str, Callable[[_Row], str]] = {
    "month": _month,
    "supporting": _supporting,
    "undone": _undone,
    "files": _files,
    "started": _started,
    "timing": _timing,
    "overdue": _overdue,
    "solved": _solved,
    "verdict": _verdict,
    "late": _flag("late", _("逾期提交")),
    "copied": _flag("copied", _("抄送营商环境办负责人")),
    "common": lambda row: gettext("列为共性问题") if row.after("common") is True else "",
    "from_split": lambda row: gettext("由拆分形成") if row.data.get("split_from") else "",
    "entered": _entered,
    "review": _review,
    "reviewed": lambda row: gettext("经本单位审核") if row.data.get("writer") else "",
    "met": _met,
    "excluded": _flag("excluded", _("不计入时效")),
    "wish": lambda row: row.word("wish", WISHES),
    "grade": lambda row: str(row.after("grade") or ""),
    "department": lambda row: row.unit(row.data.get("department")),
    "should_be": lambda row: row.unit(row.data.get("should_be")),
    "result": lambda row: row.word("result", RESULTS),
    "satisfaction": lambda row: row.word("satisfaction", SATISFACTION),
    "channel": lambda row: row.word("channel", CHANNELS),
    "method": lambda row: row.word("method", METHODS),
    "way": lambda row: row.word("way", WAYS),
    "outcome": lambda row: row.word("outcome", OUTCOMES),
    "ground": lambda row: row.word("ground", GROUNDS),
    "field": lambda row: row.word("field", FIELDS),
    "left": lambda row: row.day(row.data.get("left")),
    "on": lambda row: row.day(row.data.get("on")),
    "groups": lambda row: row.several("groups", GROUPS),
    "listed": lambda row: row.size("list"),
    "award_points": lambda row: award_points(row.data.get("points")),
    "why": lambda row: row.word("reason", WHY),
    "role": lambda row: row.word("role", ROLES),
    "clock": lambda row: row.word("clock", CLOCKS),
    "was": lambda row: row.pair("due", 0),
    "now": lambda row: row.pair("due", 1),
    "until": lambda row: row.day(row.data.get("until")),
    "promised_on": lambda row: row.day(row.data.get("promised_on")),
    "effective_on": lambda row: row.day(row.data.get("effective_on")),
    "from": lambda row: row.day(row.data.get("from")),
    "to": lambda row: row.day(row.data.get("to")),
    "meeting_kind": lambda row: row.word("kind", MEETING_KINDS),
    "answer": lambda row: row.word("answer", ANSWERS),
    "came_by": lambda row: row.word("way", CAME),
    "excuse": _excuse,
    "paper": lambda row: row.word("paper", PAPERS),
    "parts": lambda row: row.size("parts"),
    "rules": lambda row: row.size("rules"),
    "audience": lambda row: row.word("audience", AUDIENCES),
    "became": lambda row: row.word("became", BECAME),
    "way_of_editing": lambda row: row.word("way", EDITED),
    "unasked": _flag("unasked", UNASKED),
    "off": lambda row: row.size("off"),
    "worked": lambda row: row.size("worked"),
    "quarter": _quarter,
    "bulletin_section": lambda row: row.word("section", BULLETIN_SECTIONS),
    "due_day": lambda row: row.day(row.data.get("due")),
    "found": lambda row: row.word("outcome", FOUND),
    **{name: _of_data(read) for name, read in STUDY_READ.items()},
}


def label(verb: str) -> str:
    """The short name of a verb; the verb itself where it has none."""
    return str(WORDS[verb][0]) if verb in WORDS else verb


def sentence(verb: str, data: Mapping[str, object], *, departments: Names) -> str:
    """What a row says, from its data alone; ``departments`` gives names by id. Unknown data is left out, no error."""
    row = _Row(data, departments)
    parts = filter(None, (_filled(str(part), row) for part in WORDS.get(verb, ())[1:]))
    return gettext("，").join(parts) or label(verb)


def _filled(part: str, row: _Row) -> str:
    """The part with its values, or nothing when one of them is not known."""
    wanted = [name for _text, name, _spec, _conversion in Formatter().parse(part) if name]
    values = {name: READ[name](row) if name in READ else row.text(name) for name in wanted}
    return part.format(**values) if all(values.values()) else ""
