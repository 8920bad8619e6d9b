"""Bringing in a spreadsheet of forms that the office collected: looked over first, then entered all or not at all."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import NAMESPACE_OID, uuid5

from django.db import transaction
from django.db.models import Q

from jianyan.accounts.queries import Actor
from jianyan.core.flow import Hat, Refused
from jianyan.core.form_sheet import KEYS, example
from jianyan.core.sheets import Table
from jianyan.core.workdays import local_date
from jianyan.leads.actions.behalf import file_one
from jianyan.leads.actions.file import OnBehalf
from jianyan.leads.models import FormBatch
from jianyan.leads.queries.behalf import batches_visible_to, check
from jianyan.ledger.actions import record
from jianyan.people.models import Identity
from jianyan.rules.queries import book, version_on

#: How long a file that was looked over and left waits.
KEPT = timedelta(days=1)


@transaction.atomic
def prepare_forms(actor: Actor, table: Table, *, digest: str, at: datetime) -> FormBatch:
    """Keep what a file says, to be looked over; like a draft it is nobody's business yet: the ledger stays silent.

    Raises:
        Refused: ``wrong_hat``; ``entered_before`` when the same file was entered already.
    """
    if not actor.is_office:
        raise Refused("wrong_hat")
    _refuse_repeat(actor, digest)
    waiting = FormBatch.objects.filter(zone=actor.zone_id, entered_at__isnull=True)
    waiting.filter(Q(by=actor.person) | Q(at__lt=at - KEPT)).delete()
    rows = [
        {
            "number": line.number,
            "cells": {KEYS[name]: cell.text.replace("\0", "") for name, cell in line.cells.items() if name in KEYS},
            "formulas": [KEYS[name] for name, cell in line.cells.items() if name in KEYS and cell.formula],
            "merged": line.number in table.merged,
        }
        for line in table.lines
        if not example(line.cells)
    ]
    return FormBatch.objects.create(zone_id=actor.zone_id, by_id=actor.person, at=at, digest=digest, rows=rows)


@transaction.atomic
def enter_batch(actor: Actor, batch_id: int, *, at: datetime) -> FormBatch:
    """Enter every form of a file that was looked over, or none of them; entering twice enters once.

    Raises:
        FormBatch.DoesNotExist: not there for this actor.
        Refused: ``entered_before``, ``rows_wrong`` when a row cannot be entered (any more).
    """
    own = batches_visible_to(actor).values("pk")
    batch = FormBatch.objects.select_for_update().get(pk=batch_id, pk__in=own)
    if batch.entered_at:
        return batch
    _refuse_repeat(actor, batch.digest)
    rules = book(version_on(actor.zone_id, local_date(at)).pk)
    checked = check(actor, batch.rows, rules, local_date(at))
    if checked.wrong or not checked.forms:
        raise Refused("rows_wrong")
    # In the order of their ids, so that two files never wait for one another.
    list(Identity.objects.select_for_update().filter(pk__in=[f.identity.pk for f in checked.forms]).order_by("pk"))
    leads = 0
    for form in checked.forms:
        assert form.first.received_on is not None
        file_one(
            actor,
            form.identity.pk,
            form.month,
            form.opinions,
            at=at,
            key=uuid5(NAMESPACE_OID, f"{batch.digest}:{form.identity.pk}:{form.month}"),
            nil=form.first.nil,
            came=OnBehalf(form.first.channel, form.first.received_on, batch.pk),
        )
        leads += len(form.opinions)
    batch.entered_at, batch.forms, batch.leads, batch.rows = at, len(checked.forms), leads, []
    batch.save()
    record(
        actor=actor,
        at=at,
        verb="form.import",
        subject=f"import:{batch.pk}",
        data={"forms": batch.forms, "leads": leads, "file": batch.digest},
        rules=f"v{rules.number}",
        clause="5.1.e",
        role=Hat.officer if actor.has(Hat.officer) else Hat.head,
    )
    return batch


def expire_sheets(zone_id: int, *, at: datetime) -> int:
    """Clear away files that were looked over and left: what they say of people goes with them. Returns how many."""
    return FormBatch.objects.filter(zone=zone_id, entered_at__isnull=True, at__lt=at - KEPT).delete()[0]


def _refuse_repeat(actor: Actor, digest: str) -> None:
    before = FormBatch.objects.filter(zone=actor.zone_id, digest=digest, entered_at__isnull=False).first()
    if before:
        raise Refused("entered_before", at=before.entered_at)
