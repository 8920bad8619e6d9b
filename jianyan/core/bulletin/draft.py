"""The prose of a bulletin as drafted: sentences that say what there is, and leave out what there is not."""

from __future__ import annotations

from jianyan.core.bulletin.prose import plain
from jianyan.core.bulletin.values import RATE_NAMES, RESULT_NAMES
from jianyan.core.figures import Figures

#: Of how many departments that are behind the reasons are told.
MOST_REASONS = 3
#: A rate of fewer items than this says little.
FEW = 5


def drafted(figures: Figures) -> dict[str, str]:
    """The text of each section, one paragraph a line."""
    return {
        "leads": _leads(figures),
        "solving": _solving(figures),
        "departments": _departments(figures),
        "duties": _duties(figures),
        "demands": _demands(figures),
    }


def _text(*lines: str) -> str:
    return "\n".join(line for line in lines if line)


def _leads(figures: Figures) -> str:
    if not figures.received:
        return _text("{季度}没有收到监督员反映的线索。", _since(figures))
    told = all(line.count is not None for line in figures.channels)
    first = "{季度}共收到监督员反映的线索{收到线索}件，{较上季度}，由{反映人数}名监督员提出。"
    if told and len(figures.channels) > 1:
        first += "其中，社会监督员{社会监督员线索}件，内部监督员{内部监督员线索}件。"
    elif told and figures.channels:
        first += f"全部由{figures.channels[0].title}反映。"
    return _text(
        first,
        "从类型看，{类型分布}；从领域看，{领域分布}；从时间看，{月份分布}。",
        "监督员标明为共性问题的有{共性线索}件。" if figures.common else "",
        "反映比较集中的问题有：{集中反映}。" if any(hot.title for hot in figures.hot) else "",
        _since(figures),
    )


def _since(figures: Figures) -> str:
    return "" if figures.over else "本季度尚未结束，以上为截至{统计时点}的情况。"


def _solving(figures: Figures) -> str:
    closed, earlier = figures.rate("closed"), ""
    if figures.earlier:
        earlier = "以前季度转入继续办理的线索{转入线索}件，已办结{转入办结}件。"
    if not closed.den:
        now = "截至{统计时点}，本季度没有需要办理的线索。" if not figures.received else ""
        now = now or "截至{统计时点}，本季度收到的线索均不需要部门办理，或者已并案、撤回。"
        return _text(now, earlier, _open(figures))
    results = "、".join(
        f"{RESULT_NAMES[line.key]}{{{RESULT_NAMES[line.key]}}}件" for line in figures.results if line.count
    )
    return _text(
        "截至{统计时点}，本季度收到的线索已办结{办结线索}件，办结率{办结率}。",
        f"已答复的线索中，{results}。" if results else "本季度收到的线索还没有答复。",
        _verdict(figures),
        earlier,
        _open(figures),
    )


def _verdict(figures: Figures) -> str:
    said = []
    if figures.rate("solved").den:
        said.append("经回访，监督员确认解决的占{解决率}，对办理结果满意和基本满意的占{满意率}")
    if figures.rate("reopened").den:
        said.append("已答复的线索中，重办的占{重办率}，以解释说明答复的占{解释说明占比}")
    return "；".join(said) + "。" if said else ""


def _open(figures: Figures) -> str:
    if not figures.open:
        return "目前没有在办的线索。"
    return "目前在办{在办线索}件，其中逾期{逾期线索}件。" if figures.overdue else "目前在办{在办线索}件，没有逾期。"


def _departments(figures: Figures) -> str:
    def rates(*keys: str) -> str:
        there = [RATE_NAMES[key] for key in keys if figures.rate(key).den]
        return "、".join(f"{name}{{{name}}}" for name in there)

    office, units = rates("response", "dispatch"), rates("accept", "reply", "returned")
    if not office and not units:
        return "本季度没有到期需要办理的线索，不作时效统计。"
    said = [f"营商环境办{office}" if office else "", f"承办部门{units}" if units else ""]
    few = [unit for unit in figures.units if unit.den and unit.den < FEW]
    return _text(
        "；".join(filter(None, said)) + "。到期没有办结的，一律计入分母。",
        "全部按时答复的部门有：{按时部门}。" if _all_in_time(figures) else "",
        "有未按时答复或者目前逾期的部门：{未按时情况}。"
        if figures.laggards
        else "各部门没有未按时答复和逾期的线索。"
        if units
        else "",
        *_reasons(figures),
        "部分部门办理的线索较少，其比率仅供参考。" if few else "",
        "为保护隐名监督员，线索较少的部门不单列。" if any(unit.withheld for unit in figures.units) else "",
    )


def _all_in_time(figures: Figures) -> bool:
    return any(unit.den and unit.num == unit.den and not unit.overdue for unit in figures.units)


def _reasons(figures: Figures) -> list[str]:
    """What the departments that are most behind say of it, in their own words."""
    return [
        f"{each.name}说明：{plain(each.reason).rstrip('。')}。" if each.reason else f"{each.name}没有说明原因。"
        for each in figures.laggards[:MOST_REASONS]
    ]


def _duties(figures: Figures) -> str:
    if not figures.forms:
        return "本季度没有在聘的监督员。"
    nil = sum(form.nil for form in figures.forms)
    late, missing = sum(form.late for form in figures.forms), sum(form.missing for form in figures.forms)
    within = [words for words, n in (("零报告{零报告}份", nil), ("逾期提交{逾期意见表}份", late)) if n]
    first = "本季度监督员应提交监督意见表{应交意见表}份，已提交{已交意见表}份"
    first += f"（其中{'、'.join(within)}）" if within else ""
    first += "，未提交{未交意见表}份" if missing else ""
    return _text(
        first + "，提交率{意见表提交率}。",
        "其他履职情况：{履职情况}。" if any(duty.key != "form" for duty in figures.duties) else "",
    )


def _demands(figures: Figures) -> str:
    demands = []
    if figures.laggards:
        demands.append("{未按时部门}要对未按时答复和逾期的线索逐件说明原因，明确办结时限，按期销号。")
    elif figures.open:
        demands.append("各承办部门要按照期限抓紧办理在办线索，需要延期的，应当在到期前提出申请。")
    if figures.rate("explained").num:
        demands.append("以解释说明答复的，要讲清政策依据，能够改进的提出改进措施。")
    if figures.rate("reopened").num:
        demands.append("监督员要求重办的线索，承办部门负责人要亲自过问，解决不彻底的不得办结。")
    if any(form.missing for form in figures.forms):
        demands.append("监督员要按月提交监督意见表，没有意见的报送零报告；缺报的由营商环境专员逐一联系。")
    if not demands:
        demands.append("各部门、各监督员要继续做好线索反馈和办理工作。")
    return _text(*(f"（{_COUNT[place]}）{words}" for place, words in enumerate(demands)))


_COUNT = "一二三四五六七八九"
