"""The prose of a special report as drafted: short, for leaders; figures stand in it as their names in braces."""

from __future__ import annotations

from jianyan.core.figures import Figures

_COUNT = "一二三四五六七八九"
RESULTS = {"solved": "已解决", "solving": "正在解决", "planned": "列入计划", "explained": "解释说明"}


def drafted(figures: Figures) -> dict[str, str]:
    """The text of each section, one paragraph a line; what the chosen items say stands in the items."""
    return {
        "overview": _overview(figures),
        "common": _common(figures),
        "handling": _handling(figures),
        "risks": _risks(figures),
        "coordinate": "以下事项部门之间难以自行解决，提请管委会协调。",
        "next": _next(figures),
    }


def _text(*lines: str) -> str:
    return "\n".join(line for line in lines if line)


def _overview(figures: Figures) -> str:
    forms = "本季度应收监督意见表{应交意见表}份，已收{已交意见表}份，提交率{意见表提交率}。" if figures.forms else ""
    since = "" if figures.over else "本季度尚未结束，以上为截至{统计时点}的情况。"
    if not figures.received:
        return _text("{季度}没有收到监督员反映的线索。", forms, since)
    return _text(
        "{季度}共收到监督员反映的线索{收到线索}件，{较上季度}，由{反映人数}名监督员提出。从类型看，{类型分布}；从领域看，{领域分布}。",
        forms,
        "截至{统计时点}，已办结{办结线索}件，办结率{办结率}；在办{在办线索}件，其中逾期{逾期线索}件。"
        if figures.rate("closed").den
        else "",
        since,
    )


def _common(figures: Figures) -> str:
    if not figures.common and not any(hot.title for hot in figures.hot):
        return "本季度没有突出的共性问题。"
    return _text(
        "监督员标明为共性问题的线索有{共性线索}件。" if figures.common else "",
        "反映比较集中的有：{集中反映}。" if any(hot.title for hot in figures.hot) else "",
    )


def _handling(figures: Figures) -> str:
    reply = figures.rate("reply")
    said = [
        "承办部门按时办结率{按时办结率}，到期没有办结的计入分母。" if reply.den else "本季度没有到期需要答复的线索。",
        "经回访，监督员确认解决的占{解决率}，满意和基本满意的占{满意率}。" if figures.rate("solved").den else "",
        "以前季度转入的线索{转入线索}件，已办结{转入办结}件。" if figures.earlier else "",
        "有未按时答复或者目前逾期的部门：{未按时情况}。" if figures.laggards else "",
    ]
    return _text(*said)


def _risks(figures: Figures) -> str:
    count = sum(line.count or 0 for line in figures.kinds if line.key in ("risk", "trend"))
    return (
        "监督员反映的产业动态和风险苗头如下。"
        if count
        else "本季度没有监督员反映的产业风险。如有其他渠道掌握的，请补充。"
    )


def _next(figures: Figures) -> str:
    steps = ["督促承办部门抓紧办理在办线索，按期答复，逐件回访。"]
    if figures.laggards:
        steps.append("对逾期线索逐件督办，{未按时部门}限期说明原因、明确办结时限。")
    if figures.common or figures.hot:
        steps.append("对共性问题会同有关部门研究制度性措施，避免重复发生。")
    if figures.rate("reopened").num:
        steps.append("对重办线索由承办部门负责人把关，解决不彻底的不予办结。")
    return "\n".join(f"（{_COUNT[place]}）{words}" for place, words in enumerate(steps))


def item_text(*, unit: str, result: str, state: str, overdue: bool, people: int = 1) -> str:
    """What is drafted about one chosen lead: who handles it and how far it is, never who raised it.

    ``state`` is its state in words, ``result`` the code of the last answer.
    """
    said = f"由{unit}办理，" if unit else "尚未转办，"
    said += f"答复结果为{RESULTS[result]}" if result in RESULTS else f"目前{state}"
    said += "，已经逾期" if overdue and result not in ("solved", "explained") else ""
    return (f"有{people}名监督员反映。" if people > 1 else "") + said + "。"
