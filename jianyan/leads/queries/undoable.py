"""What somebody has just done and can still undo."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db.models import Exists, OuterRef

from jianyan.accounts.queries import Actor
from jianyan.leads.models import Undoable
from jianyan.ledger.models import Entry

#: Rows that stand beside the way of a lead: they do not keep an act before them from being undone.
BESIDE = ("lead.link", "lead.unlink", "lead.apart")


def just_done(actor: Actor, leads: Collection[int], at: datetime) -> list[int]:
    """The ledger rows of the actor's acts of this very moment on these leads that can be undone. One query."""
    later = Entry.objects.filter(subject=OuterRef("last__subject"), pk__gt=OuterRef("last")).exclude(verb__in=BESIDE)
    found = Undoable.objects.filter(~Exists(later), lead__in=leads, by=actor.user_id, at=at)
    return list(found.order_by("entry").values_list("entry", flat=True))
