"""What the parts of a rule, the states of a draft, refusals and errors of a rulebook are called."""

from __future__ import annotations

import re
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jianyan.core.flow import Refused
from jianyan.core.rule_changes import Sort
from jianyan.core.rule_draft import Audience, DraftState, Outcome
from jianyan.core.rule_text import RulebookError
from jianyan.ui import formats

Text = str | Promise

STATES: dict[str, Text] = {
    DraftState.drafting: _("起草中"),
    DraftState.consulting: _("征求意见中"),
    DraftState.adopted: _("已审定"),
    DraftState.dropped: _("已放弃"),
    DraftState.withdrawn: _("已撤回"),
}
TONES = {
    DraftState.drafting: "info",
    DraftState.consulting: "warn",
    DraftState.adopted: "ok",
    DraftState.dropped: "",
    DraftState.withdrawn: "",
}
AUDIENCES: dict[str, Text] = {Audience.units: _("系统内单位"), Audience.public: _("社会公众")}
OUTCOMES: dict[str, Text] = {
    Outcome.adopted: _("采纳"),
    Outcome.partly: _("部分采纳"),
    Outcome.rejected: _("不采纳"),
}
OUTCOME_TONES = {Outcome.adopted: "ok", Outcome.partly: "info", Outcome.rejected: ""}
SORTS: dict[Sort, Text] = {Sort.added: _("新增"), Sort.removed: _("删去"), Sort.changed: _("有改动")}
SORT_TONES = {Sort.added: "ok", Sort.removed: "bad", Sort.changed: "info"}

#: The parts of a rule.
FIELDS: dict[str, Text] = {
    "title": _("名称"),
    "title_en": _("英文名称"),
    "words": _("文字"),
    "words_en": _("英文文字"),
    "hint": _("示例"),
    "hint_en": _("英文示例"),
    "amount": _("时限"),
    "unit": _("单位"),
    "starts": _("起算"),
    "close": _("止于"),
    "warn": _("剩几个工作日转为临期"),
    "value": _("数值"),
    "at_least": _("至少次数"),
    "per": _("周期"),
    "who": _("对象"),
    "what": _("事项"),
    "points": _("分值"),
    "veto": _("一票否决"),
    "channel": _("通道"),
    "negative": _("排除条件"),
    "asks": _("要求填写"),
    "information": _("信息类，可登记备案"),
    "clause": _("条款"),
    "basis": _("依据"),
    "part": _("计入哪一项"),
    "by": _("怎样计"),
    "among": _("与谁比"),
    "ties": _("总分相同时依次比较"),
    "note": _("说明"),
    "status": _("状态"),
    "status_en": _("英文状态"),
}

#: What a page in English calls the texts that it does not show otherwise.
IN_CHINESE: dict[str, Text] = {"title": _("中文名称"), "words": _("中文文字"), "hint": _("中文示例")}

#: What a kind of lead asks for beside its text.
ASKS: dict[str, Text] = {
    "aspect": _("变化的角度"),
    "policy": _("政策名称"),
    "effect": _("影响的方向"),
    "stage": _("企业的阶段"),
}

