"""季度履职结算: how everybody stands is written down once, and does not change any more."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from typing import Any

from django.db import transaction

from jianyan.accounts.models import Zone
from jianyan.accounts.queries import Actor
from jianyan.core.duties import Quarter, Rules, together
from jianyan.core.flow import Refused
from jianyan.core.workdays import local_date
from jianyan.duties.models import Closing, DutyQuarter
from jianyan.duties.queries.people import people, reckoned, with_contacts, with_forms
from jianyan.duties.queries.rules import quarter_rules
from jianyan.ledger.actions import First, record_firsts

#: People written at once.
BATCH = 500


@transaction.atomic
def close_quarter(actor: Actor, quarter: Quarter, *, at: datetime) -> DutyQuarter:
    """Write down how everybody stood in a quarter, with a row in each dossier. A quarter that is closed stays as it is.

    Raises:
        Refused: ``wrong_role`` for anybody but the head and the clock, ``quarter_running`` before the day on which it
            is closed by the rules, ``no_rules``.
    """
    if actor.user_id is not None and not actor.has("head"):
        raise Refused("wrong_role")
    zone = Zone.objects.select_for_update().get(pk=actor.zone_id)
    rules = quarter_rules(zone, quarter, local_date(at))
    if rules is None:
        raise Refused("no_rules")
    if local_date(at) < rules.closes:
        raise Refused("quarter_running", on=rules.closes)
    kept, _made = DutyQuarter.objects.get_or_create(zone=zone, key=quarter.key)
    if kept.closed_at:
        return kept
    kept.people = sum(_write(kept, rows, rules, actor, at) for rows in _rows(zone, rules))
    kept.closed_at, kept.number = at, rules.number
    kept.save(update_fields=["closed_at", "number", "people"])
    return kept


def _rows(zone: Zone, rules: Rules) -> Iterator[list[Any]]:
    """Everybody of the quarter as of the day after it, so many at once."""
    day = rules.quarter.after.span.first
    found = with_contacts(with_forms(people(zone.pk, rules, day), rules, day), rules, day)
    every = iter(found.order_by("pk").iterator(chunk_size=BATCH))
    while rows := list(islice(every, BATCH)):
        yield rows


def _write(kept: DutyQuarter, rows: list[Any], rules: Rules, actor: Actor, at: datetime) -> int:
    made = Closing.objects.bulk_create([_closing(kept, row, rules) for row in rows])
    firsts = [First(each.subject, _data(each, rules), each.supervisor_id, "5.1.a") for each in made]
    role = "system" if actor.user_id is None else "head"
    return record_firsts(firsts, actor=actor, at=at, verb="duty.closed", rules=f"v{rules.number}", role=role)


def _closing(kept: DutyQuarter, row: Any, rules: Rules) -> Closing:
    parts = reckoned(row, rules, rules.quarter.after.span.first)
    return Closing(
        quarter=kept,
        supervisor=row,
        officer_id=row.officer_id,
        channel=row.channel,
        days=row.days,
        owed=sum(part.owed for part in parts.values()),
        done=sum(part.done for part in parts.values()),
        excused=sum(part.excused for part in parts.values()),
        standing=together(parts.values()).value,
        duties={
            what: {"owed": part.owed, "done": part.done, "excused": part.excused, "standing": part.standing.value}
            for what, part in parts.items()
        },
        forms_owed=row.forms_owed,
        forms_done=row.forms_done,
        forms_missed=row.forms_missed,
        contacts_owed=row.contacts_owed,
        contacts_done=row.contacts_done,
        contacts_missed=row.contacts_missed,
    )


def _data(closing: Closing, rules: Rules) -> dict[str, object]:
    return {
        "quarter": rules.quarter.key,
        "days": closing.days,
        "duties": closing.duties,
        "forms": {"owed": closing.forms_owed, "done": closing.forms_done, "missed": closing.forms_missed},
        "contacts": {"owed": closing.contacts_owed, "done": closing.contacts_done},
    }
