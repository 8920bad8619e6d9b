"""Reads of drafts and of the consultation on them."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db.models import Count, Exists, Q, QuerySet

from jianyan.accounts.models import Department, DepartmentKind, Role, RoleName
from jianyan.accounts.queries import Actor
from jianyan.core.rule_changes import Change, changes
from jianyan.core.rule_draft import Asked, Audience, DraftState, withdraw_refused
from jianyan.core.rulebook import Rulebook, load
from jianyan.rules.models import Comment, Consultation, Draft, RulebookVersion
from jianyan.rules.queries.versions import book

#: The units of the system (clause 3): departments, district SOEs and resident units.
UNITS = (DepartmentKind.internal, DepartmentKind.soe, DepartmentKind.resident)


def drafts_visible_to(actor: Actor) -> QuerySet[Draft]:
    """The zone's drafts, for the office; the newest first."""
    if not actor.is_office:
        return Draft.objects.none()
    return Draft.objects.filter(zone=actor.zone_id).select_related("base", "version", "made_by").order_by("-pk")


def consultations_visible_to(actor: Actor) -> QuerySet[Consultation]:
    """All rounds for the office; for a liaison of a unit of the system those that ask the units."""
    rounds = Consultation.objects.filter(draft__zone=actor.zone_id).select_related("draft__base").order_by("-pk")
    if actor.is_office:
        return rounds
    if not actor.has(RoleName.liaison) or actor.department_id is None:
        return rounds.none()
    unit = Department.objects.filter(pk=actor.department_id, kind__in=UNITS)
    return rounds.filter(Exists(unit), audience=Audience.units)


def comments_visible_to(actor: Actor) -> QuerySet[Comment]:
    """All comments for the office; for a liaison those of the own unit."""
    comments = Comment.objects.filter(consultation__draft__zone=actor.zone_id)
    comments = comments.select_related("department", "writer", "answered_by").order_by("number")
    if actor.is_office:
        return comments
    if not actor.has(RoleName.liaison) or actor.department_id is None:
        return comments.none()
    return comments.filter(department=actor.department_id)


def with_counts(rounds: QuerySet[Consultation]) -> QuerySet[Consultation]:
    """Add ``came`` and ``unanswered``: how many comments there are, and how many without an answer."""
    return rounds.annotate(came=Count("comments"), unanswered=Count("comments", filter=Q(comments__outcome="")))


def liaisons_asked(zone_id: int) -> list[int]:
    """The accounts of the liaisons of the units of the system."""
    roles = Role.objects.filter(zone=zone_id, name=RoleName.liaison, user__is_active=True)
    units = roles.filter(department__kind__in=UNITS, department__active=True)
    return sorted(set(units.values_list("user", flat=True)))


def everybody(zone_id: int) -> list[int]:
    """The accounts of all who work by the rules."""
    names = (RoleName.supervisor, RoleName.officer, RoleName.head, RoleName.liaison, RoleName.leader)
    roles = Role.objects.filter(zone=zone_id, name__in=names, user__is_active=True)
    return sorted(set(roles.values_list("user", flat=True)))


def latest_version(zone_id: int) -> RulebookVersion | None:
    """The version that is in force last, begun or not."""
    return RulebookVersion.objects.filter(zone=zone_id, withdrawn_at__isnull=True).order_by("-effective_on").first()


def next_number(zone_id: int) -> int:
    """The number of the version after all there are."""
    return (RulebookVersion.objects.filter(zone=zone_id).order_by("-number").values_list("number", flat=True)[0]) + 1


def built_on(version_id: int) -> bool:
    """Whether a draft, or a version that came of one, goes on from a version."""
    gone = (DraftState.dropped, DraftState.withdrawn)
    return Draft.objects.filter(base=version_id).exclude(state__in=gone).exists()


def may_withdraw(draft: Draft, today: date) -> bool:
    """Whether the version that came of a draft can still be withdrawn. One query at most."""
    version = draft.version
    if version is None or draft.state != DraftState.adopted:
        return False
    return withdraw_refused(version.effective_on, today, built_on=built_on(version.pk)) is None


def changes_of(draft: Draft) -> list[Change]:
    """What the draft changes in its base."""
    return changes(book(draft.base_id), load(draft.text))


def asked_of(draft: Draft) -> Asked:
    """Who was asked about the draft."""
    done = draft.rounds.filter(concluded_at__isnull=False, dropped=False).values_list("audience", flat=True)
    return Asked(frozenset(Audience(each) for each in done))


def open_round(draft: Draft) -> Consultation | None:
    """The round that is not concluded, with its counts."""
    return with_counts(draft.rounds.filter(concluded_at__isnull=True)).first()


def rule_of(rules: Rulebook, place: str) -> bool:
    """Whether the rules have this rule."""
    section, _dot, key = place.partition(".")
    return any((section, key) == (each, name) for each, name, _item in rules.items())


def public_consultation(token: UUID) -> QuerySet[Consultation]:
    """A round that asks the public, by its address."""
    rounds = Consultation.objects.filter(token=token, audience=Audience.public, dropped=False)
    return rounds.select_related("draft__zone", "draft__base")


def public_consultations(zone_id: int) -> QuerySet[Consultation]:
    """The public rounds of a zone, the newest first."""
    rounds = Consultation.objects.filter(draft__zone=zone_id, audience=Audience.public, dropped=False)
    return rounds.select_related("draft__base").order_by("-pk")


def takes_comments(round_: Consultation, today: date) -> bool:
    """Whether the round still takes comments."""
    return round_.concluded_at is None and today <= round_.until
