"""The minutes as they begin: who was there, who was not and why, as the roll says."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from jianyan.core.meeting import Answer
from jianyan.meetings.models import Invitation, Meeting
from jianyan.meetings.models.minutes import LIST


def drafted(meeting: Meeting, rows: Sequence[Invitation]) -> dict[str, str]:
    """Each field of the minutes, filled from the meeting and its list; a long list is cut where the field ends."""
    came = [row for row in rows if row.attended_at is not None]
    return {
        "present": _names(row for row in came if row.supervisor_id),
        "observers": _names(row for row in came if not row.supervisor_id),
        "absent": _absent(row for row in rows if row.attended_at is None and row.invited_at is not None),
        "discussion": meeting.agenda,
    }


def _names(rows: Iterable[Invitation]) -> str:
    return _("、").join(_name(row) for row in rows)[:LIST]


def _name(row: Invitation) -> str:
    """Somebody, and online where they took part so; for a department whoever came."""
    if row.department_id and row.note:
        return _("{unit}（{who}）").format(unit=row.name, who=row.note)
    return _("{who}（线上）").format(who=row.name) if row.attended_by_way == "online" else row.name


def _absent(rows: Iterable[Invitation]) -> str:
    """王五（请假：出差）、赵六（未请假）: an excuse counts once it was accepted."""
    said = []
    for row in rows:
        if row.answer == Answer.excused and row.excused_ok:
            said.append(_("{who}（请假：{why}）").format(who=row.name, why=row.excuse.replace("\n", " ")))
        else:
            said.append(_("{who}（未请假）").format(who=row.name))
    return _("、").join(said)[:LIST]
