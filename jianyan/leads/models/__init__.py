"""Facts of the main job: opinion forms, leads, their clocks, and what was done with them."""

from jianyan.leads.models.alike import Likeness, MonthSorting
from jianyan.leads.models.clock import Clock
from jianyan.leads.models.file import Attachment, Audience, Supplement
from jianyan.leads.models.form import CameBy, Draft, FormBatch, LeadNumber, OpinionForm, SpareId
from jianyan.leads.models.handling import Call, Dispatch, Extension, FollowUp, Merge, Nudge, Reply
from jianyan.leads.models.inside import Contest, ReplyDraft, Wish
from jianyan.leads.models.lead import Grade, Lead
from jianyan.leads.models.undo import Undoable
from jianyan.leads.models.view import Place, SavedView

__all__ = [
    "Attachment",
    "Audience",
    "Call",
    "CameBy",
    "Clock",
    "Contest",
    "Dispatch",
    "Draft",
    "Extension",
    "FollowUp",
    "FormBatch",
    "Grade",
    "Lead",
    "LeadNumber",
    "Likeness",
    "Merge",
    "MonthSorting",
    "Nudge",
    "OpinionForm",
    "Place",
    "Reply",
    "ReplyDraft",
    "SavedView",
    "SpareId",
    "Supplement",
    "Undoable",
    "Wish",
]
