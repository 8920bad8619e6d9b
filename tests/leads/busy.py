"""A lead with one or several of everything, so that a page can be read with each."""

from __future__ import annotations

from datetime import timedelta

from jianyan.leads import actions
from jianyan.leads.models import Lead
from tests.fixtures import MONDAY, World


def busy_lead(world: World, each: int, **changes: object) -> Lead:
    """A closed lead with ``each`` calls, dispatches, requests for time, reminders, replies, verdicts and mergers.

    At most three: one more call or dispatch and the rules want something else.
    """
    officer, head, liaison = world.actor("officer"), world.actor("head"), world.actor("liaison")
    commerce, planning = world.departments["commerce"].pk, world.departments["planning"].pk
    lead = world.lead(**changes)
    for key in range(each):
        world.supervisor(f"same{key}")
        same = world.lead(f"same{key}", MONDAY)
        actions.log_call(officer, same.pk, at=MONDAY, verified="情况属实。")
        actions.merge(officer, same.pk, at=MONDAY, into=lead.pk, reason="同一问题。")
    for _ in range(each - 1):
        actions.log_unanswered(officer, lead.pk, at=MONDAY)
    actions.log_call(officer, lead.pk, at=MONDAY, verified="通话核实属实。")
    for _ in range(each - 1):
        actions.dispatch(officer, lead.pk, at=MONDAY, department=commerce, supporting=[planning])
        actions.return_(liaison, lead.pk, at=MONDAY, reason="退回理由甲。", should_be=planning)
    actions.dispatch(officer, lead.pk, at=MONDAY, department=commerce, supporting=[planning], demand="请书面答复。")
    actions.accept(liaison, lead.pk, at=MONDAY)
    for _ in range(each):
        until = MONDAY.date() + timedelta(days=35)
        actions.ask_extension(liaison, lead.pk, at=MONDAY, until=until, reason="延期理由乙。")
        actions.decide_extension(head, lead.pk, at=MONDAY, grant=False, opinion="请按期。")
        actions.nudge(officer, lead.pk, at=MONDAY, urging=False, demand="请抓紧。")
    for _ in range(each - 1):
        actions.reply(liaison, lead.pk, at=MONDAY, result="solved", process="已经办好。")
        actions.follow_up(officer, lead.pk, at=MONDAY, solved=False, satisfaction="unsatisfied", words_="还没有。")
    actions.reply(liaison, lead.pk, at=MONDAY, result="solved", process="这次真的办好了。")
    actions.follow_up(officer, lead.pk, at=MONDAY, solved=True, satisfaction="satisfied")
    lead.refresh_from_db()
    return lead
