"""Who may read which bulletin."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Count, Prefetch, Q, QuerySet

from jianyan.accounts.models import RoleName
from jianyan.accounts.queries import Actor
from jianyan.core.bulletin import BulletinFacts
from jianyan.core.figures import Figures, read
from jianyan.core.periods import last_day, quarter_named
from jianyan.core.workdays import local_date
from jianyan.reports.models import Bulletin, BulletinState, Comment, Correction, Section, Snapshot


def bulletins_visible_to(actor: Actor) -> QuerySet[Bulletin]:
    """The bulletins that the actor may read.

    Office: all of the zone. Leaders: those handed to the head, and the approved ones. Supervisors and liaisons: the
    approved ones.
    """
    zone = Bulletin.objects.filter(zone=actor.zone_id)
    if actor.is_office:
        return zone
    if actor.has(RoleName.leader):
        return zone.filter(Q(submitted_at__isnull=False) | Q(state=BulletinState.frozen))
    if actor.has(RoleName.supervisor, RoleName.liaison):
        return zone.filter(state=BulletinState.frozen)
    return zone.none()


def snapshots_visible_to(actor: Actor) -> QuerySet[Snapshot]:
    """The snapshots whose leads the actor may look at: all of the zone for the office and the leaders."""
    if actor.has(RoleName.officer, RoleName.head, RoleName.leader):
        return Snapshot.objects.filter(zone=actor.zone_id)
    return Snapshot.objects.none()


def whole(bulletins: QuerySet[Bulletin]) -> QuerySet[Bulletin]:
    """With snapshot, sections, comments and corrections: four queries in all."""
    comments = Comment.objects.select_related("by", "settled_by")
    sections = Section.objects.select_related("changed_by").prefetch_related(Prefetch("comments", queryset=comments))
    corrections = Correction.objects.select_related("by")
    near = bulletins.select_related("zone", "snapshot", "frozen_by")
    return near.prefetch_related(Prefetch("sections", queryset=sections), Prefetch("corrections", queryset=corrections))


def listed(bulletins: QuerySet[Bulletin]) -> QuerySet[Bulletin]:
    """For a list, the newest quarter first; ``waiting`` are the head's comments that nobody has dealt with."""
    open_ = Count("sections__comments", filter=Q(sections__comments__settled_at__isnull=True))
    return bulletins.annotate(waiting=open_).select_related("frozen_by").defer("content").order_by("-quarter")


def bulletin_facts(bulletin: Bulletin, at: datetime) -> BulletinFacts:
    """What the table of a bulletin asks. One query."""
    comments = Comment.objects.filter(section__bulletin=bulletin, settled_at__isnull=True).count()
    return BulletinFacts(
        over=is_over(bulletin.quarter, at),
        whole=is_over(bulletin.quarter, bulletin.snapshot.taken_at),
        comments=comments,
    )


def figures_of(bulletin: Bulletin) -> Figures:
    """The figures that the bulletin tells."""
    return read(bulletin.snapshot.figures)


def is_over(quarter: str, at: datetime) -> bool:
    """Whether a quarter is over at a moment."""
    return local_date(at) > last_day(quarter_named(quarter))
