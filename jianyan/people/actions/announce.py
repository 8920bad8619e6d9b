"""群公告: the office tells a group or both; members read; the office can take it back (5.1.d)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from jianyan.accounts.queries import Actor
from jianyan.core.chain import text_digest
from jianyan.core.flow import Hat, Refused
from jianyan.core.opinion import clean_text
from jianyan.core.workdays import local_date
from jianyan.ledger.actions import record
from jianyan.notify.actions import announce as tell_groups
from jianyan.people.models import Announcement, Group, Reading
from jianyan.people.queries.groups import announcements_visible_to, members, own_member

TITLE, TEXT, WHY = 80, 4000, 200


def checked(text: str, longest: int, *, field: str, lines: bool = True) -> str:
    """The cleaned text; raises `Refused` ``words_required`` or ``too_long`` with the field."""
    text = clean_text(text, lines=lines)
    if not text:
        raise Refused("words_required", field=field)
    if len(text) > longest:
        raise Refused("too_long", field=field, longest=longest)
    return text


def office_role(actor: Actor) -> str:
    """The hat in which somebody of the office acts; raises `Refused` ``wrong_hat`` for anybody else."""
    if not actor.is_office:
        raise Refused("wrong_hat")
    return Hat.officer if actor.has(Hat.officer) else Hat.head


@transaction.atomic
def announce(actor: Actor, *, at: datetime, key: UUID, groups: Collection[str], title: str, text: str) -> Announcement:
    """Tell the members of one group or both, each once. From the same page (``key``) twice tells once.

    Raises:
        Refused: ``wrong_hat``, ``no_group``, ``nobody_in_group``, ``words_required``, ``too_long``.
    """
    role = office_role(actor)
    chosen = [group for group in Group if group in groups]
    if not chosen:
        raise Refused("no_group")
    title, text = checked(title, TITLE, field="title", lines=False), checked(text, TEXT, field="text")
    if before := Announcement.objects.filter(key=key, zone=actor.zone_id).first():
        return before
    told = list(members(actor.zone_id, chosen, local_date(at)).values_list("pk", "user_id"))
    if not told:
        raise Refused("nobody_in_group")
    try:
        with transaction.atomic():
            made = Announcement.objects.create(
                zone_id=actor.zone_id,
                to_internal=Group.internal in chosen,
                to_external=Group.external in chosen,
                title=title,
                text=text,
                by_id=actor.person,
                at=at,
                key=key,
            )
    except IntegrityError:  # the same page, sent twice at once
        return Announcement.objects.get(key=key, zone=actor.zone_id)
    Reading.objects.bulk_create([Reading(announcement=made, supervisor_id=pk) for pk, _user in told], batch_size=500)
    data = {"groups": [str(group) for group in chosen], "members": len(told)}
    words = {"title": text_digest(title), "text": text_digest(text)}
    _record(actor, made, at, "group.announce", {**data, **words}, role)
    tell_groups(
        [user for _pk, user in told],
        zone_id=actor.zone_id,
        groups=[str(group) for group in chosen],
        number=made.pk,
        at=at,
        path=f"/groups/{made.pk}/",
        by=actor,
    )
    return made


@transaction.atomic
def take_back(actor: Actor, announcement_id: int, *, at: datetime, why: str) -> Announcement:
    """Take an announcement back: members read why in its place, and can ask nothing more. Its words stay on file.

    Raises:
        Announcement.DoesNotExist; Refused: ``wrong_hat``, ``taken_back``, ``words_required``, ``too_long``.
    """
    role = office_role(actor)
    why = checked(why, WHY, field="why", lines=False)
    visible = announcements_visible_to(actor, local_date(at)).filter(pk=announcement_id)
    found = Announcement.objects.select_for_update().get(pk__in=visible.values("pk"))
    if found.taken_back_at:
        raise Refused("taken_back")
    found.taken_back_at, found.taken_back_by_id, found.taken_back_why = at, actor.user_id, why
    found.save(update_fields=["taken_back_at", "taken_back_by", "taken_back_why"])
    _record(actor, found, at, "group.take_back", {"why": text_digest(why)}, role)
    return found


@transaction.atomic
def mark_read(actor: Actor, announcement: Announcement, *, at: datetime) -> bool:
    """The member has read it; only the first time counts, and whether this was it is returned.

    The receipt is the record: reading is no act of the ledger. Whoever joined later and reads counts as told.
    """
    supervisor = own_member(actor).first()
    if supervisor is None or announcement.taken_back_at:
        return False
    row, made = Reading.objects.get_or_create(announcement=announcement, supervisor=supervisor, defaults={"at": at})
    return made or bool(Reading.objects.filter(pk=row.pk, at__isnull=True).update(at=at))


def _record(
    actor: Actor, announcement: Announcement, at: datetime, verb: str, data: dict[str, object], role: str
) -> None:
    record(actor=actor, at=at, verb=verb, subject=announcement.subject, data=data, clause="5.1.d", role=role)
