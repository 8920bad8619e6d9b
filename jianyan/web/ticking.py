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
    return lambda zone, at: {name: act(zone, at=at)}


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

    What failed is logged; the next tick makes up for it.
    """
    done = {"failed": 0}
    for part in PARTS:
        try:
            counted = part(zone, at)
        except Exception:
            logger.exception("a part of the tick of %s failed; the next one will make up for it", zone.code)
            done["failed"] += 1
            continue
        for name, count in counted.items():
            done[name] = done.get(name, 0) + count
    Zone.objects.filter(pk=zone.pk).update(ticked_at=at)
    return done


def clock_runs(at: datetime) -> bool:
    """Whether every zone was ticked in the last minutes: silence, urging and closing wait for nothing else."""
    return not Zone.objects.exclude(ticked_at__gt=at - STOPPED_AFTER).exists()
