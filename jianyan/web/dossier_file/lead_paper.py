"""One lead of a dossier on paper: facts, what was raised, how it went, what was said about it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext as _

from jianyan.core.flow import Hat, State
from jianyan.core.paper import Block, Column, Fields, Heading, Para, Table
from jianyan.leads.models import Call, FollowUp, Reply
from jianyan.leads.words import HATS, RESULTS, SATISFACTION, STATES
from jianyan.ledger.models import Entry
from jianyan.ledger.words import sentence
from jianyan.rules.queries import book
from jianyan.rules.words import title_of
from jianyan.ui.formats import local
from jianyan.web.dossier_file.shapes import Dossier, LeadIn


def moment(at: datetime) -> str:
    """2026-11-23 10:42, in Shanghai."""
    return f"{local(at):%Y-%m-%d %H:%M}"


def lead_blocks(dossier: Dossier, each: LeadIn, *, packed: bool) -> Iterator[Block]:
    """The blocks of one lead; what the reader may not see is not in ``each`` or is left out for ``dossier.own``."""
    lead = each.lead
    yield Heading(f"{lead.no}  {lead.title}", 2)
    yield Fields(tuple(_facts(each)))
    yield from _text(_("情况"), lead.body)
    yield from _text(_("建议"), lead.suggestion)
    for one in each.supplements:
        yield from _text(_("补充（{at}）").format(at=moment(one.at)), one.words)
    if not dossier.own:
        for call in each.calls:
            yield from _call(call)
    for reply in each.replies:
        yield from _reply(reply)
    for told in each.follow_ups:
        yield from _text(_("回访（{at}）").format(at=moment(told.at)), _verdict(told))
    if each.rows:
        yield Table(
            (Column(_("时间"), 2.8), Column(_("经过"), 6.6), Column(_("经办"), 2.8)),
            tuple((moment(row.at), _said(row, dossier), _who(row, own=dossier.own)) for row in each.rows),
        )
    if each.files:
        place = _("附件（见附件文件夹）") if packed else _("附件")
        yield from _text(place, _("；").join(file.path if packed else file.name for file in each.files))


def _facts(each: LeadIn) -> Iterator[tuple[str, str]]:
    lead, rules = each.lead, book(each.lead.rules_id)
    yield _("类型"), f"{title_of(rules.kinds, lead.kind)} · {title_of(rules.fields, lead.field)}"
    yield _("提交时间"), moment(lead.submitted_at)
    state = str(STATES[State(lead.state)])
    if each.into:
        state = _("{state}（并入 {no} 一并办理）").format(state=state, no=each.into.no)
    yield _("状态"), state
    more = (
        (_("发生时间"), lead.happened),
        (_("涉及部门或窗口"), lead.place),
        (_("涉及企业"), f"{lead.company} {lead.company_code}".strip()),
        (_("涉及政策"), lead.policy),
        (_("等级"), lead.grade),
    )
    yield from ((label, value) for label, value in more if value)


def _text(label: str, text: str) -> Iterator[Block]:
    if text:
        yield Heading(label, 3)
        yield Para(text)


def _call(call: Call) -> Iterator[Block]:
    if not call.answered:
        return
    said = ((_("核实"), call.verified), (_("补充"), call.added), (_("期望"), call.expected))
    words = "\n".join(f"{label}：{text}" for label, text in said if text)
    yield from _text(_("电话沟通（{at}，{by}）").format(at=moment(call.at), by=call.by.name), words)


def _reply(reply: Reply) -> Iterator[Block]:
    heading = _("{department}答复（{at}）：{result}").format(
        department=reply.department.name,
        at=moment(reply.at),
        result=RESULTS[reply.result],  # type: ignore[index]
    )
    said = (
        ("", reply.process),
        (_("政策依据"), f"{reply.basis_title} {reply.basis_no}".strip()),
        (_("未解决原因"), reply.reason),
        (_("下步计划"), reply.plan),
        (_("承诺完成日期"), reply.promised_on.isoformat() if reply.promised_on else ""),
        (_("承办人"), reply.handler),
    )
    words = "\n".join(f"{label}：{text}" if label else text for label, text in said if text)
    yield from _text(heading, words)


def _verdict(told: FollowUp) -> str:
    if not told.reached:
        return _("未联系上")
    said = [_("已解决") if told.solved else _("未解决")]
    said += [str(SATISFACTION[told.satisfaction])] if told.satisfaction in SATISFACTION else []
    said += [_("本人填写")] if told.by_reporter else []
    return _("，").join(said) + (f"\n{told.words}" if told.words else "")


def _said(row: Entry, dossier: Dossier) -> str:
    return sentence(row.verb, row.data, departments=dossier.departments)


def _who(row: Entry, *, own: bool) -> str:
    if row.actor is None or row.role == Hat.system:
        return _("系统")
    if own and row.role in (Hat.liaison, Hat.supporting):
        return _("承办部门")  # a reporter deals with the department, not with a person in it
    hat = HATS.get(row.role)  # type: ignore[call-overload]
    return f"{row.actor.name}（{hat}）" if hat else row.actor.name
