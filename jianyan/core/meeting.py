"""会议: what is done with a meeting, by whom and when, in one table (clauses 4.3.b, 5.1.a, 5.1.b)."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from jianyan.core.flow import Refused

#: The longest meeting, and how long ago a visit may be that is written down afterwards.
LONGEST, VISIT_AGO = timedelta(hours=24), timedelta(days=31)


class MeetingKind(StrEnum):
    """座谈, 季度全体会, 走访, 营商环境会议."""

    symposium = "symposium"
    plenary = "plenary"
    visit = "visit"
    environment = "environment"


class Mode(StrEnum):
    """How people take part."""

    on_site = "on_site"
    online = "online"
    both = "both"


class MeetingState(StrEnum):
    """Planned until it is over, then held; or called off."""

    planned = "planned"
    held = "held"
    cancelled = "cancelled"


class Answer(StrEnum):
    """What somebody who is invited says. ``excused``: asks for leave, with a reason; ``declined`` is for those for whom
    coming is no duty."""

    none = ""
    coming = "coming"
    online = "online"
    excused = "excused"
    declined = "declined"


class Way(StrEnum):
    """How somebody was found to be there: by the code on the wall, the officer's list, online, or entered later on
    somebody's word."""

    none = ""
    code = "code"
    list = "list"
    online = "online"
    proxy = "proxy"


class MeetingVerb(StrEnum):
    """What is done with a meeting."""

    edit = "edit"
    cancel = "cancel"
    invite = "invite"
    uninvite = "uninvite"
    answer = "answer"
    decide_excuse = "decide_excuse"
    sign_in = "sign_in"
    sign_in_online = "sign_in_online"
    roll = "roll"
    strike = "strike"
    hold = "hold"
    record_visit = "record_visit"
    state = "state"
    write_minutes = "write_minutes"
    submit_minutes = "submit_minutes"
    issue_minutes = "issue_minutes"
    attach = "attach"
    count_contact = "count_contact"


@dataclass(frozen=True, slots=True)
class MeetingFacts:
    """What a guard may ask. ``began``, ``over``: the meeting's times have come. ``doors``: people may sign in.

    ``minutes``: "" for none, else draft, submitted or issued.
    """

    kind: MeetingKind = MeetingKind.symposium
    mode: Mode = Mode.on_site
    began: bool = False
    over: bool = False
    doors: bool = False
    minutes: str = ""


Guard = Callable[[MeetingFacts], str | None]


def _not_begun(f: MeetingFacts) -> str | None:
    return "meeting_began" if f.began else None


def _began(f: MeetingFacts) -> str | None:
    return None if f.began else "meeting_to_come"


def _doors(f: MeetingFacts) -> str | None:
    if f.over:
        return "sign_in_over"
    return None if f.doors else "sign_in_to_come"


def _doors_online(f: MeetingFacts) -> str | None:
    return "not_online" if f.mode == Mode.on_site else _doors(f)


def _open_for_roll(f: MeetingFacts) -> str | None:
    return None if f.doors or f.began else "sign_in_to_come"


def _visit(f: MeetingFacts) -> str | None:
    if f.kind != MeetingKind.visit:
        return "not_a_visit"
    return _began(f)


def _met(f: MeetingFacts) -> str | None:
    """Officer and supervisors speak with each other at a symposium or a visit."""
    return _began(f) if f.kind in (MeetingKind.symposium, MeetingKind.visit) else "no_contact_kind"


def _unissued(f: MeetingFacts) -> str | None:
    return "minutes_issued" if f.minutes == "issued" else _began(f)


def _written(f: MeetingFacts) -> str | None:
    if f.minutes == "issued":
        return "minutes_issued"
    return None if f.minutes else "no_minutes"


@dataclass(frozen=True, slots=True)
class MeetingRow:
    """In ``state`` these ``hats`` may do ``verb``; afterwards the meeting is in ``target``."""

    state: MeetingState
    verb: MeetingVerb
    hats: frozenset[str]
    why: str
    target: MeetingState
    guard: Guard | None = None
    clause: str = "4.3.b"


_S, _V = MeetingState, MeetingVerb
_OFFICE, _HEAD = frozenset({"officer", "head"}), frozenset({"head"})
_CLOCK, _INVITED, _ANYBODY = _OFFICE | {"system"}, frozenset({"invited"}), frozenset({"invited", "guest"})


