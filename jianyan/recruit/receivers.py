"""What recruitment does when a supervisor is anonymised."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Q
from django.dispatch import receiver

from jianyan.people.anonymised import anonymised
from jianyan.people.models import Supervisor
from jianyan.recruit.actions.forget import clear
from jianyan.recruit.models import Candidate


@receiver(anonymised)
def clear_applications(supervisor: Supervisor, name: str, at: datetime, **kwargs: Any) -> None:
    """The applications that came to this supervisor, with findings, objections and files."""
    mine = Candidate.objects.filter(Q(appointment__supervisor=supervisor) | Q(known=supervisor))
    for candidate in mine.select_for_update(of=("self",)):
        clear(candidate, name, at=at)
