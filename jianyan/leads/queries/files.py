"""Which files of a lead somebody may read, and under which names."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet

from jianyan.accounts.models import RoleName
from jianyan.accounts.queries import Actor
from jianyan.core.files import neutral_name
from jianyan.leads.models import Attachment, Audience, Lead, Supplement
from jianyan.leads.queries.sight import Sight


@dataclass(frozen=True, slots=True)
class FileSeen:
    """A file as somebody may see it. ``name`` says nothing of the reporter where that may not be known."""

    row: Attachment
    name: str

    @property
    def of_lead(self) -> bool:
        """Whether it came with the lead itself, not with a reply, a supplement or a contest."""
        return self.row.reply_id is None and self.row.supplement_id is None and self.row.contest_id is None


def loose_of(actor: Actor) -> QuerySet[Attachment]:
    """The actor's own files that were not sent yet; nobody else sees them."""
    own = Attachment.objects.filter(zone=actor.zone_id, uploaded_by=actor.user_id)
    return own.filter(lead__isnull=True, draft__isnull=True)


def loose_seen(actor: Actor) -> QuerySet[Attachment]:
    """The actor's own files that were not sent yet, and those that wait in drafts which the actor may look at."""
    here = Attachment.objects.filter(zone=actor.zone_id, lead__isnull=True)
    own = Q(uploaded_by=actor.user_id)
    if not (actor.has(RoleName.liaison) and actor.department_id):
        return here.filter(own)
    reporter = Q(draft__lead__identity__supervisor__user=actor.user_id)
    waiting = Q(draft__submitted_at__isnull=False, draft__department=actor.department_id)
    return here.filter(own | (waiting & ~reporter))


def supplemented(actor: Actor, lead_id: int, key: UUID) -> bool:
    """Whether the page with this key was sent already by the actor."""
    return Supplement.objects.filter(lead=lead_id, key=key, by=actor.user_id).exists()


def files_seen(lead: Lead, seen: Sight, *, takes_part: bool, replies: Collection[int]) -> list[FileSeen]:
    """The files on the page of a lead, oldest first. One query.

    Whoever reads a reply (``replies``) reads its files. What came with the lead or was added later is for whom it was
    given; a part of a split lead has what the whole one had. Of an anonymous reporter a department gets the pictures
    alone, without their names: a document may say inside who wrote it (4.1.c).
    """
    leads = [pk for pk in (lead.pk, lead.split_from_id) if pk]
    of_lead = Q(lead__in=leads, reply__isnull=True)
    near = ("supplement", "contest")
    rows = Attachment.objects.filter(of_lead | Q(reply__in=replies)).select_related(*near).order_by("pk")
    found: list[FileSeen] = []
    for row in rows:
        if row.reply_id is not None:
            found.append(FileSeen(row, row.name))
        elif row.contest is not None:  # between the office and the department that contests
            if seen.inside or seen.unit == row.contest.department_id:
                found.append(FileSeen(row, row.name))
        elif _given(row, seen, takes_part):
            number = sum(one.row.reply_id is None and one.row.contest_id is None for one in found) + 1
            found.append(FileSeen(row, row.name if seen.reporter else neutral_name(number, row.type)))
    return found


def _given(row: Attachment, seen: Sight, takes_part: bool) -> bool:
    by_reporter = row.supplement is None or row.supplement.by_reporter
    if seen.own:
        return by_reporter or row.audience == Audience.everybody or seen.inside
    if seen.inside and (seen.reporter or row.type.is_image or not by_reporter):
        return True
    if not takes_part or row.audience == Audience.office:
        return False
    return seen.reporter or row.type.is_image or not by_reporter


def supplements_seen(lead: Lead, seen: Sight, *, takes_part: bool) -> list[Supplement]:
    """What was added to a lead, newest first, as far as it is for the actor. One query."""
    rows = Supplement.objects.filter(lead=lead).select_related("by").order_by("-pk")
    if seen.inside:
        return list(rows)
    if seen.own:
        return list(rows.filter(Q(by_reporter=True) | Q(audience=Audience.everybody)))
    return list(rows.exclude(audience=Audience.office)) if takes_part else []
