"""试行评估报告 as drafted: what the figures say, in the words of an official document; people go on from there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from jianyan.core.bulletin.prose import plain
from jianyan.core.bulletin.values import RESULT_NAMES, share
from jianyan.core.review import Line, Named, Review, Tally

STATES = {
    "received": "待沟通",
    "clarified": "待转办",
    "dispatched": "待签收",
    "returned": "已退回",
    "accepted": "办理中",
    "replied": "待回访",
    "followed_up": "跟踪兑现",
    "reopened": "重办中",
    "closed": "已办结",
    "noted": "已备案",
    "merged": "已并案",
    "split": "已拆分",
    "withdrawn": "已撤回",
}
STEPS = {
    "call": "电话沟通",
    "dispatch": "转办",
    "accept": "签收",
    "redispatch": "重新转办",
    "reply": "答复",
    "follow_up": "回访",
    "promise": "承诺兑现",
}
CHANNELS = {"social": "社会监督员", "internal": "内部监督员"}
RATES = {
    "closed": "办结率",
    "response": "按时沟通率",
    "dispatch": "按时转办率",
    "reply": "按时答复率",
    "reopened": "重办率",
    "explained": "解释说明占比",
}
#: A share of this much and more is worth a look.
NOTABLE = 0.1
#: How many of a list are named.
NAMED = 3


def drafted(review: Review) -> list[tuple[str, list[str]]]:
    """The sections: heading, paragraphs. A section that has nothing to say says so."""
    sections = (
        ("一、总体情况", _whole(review)),
        ("二、“发现—解决”机制的运行", _loop(review)),
        ("三、时间花在哪里", _lost(review)),
        ("四、退回和重办", _back(review)),
        ("五、线索转化为决策", _decisions(review)),
        ("六、监督员履职", _people(review)),
        ("七、盲区", _blind(review)),
        ("八、供研究的问题", _questions(review)),
    )
    return [(title, list(lines)) for title, lines in sections]


def period(review: Review) -> str:
    """2025年11月至2026年10月."""
    first, last = review.first, review.last
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.year}年{first.month}月"
    return f"{first.year}年{first.month}月至{last.year}年{last.month}月"


def _rate(name: str, tally: Tally) -> str:
    return f"{name}{share(tally.num, tally.den)}（{tally.num}/{tally.den}）"


def _days(number: float | None) -> str:
    return "—" if number is None else f"{number:g}"


def _whole(review: Review) -> Iterator[str]:
    if not review.received:
        yield f"{period(review)}没有收到监督员反映的线索。"
        return
    yield f"{period(review)}共收到线索{review.received}件，由{review.reporters}名监督员提出。" + (
        "" if review.over else "期间尚未结束，以下为目前的情况。"
    )
    rates = "、".join(_rate(name, review.rates[key]) for key, name in RATES.items() if review.rates[key].den)
    if rates:
        yield f"截至统计时，{rates}。逾期没有办的计入分母。"


def _loop(review: Review) -> Iterator[str]:
    net = review.net
    if not net.cases:
        yield "台账里没有这一期间线索的办理记录。"
        return
    ways, times = net.variants[0]
    names = "、".join(STATES.get(state, state) for state in ways)
    yield (
        f"台账记录了{net.cases}件线索的{net.events}次状态变化，共有{len(net.variants)}种走法。"
        f"最多的一种是：{names}，{times}件，占{share(times, net.cases)}。"
    )
    straight = sum(count for way, count in net.variants if len(set(way)) == len(way))
    yield f"没有回到过同一步的线索{straight}件，占{share(straight, net.cases)}；其余的至少返回过一次。"
    slow = [arrow for arrow in net.arrows if arrow.slow and arrow.cases * 20 >= net.cases]
    if slow:
        said = "、".join(
            f"从{STATES.get(arrow.source, arrow.source)}到{STATES.get(arrow.target, arrow.target)}"
            f"（中位{_days(arrow.workdays)}个工作日）"
            for arrow in sorted(slow, key=lambda arrow: -(arrow.workdays_total or 0))[:NAMED]
        )
        yield f"明显慢于其他环节的有：{said}。"


def _lost(review: Review) -> Iterator[str]:
    spent = [row for row in review.spent if row.days]
    if spent:
        said = "、".join(f"{STATES.get(row.state, row.state)}占{row.share:.0%}" for row in spent[:NAMED])
        office = sum(row.share for row in spent if row.office)
        yield f"线索停留的工作日中，{said}；由营商环境办掌握的环节合计占{office:.0%}。"
    whole = review.times.whole
    if not whole.late:
        yield "没有超期的环节。"
        return
    yield f"有{whole.late}件线索在某一环节超过期限，合计超期{whole.days}个工作日。"
    steps = sorted(review.times.steps.items(), key=lambda each: (-each[1].days, each[0]))
    said = "、".join(f"{STEPS.get(key, key)}{lost.days}个工作日（{lost.late}件）" for key, lost in steps if lost.late)
    yield f"按环节看：{said}。"
    units = [line for line in review.units if not line.withheld and line.lost.days]
    if units:
        yield f"按部门看，超期较多的是：{_lines(units)}。"
    kinds = sorted(
        (line for line in review.kinds if not line.withheld and line.lost.days), key=lambda line: -line.lost.days
    )
    if kinds:
        yield f"按类型看，超期较多的是：{_lines(kinds)}。"


def _lines(lines: Iterable[Line]) -> str:
    return "、".join(f"{line.title}{line.lost.days}个工作日（{line.lost.late}件）" for line in list(lines)[:NAMED])


def _back(review: Review) -> Iterator[str]:
    back = review.back
    if not (back.returned or back.reopened):
        yield "没有退回和重办的线索。"
        return
    if back.returned:
        yield f"部门退回过的线索{back.returned}件，占{share(back.returned, review.received)}。"
    if back.misled:
        said = "、".join(f"{each.unit}认为应由{each.to}办理（{each.count}次）" for each in back.misled[:NAMED])
        yield f"退回较集中的是：{said}。"
    if back.returns:
        quoted = "；".join(f"{each.unit}：“{plain(each.words).rstrip('。')}”" for each in back.returns[:NAMED])
        yield f"最近的退回理由：{quoted}。"
    if back.reopened:
        results = "、".join(f"{RESULT_NAMES.get(key, key)}{count}件" for key, count in back.results)
        yield f"监督员要求重办的线索{back.reopened}件，当时的答复为：{results}。"
    if back.reopenings:
        quoted = "；".join(f"“{plain(each.words).rstrip('。')}”" for each in back.reopenings[:NAMED])
        yield f"监督员最近说明的理由：{quoted}。"


def _decisions(review: Review) -> Iterator[str]:
    ends, received = review.decisions, review.received
    if received:
        yield f"部门采纳（已解决、正在解决或者列入计划）的线索{ends.adopted}件，占{share(ends.adopted, received)}。"
        yield (
            f"写入专报的{ends.reported}件，领导批示的{ends.instructed}件，分解为任务的{ends.tasked}件，"
            f"任务全部办结的{ends.fulfilled}件；经批示的占收到线索的{share(ends.instructed, received)}。"
        )
    answered = sum(ends.comments.values())
    if answered:
        yield (
            f"规则征求意见答复{answered}条，采纳{ends.comments.get('adopted', 0)}条，"
            f"部分采纳{ends.comments.get('partly', 0)}条，不采纳{ends.comments.get('rejected', 0)}条。"
        )
    if ends.versions:
        yield "期间施行的规则：" + "、".join(f"第{number}版" for number in ends.versions) + "。"
    if not (received or answered or ends.versions):
        yield "没有形成决策的事项。"


def _people(review: Review) -> Iterator[str]:
    if not review.activity:
        yield "期间没有在聘的监督员。"
    for row in review.activity:
        filed = row.forms_filed + row.forms_nil
        said = f"{CHANNELS.get(row.channel, row.channel)}{row.people}人，应交意见表{row.forms_owed}份，已交{filed}份"
        said += f"（零报告{row.forms_nil}份，逾期{row.forms_late}份）" if filed else ""
        if row.leads is not None:
            said += f"，提出线索{row.leads}件，有{row.raised}人提出过"
        yield f"{said}；参加会议{row.meetings}人次，完成调研{row.studies}人次。"
    if review.withheld:
        yield f"为保护隐名监督员，不足{review.least}人、可能推出个人的单元不列。"


def _blind(review: Review) -> Iterator[str]:
    blind = review.blind
    found = False
    for words, names in (
        ("没有线索的类型", blind.kinds),
        ("没有线索的领域", blind.fields),
        ("没有线索的企业阶段", blind.stages),
        ("没有转办过线索的部门", blind.units),
        ("监督员没有提出线索的行业", blind.industries),
    ):
        if names:
            found = True
            yield f"{words}：{_names(names)}。"
    if blind.unanswered:
        found = True
        late = f"，其中已逾期{blind.unanswered_late}件" if blind.unanswered_late else ""
        yield f"转办后还没有答复的线索{blind.unanswered}件{late}。"
    if not found:
        yield "各类型、领域、部门和监督员所在行业都有线索，没有无人答复的线索。"


def _names(names: Iterable[Named]) -> str:
    return "、".join(each.title for each in names)


def _questions(review: Review) -> Iterator[str]:
    """What the figures give cause to ask. Each is a question for people; no value is proposed."""
    asked = [*_of_time(review), *_of_quality(review), *_of_reach(review)]
    if not asked:
        yield "以上数字没有显示需要专门研究的问题。"
    for place, words in enumerate(asked, start=1):
        yield f"（{_COUNT[place]}）{words}"


def _of_time(review: Review) -> Iterator[str]:
    whole, steps = review.times.whole, review.times.steps
    if whole.days:
        key, most = max(steps.items(), key=lambda each: (each[1].days, each[0]))
        part = share(most.days, whole.days)
        yield f"{STEPS.get(key, key)}环节的超期占全部超期工作日的{part}，可以研究期限是否合理、提醒是否及时。"
    if review.back.returned >= NOTABLE * max(1, review.received):
        yield "退回的线索较多，可以按退回的去向完善部门职责关键词，减少重复转办。"


def _of_quality(review: Review) -> Iterator[str]:
    reopened = review.rates["reopened"]
    if reopened.num >= NOTABLE * max(1, reopened.den):
        yield "重办的线索较多，可以研究答复前是否先与监督员核对，以及哪一类答复最容易被退回。"
    adopted = review.decisions
    if review.received and not adopted.instructed:
        yield "没有线索得到批示，可以研究专报选取事项的办法。"
    if review.blind.unanswered_late:
        yield "转办后逾期没有答复的线索，应当逐件说明原因。"


def _of_reach(review: Review) -> Iterator[str]:
    owed = sum(row.forms_owed for row in review.activity)
    filed = sum(row.forms_filed + row.forms_nil for row in review.activity)
    if owed and owed - filed >= NOTABLE * owed:
        yield f"意见表缺报{owed - filed}份，可以研究填报方式和提醒办法。"
    if review.blind.industries or review.blind.fields:
        yield "有的行业或者领域没有线索，下一轮选聘和走访可以有针对性地补足。"


_COUNT = "零一二三四五六七八九"
