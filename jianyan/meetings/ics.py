"""Calendar files (RFC 5545): one meeting, or somebody's. Times are in UTC, which every calendar reads alike."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from jianyan.core.meeting import MeetingState, Mode
from jianyan.meetings.models import Meeting

if TYPE_CHECKING:
    from icalendar import Event

MEDIA = "text/calendar; charset=utf-8"


def calendar_file(meetings: Iterable[Meeting], *, name: str, site: str) -> bytes:
    """The calendar file of meetings; ``site`` is the address under which they are found, without a slash at its end.

    A meeting keeps its UID, its SEQUENCE grows with time and place, and one that was called off says so: so a calendar
    moves or strikes out what it has already.
    """
    from icalendar import Calendar  # loaded by whoever asks for a calendar

    made = Calendar()
    made.add("prodid", "-//Jianyan//Meetings//ZH")
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", name)
    made.add("x-wr-timezone", "Asia/Shanghai")
    for meeting in meetings:
        made.add_component(_event(meeting, site))
    return bytes(made.to_ical())


def _event(meeting: Meeting, site: str) -> Event:
    from icalendar import Event

    event, url = Event(), f"{site}/meetings/{meeting.pk}/"
    event.add("uid", f"{meeting.uid}@jianyan")
    event.add("sequence", meeting.sequence)
    event.add("dtstamp", _utc(meeting.changed_at))
    event.add("last-modified", _utc(meeting.changed_at))
    event.add("dtstart", _utc(meeting.starts_at))
    event.add("dtend", _utc(meeting.ends_at))
    event.add("summary", meeting.title)
    event.add("url", url)
    event.add("status", "CANCELLED" if meeting.state == MeetingState.cancelled else "CONFIRMED")
    if meeting.mode != Mode.online and meeting.place:
        event.add("location", meeting.place)
    elif meeting.link:
        event.add("location", meeting.link)
    lines = [meeting.link if meeting.mode != Mode.on_site else "", meeting.agenda, url]
    event.add("description", "\n\n".join(filter(None, lines)))
    return event


def _utc(at: datetime) -> datetime:
    return at.astimezone(UTC).replace(microsecond=0)
