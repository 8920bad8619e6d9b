"""What a verb's page shows beside its form."""

from __future__ import annotations

from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from jianyan.core.flow import State, Verb
from jianyan.core.opinion import clean_text
from jianyan.leads import words
from jianyan.leads.models import Lead
from jianyan.leads.queries.choose import merge_targets
from jianyan.leads.queries.page import LeadPage
from jianyan.leads.queries.sight import sight_of_department
from jianyan.leads.queries.visible import may_know_reporter
from jianyan.leads.views import text
from jianyan.leads.views.handling import draft_card
from jianyan.leads.views.verb_pages import VerbPage
from jianyan.ui.shapes import SummaryRow

#: Longer search words find nothing that shorter ones do not.
WORDS_MAX = 60


def context_of(page: VerbPage, about: LeadPage, asked: QueryDict) -> dict[str, Any]:
    """What the template of this verb needs beyond the lead and the form."""
    if page.verb == Verb.call:
        return {"script": call_script(about), "preview": _preview(about)}
    if page.verb in (Verb.dispatch, Verb.designate):
        return {"preview": _preview(about)}
    if page.verb == Verb.merge:
        return _targets(about, clean_text(asked.get("q", ""), lines=False)[:WORDS_MAX])
    if page.verb in (Verb.grant_extension, Verb.refuse_extension):
        return {"asked": next((ask for ask in about.extensions if ask.decided_at is None), None)}
    if page.verb in (Verb.approve_reply, Verb.send_back_reply):
        return {"draft": draft_card(about)}
    return {}


def _preview(about: LeadPage) -> list[SummaryRow]:
    """What the department will read of the lead."""
    return text.text_rows(about.lead, sight_of_department(about.lead), about.book)


def call_script(about: LeadPage) -> list[tuple[str, str]]:
    """What to say on the phone, step by step: (step, words)."""
    lead = about.lead
    greeting = _(
        "您好，我是{office}专员{name}。您在{month}月意见表里反映了“{title}”，想向您了解一下，大约三五分钟，方便吗？"
    )
    if lead.form is None and lead.source:
        greeting = _(
            "您好，我是{office}专员{name}。您{month}月在会上谈到“{title}”，想再了解一下，大约三五分钟，方便吗？"
        )
    return [
        (
            _("说明来意"),
            greeting.format(
                office=lead.zone.office_name,
                name=about.actor.name,
                month=(lead.form or lead).month.month,
                title=lead.title,
            ),
        ),
        (_("核实"), _("事情是什么时候、在哪个部门或窗口发生的？经过怎样？有没有材料可以提供？")),
        (_("范围"), _("是您一家遇到，还是同行也遇到？")),
        (_("期望"), _("您希望怎样解决？怎样算解决了？")),
        (
            _("确认"),
            _("我们会在规定时间内转给承办部门，答复后再回访您。")
            + (_("部门看到的是“隐名监督员”。") if lead.hidden else _("部门会看到您的姓名。")),
        ),
    ]


def _targets(about: LeadPage, said: str) -> dict[str, Any]:
    return {"q": said, "targets": [_target(about, lead) for lead in merge_targets(about.actor, about.lead, said)]}


def _target(about: LeadPage, lead: Lead) -> dict[str, Any]:
    known = may_know_reporter(about.actor, lead)
    return {
        "lead": lead,
        "state": words.STATES[State(lead.state)],
        "tone": words.TONES.get(State(lead.state), ""),
        "reporter": lead.identity.supervisor.name if known else _("隐名监督员"),
    }
