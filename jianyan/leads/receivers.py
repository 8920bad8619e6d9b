"""What the leads do when a supervisor is anonymised."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver

from jianyan.leads.models import Draft
from jianyan.people.anonymised import anonymised
from jianyan.people.models import Supervisor


@receiver(anonymised)
def drop_drafts(supervisor: Supervisor, **kwargs: Any) -> None:
    """Forms that were begun and never sent: nobody's record."""
    Draft.objects.filter(identity__supervisor=supervisor).delete()
