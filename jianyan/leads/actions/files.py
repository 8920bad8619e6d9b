"""附件: taking a file in, taking it out again, giving it to a lead, and clearing away what was never sent."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from jianyan.accounts.models import RoleName, User, Zone
from jianyan.accounts.queries import Actor, system_actor
from jianyan.core.chain import file_digest
from jianyan.core.flow import Refused
from jianyan.files import attached
from jianyan.files.attached import described
from jianyan.leads.models import Attachment, Contest, Draft, Lead, Reply, ReplyDraft, Supplement
from jianyan.leads.queries.files import loose_of
from jianyan.ledger.actions import record

#: Files that one person may have lying about unsent, in times of what one page holds.
LOOSE_PAGES = 12


def upload(actor: Actor, basket: UUID, sent: bytes, name: str, *, at: datetime) -> Attachment:
    """Take a file into the basket of a page; the same file into the same basket twice is one.

    What cannot be judged, scanned or stored leaves nothing behind.

    Raises:
        Refused: ``unfit`` with the reason (`Unfit`), ``file_infected``, ``file_scan_down``, ``file_no_room``,
        ``too_many_files``, ``too_many_loose``.
    """
    digest = file_digest(sent)
    if there := _there(actor, basket, digest):
        return there
    _check_room(actor, basket)
    row = Attachment(zone_id=actor.zone_id, basket=basket)
    return attached.take(row, sent, name, by=actor.person, at=at, enter=lambda row: _enter(actor, row, at))


def _there(actor: Actor, basket: UUID, digest: str) -> Attachment | None:
    return Attachment.objects.filter(basket=basket, uploaded_by=actor.person, sent=digest).first()


def _check_room(actor: Actor, basket: UUID) -> None:
    loose = loose_of(actor)
    if loose.filter(basket=basket).count() >= settings.FILES_MAX:
        raise Refused("too_many_files", longest=settings.FILES_MAX)
    if loose.count() >= settings.FILES_MAX * LOOSE_PAGES:
        raise Refused("too_many_loose")


@transaction.atomic
def _enter(actor: Actor, row: Attachment, at: datetime) -> Attachment:
    # The person's row is the lock: what one person sends at once is counted one by one.
    User.objects.select_for_update().get(pk=actor.person)
    if there := _there(actor, row.basket, row.sent):
        return there
    _check_room(actor, row.basket)
    attached.keep(row)
    _record(actor, row, "file.upload", at)
    return row


def _record(actor: Actor, row: Attachment, verb: str, at: datetime) -> None:
    # Whether the lead will be anonymous is not known yet: the ledger's page names no supervisor here.
    unnamed = {"unnamed": True} if actor.has(RoleName.supervisor) else {}
    record(actor=actor, at=at, verb=verb, subject=f"file:{row.pk}", data={**described(row), **unnamed}, clause="5.1.e")


@transaction.atomic
def remove_file(actor: Actor, token: UUID, *, at: datetime) -> UUID:
    """Take an own file out that was not sent yet; returns its basket. What was sent stays: it is part of the record.

    Raises:
        Attachment.DoesNotExist: it is not there, not the actor's own, or was sent.
    """
    row = loose_of(actor).select_for_update().get(token=token)
    _record(actor, row, "file.remove", at)
    attached.remove(row, at=at)
    return row.basket


def claim(
    actor: Actor,
    basket: UUID | None,
    lead: Lead,
    *,
    audience: str,
    supplement: Supplement | None = None,
    reply: Reply | None = None,
    contest: Contest | None = None,
) -> list[dict[str, Any]]:
    """Give the files of the actor's own basket to a lead, in the caller's transaction.

    Returns them as the ledger knows them; a page without files has no basket.
    """
    if basket is None:
        return []
    rows = list(loose_of(actor).select_for_update().filter(basket=basket).order_by("pk"))
    Attachment.objects.filter(pk__in=[row.pk for row in rows]).update(
        lead=lead, supplement=supplement, reply=reply, contest=contest, audience=audience
    )
    return [described(row) for row in rows]


def claim_draft(draft: ReplyDraft, lead: Lead, *, audience: str, reply: Reply) -> list[dict[str, Any]]:
    """Give the files that wait with a draft to its lead, as `claim` does; what came later is not among them."""
    rows = list(Attachment.objects.select_for_update().filter(draft=draft, lead__isnull=True).order_by("pk"))
    Attachment.objects.filter(pk__in=[row.pk for row in rows]).update(
        lead=lead, reply=reply, audience=audience, draft=None
    )
    return [described(row) for row in rows]


def expire(zone: Zone, *, at: datetime) -> int:
    """Clear away drafts that nobody has touched for long, and files that were never sent; returns how many files.

    A file stays as long as the draft that it lies in.
    """
    Draft.objects.filter(identity__supervisor__zone=zone, saved_at__lt=at - settings.DRAFTS_LAST).delete()
    written = ReplyDraft.objects.filter(lead__zone=zone, submitted_at__isnull=True)
    written.filter(saved_at__lt=at - settings.DRAFTS_LAST).delete()
    old = Attachment.objects.filter(
        zone=zone, lead__isnull=True, draft__isnull=True, uploaded_at__lt=at - settings.FILES_LOOSE_LAST
    )
    kept = _kept_baskets(old)
    return sum(_expire(zone, row.pk, at) for row in old if str(row.basket) not in kept)


def _kept_baskets(files: QuerySet[Attachment]) -> set[str]:
    """The baskets that the drafts of those who uploaded these files still hold."""
    drafts = Draft.objects.filter(identity__supervisor__user__in=files.values("uploaded_by"))
    found = {basket for data in drafts.values_list("data", flat=True) for basket in _baskets_in(data)}
    replies = ReplyDraft.objects.filter(by__in=files.values("uploaded_by"), basket__isnull=False)
    return found | {str(basket) for basket in replies.values_list("basket", flat=True)}


def _baskets_in(data: object) -> Iterable[str]:
    match data:
        case {"basket": str() as basket}:
            yield basket
        case dict():
            for value in data.values():
                yield from _baskets_in(value)
        case list():
            for value in data:
                yield from _baskets_in(value)


@transaction.atomic
def _expire(zone: Zone, pk: int, at: datetime) -> int:
    row = Attachment.objects.select_for_update().filter(pk=pk, lead__isnull=True, draft__isnull=True).first()
    if row is None:  # sent at the last moment, or cleared away by another clock
        return 0
    _record(system_actor(zone), row, "file.expire", at)
    attached.remove(row, at=at)
    return 1
