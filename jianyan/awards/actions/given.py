"""What follows when an award is given: a row in each dossier, a notice to each, an announcement to the groups."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import uuid5

from django.db import transaction

from jianyan.accounts.models import Zone
from jianyan.accounts.queries import Actor
from jianyan.awards.actions.base import Taken, note
from jianyan.awards.models import Standing
from jianyan.awards.queries import standings_visible_to
from jianyan.core.flow import Refused
from jianyan.core.workdays import local_date
from jianyan.ledger.actions import record
from jianyan.notify.actions import tell
from jianyan.people.actions import announce
from jianyan.people.actions.announce import TEXT, TITLE
from jianyan.people.models import Group
from jianyan.people.queries.groups import members

KINDS = frozenset({"pdf", "docx"})


def note_given(taken: Taken, given: Sequence[Standing]) -> None:
    """A row in the dossier of each (5.2.b), and a notice."""
    for each in given:
        note(taken, "given", {"certificate": each.certificate}, each.supervisor_id)
    tell(
        [each.supervisor.user_id for each in given],
        zone_id=taken.run.zone_id,
        at=taken.at,
        kind="award.given",
        path="/awards/mine/",
        by=taken.actor,
    )


def announce_given(taken: Taken, given: Sequence[Standing]) -> None:
    """Tell both groups who was awarded; without members there is nobody to tell. A document is always Chinese."""
    run, zone = taken.run, Zone.objects.get(pk=taken.run.zone_id)
    today = local_date(taken.at)
    groups = [group for group in Group if members(run.zone_id, [group], today).exists()]
    if not groups:
        return
    names = "、".join(each.supervisor.name for each in given)
    text = (
        f"根据《营商环境监督员工作规则》，经评审、本人核对、审定和公示，授予以下{len(given)}位监督员"
        f"{run.term_starts.year}年{run.term_starts.month}月至{run.term_ends.year}年{run.term_ends.month}月聘期"
        f"“优秀监督员”称号：\n\n{names}\n\n特此通报。\n\n{zone.office_name}"
    )
    announce(
        taken.actor,
        at=taken.at,
        key=uuid5(run.token, "given"),
        groups=groups,
        title=f"关于授予“优秀监督员”称号的通报（{run.term_ends.year}年）"[:TITLE],
        text=text if len(text) <= TEXT else text[: TEXT - 1] + "…",
    )


@transaction.atomic
def record_certificate(actor: Actor, standing_id: int, *, at: datetime, kind: str) -> None:
    """Record that a certificate was taken out as ``kind``, in the dossier of its supervisor.

    Raises:
        Standing.DoesNotExist; Refused: ``bad_kind``.
    """
    if kind not in KINDS:
        raise Refused("bad_kind")
    each = standings_visible_to(actor).select_related("run").get(pk=standing_id, awarded=True)
    record(
        actor=actor,
        at=at,
        verb="award.certificate",
        subject=each.run.subject,
        dossier=each.supervisor_id,
        data={"certificate": each.certificate, "type": kind},
        clause="4.3.c",
        role="supervisor" if not actor.is_office else "head" if actor.has("head") else "officer",
    )
