"""Facts about supervisors: the person, identities, terms, contacts, groups."""

from jianyan.people.models.group import Announcement, Group, Question, Reading
from jianyan.people.models.supervisor import Appointment, Channel, Contact, Identity, Leaving, Supervisor
from jianyan.people.models.term import Change, Dismissal, Ground

__all__ = [
    "Announcement",
    "Appointment",
    "Change",
    "Channel",
    "Contact",
    "Dismissal",
    "Ground",
    "Group",
    "Identity",
    "Leaving",
    "Question",
    "Reading",
    "Supervisor",
]
