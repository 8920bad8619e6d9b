"""Every verb on a form or a lead; pages, commands and the API call these and nothing else."""

from jianyan.leads.actions.accept import accept, accept_silently, return_
from jianyan.leads.actions.behalf import file_on_behalf
from jianyan.leads.actions.call import log_call, log_unanswered
from jianyan.leads.actions.contest import contest, reject_contest, uphold_contest
from jianyan.leads.actions.dispatch import dispatch
from jianyan.leads.actions.draft import autosave, save_draft
from jianyan.leads.actions.extend import ask_extension, decide_extension
from jianyan.leads.actions.file import Invalid, file_form
from jianyan.leads.actions.files import expire, remove_file, upload
from jianyan.leads.actions.follow_up import close, follow_up, follow_up_unreached, reopen
from jianyan.leads.actions.nudge import nudge
from jianyan.leads.actions.recall import recall
from jianyan.leads.actions.recompute import recompute
from jianyan.leads.actions.reply import reply
from jianyan.leads.actions.reply_draft import keep_reply
from jianyan.leads.actions.review import approve_reply, send_back_reply, submit_reply, withdraw_reply
from jianyan.leads.actions.sheet import enter_batch, file_digest, prepare_forms
from jianyan.leads.actions.sort import classify, merge, note, resume, split, withdraw
from jianyan.leads.actions.supplement import supplement
from jianyan.leads.actions.tick import tick
from jianyan.leads.actions.undo_nil import undo_nil

__all__ = [
    "Invalid",
    "accept",
    "accept_silently",
    "approve_reply",
    "ask_extension",
    "autosave",
    "classify",
    "close",
    "contest",
    "decide_extension",
    "dispatch",
    "enter_batch",
    "expire",
    "file_digest",
    "file_form",
    "file_on_behalf",
    "follow_up",
    "follow_up_unreached",
    "keep_reply",
    "log_call",
    "log_unanswered",
    "merge",
    "note",
    "nudge",
    "prepare_forms",
    "recall",
    "recompute",
    "reject_contest",
    "remove_file",
    "reopen",
    "reply",
    "resume",
    "return_",
    "save_draft",
    "send_back_reply",
    "split",
    "submit_reply",
    "supplement",
    "tick",
    "undo_nil",
    "uphold_contest",
    "upload",
    "withdraw",
    "withdraw_reply",
]
