"""未聘任者的资料: some months after a round its applicants who were not appointed go, the figures stay (4.0)."""

from __future__ import annotations

from datetime import datetime
from uuid import uuid4

from django.db import transaction

from jianyan.accounts.models import Zone
from jianyan.accounts.queries import Actor, system_actor
from jianyan.core.names import sort_key
from jianyan.core.retention import months_before
from jianyan.core.workdays import local_date
from jianyan.files import store
from jianyan.recruit.actions.base import note_candidate
from jianyan.recruit.models import Candidate, CandidateFile, Finding, Objection
from jianyan.recruit.queries import to_forget
from jianyan.rules.queries import NoRulebook, book, version_on

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


def forget_applicants(zone: Zone, *, at: datetime) -> int:
    """Clear what is due by the rules in force; returns how many applications. Repeating does nothing more."""
    try:
        months = book(version_on(zone.pk, local_date(at)).pk).number_of("forget_applicants")
    except NoRulebook:
        return 0
    due = to_forget(zone.pk, months_before(local_date(at), months))
    system = system_actor(zone)
    return sum(_forget(system, pk, months, at) for pk in list(due.values_list("pk", flat=True)))


@transaction.atomic
def _forget(system: Actor, candidate_id: int, months: int, at: datetime) -> int:
    waiting = Candidate.objects.select_for_update(of=("self",)).select_related("round")
    candidate = waiting.filter(pk=candidate_id, forgotten_at__isnull=True, appointment__isnull=True).first()
    if candidate is None:  # another clock was faster
        return 0
    candidate.forgotten_at, candidate.known = at, None
    clear(candidate, f"已清除{candidate.pk}", at=at)
    note_candidate(candidate, system, at, "forget", {"months": months}, "4.0")
    return 1


def clear(candidate: Candidate, name: str, *, at: datetime) -> None:
    """Take a person's words from an application, with findings, objections and files, in the caller's transaction.

    The phone becomes the row's own mark: it has to differ from everybody else's in a round. The status page has a new
    address that nobody knows.
    """
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
