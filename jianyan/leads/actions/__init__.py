"""Every verb on a form or a lead; pages, commands and the API call these and nothing else."""

from jianyan.leads.actions.accept import accept, accept_silently, return_
from jianyan.leads.actions.alike import finish_month, link, merge_all, tell_apart, unlink
from jianyan.leads.actions.behalf import file_on_behalf
from jianyan.leads.actions.call import call_and_dispatch, log_call, log_unanswered
from jianyan.leads.actions.contest import contest, reject_contest, uphold_contest
from jianyan.leads.actions.dispatch import dispatch
from jianyan.leads.actions.draft import autosave, save_draft
from jianyan.leads.actions.extend import ask_extension, decide_extension
from jianyan.leads.actions.file import Invalid, file_form
from jianyan.leads.actions.files import expire, remove_file, upload
from jianyan.leads.actions.follow_up import close, follow_up, follow_up_unreached, reopen
from jianyan.leads.actions.nudge import nudge
from jianyan.leads.actions.rate import write_rated
from jianyan.leads.actions.recall import recall
from jianyan.leads.actions.recompute import recompute
from jianyan.leads.actions.reply import reply
from jianyan.leads.actions.reply_draft import keep_reply
from jianyan.leads.actions.review import approve_reply, send_back_reply, submit_reply, withdraw_reply
from jianyan.leads.actions.saved import delete_view, rename_view, save_view
from jianyan.leads.actions.sheet import enter_batch, prepare_forms
from jianyan.leads.actions.sort import classify, merge, note, resume, split, withdraw
from jianyan.leads.actions.spoken import enter_statement
from jianyan.leads.actions.supplement import supplement
from jianyan.leads.actions.tick import tick
from jianyan.leads.actions.together import dispatch_together, nudge_together
from jianyan.leads.actions.undo import undo
from jianyan.leads.actions.undo_nil import undo_nil

__all__ = [
    "Invalid",
    "accept",
    "accept_silently",
    "approve_reply",
    "ask_extension",
    "autosave",
    "call_and_dispatch",
    "classify",
    "close",
    "contest",
    "decide_extension",
    "delete_view",
    "dispatch",
    "dispatch_together",
    "enter_batch",
    "enter_statement",
    "expire",
    "file_form",
    "file_on_behalf",
    "finish_month",
    "follow_up",
    "follow_up_unreached",
    "keep_reply",
    "link",
    "log_call",
    "log_unanswered",
    "merge",
    "merge_all",
    "note",
    "nudge",
    "nudge_together",
    "prepare_forms",
    "recall",
    "recompute",
    "reject_contest",
    "remove_file",
    "rename_view",
    "reopen",
    "reply",
    "resume",
    "return_",
    "save_draft",
    "save_view",
    "send_back_reply",
    "split",
    "submit_reply",
    "supplement",
    "tell_apart",
    "tick",
    "undo",
    "undo_nil",
    "unlink",
    "uphold_contest",
    "upload",
    "withdraw",
    "withdraw_reply",
    "write_rated",
]
