"""Recording one act."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db import IntegrityError, connection, transaction

from jianyan.accounts.queries import Actor
from jianyan.core import chain
from jianyan.ledger.models import Entry, Tip
from jianyan.prepared import Gap, Prepared

_TIP = Prepared(lambda: Tip.objects.select_for_update().filter(pk=Gap("subject")))

#: Rows that one statement writes.
BATCH = 500


def record(
    *,
    actor: Actor,
    at: datetime,
    verb: str,
    subject: str,
    dossier: int | None = None,
    data: Mapping[str, object] | None = None,
    rules: str = "",
    clause: str = "",
    role: str = "",
    first: bool = False,
) -> Entry:
    """Append one row to the ledger, in the caller's transaction.

    Args:
        subject: ``kind:id``, e.g. ``lead:17``; rows of one subject form one chain.
        dossier: id of the supervisor whose dossier the row belongs to.
        data: codes, references and digests only; never words that may have to be erased. No fractions: databases
            do not agree on how they are written.
        role: the hat in which the actor acted.
        first: the subject was made in this very transaction, so that nobody can have recorded anything of it; spares
            looking. Where that is wrong the row is refused.

    Raises:
        IntegrityError: ``first``, and it is not.
        TransactionManagementError: outside a transaction, where row and change could part.
        TypeError: for data that would not come back from the database as it went in.
        ValueError: the subject is another zone's.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("record() belongs in the transaction of the change it records")
    tip = Tip(pk=subject, zone_id=actor.zone_id) if first else locked_tip(subject, actor.zone_id)
    said = {
        "subject": subject,
        "place": tip.length + 1,
        "at": at.astimezone(UTC),
        "role": role,
        "verb": verb,
        "dossier": dossier,
        "data": _plain(data or {}),
        "rules": rules,
        "clause": clause,
    }
    entry = _linked(actor, tip, said)
    entry.save(force_insert=True)
    tip.length, tip.digest = tip.length + 1, entry.digest
    if first:
        tip.save(force_insert=True)
    else:
        tip.save(update_fields=["length", "digest"])
    return entry


def _linked(actor: Actor, tip: Tip, said: dict[str, Any]) -> Entry:
    """The row with its digest over what it says and the row before it."""
    digest = chain.digest(chain.ALGORITHM, tip.digest, zone=actor.zone_id, actor=actor.user_id, **said)
    return Entry(
        zone_id=actor.zone_id,
        actor_id=actor.user_id,
        algorithm=chain.ALGORITHM,
        previous=tip.digest,
        digest=digest,
        **said,
    )


@dataclass(frozen=True, slots=True)
class First:
    """The first row of a subject that was just made; the fields as in `record`."""

    subject: str
    data: Mapping[str, object]
    dossier: int | None = None
    clause: str = ""


def record_firsts(
    firsts: Iterable[First], *, actor: Actor, at: datetime, verb: str, rules: str = "", role: str = ""
) -> int:
    """Append the first row of each of many new subjects, in a few statements; returns how many.

    Raises:
        TransactionManagementError: outside a transaction.
        IntegrityError: a subject has rows already.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("record() belongs in the transaction of the change it records")
    entries: list[Entry] = []
    for first in firsts:
        fields = {
            "zone": actor.zone_id,
            "subject": first.subject,
            "place": 1,
            "at": at.astimezone(UTC),
            "actor": actor.user_id,
            "role": role,
            "verb": verb,
            "dossier": first.dossier,
            "data": _plain(first.data),
            "rules": rules,
            "clause": first.clause,
        }
        previous = Tip(pk=first.subject).digest
        digest = chain.digest(chain.ALGORITHM, previous, **fields)  # type: ignore[arg-type]
        entries.append(
            Entry(
                zone_id=actor.zone_id,
                actor_id=actor.user_id,
                algorithm=chain.ALGORITHM,
                previous=previous,
                digest=digest,
                **{key: value for key, value in fields.items() if key not in ("zone", "actor")},
            )
        )
    tips = [Tip(pk=each.subject, zone_id=actor.zone_id, length=1, digest=each.digest) for each in entries]
    Tip.objects.bulk_create(tips, batch_size=BATCH)
    Entry.objects.bulk_create(entries, batch_size=BATCH)
    return len(entries)


def locked_tip(subject: str, zone_id: int) -> Tip:
    """The subject's chain end, locked until the transaction ends; made when this is the first row."""
    tip = _TIP.first(subject=subject)
    if tip is None:
        try:
            with transaction.atomic():
                tip = Tip.objects.create(pk=subject, zone_id=zone_id)
        except IntegrityError:  # another writer's first row came in between; wait for it
            tip = Tip.objects.select_for_update().get(pk=subject)
    if tip.zone_id != zone_id:
        raise ValueError(f"{subject} belongs to zone {tip.zone_id}, not {zone_id}")
    return tip


def _plain(data: object) -> object:
    """The data as it will be read again: keys are texts, sequences are lists, and there are no fractions."""
    match data:
        case Mapping():
            return {str(key): _plain(value) for key, value in data.items()}
        case list() | tuple():
            return [_plain(value) for value in data]
        case str() | int() | None:
            return data
    raise TypeError(f"{data!r} cannot stand in the ledger")
