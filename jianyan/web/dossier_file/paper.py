"""The dossier as a document for paper."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _

from jianyan.core.flow import FINAL, State
from jianyan.core.paper import Block, Column, Cover, Fields, Heading, Page, Paper, Para, Table
from jianyan.leads.models import OpinionForm
from jianyan.leads.words import RESULTS, SATISFACTION, STATES
from jianyan.people.models import Appointment
from jianyan.rules.words import title_of
from jianyan.ui.formats import in_english, local_day, long_datetime, masked_phone, month_in_words
from jianyan.web.dossier_file.data import shown
from jianyan.web.dossier_file.lead_paper import lead_blocks, moment
from jianyan.web.dossier_file.shapes import Dossier, LeadIn, Taken

FIGURES = "一二三四五六七八九十"


def paper_of(dossier: Dossier, taken: Taken, *, packed: bool) -> Paper:
    """Cover, who, appointments, forms, leads in short and in full, contacts, and who took it out. ``packed``: the
    attachments lie beside it."""
    parts: list[tuple[str, list[Block]]] = [
        (_("基本情况"), _person(dossier)),
        (_("聘任情况"), _terms(dossier)),
        (_("监督意见表"), [_forms(dossier)]),
        (_("线索一览"), [_overview(dossier)]),
        (_("线索办理详情"), [block for each in dossier.leads for block in lead_blocks(dossier, each, packed=packed)]),
        (_("互动联系"), _contacts(dossier)),
        (_("导出说明"), _about(dossier, taken)),
    ]
    blocks: list[Block] = [_cover(dossier, taken)]
    for number, (title, inside) in enumerate((part for part in parts if part[1]), start=1):
        blocks += [Heading(numbered(number, title)), *inside]
    name = dossier.supervisor.name
    foot = _("建言 · 导出编号 {number} · {by} · {at}")
    return Paper(
        title=_("{name} 监督员电子档案").format(name=name),
        blocks=tuple(blocks),
        page=Page.file,
        author=dossier.office,
        foot=foot.format(number=taken.number, by=taken.name, at=f"{local_day(taken.at)} {moment(taken.at)[-5:]}"),
    )


def numbered(number: int, title: str) -> str:
    """一、基本情况 · 1. The person."""
    return f"{number}. {title}" if in_english() else f"{FIGURES[number - 1]}、{title}"


def day(value: date | None) -> str:
    """2026-11-23, and a dash for none."""
    return value.isoformat() if value else "—"


def _cover(dossier: Dossier, taken: Taken) -> Cover:
    person, term = dossier.supervisor, dossier.term
    scope = f"{day(term.starts_on)} — {day(term.ends_on)}" if term else _("全部聘期")
    return Cover(
        _("监督员电子档案"),
        person.name,
        (
            str(person.get_channel_display()),
            _("聘期：{scope}").format(scope=scope),
            dossier.office,
            long_datetime(taken.at),
        ),
    )


def _person(dossier: Dossier) -> list[Block]:
    person, rules = dossier.supervisor, dossier.rules
    levels = [title_of(rules.levels, level) for level in dossier.levels] if rules else dossier.levels
    category = title_of(rules.categories, person.category) if rules else person.category
    rows = (
        (_("姓名"), person.name),
        (_("通道和类别"), f"{person.get_channel_display()} · {category}"),
        (_("身份"), _("、").join(levels)),
        (_("单位和职务"), f"{person.unit_name} {person.post}".strip()),
        (_("行业"), person.industry),
        (_("手机"), person.phone if dossier.own else masked_phone(person.phone)),
        (_("联系专员"), person.officer.name if person.officer else ""),
    )
    return [Fields(tuple((label, value or "—") for label, value in rows)), Para(_figures(dossier), indent=False)]


def _figures(dossier: Dossier) -> str:
    forms, states = dossier.forms, [each.lead.state for each in dossier.leads if each.lead.state != State.split_]
    return _(
        "提交意见表 {forms} 张，其中零报告 {nil} 张、逾期 {late} 张；提出线索 {leads} 条，"
        "其中已办结 {closed} 条、已备案 {noted} 条、办理中 {open} 条；互动联系 {contacts} 次。"
    ).format(
        forms=len(forms),
        nil=sum(form.nil for form in forms),
        late=sum(form.late for form in forms),
        leads=len(states),
        closed=states.count(State.closed),
        noted=states.count(State.noted),
        open=sum(state not in FINAL for state in states),
        contacts=len(dossier.contacts),
    )


def _terms(dossier: Dossier) -> list[Block]:
    table = Table(
        (Column(_("聘期"), 4), Column(_("聘书编号"), 4), Column(_("情况"), 4), Column(_("聘书交回"), 2.2, "center")),
        tuple(
            (
                f"{day(term.starts_on)} — {day(term.ends_on)}",
                term.certificate or "—",
                _standing(term, dossier.today),
                day(term.certificate_back_on),
            )
            for term in dossier.terms
        ),
        empty=_("没有聘任记录"),
    )
    return [table, *_dismissals(dossier), *_changes(dossier)]


def _standing(term: Appointment, today: date) -> str:
    if term.left_on and term.left_on <= today:
        return _("{day} 起{leaving}").format(day=day(term.left_on), leaving=term.get_leaving_display())
    if today > term.ends_on:
        return _("期满")
    return _("在聘") if term.starts_on <= today else _("未开始")


def _dismissals(dossier: Dossier) -> Iterator[Block]:
    for one in dossier.dismissals:
        yield Heading(_("解聘程序：{ground}").format(ground=one.get_ground_display()), 3)
        yield Para(_("{at} 提出：{words}").format(at=moment(one.proposed_at), words=one.words))
        if one.stated_at:
            yield Para(_("{at} 本人陈述：{words}").format(at=moment(one.stated_at), words=one.statement))
        if one.decided_at:
            said = _("同意解聘") if one.approved else _("不同意解聘")
            yield Para(f"{moment(one.decided_at)} {said}{'：' if one.decision else ''}{one.decision}")


def _changes(dossier: Dossier) -> list[Block]:
    if not dossier.changes:
        return []
    rows = (
        (moment(one.at), field_name(one.field), shown(dossier, one.field, one.was), shown(dossier, one.field, one.now))
        for one in dossier.changes
    )
    columns = (Column(_("时间"), 2.4), Column(_("项目"), 1.6), Column(_("原来"), 3), Column(_("现在"), 3))
    return [Heading(_("资料变更"), 3), Table(columns, tuple(rows))]


def field_name(field: str) -> str:
    """What a field of a supervisor is called; its key where it has no words."""
    from jianyan.people.models import Supervisor

    known = {each.name: str(getattr(each, "verbose_name", each.name)) for each in Supervisor._meta.get_fields()}
    return known.get(field, field)


def _forms(dossier: Dossier) -> Table:
    rules = dossier.rules
    counts: dict[int | None, int] = {}
    for each in dossier.leads:
        counts[each.lead.form_id] = counts.get(each.lead.form_id, 0) + (each.lead.split_from_id is None)

    def said(form: OpinionForm) -> str:
        what = _("零报告") if form.nil else _("线索 {n} 条").format(n=counts.get(form.pk, 0))
        return f"{what} {_('（逾期提交）')}" if form.late else what

    return Table(
        (Column(_("月份"), 2), Column(_("身份"), 2.4), Column(_("内容"), 3), Column(_("提交时间"), 2.6)),
        tuple(
            (
                month_in_words(form.month),
                title_of(rules.levels, form.identity.level) if rules else form.identity.level,
                said(form),
                f"{moment(form.submitted_at)}{_(' 代录') if form.entered_by_id else ''}",
            )
            for form in dossier.forms
        ),
        empty=_("没有提交意见表"),
    )


def _overview(dossier: Dossier) -> Table:
    return Table(
        (
            Column(_("编号"), 2.8),
            Column(_("标题"), 5),
            Column(_("承办部门"), 2.8),
            Column(_("状态"), 1.6, "center"),
            Column(_("结果"), 2.8, "center"),
        ),
        tuple(
            (
                each.lead.no,
                each.lead.title,
                dossier.departments.get(each.lead.lead_department_id or 0, "—"),
                str(STATES[State(each.lead.state)]),
                result_of(each),
            )
            for each in dossier.leads
        ),
        empty=_("没有提出线索"),
    )


def result_of(each: LeadIn) -> str:
    """What came of a lead: the result and whether the reporter is content."""
    lead = each.lead
    said = [str(RESULTS[lead.result])] if lead.result in RESULTS else []  # type: ignore[index]
    said += [str(SATISFACTION[lead.satisfaction])] if lead.satisfaction in SATISFACTION else []
    return _("，").join(said) or "—"


def _contacts(dossier: Dossier) -> list[Block]:
    if not dossier.contacts:
        return []
    head = (Column(_("时间"), 2.8), Column(_("方式"), 1.4, "center"), Column(_("联系人"), 1.6))
    if dossier.own:
        bare = ((moment(one.at), str(one.get_method_display()), one.by.name) for one in dossier.contacts)
        return [Table(head, tuple(bare))]
    full = ((moment(one.at), str(one.get_method_display()), one.by.name, one.text) for one in dossier.contacts)
    return [Table((*head, Column(_("内容"), 6)), tuple(full))]


def _about(dossier: Dossier, taken: Taken) -> list[Block]:
    scope = _("本人可以查看的全部内容。") if dossier.own else _("导出人有权查看的内容；手机号已遮挡。")
    rows = (
        (_("导出编号"), taken.number),
        (_("导出人"), f"{taken.name}（{taken.roles}）" if taken.roles else taken.name),
        (_("导出时间"), long_datetime(taken.at)),
        (_("原因"), taken.why),
        (_("范围"), scope),
        (_("提示"), _("本次导出已记入台账。含个人信息，请妥善保管，用完及时删除。")),
    )
    return [Fields(rows)]
