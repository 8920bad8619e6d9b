"""Reads about the two groups of a zone (5.1.d): who is in them, what they were told, who has read it.

Nobody is put into a group or taken out: being appointed puts one in, the end of the term takes one out.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from jianyan.accounts.models import RoleName
from jianyan.accounts.queries import Actor
from jianyan.people.models import Announcement, Channel, Group, Identity, Question, Reading, Supervisor
from jianyan.people.queries.base import appointed

#: Identities of other levels: whoever holds one is in the external group, whatever the channel.
OUTSIDE = ("new_area", "municipal")


def _belongs(groups: Collection[str]) -> Q:
    found = Q(pk__in=[])
    if Group.internal in groups:
        found |= Q(channel=Channel.internal)
    if Group.external in groups:
        outside = Identity.objects.filter(supervisor=OuterRef("pk"), level__in=OUTSIDE)
        found |= Q(channel=Channel.social) | Q(Exists(outside))
    return found


def members(zone_id: int, groups: Collection[str], day: date) -> QuerySet[Supervisor]:
    """Who is in one of these groups on a day, each once; whoever holds both identities is in both groups."""
    found = appointed(zone_id, day).filter(_belongs(groups), anonymised_at__isnull=True)
    return found.order_by("sort_key", "pk")


def groups_of(supervisor: Supervisor, day: date) -> list[Group]:
    """The groups that a supervisor is in on a day. Two queries."""
    mine = members(supervisor.zone_id, list(Group), day).filter(pk=supervisor.pk)
    return [group for group in Group if mine.filter(_belongs([group])).exists()]


def member_counts(zone_id: int, day: date) -> dict[Group, int]:
    """How many members each group has. A query a group."""
    return {group: members(zone_id, [group], day).count() for group in Group}


def own_member(actor: Actor) -> QuerySet[Supervisor]:
    """The supervisor that the actor is, where there is one."""
    mine = Supervisor.objects.filter(zone=actor.zone_id, user=actor.user_id)
    return mine if actor.has(RoleName.supervisor) else mine.none()


def announcements_visible_to(actor: Actor, day: date) -> QuerySet[Announcement]:
    """All of the zone for the office; for a member what they were told, and what the groups that they are in were."""
    zone = Announcement.objects.filter(zone=actor.zone_id)
    if actor.is_office:
        return zone
    mine = own_member(actor)
    if not actor.has(RoleName.supervisor):
        return zone.none()
    told = Reading.objects.filter(announcement=OuterRef("pk"), supervisor__in=mine.values("pk"))
    inside = members(actor.zone_id, [Group.internal], day).filter(pk__in=mine.values("pk")).order_by()
    outside = members(actor.zone_id, [Group.external], day).filter(pk__in=mine.values("pk")).order_by()
    return zone.filter(Exists(told) | Q(Exists(inside), to_internal=True) | Q(Exists(outside), to_external=True))


def with_counts(announcements: QuerySet[Announcement]) -> QuerySet[Announcement]:
    """Add ``told``, ``read`` and ``waiting``: members told, members who have read, questions without an answer."""
    readings = Reading.objects.filter(announcement=OuterRef("pk"))
    waiting = Question.objects.filter(announcement=OuterRef("pk"), answered_at__isnull=True)
    return announcements.select_related("by").annotate(
        told=_counted(readings), read=_counted(readings.filter(at__isnull=False)), waiting=_counted(waiting)
    )


def _counted(rows: QuerySet[Reading] | QuerySet[Question]) -> Coalesce:
    counted = rows.order_by().values("announcement").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted), 0)


def with_own(announcements: QuerySet[Announcement], actor: Actor) -> QuerySet[Announcement]:
    """Add ``unread``: the member was told and has not read it."""
    mine = Reading.objects.filter(announcement=OuterRef("pk"), supervisor__in=own_member(actor).values("pk"))
    return announcements.annotate(unread=Exists(mine.filter(at__isnull=True)))


def unread_announcements(actor: Actor) -> int:
    """How many announcements wait to be read by the member; one query."""
    mine = Reading.objects.filter(supervisor__in=own_member(actor).values("pk"), at__isnull=True)
    return mine.filter(announcement__taken_back_at__isnull=True).count()


def readings_of(announcement: Announcement) -> QuerySet[Reading]:
    """已读回执: those who have not read first, each by name."""
    rows = announcement.readings.select_related("supervisor__unit")
    return rows.order_by("supervisor__sort_key", "supervisor_id")


def questions_of(announcement: Announcement) -> QuerySet[Question]:
    """The questions under an announcement, the oldest first."""
    return announcement.questions.select_related("supervisor", "answered_by").order_by("pk")