def _both(verb: MeetingVerb, hats: frozenset[str], why: str, guard: Guard | None = None) -> tuple[MeetingRow, ...]:
    """The same before and after the meeting was closed."""
    return tuple(MeetingRow(state, verb, hats, why, state, guard) for state in (_S.planned, _S.held))


TABLE: tuple[MeetingRow, ...] = (
    MeetingRow(_S.planned, _V.edit, _OFFICE, "开会之前，时间、地点和议程可以修改", _S.planned, _not_begun),
    MeetingRow(_S.planned, _V.cancel, _OFFICE, "还没有开的会可以取消，并告知受邀的人", _S.cancelled),
    MeetingRow(_S.planned, _V.invite, _OFFICE, "按人、按群、按部门邀请", _S.planned),
    MeetingRow(_S.planned, _V.uninvite, _OFFICE, "邀请错了的可以撤下", _S.planned, _not_begun),
    MeetingRow(_S.planned, _V.answer, _INVITED, "开会之前可以答复、改答复", _S.planned, _not_begun, "5.1.a"),
    MeetingRow(_S.planned, _V.sign_in, _ANYBODY, "会场扫码签到", _S.planned, _doors, "5.1.a"),
    MeetingRow(_S.planned, _V.sign_in_online, _INVITED, "线上参会的按时签到", _S.planned, _doors_online, "5.1.a"),
    MeetingRow(_S.planned, _V.hold, _CLOCK, "会议时间一到即为已召开", _S.held, _began),
    *_both(_V.decide_excuse, _OFFICE, "请假由办公室决定准与不准"),
    *_both(_V.roll, _OFFICE, "专员点名，会后补登须写明依据", _open_for_roll),
    *_both(_V.strike, _OFFICE, "登错的可以撤销"),
    *_both(_V.record_visit, _OFFICE, "走访记录", _visit),
    *_both(_V.state, _OFFICE, "会上的意见成为线索", _began),
    *_both(_V.count_contact, _OFFICE, "座谈和走访可以登记为互动联系", _met),
    *_both(_V.write_minutes, _OFFICE, "会议纪要签发之前可以修改", _unissued),
    *_both(_V.submit_minutes, _OFFICE, "纪要送负责人签发", _written),
    *_both(_V.issue_minutes, _HEAD, "纪要由负责人签发，议定事项随即成为任务", _written),
    *_both(_V.attach, _OFFICE, "照片和文件"),
)

_INDEX = {(row.state, row.verb): row for row in TABLE}
if len(_INDEX) != len(TABLE):
    raise RuntimeError("meeting table: a state and a verb occur twice")


def meeting_step(state: MeetingState, verb: MeetingVerb, hats: Collection[str], facts: MeetingFacts) -> MeetingRow:
    """The row that this act takes; raises `Refused`: ``wrong_hat``, ``wrong_state`` or the guard's code."""
    if not any(row.verb == verb and not row.hats.isdisjoint(hats) for row in TABLE):
        raise Refused("wrong_hat")
    row = _INDEX.get((state, verb))
    if row is None:
        raise Refused("wrong_state")
    if row.guard and (code := row.guard(facts)):
        raise Refused(code)
    return row


def meeting_verbs(state: MeetingState, hats: Collection[str], facts: MeetingFacts) -> list[MeetingVerb]:
    """The verbs that may be offered now, in the table's order."""
    return [
        row.verb
        for row in TABLE
        if row.state == state and not row.hats.isdisjoint(hats) and not (row.guard and row.guard(facts))
    ]


def refuse_times(starts: datetime, ends: datetime, at: datetime, *, after: bool = False) -> None:
    """Refuse times at which no meeting can be; ``after``: a visit that is written down when it is over.

    Raises:
        Refused: ``ends_before_start``, ``meeting_too_long``, ``starts_past``; ``visit_to_come``, ``visit_too_old``.
    """
    if ends <= starts:
        raise Refused("ends_before_start")
    if not after and starts <= at:
        raise Refused("starts_past")
    if after and starts > at:
        raise Refused("visit_to_come")
    if after and at - starts > VISIT_AGO:
        raise Refused("visit_too_old", days=VISIT_AGO.days)
    if ends - starts > LONGEST:
        raise Refused("meeting_too_long")


def answers_for(mode: Mode, *, duty: bool) -> tuple[Answer, ...]:
    """What somebody who is invited may answer; ``duty``: coming is owed, who stays away asks for leave."""
    ways = {Mode.on_site: (Answer.coming,), Mode.online: (Answer.online,), Mode.both: (Answer.coming, Answer.online)}
    return (*ways[mode], Answer.excused if duty else Answer.declined)
