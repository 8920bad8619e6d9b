"""转办单, 督办单 and 办理情况反馈表 as official documents: what the reader sees on the lead's page, on paper.

None of them says who has raised the lead, so that an anonymous reporter stays anonymous (4.1.c).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.utils import translation

from jianyan.core.clocks import due
from jianyan.core.paper import Block, Fields, Paper, Para, Sign, Space, Title
from jianyan.core.workdays import local_date
from jianyan.leads.models import Nudge, Reply
from jianyan.leads.queries.page import LeadPage, Sheet
from jianyan.leads.words import RESULTS
from jianyan.reports.special_content import in_figures
from jianyan.rules.queries import book, calendar_of

NOTHING = "—"
#: The body of a lead is long at times; a sheet has a summary.
SUMMARY = 600


def paper_of(page: LeadPage, kind: str, which: int) -> Paper | None:
    """The document of that kind about one dispatch, urging or reply; None where the reader sees none such."""
    if not page.sight.inside and page.sight.own:
        return None
    make = KINDS.get(kind)
    with translation.override("zh-hans"):
        return make(page, which) if make else None


def _paper(page: LeadPage, title: str, number: str, rows: list[tuple[str, str]], at: datetime, who: str) -> Paper:
    lead = page.lead
    blocks: tuple[Block, ...] = (
        Title(title),
        Para(f"编号：{lead.no}{number}", align="right"),
        Fields(tuple((label, text or NOTHING) for label, text in rows)),
        Space(1),
        Sign(who, in_figures(local_date(at))),
    )
    return Paper(title=f"{title} {lead.no}{number}", author=who, blocks=blocks)


def _dispatch(page: LeadPage, which: int) -> Paper | None:
    sheet = next((each for each in page.sheets if each.dispatch.pk == which and each.words), None)
    if sheet is None or sheet.dispatch.recalled_at is not None:
        return None
    row, lead = sheet.dispatch, page.lead
    zone = lead.zone
    limit = book(lead.rules_id).clock("reply", row.grade).limit
    until = due(limit, row.at, calendar_of(zone)).on
    rows = [
        ("签发日期", in_figures(local_date(row.at))),
        ("主办单位", page.departments[row.department_id].name),
        ("协办单位", "、".join(unit.name for unit in sheet.supporting)),
        ("线索摘要", f"{lead.title}\n{_short(lead.body)}"),
        ("办理等级", f"{row.grade}级"),
        ("办理要求", row.demand),
        ("办结期限", in_figures(until)),
        ("联系人", f"{row.by.name}　{zone.office_phone}".strip()),
        ("签发人", row.by.name),
        ("签收人及时间", _accepted(sheet)),
    ]
    return _paper(page, "营商环境监督线索转办单", f"（转{row.number}）", rows, row.at, zone.office_name)


def _accepted(sheet: Sheet) -> str:
    row = sheet.dispatch
    if row.accepted_at is None:
        return ""
    name = row.accepted_by.name if row.accepted_by else "到期未退回，视为签收"
    return f"{name}　{in_figures(local_date(row.accepted_at))}"


def _urging(page: LeadPage, which: int) -> Paper | None:
    row: Nudge | None = next((each for each in page.nudges if each.pk == which and each.urging), None)
    if row is None:
        return None
    lead, unit = page.lead, page.departments[row.department_id].name
    rows = [
        ("督办单位", unit),
        ("督办次数", f"第{row.number}次"),
        ("督办事项", lead.title),
        ("超期工作日", f"{row.late}个工作日" if row.late else "未超期"),
        ("督办要求", row.demand or "请立即办理并答复；不能按期办结的，书面说明原因和办结时间。"),
        ("抄报", "部门负责人" if row.copied else ""),
        ("回执：办理情况", "\n\n"),
        ("回执：签收人及日期", "\n"),
    ]
    return _paper(page, "营商环境监督线索督办单", f"（督{row.number}）", rows, row.at, lead.zone.office_name)


def _feedback(page: LeadPage, which: int) -> Paper | None:
    row: Reply | None = next((each for each in page.replies if each.pk == which), None)
    if row is None or row.lead_id != page.lead.pk:
        return None
    unit = page.departments[row.department_id].name
    place = [each.pk for each in sorted(page.replies, key=lambda each: (each.at, each.pk))].index(row.pk) + 1
    basis = "　".join(filter(None, (row.basis_title, row.basis_no)))
    promised = f"承诺{in_figures(row.promised_on)}前完成" if row.promised_on else ""
    rows = [
        ("线索", page.lead.title),
        ("承办单位", unit),
        ("承办人及电话", row.handler),
        ("办理过程", row.process),
        ("办理结果", str(RESULTS[row.result])),  # type: ignore[index]
        ("政策依据及文号", basis),
        ("未解决原因", row.reason),
        ("下步计划", "\n".join(filter(None, (row.plan, promised)))),
        ("分管负责人审签", row.approved_by.name if row.approved_by else "\n"),
    ]
    return _paper(page, "营商环境监督线索办理情况反馈表", f"（复{place}）", rows, row.at, unit)


def _short(text: str) -> str:
    return text if len(text) <= SUMMARY else f"{text[: SUMMARY - 1]}…"


KINDS: dict[str, Callable[[LeadPage, int], Paper | None]] = {
    "dispatch": _dispatch,
    "urging": _urging,
    "feedback": _feedback,
}
