"""What the leads do when a supervisor is anonymised."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.dispatch import receiver

from jianyan.leads.actions.telling import heads_of, liaisons_of, officers_of, path_of
from jianyan.leads.models import Draft, Lead
from jianyan.notify.actions import tell
from jianyan.notify.failures import again
from jianyan.people.anonymised import anonymised
from jianyan.people.models import Supervisor


@receiver(anonymised)
def drop_drafts(supervisor: Supervisor, **kwargs: Any) -> None:
    """Forms that were begun and never sent: nobody's record."""
    Draft.objects.filter(identity__supervisor=supervisor).delete()


#: Notices that go to the liaisons of the department that handles a lead, and to the heads; the others to the officer.
TO_LIAISONS = frozenset({"lead.dispatch", "lead.support", "lead.remind", "lead.urge", "lead.reopen"})
TO_HEADS = frozenset({"lead.ask_extension"})


@receiver(again)
def tell_of_lead_again(
    sender: None, *, zone_id: int, kind: str, path: str, params: Mapping[str, object], at: datetime, **kwargs: Any
) -> int | None:
    """Tell whom a notice about a lead concerns now; None where the page is no lead's."""
    pk = path.removeprefix("/leads/").strip("/")
    if not path.startswith("/leads/") or not pk.isdigit():
        return None
    lead = Lead.objects.filter(zone=zone_id, pk=int(pk)).select_related("identity__supervisor").first()
    if lead is None:
        return None
    if kind == "lead.support":
        sheet = lead.dispatch_set.filter(recalled_at__isnull=True).order_by("-number").first()
        units = list(sheet.supporting.values_list("pk", flat=True)) if sheet else []
        people = [one for unit in units for one in liaisons_of(lead, unit)]
    elif kind in TO_LIAISONS:
        people = liaisons_of(lead)
    else:
        people = heads_of(lead) if kind in TO_HEADS else officers_of(lead, at)
    return tell(people, zone_id=zone_id, at=at, kind=kind, path=path_of(lead), params=params) if people else 0
