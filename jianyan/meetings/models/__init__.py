"""Facts about meetings: when and where, who was invited and came, what was agreed, what was brought along."""

from jianyan.meetings.models.file import Feed, MeetingFile
from jianyan.meetings.models.invitation import Answers, Came, Invitation
from jianyan.meetings.models.meeting import Kind, Meeting, State, VisitRecord, Ways
from jianyan.meetings.models.minutes import Agreed, Minutes

__all__ = [
    "Agreed",
    "Answers",
    "Came",
    "Feed",
    "Invitation",
    "Kind",
    "Meeting",
    "MeetingFile",
    "Minutes",
    "State",
    "VisitRecord",
    "Ways",
]
