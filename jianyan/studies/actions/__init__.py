"""Every act on a study or a verification; pages and commands call these and nothing else."""

from jianyan.studies.actions.call import call_study, decline, edit_study, invite, join
from jianyan.studies.actions.deliver import accept_report, cancel_study, deliver, send_back
from jianyan.studies.actions.files import expire_files, remove_file, upload
from jianyan.studies.actions.find import carry_out, file_finding, send_back_finding
from jianyan.studies.actions.tick import tick_studies
from jianyan.studies.actions.verify import assign, cancel_verification, decline_task, reassign, take_on

__all__ = [
    "accept_report",
    "assign",
    "call_study",
    "cancel_study",
    "cancel_verification",
    "carry_out",
    "decline",
    "decline_task",
    "deliver",
    "edit_study",
    "expire_files",
    "file_finding",
    "invite",
    "join",
    "reassign",
    "remove_file",
    "send_back",
    "send_back_finding",
    "take_on",
    "tick_studies",
    "upload",
]
