"""Taking a list out of the system as a file: with a reason, and never without a row in the ledger."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from django.db import transaction

from jianyan.accounts.models import RoleName as R
from jianyan.accounts.queries import Actor
from jianyan.core.chain import text_digest
from jianyan.core.flow import Refused
from jianyan.core.opinion import clean_text
from jianyan.ledger.actions.record import record
from jianyan.ledger.models import Entry

#: The lists that can be taken out, each with the roles that see it on a page.
LISTS: dict[str, frozenset[str]] = {
    "leads": frozenset({R.officer, R.head, R.liaison, R.leader, R.supervisor}),
    "supervisors": frozenset({R.officer, R.head}),
    "forms": frozenset({R.officer, R.head}),
    "ledger": frozenset({R.auditor}),
    "overview": frozenset({R.head, R.leader}),
    "zones": frozenset({R.area}),
    "dossier": frozenset({R.officer, R.head, R.supervisor}),
}
#: Why somebody may need a file, as codes that can stay in the ledger; the last asks for words.
REASONS = ("report", "analysis", "check", "filing", "other")
#: Whoever takes out their own dossier owes nobody a reason.
OWN = "own"
LONGEST = 200
ROWS_MAX = 50_000


def check_export(actor: Actor, list_: str, *, rows: int, reason: str, words: str) -> str:
    """Whether the actor may take out so many rows of a list for this reason; the cleaned words when so.

    Raises:
        Refused: ``wrong_hat``, ``bad_reason``, ``reason_required`` for another reason without words, ``too_long``,
            ``too_many_rows``.
    """
    if not actor.has(*LISTS[list_]):
        raise Refused("wrong_hat")
    if reason not in REASONS and (list_, reason) != ("dossier", OWN):
        raise Refused("bad_reason")
    words = clean_text(words, lines=False)
    if reason == "other" and not words:
        raise Refused("reason_required")
    if len(words) > LONGEST:
        raise Refused("too_long", field="words", longest=LONGEST)
    if rows > ROWS_MAX:
        raise Refused("too_many_rows", rows=rows, longest=ROWS_MAX)
    return words


@transaction.atomic
def record_export(
    actor: Actor,
    list_: str,
    *,
    at: datetime,
    number: str,
    rows: int,
    reason: str,
    words: str,
    filters: Mapping[str, str],
    digest: str,
    zones: Iterable[int] = (),
) -> list[Entry]:
    """The row of one file: who took what out, why, under which filters, how many rows, and the digest of the file.

    Args:
        filters: as they stood in the address; what was typed in words stands as its digest.
        zones: whose figures it holds, each of which gets the row in its own ledger; the actor's own when empty.

    Raises:
        Refused: those of `check_export`.
    """
    words = check_export(actor, list_, rows=rows, reason=reason, words=words)
    data = {
        "number": number,
        "reason": reason,
        **({"words": text_digest(words)} if words else {}),
        "filters": dict(filters),
        "rows": rows,
        "file": digest,
    }
    role = next(role for role in R if role in actor.roles and role in LISTS[list_])
    return [
        record(
            actor=replace(actor, zone_id=zone),
            at=at,
            verb=f"export.{list_}",
            subject=f"exports:{zone}",
            data=data,
            role=role,
        )
        for zone in sorted(zones) or [actor.zone_id]
    ]


@transaction.atomic
def record_dossier(
    actor: Actor,
    supervisor_id: int,
    *,
    at: datetime,
    number: str,
    kind: str,
    term: int | None,
    leads: int,
    files: int,
    reason: str,
    words: str,
    digest: str,
) -> Entry:
    """The row of a dossier taken out as a file, in the dossier itself: its person reads who took it (5.2.a).

    Args:
        kind: ``pdf`` or ``zip``. term: the appointment that it is of, None for all. reason: `OWN` for one's own.

    Raises:
        Refused: those of `check_export`.
    """
    words = check_export(actor, "dossier", rows=leads, reason=reason, words=words)
    return record(
        actor=actor,
        at=at,
        verb="export.dossier",
        subject=f"supervisor:{supervisor_id}",
        dossier=supervisor_id,
        data={
            "number": number,
            "kind": kind,
            "term": term,
            "reason": reason,
            **({"words": text_digest(words)} if words else {}),
            "leads": leads,
            "files": files,
            "file": digest,
        },
        clause="5.2.a",
        role=R.supervisor if reason == OWN else R.head if actor.has(R.head) else R.officer,
    )
