"""What recruitment does when a supervisor is anonymised."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import uuid4

from django.db.models import Q
from django.dispatch import receiver

from jianyan.core.names import sort_key
from jianyan.files import store
from jianyan.people.anonymised import anonymised
from jianyan.people.models import Supervisor
from jianyan.recruit.models import Candidate, CandidateFile, Finding, Objection

#: What an application says of a person; channel, category, way and state are figures and stay.
WORDS = (
    "gender",
    "born",
    "politics",
    "education",
    "employer",
    "post",
    "seat",
    "resume",
    "reason",
    "opinion",
    "refusal",
)


@receiver(anonymised)
def clear_applications(supervisor: Supervisor, name: str, at: datetime, **kwargs: Any) -> None:
    """The applications that came to this supervisor, with findings, objections and files; the files when all is done.

    The phone becomes the row's own mark: it has to differ from everybody else's in a round.
    """
    mine = Candidate.objects.filter(Q(appointment__supervisor=supervisor) | Q(known=supervisor))
    for candidate in mine.select_for_update(of=("self",)):
        for word in WORDS:
            setattr(candidate, word, "")
        candidate.name, candidate.sort_key, candidate.phone = name, sort_key(name), f"-{candidate.pk}"
        candidate.unit, candidate.token = None, uuid4()
        candidate.save()
        Finding.objects.filter(candidate=candidate).update(evidence="")
        Objection.objects.filter(candidate=candidate).update(name="", phone="", text="", findings="")
        files = CandidateFile.objects.filter(candidate=candidate)
        stored = list(files.values_list("stored", flat=True))
        files.delete()
        store.give_up(*stored, at=at)
