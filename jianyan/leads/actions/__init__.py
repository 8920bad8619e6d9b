"""Every verb on a form or a lead; pages, commands and the API call these and nothing else."""

from jianyan.leads.actions.accept import accept, accept_silently, return_
from jianyan.leads.actions.behalf import file_on_behalf
from jianyan.leads.actions.call import log_call, log_unanswered
from jianyan.leads.actions.dispatch import dispatch
from jianyan.leads.actions.extend import ask_extension, decide_extension
from jianyan.leads.actions.file import Invalid, file_form, save_draft
from jianyan.leads.actions.follow_up import close, follow_up, follow_up_unreached, reopen
from jianyan.leads.actions.nudge import nudge
from jianyan.leads.actions.recompute import recompute
from jianyan.leads.actions.reply import reply
from jianyan.leads.actions.sheet import enter_batch, file_digest, prepare_forms
from jianyan.leads.actions.sort import classify, merge, note, resume, split, withdraw
from jianyan.leads.actions.tick import tick

__all__ = [
    "Invalid",
    "accept",
    "accept_silently",
    "ask_extension",
    "classify",
    "close",
    "decide_extension",
    "dispatch",
    "enter_batch",
    "file_digest",
    "file_form",
    "file_on_behalf",
    "follow_up",
    "follow_up_unreached",
    "log_call",
    "log_unanswered",
    "merge",
    "note",
    "nudge",
    "prepare_forms",
    "recompute",
    "reopen",
    "reply",
    "resume",
    "return_",
    "save_draft",
    "split",
    "tick",
    "withdraw",
]
