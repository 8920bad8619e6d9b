"""课题调研 and 线索核查: the states of both, and who may lead one from where to where by which verb (clause 4.2.c)."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum

from jianyan.core.flow import Refused


class StudyState(StrEnum):
    """Where a study stands."""

    called = "called"
    delivered = "delivered"
    returned = "returned"
    accepted = "accepted"
    cancelled = "cancelled"


class StudyVerb(StrEnum):
    """What is done with a study."""

    edit = "edit"
    invite = "invite"
    join_ = "join"
    decline = "decline"
    deliver = "deliver"
    accept = "accept"
    send_back = "send_back"
    cancel = "cancel"


class VerificationState(StrEnum):
    """Where a verification stands."""

    assigned = "assigned"
    taken = "taken"
    carried_out = "carried_out"
    filed = "filed"
    cancelled = "cancelled"


class VerificationVerb(StrEnum):
    """What is done with a verification."""

    take = "take"
    decline = "decline"
    carry_out = "carry_out"
    file = "file"
    send_back = "send_back"
    reassign = "reassign"
    cancel = "cancel"


class Outcome(StrEnum):
    """What was found on site."""

    confirmed = "confirmed"
    partly = "partly"
    not_confirmed = "not_confirmed"
    cannot_tell = "cannot_tell"


@dataclass(frozen=True, slots=True)
class Row:
    """From ``source`` these ``hats`` may lead to ``target`` by ``verb``.

    The hats are the office's roles, and what a supervisor is for this one: ``invited`` (was asked, has not said),
    ``open`` (may take part: not asked by name, or has declined), ``partner`` (takes part).
    """

    source: str
    verb: str
    target: str
    hats: frozenset[str]
    why: str
    clause: str = "4.2.c"


_S, _SV, _V, _VV = StudyState, StudyVerb, VerificationState, VerificationVerb
_OFFICE, _PARTNER = frozenset({"officer", "head"}), frozenset({"partner"})
_FREE, _ASKED = frozenset({"invited", "open"}), frozenset({"invited", "partner"})


def _rows(sources: Iterable[str], verb: str, target: str | None, hats: frozenset[str], why: str) -> tuple[Row, ...]:
    return tuple(Row(source, verb, target or source, hats, why) for source in sources)


STUDIES: tuple[Row, ...] = (
    *_rows([_S.called, _S.returned], _SV.edit, None, _OFFICE, "报告交来之前，要求和期限可以调整"),
    *_rows([_S.called, _S.returned], _SV.invite, None, _OFFICE, "报告交来之前，可以再邀请"),
    *_rows([_S.called, _S.returned], _SV.join_, None, _FREE, "受邀的和通道内的监督员可以参加"),
    *_rows([_S.called, _S.returned], _SV.decline, None, _ASKED, "不能参加的说明原因"),
    *_rows([_S.called, _S.returned], _SV.deliver, _S.delivered, _PARTNER, "参加的监督员提交调研报告"),
    *_rows([_S.delivered], _SV.accept, _S.accepted, _OFFICE, "报告合用的，验收归档"),
    *_rows([_S.delivered], _SV.send_back, _S.returned, _OFFICE, "报告要修改的，说明理由退回"),
    *_rows([_S.called, _S.returned], _SV.cancel, _S.cancelled, _OFFICE, "不再需要的，说明原因取消"),
)

VERIFICATIONS: tuple[Row, ...] = (
    *_rows([_V.assigned, _V.taken], _VV.take, _V.taken, _FREE, "接受核查任务"),
    *_rows([_V.assigned, _V.taken], _VV.decline, None, _ASKED, "不能核查的说明原因，由专员另行安排"),
    *_rows([_V.taken], _VV.carry_out, _V.carried_out, _PARTNER, "到现场核查后填写情况和结论"),
    *_rows([_V.carried_out], _VV.file, _V.filed, _OFFICE, "核查情况清楚的，归入线索"),
    *_rows([_V.carried_out], _VV.send_back, _V.taken, _OFFICE, "核查情况不清楚的，说明理由退回"),
    *_rows([_V.assigned, _V.taken], _VV.reassign, None, _OFFICE, "可以增派核查人"),
    *_rows([_V.assigned, _V.taken], _VV.cancel, _V.cancelled, _OFFICE, "不再需要的，说明原因取消"),
)


def _index(table: tuple[Row, ...]) -> dict[tuple[str, str], Row]:
    index = {(row.source, row.verb): row for row in table}
    if len(index) != len(table):
        raise RuntimeError("a state and a verb occur twice")
    return index


_TABLES = {"study": STUDIES, "verification": VERIFICATIONS}
_INDEX = {kind: _index(table) for kind, table in _TABLES.items()}


def step(kind: str, state: str, verb: str, hats: Collection[str]) -> Row:
    """The row that an act on a study or a verification takes; raises `Refused` ``wrong_role``, ``wrong_state``."""
    if not any(row.verb == verb and not row.hats.isdisjoint(hats) for row in _TABLES[kind]):
        raise Refused("wrong_role", verb=verb)
    row = _INDEX[kind].get((state, verb))
    if row is None:
        raise Refused("wrong_state", verb=verb, state=state)
    if row.hats.isdisjoint(hats):
        raise Refused("wrong_role", verb=verb)
    return row


def verbs(kind: str, state: str, hats: Collection[str]) -> list[str]:
    """The verbs that may be offered now, in the table's order."""
    return [row.verb for row in _TABLES[kind] if row.source == state and not row.hats.isdisjoint(hats)]


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody works: a unit of the zone, or the name of an employer."""

    unit: int | None = None
    name: str = ""


def too_near(place: Place, handling: Collection[int], names: Collection[str]) -> bool:
    """Whether somebody works for whom a lead is about, and so may not verify it.

    Args:
        handling: the units that handle or support the lead.
        names: their names, and that of the company that the lead concerns.
    """
    return place.unit in handling or (bool(place.name) and place.name in names)
