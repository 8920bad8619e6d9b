"""拟聘名单: the list as it goes to the committee, on the official page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from jianyan.core.paper import Column, Heading, Paper, Para, Sign, Table, Title
from jianyan.core.rulebook import Rulebook
from jianyan.recruit.models import Candidate, Round, Way
from jianyan.recruit.queries.rounds import Figures

_NUMBERS = "一二三四"
_NAMES = {"social": "社会监督员", "internal": "内部监督员"}
_COLUMNS = (
    Column("序号", 1.0, "center"),
    Column("姓名", 1.4, "center"),
    Column("单位", 3.6),
    Column("职务", 1.8),
    Column("类别", 2.0, "center"),
)


def list_paper(
    round_: Round, listed: Sequence[Candidate], figures: Iterable[Figures], rules: Rulebook, day: date
) -> Paper:
    """The list in Chinese, whatever the language of the page: names, units, posts, categories, and how they came."""
    zone, counts = round_.zone, list(figures)
    title = f"关于{zone.name}营商环境监督员\n拟聘名单的报告"
    came, fit = sum(each.came for each in counts), sum(each.fit for each in counts)
    head = (
        f"按照《{rules.title.strip('《》')}》，{zone.office_name}组织开展了“{round_.title}”，共收到报名{came}人"
        f"{_ways(round_)}，经资格审核符合条件{fit}人，在名额内拟聘{len(listed)}人，聘期自{_day(round_.term_starts)}"
        f"至{_day(round_.term_ends)}。现将名单报上，请审定。"
    )
    parts: list[Heading | Table] = []
    for channel, name in _NAMES.items():
        rows = [each for each in listed if each.channel == channel]
        if rows:
            parts.append(Heading(f"{_NUMBERS[len(parts) // 2]}、{name}（{len(rows)}人）"))
            parts.append(Table(_COLUMNS, tuple(_row(place, each, rules) for place, each in enumerate(rows, start=1))))
    return Paper(
        title=f"{zone.name}营商环境监督员拟聘名单",
        author=zone.office_name,
        blocks=(
            Title(title),
            Para("管委会：", indent=False),
            Para(head),
            *parts,
            Heading(f"{_NUMBERS[len(parts) // 2]}、名额使用情况"),
            _quotas(counts, rules),
            Para(f"名单经批准后，公示{rules.number_of('notice_days')}个工作日，无异议的予以聘任。"),
            Sign(zone.office_name, _day(day)),
        ),
    )


def _row(place: int, each: Candidate, rules: Rulebook) -> tuple[str, ...]:
    category = rules.categories.get(each.category)
    return (str(place), each.name, each.unit_name, each.post or "—", category.title if category else each.category)


def _quotas(counts: Sequence[Figures], rules: Rulebook) -> Table:
    columns = (
        Column("类别", 3.0),
        Column("名额", 1.0, "right"),
        Column("报名", 1.0, "right"),
        Column("符合条件", 1.2, "right"),
        Column("拟聘", 1.0, "right"),
    )
    rows = [
        (
            rules.categories[each.category].title if each.category in rules.categories else each.category,
            str(each.places),
            str(each.came),
            str(each.fit),
            str(each.listed),
        )
        for each in counts
    ]
    sums = (str(sum(values)) for values in zip(*((e.places, e.came, e.fit, e.listed) for e in counts), strict=True))
    return Table(columns, (*rows, ("合计", *sums)))


def _ways(round_: Round) -> str:
    """How they came: （自荐3人、推荐2人）; nothing where everybody came one way."""
    names = {Way.applied: "自荐", Way.recommended: "推荐", Way.imported: "名单导入"}
    ways = list(round_.candidates.values_list("way", flat=True))
    said = [f"{name}{ways.count(way)}人" for way, name in names.items() if way in ways]
    return f"（{'、'.join(said)}）" if len(said) > 1 else ""


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
