"""A lead as its reporter follows it, like a parcel: four steps, who has it, and until when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from jianyan.core.flow import ClockKind, State
from jianyan.core.workdays import Calendar
from jianyan.leads.models import Clock, Lead
from jianyan.leads.queries.due import shown
from jianyan.leads.words import CLOCKS, RESULTS, SATISFACTION, STATES, TONES
from jianyan.ui import shapes
from jianyan.ui.formats import in_english

STEPS = (pgettext_lazy("state", "提交"), _("沟通"), _("转办"), _("答复"))

#: Finished steps by state; a lead that ended on the way has finished what it had.
DONE = {
    State.received: 1,
    State.clarified: 2,
    State.returned: 2,
    State.dispatched: 3,
    State.accepted: 3,
    State.reopened: 3,
    State.replied: 4,
    State.followed_up: 4,
    State.closed: 4,
}

#: Ends before the last step.
HALTED = frozenset({State.noted, State.merged, State.split_, State.withdrawn})

WHERE: dict[State, str | Promise] = {
    State.received: _("等待{officer}与您电话沟通"),
    State.clarified: _("{officer}正在与相关部门对接"),
    State.dispatched: _("已转至{department}，等待签收"),
    State.returned: _("上一个部门认为不属其职责，{officer}正在重新转办"),
    State.accepted: _("{department}正在办理"),
    State.reopened: _("已退回{department}重新办理"),
    State.replied: _("{department}已答复：{result}。请您说说是否解决"),
    State.followed_up: _("{department}答复“{result}”，办成后会再次答复"),
    State.closed: _("已办结{satisfaction}"),
    State.noted: _("作为信息登记，供研判；不需要部门办理"),
    State.merged: _("与同一问题合并办理，现在：{into}"),
    State.split_: _("已拆成几条分开办理，见各条"),
    State.withdrawn: _("您已撤回"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Track:
    """What a list of own leads shows of one. ``duty`` is what ``clock`` runs against."""

    lead: Lead
    state: str
    tone: str
    done: int
    steps: list[shapes.Step]
    where: str
    halted: str
    clock: shapes.Clock | None
    duty: str


def track_of(lead: Lead, *, now: datetime, calendar: Calendar) -> Track:
    """The track of a lead loaded by `queries.mine.my_leads`. No query."""
    state = State(lead.state)
    days = (lead.submitted_at, lead.called_at, lead.dispatched_at, lead.replied_at)  # type: ignore[attr-defined]
    done = DONE.get(state) or 1 + (days[1] is not None)
    governing = _governing(lead, now)
    return Track(
        lead=lead,
        state=str(STATES[state]),
        tone=TONES.get(state, ""),
        done=done,
        steps=[
            shapes.Step(label=str(label), on=day if place < done else None)
            for place, (label, day) in enumerate(zip(STEPS, days, strict=True))
        ],
        where=where(lead),
        halted=str(STATES[state]) if state in HALTED else "",
        clock=shown(governing, lead.rules.number, now=now, calendar=calendar) if governing else None,
        duty=str(CLOCKS[ClockKind(governing.kind)]) if governing else "",
    )


def _governing(lead: Lead, now: datetime) -> Clock | None:
    """The clock that counts now. The verdict is asked of the reporter, not owed: past its day nothing is overdue."""
    clock: Clock | None = lead.governing[0] if lead.governing else None  # type: ignore[attr-defined]
    return None if clock and clock.kind == ClockKind.follow_up and clock.due_at <= now else clock


def where(lead: Lead) -> str:
    """Who has the lead, in a sentence for its reporter; the lead comes with its contact (`with_contact`)."""
    unit = lead.lead_department
    content = SATISFACTION[lead.satisfaction] if lead.satisfaction else ""
    officer: str | None = lead.contact_name  # type: ignore[attr-defined]
    said = {
        "officer": gettext("专员{name}").format(name=officer) if officer else gettext("营商环境专员"),
        "department": (unit.name_en if in_english() and unit.name_en else unit.name) if unit else gettext("承办部门"),
        "result": RESULTS[lead.result] if lead.result else "",  # type: ignore[index]
        "satisfaction": gettext("，您的评价：{word}").format(word=content) if content else "",
        "into": STATES[State(lead.merged_into.state)] if lead.merged_into else "",
    }
    return str(WHERE[State(lead.state)]).format(**said)
