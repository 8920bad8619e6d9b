"""Facts about supervisors: the person, identities, terms, contacts, groups."""

from jianyan.people.models.group import Announcement, Group, Question, Reading
from jianyan.people.models.leave import Cover, Leave
from jianyan.people.models.supervisor import Appointment, Channel, Contact, Identity, Leaving, Supervisor
from jianyan.people.models.term import Change, Dismissal, Ground

__all__ = [
    "Announcement",
    "Appointment",
    "Change",
    "Channel",
    "Contact",
    "Cover",
    "Dismissal",
    "Ground",
    "Group",
    "Identity",
    "Leave",
    "Leaving",
    "Question",
    "Reading",
    "Supervisor",
]
