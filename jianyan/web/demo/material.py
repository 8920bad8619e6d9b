"""The invented people, leads and phrases of the demo year, as typed values."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Literal

import msgspec

Channel = Literal["social", "internal"]


class Unit(msgspec.Struct, frozen=True, kw_only=True):
    """A department, SOE or resident unit of the zone."""

    code: str
    name: str
    short: str
    name_en: str
    kind: Literal["internal", "soe", "resident"]
    handles: bool
    matters: list[str]


class Account(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody of the office, the committee, the administration or a department."""

    name: str
    login: str
    post: str = ""
    duty: str = ""
    department: str = ""


class Person(msgspec.Struct, frozen=True, kw_only=True):
    """A supervisor. ``diligence``: share of months with a form; ``unit``: employer's name, or a unit's code."""

    name: str
    login: str
    gender: str
    channel: Channel
    unit: str
    post: str
    industry: str
    levels: list[str]
    phone: str
    diligence: float
    style: Literal["brief", "detailed"]
    category: str = ""


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """A department's reply to a lead."""

    result: Literal["solved", "solving", "planned", "explained"]
    process: str
    basis_title: str = ""
    basis_no: str = ""
    plan_months: int = 0
    reason: str = ""


class Matter(msgspec.Struct, frozen=True, kw_only=True):
    """What a lead of the demo is about; see the head of leads_social.toml for the meaning of each field."""

    id: str
    kind: str
    field: str
    grade: Literal["A", "B", "C"]
    scope: Literal["single", "common"]
    department: str
    wrong_department: str
    matter: str
    place_unit: str
    industry: str
    title: str
    body: str
    suggestion: str
    replies: list[Answer]
    aspect: str = ""
    policy: str = ""
    effect: str = ""
    stage: str = ""
    call: str = ""
    noted: bool = False
    months: list[int] = []
    units: list[str] = []
    slots: dict[str, list[str]] = {}


class Corpus(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that the demo is written with."""

    units: list[Unit]
    officers: list[Account]
    heads: list[Account]
    leaders: list[Account]
    admins: list[Account]
    liaisons: list[Account]
    areas: list[Account]
    supervisors: list[Person]
    matters: dict[Channel, list[Matter]]
    phrases: dict[str, list[str]]
    slots: dict[str, list[str]]
    companies: dict[str, list[str]]


class Role(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody of the second zone with a role there; a liaison names the unit."""

    name: str
    login: str
    role: str
    unit: str = ""


class Office(msgspec.Struct, frozen=True, kw_only=True):
    """A department of the second zone."""

    code: str
    name: str
    kind: Literal["internal", "resident"]


class Watcher(msgspec.Struct, frozen=True, kw_only=True):
    """A supervisor of the second zone; ``unit`` as in `Person`."""

    name: str
    login: str
    channel: Channel
    unit: str
    post: str


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """What a lead of the second zone is about, and how it is answered."""

    by: Channel
    kind: str
    field: str
    unit: str
    title: str
    body: str
    suggestion: str
    result: Literal["solved", "solving", "planned", "explained"]
    policy: str = ""
    reason: str = ""


class Neighbour(msgspec.Struct, frozen=True, kw_only=True):
    """The second zone with its people and leads."""

    code: str
    name: str
    short: str
    office: str
    phone: str
    units: list[Office] = msgspec.field(name="department")
    people: list[Role]
    supervisors: list[Watcher] = msgspec.field(name="supervisor")
    leads: list[Told] = msgspec.field(name="lead")


@cache
def neighbour() -> Neighbour:
    """The second zone of the package."""
    return msgspec.convert(_table("neighbour"), Neighbour)


def _table(name: str) -> dict[str, object]:
    return tomllib.loads((files("jianyan.web.demo") / "corpus" / f"{name}.toml").read_text(encoding="utf8"))


@cache
def corpus() -> Corpus:
    """The corpus of the package; msgspec's error names the place when it cannot be used."""
    people, phrases = _table("people"), _table("phrases") | _table("sequels")
    convert = msgspec.convert
    leads = {channel: _table(f"leads_{channel}")["lead"] for channel in ("social", "internal")}
    return Corpus(
        units=convert(people["department"], list[Unit]),
        officers=convert(people["officer"], list[Account]),
        heads=convert(people["head"], list[Account]),
        leaders=convert(people["leader"], list[Account]),
        admins=convert(people["admin"], list[Account]),
        liaisons=convert(people["liaison"], list[Account]),
        areas=convert(people["area"], list[Account]),
        supervisors=convert(people["supervisor"], list[Person]),
        matters=convert(leads, dict[Channel, list[Matter]]),
        slots=convert(phrases.pop("slots"), dict[str, list[str]]),
        companies=convert(phrases.pop("company_by_industry"), dict[str, list[str]]),
        phrases=convert(phrases, dict[str, list[str]]),
    )
