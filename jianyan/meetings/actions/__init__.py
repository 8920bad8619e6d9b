"""Every write about meetings, one file per verb or step."""

from jianyan.meetings.actions.attend import check_code, sign_in, sign_in_online
from jianyan.meetings.actions.feed import drop_feed, make_feed
from jianyan.meetings.actions.files import attach, detach
from jianyan.meetings.actions.invite import Whom, answer, decide_excuse, invite, uninvite
from jianyan.meetings.actions.minutes import Matter, Written, issue_minutes, submit_minutes, write_minutes
from jianyan.meetings.actions.plan import Plan, cancel_meeting, edit_meeting, hold_meeting, plan_meeting
from jianyan.meetings.actions.roll import call_roll, count_contacts, strike
from jianyan.meetings.actions.speak import speak
from jianyan.meetings.actions.take_out import record_paper
from jianyan.meetings.actions.tick import tick_meetings
from jianyan.meetings.actions.visit import Visited, enter_visit, record_visit

__all__ = [
    "Matter",
    "Plan",
    "Visited",
    "Whom",
    "Written",
    "answer",
    "attach",
    "call_roll",
    "cancel_meeting",
    "check_code",
    "count_contacts",
    "decide_excuse",
    "detach",
    "drop_feed",
    "edit_meeting",
    "enter_visit",
    "hold_meeting",
    "invite",
    "issue_minutes",
    "make_feed",
    "plan_meeting",
    "record_paper",
    "record_visit",
    "sign_in",
    "sign_in_online",
    "speak",
    "strike",
    "submit_minutes",
    "tick_meetings",
    "uninvite",
    "write_minutes",
]
