"""What an undoable act found, kept for the moments in which it can be taken back (`core.flow.undo`)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from jianyan.leads.models import Clock, Lead, Undoable
from jianyan.ledger.models import Entry

#: What acts write beside the lead, by the name in their ledger row.
MADE = ("call", "follow_up", "merge", "parts")


def snapshot(lead: Lead, names: tuple[str, ...]) -> dict[str, object]:
    """The columns of a lead by name, as a JSON column holds them."""
    found = {}
    for name in names:
        value = getattr(lead, lead._meta.get_field(name).attname)  # type: ignore[union-attr]
        found[name] = value.isoformat() if isinstance(value, date | datetime) else value
    return found


def restore(lead: Lead, before: Mapping[str, object]) -> None:
    """Put the columns of a snapshot back."""
    for name, value in before.items():
        field = lead._meta.get_field(name)
        setattr(lead, field.attname, field.to_python(value))  # type: ignore[union-attr]


def clocks_of(lead: Lead) -> dict[str, object]:
    """Which clocks a lead has, which of them run, and which one governs."""
    rows = list(Clock.objects.filter(lead=lead).order_by("id").values_list("id", "stopped_at", "governs"))
    return {
        "all": [pk for pk, _stopped, _governs in rows],
        "running": [pk for pk, stopped, _governs in rows if stopped is None],
        "governs": next((pk for pk, _stopped, governs in rows if governs), None),
    }


def keep(
    entry: Entry,
    lead: Lead,
    *,
    by: int,
    before: dict[str, object],
    clocks: dict[str, object],
    data: Mapping[str, object],
    touched: Mapping[int, int],
) -> None:
    """Keep what an act found, in place of what the act before it found on this lead."""
    kept = Undoable(
        lead=lead,
        entry=entry,
        last=entry,
        by_id=by,
        at=entry.at,
        verb=entry.verb.removeprefix("lead."),
        before=before,
        clocks=clocks,
        made={name: data[name] for name in MADE if name in data},
        touched={str(pk): revision for pk, revision in touched.items()},
    )
    columns = [field.name for field in Undoable._meta.fields if field.name not in ("id", "lead")]
    Undoable.objects.bulk_create([kept], update_conflicts=True, unique_fields=["lead"], update_fields=columns)


def follows(lead: Lead, entry: Entry) -> None:
    """What has followed at once is undone with the act."""
    Undoable.objects.filter(lead=lead).update(last=entry)


def drop(lead: Lead) -> None:
    """The act can no longer be undone."""
    Undoable.objects.filter(lead=lead).delete()


def forget(zone_id: int, *, before: datetime) -> int:
    """Forget what can no longer be undone; returns how much that was."""
    gone, _by_model = Undoable.objects.filter(lead__zone=zone_id, at__lt=before - timedelta(hours=1)).delete()
    return gone
