"""What time itself brings, in every app: one list, for the process beside the pages and for the command."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import datetime, timedelta

from jianyan.accounts.models import Zone
from jianyan.awards.actions import tick_awards
from jianyan.duties.actions import tick_duties
from jianyan.leads.actions import tick, write_rated
from jianyan.meetings.actions import tick_meetings
from jianyan.notify.actions import tell_of_failures
from jianyan.notify.failures import failed, settle
from jianyan.notify.models import Failure
from jianyan.recruit.actions import tick_rounds
from jianyan.reports.actions import tick_instructions
from jianyan.studies.actions import tick_studies
from jianyan.tasks.actions import tick_tasks

logger = logging.getLogger("jianyan.web")

Part = Callable[[Zone, datetime], Mapping[str, int]]


def _leads(zone: Zone, at: datetime) -> Mapping[str, int]:
    return asdict(tick(zone, at=at))


def _rounds(zone: Zone, at: datetime) -> Mapping[str, int]:
    return {"rounds": tick_rounds(zone.pk, at=at)}


def _counted(name: str, act: Callable[..., int]) -> Part:
    """A part that returns how much it did, which is told under a name."""

    def part(zone: Zone, at: datetime) -> Mapping[str, int]:
        return {name: act(zone, at=at)}

    part.__name__ = name
    return part


def _rated(zone: Zone, at: datetime) -> Mapping[str, int]:
    write_rated(zone)
    return {}


def _duties(zone: Zone, at: datetime) -> Mapping[str, int]:
    return asdict(tick_duties(zone, at=at))


#: What falls due; every part is its own: one in trouble does not keep the others waiting.
DUE: tuple[Part, ...] = (
    _leads,
    _rounds,
    _counted("tasks", tick_tasks),
    _counted("instructions", tick_instructions),
    _counted("meetings", tick_meetings),
    _counted("studies", tick_studies),
    _counted("awards", tick_awards),
    _duties,
)
PARTS = (*DUE, _rated)

#: Without a tick for so long the clock counts as stopped.
STOPPED_AFTER = timedelta(minutes=5)


def tick_zone(zone: Zone, *, at: datetime) -> dict[str, int]:
    """Do all that is due in a zone; returns what was done, by name, and under ``failed`` how much was not.

    What failed is logged, and written down for the people in charge; the next tick makes up for it.
    """
    done = {"failed": 0}
    for part in PARTS:
        for name, count in _do(part, zone, at).items():
            done[name] = done.get(name, 0) + count
    tell_of_failures(zone.pk, at=at)
    Zone.objects.filter(pk=zone.pk).update(ticked_at=at)
    return done


def _do(part: Part, zone: Zone, at: datetime) -> Mapping[str, int]:
    """One part, and whether it broke: as a row that stands until the part is whole again."""
    name = part_name(part)
    try:
        counted = part(zone, at)
    except Exception:
        logger.exception("a part of the tick of %s failed; the next one will make up for it", zone.code)
        failed(zone.pk, Failure.Why.clock, name, at=at)
        return {"failed": 1}
    if counted.get("failed"):
        failed(zone.pk, Failure.Why.clock, name, at=at)
    else:
        settle(zone.pk, Failure.Why.clock, name, at=at)
    return counted


def part_name(part: Part) -> str:
    """What a part is called where its failure is written down."""
    return getattr(part, "__name__", "").strip("_")


def try_again(zone: Zone, name: str, *, at: datetime) -> bool:
    """Do one part of the round at once; returns whether it is whole."""
    return all(not _do(part, zone, at).get("failed") for part in PARTS if part_name(part) == name)


def clock_runs(at: datetime) -> bool:
    """Whether every zone was ticked in the last minutes: silence, urging and closing wait for nothing else."""
    return not Zone.objects.exclude(ticked_at__gt=at - STOPPED_AFTER).exists()
