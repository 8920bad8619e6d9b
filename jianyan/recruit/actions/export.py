"""Taking the list out as a document: who took it, in which form, and the digest of the file."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from jianyan.accounts.queries import Actor
from jianyan.core.flow import Refused
from jianyan.recruit.actions.base import note_round
from jianyan.recruit.queries import rounds_visible_to

FORMATS = ("pdf", "docx")


@transaction.atomic
def record_list(actor: Actor, round_id: int, *, at: datetime, format_: str, listed: list[int], digest: str) -> None:
    """The row of one document: the list as the office or a leader took it out.

    Raises:
        Round.DoesNotExist; Refused: ``wrong_role`` for whoever reads no list, ``nobody_chosen``.
    """
    round_ = rounds_visible_to(actor).get(pk=round_id)
    if not (actor.is_office or actor.has("leader")):
        raise Refused("wrong_role")
    if not listed:
        raise Refused("nobody_chosen")
    note_round(round_, actor, at, "export_list", {"format": format_, "list": listed, "file": digest})