REFUSALS: dict[str, Text] = {
    "wrong_role": _("您的角色不能做这一步。"),
    "wrong_state": _("草案的状态已变化，现在不能这样做。"),
    "stale": _("刚刚有人改动过，请核对后再保存。"),
    "no_base": _("还没有可以修订的规则。"),
    "one_at_a_time": _("已有一份草案没有办完，请在那份草案上修改。"),
    "nothing_changed": _("草案与所修订的版本没有差别。"),
    "round_short": _("截止日期须晚于今天。"),
    "round_long": _("征求意见最长 {days} 天。"),
    "round_runs": _("征求意见到 {until} 为止，期满后才能结束。"),
    "unanswered": _("还有 {n} 条意见没有处理，处理完才能结束。"),
    "round_concluded": _("这一轮征求意见已结束，处理结果不再改动。"),
    "round_over": _("征求意见已截止。"),
    "unknown_rule": _("没有这一条，请重新选择。"),
    "unknown_outcome": _("请选择是否采纳。"),
    "text_required": _("请填写。"),
    "too_long": _("文字太长，最多 {most} 字。"),
    "day_past": _("施行日期须晚于今天：已提交的线索按原来的版本办理。"),
    "day_taken": _("施行日期须晚于 {latest}：那天起施行的版本已经审定，一天只能有一个版本。"),
    "day_far": _("施行日期最多在 {days} 天以后。"),
    "begun": _("这一版已经施行，不能撤回，只能由以后的版本替代。"),
    "built_on": _("已有草案或者版本在这一版的基础上修订，不能撤回。"),
    "not_asked": _("还没有向系统内单位和社会公众都征求过意见；不再征求的，请写明理由。"),
}
#: The field that a refusal is about, where it does not say so itself.
AT: dict[str, str] = {
    "round_short": "until",
    "round_long": "until",
    "day_past": "effective_on",
    "day_taken": "effective_on",
    "day_far": "effective_on",
    "not_asked": "unasked",
    "unknown_rule": "rule",
    "unknown_outcome": "outcome",
}

#: Why a rulebook cannot be used, by the code of the error.
ERRORS: dict[str, Text] = {
    "long": _("文件太长，最多 {most} 个字符"),
    "line": _("有一行太长，一行最多 {most} 个字符"),
    "toml": _("不是能读的 TOML：{said}"),
    "between": _("须在 {low} 至 {high} 之间"),
    "share": _("须大于 0、不超过 1"),
    "sum": _("各项分值之和是 {sum}，应为 100"),
    "braces": _("大括号没有成对"),
    "fill": _("大括号里只能写这一条自己的项，不能写“{name}”"),
}
#: The same of what the types alone say.
_SHAPES: tuple[tuple[re.Pattern[str], Text], ...] = (
    (re.compile(r"unknown field `(?P<name>.*)`"), _("有不认识的项“{name}”")),
    (re.compile(r"missing required field `(?P<name>.*)`"), _("缺少“{name}”")),
    (re.compile(r"^missing$"), _("不能没有这一条")),
    (re.compile(r"no basis document named (?P<name>.*)"), _("没有叫“{name}”的依据")),
    (re.compile(r"no part named (?P<name>\S+) in scores"), _("评优里没有叫“{name}”的一项")),
    (re.compile(r"more than two decimals"), _("最多两位小数")),
    (re.compile(r"no deed counts for this part"), _("没有任何事项计入这一项")),
    (re.compile(r"nothing is counted under this name"), _("没有这样的计分事项")),
    (re.compile(r"only the award is ranked"), _("只有评优需要排名")),
    (re.compile(r"a part is named twice"), _("有一项写了两次")),
    (re.compile(r"not a clause id"), _("条款编号不对，应如 5.1.g")),
)


def refusal(no: Refused) -> str:
    """What a refusal says."""
    dates = {key: formats.long_date(each) for key, each in no.params.items() if isinstance(each, date)}
    return str(REFUSALS.get(no.code, no.code)).format(**{**no.params, **dates})


def field_of(no: Refused) -> str:
    """The field of a form that a refusal is about; empty where it is about the whole."""
    return str(no.params.get("field", "")) or AT.get(no.code, "")


def error(no: RulebookError) -> str:
    """Why a rulebook cannot be used, without the place."""
    if no.code in ERRORS:
        return str(ERRORS[no.code]).format(**no.values)
    for pattern, words in _SHAPES:
        if found := pattern.search(no.why):
            return str(words).format(**found.groupdict())
    return gettext("值不合要求：{why}").format(why=no.why)


def error_at(no: RulebookError, place: str = "") -> str:
    """The same with the place, as the file has it where nothing else is said: 「clocks.call.amount：须在 …」."""
    return gettext("{place}：{why}").format(place=place or no.key, why=error(no))
