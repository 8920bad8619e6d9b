"""A lead in words, as its page and its verb pages show it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jianyan.core.flow import Verb
from jianyan.core.next_step import next_step
from jianyan.core.rulebook import Rulebook
from jianyan.leads import words
from jianyan.leads.models import Clock, Contest, Lead, OpinionForm
from jianyan.leads.queries.due import shown
from jianyan.leads.queries.page import LeadPage
from jianyan.leads.queries.sight import Sight
from jianyan.leads.queries.timeline import ICONS
from jianyan.leads.step_words import WHY
from jianyan.rules.words import title_of
from jianyan.ui import shapes
from jianyan.ui.addresses import address_of
from jianyan.ui.formats import day_in_words, long_datetime, month_in_words

#: What a verb is called for whoever raised the lead.
OWN_WORDS = {Verb.follow_up: gettext_lazy("评价办理结果")}
#: Verbs that need no page of their own: nothing is asked.
DIRECT = frozenset({Verb.accept, Verb.recall})
#: The key of the office for a verb (`web.keys` says what each is for).
KEYS = {
    Verb.call: "c",
    Verb.dispatch: "d",
    Verb.designate: "d",
    Verb.merge: "m",
    Verb.remind: "r",
    Verb.urge: "r",
    Verb.follow_up: "f",
    Verb.recall: "u",
}


@dataclass(frozen=True, slots=True)
class Button:
    """One verb that is allowed now. ``first``: the suggested next step, with ``why``. ``direct``: posted at once.

    ``key``: what the office presses for it.
    """

    verb: Verb
    url: str
    label: str
    icon: str
    first: bool
    why: str
    direct: bool
    key: str


@dataclass(frozen=True, slots=True)
class ClockRow:
    """One clock of the table: what it is, when it began, and how it stands."""

    label: str
    started_at: date | datetime
    due: shapes.Clock
    void: bool
    excluded: bool
    contest: str


def verb_url(lead: Lead, verb: Verb) -> str:
    """The page of a verb on a lead."""
    return address_of("leads:verb", lead.pk, verb.replace("_", "-"))


def verb_words(verb: Verb, seen: Sight) -> str:
    """What a verb is called."""
    return str(OWN_WORDS.get(verb, words.VERBS[verb]) if seen.own else words.VERBS[verb])


def buttons(page: LeadPage) -> list[Button]:
    """The verbs allowed now, the one that most needs doing first."""
    clock = page.governing
    step = next_step(page.state, page.hats, page.facts, soon=clock is not None and clock.warn_at <= page.at)
    first = step.verb if step else None
    ordered = sorted(page.verbs, key=lambda verb: verb != first)
    return [
        Button(
            verb=verb,
            url=verb_url(page.lead, verb),
            label=verb_words(verb, page.sight),
            icon=ICONS.get(f"lead.{verb}", ""),
            first=verb == first,
            why=str(WHY[step.why]) if step and verb == first else "",
            direct=verb in DIRECT,
            key=KEYS.get(verb, "") if page.sight.inside else "",
        )
        for verb in ordered
    ]


def text_rows(lead: Lead, seen: Sight, book: Rulebook) -> list[shapes.SummaryRow]:
    """What was written, as far as it may be read; what was left empty is left out.

    Kind, month and time would tell who raised an anonymous lead: they go with the name.
    """
    rows = [(_("情况描述"), lead.body), (_("建议"), lead.suggestion)]
    if seen.reporter:
        rows.append((_("类型"), title_of(book.kinds, lead.kind)))
        rows.append((_("属于哪种变化"), title_of(book.aspects, lead.aspect) if lead.aspect else ""))
        rows.append((_("影响方向"), title_of(book.effects, lead.effect) if lead.effect else ""))
        rows.append((_("企业阶段"), title_of(book.stages, lead.stage) if lead.stage else ""))
    rows += [
        (_("领域"), title_of(book.fields, lead.field)),
        (_("发生时间"), lead.happened),
        (_("涉及部门或窗口"), lead.place),
        (_("涉及企业"), " ".join(filter(None, (lead.company, lead.company_code)))),
        (_("涉及政策"), lead.policy),
        (_("个案或共性"), _("共性问题") if lead.common else _("个案")),
        (_("等级"), str(lead.get_grade_display()) if lead.grade else ""),
    ]
    if seen.reporter:
        at = long_datetime(lead.submitted_at)
        if lead.form is None and lead.source:
            rows.append((_("来源"), _("会上发言，{at}由办公室录入").format(at=at)))
        else:
            month = month_in_words((lead.form or lead).month)
            rows.append((_("提交时间"), _("{at}，{month}意见表").format(at=at, month=month)))
        rows.append((_("代录"), entered(lead.form) if lead.form else ""))
    if seen.own or (seen.inside and seen.reporter):
        rows.append((_("对部门隐名"), _("是") if lead.hidden else ""))
        rows.append((_("同意公开"), _("同意") if lead.publishable else _("不同意")))
        rows.append((_("愿意回访"), _("愿意") if lead.follow_up_wanted else _("不需要回访")))
    return [shapes.SummaryRow(label=label, value=value) for label, value in rows if value]


#: The page of what a lead can come from, by the word before the colon of its source.
SOURCES = {"meeting": "meetings:meeting"}


def source_url(lead: Lead, seen: Sight) -> str:
    """The page of what a lead was said at, for the office and whoever said it; empty for all others and for forms."""
    kind, _sep, pk = lead.source.partition(":")
    if kind not in SOURCES or not pk.isdigit() or not (seen.own or (seen.inside and seen.reporter)):
        return ""
    return address_of(SOURCES[kind], int(pk))


def entered(form: OpinionForm) -> str:
    """That the office entered a form for its supervisor (代录), by whom and from what; empty for all others."""
    if form.entered_by is None or form.received_on is None:
        return ""
    return _("{name} 代监督员录入；{day}收到，{way}").format(
        name=form.entered_by.name, day=day_in_words(form.received_on), way=form.get_channel_display()
    )


def due_of(page: LeadPage, clock: Clock | None) -> shapes.Clock | None:
    """A clock of the page as its due date is shown."""
    return shown(clock, page.book.number, now=page.at, calendar=page.calendar) if clock is not None else None


def clock_rows(page: LeadPage) -> list[ClockRow]:
    """The lead's own clocks for the table, in the order they began."""
    return [
        ClockRow(
            label=str(words.CLOCKS[clock.kind]),  # type: ignore[index]
            started_at=page.sight.when(clock.started_at),
            due=shown(clock, page.book.number, now=page.at, calendar=page.calendar),
            void=clock.void,
            excluded=clock.excluded,
            contest=contest_word([one for one in page.contests if one.clock_id == clock.pk]),
        )
        for clock in page.clocks
        if clock.lead_id == page.lead.pk
    ]


def contest_word(contests: list[Contest]) -> str:
    """How the last contest of a clock stands; empty where nobody contested it."""
    if not contests:
        return ""
    last = contests[-1]
    if last.decided_at is None:
        return _("异议待认定")
    if last.upheld is None:
        return _("异议不再需要认定")
    if not last.upheld:
        return _("异议不成立")
    return _("异议成立，已更正") if last.due_after else _("异议成立")


def reporter_name(lead: Lead, seen: Sight) -> str:
    """Who raised the lead, or that this may not be known."""
    return lead.identity.supervisor.name if seen.reporter else _("隐名监督员")


def parts_state(page: LeadPage) -> str:
    """The one state of a split lead: how far all its parts are together."""
    ended, all_ = page.whole
    if ended == all_:
        return _("拆分后的 {n} 件已全部办完").format(n=all_)
    return _("拆分后的 {n} 件中 {done} 件已办完，{left} 件在办").format(n=all_, done=ended, left=all_ - ended)
