"""What is asked for, and as whom."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from importlib import import_module
from uuid import uuid4

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.utils import timezone

from bench.clients import Asked
from jianyan.accounts.models import Role, User, Zone
from jianyan.core.opinion import month_of
from jianyan.leads.forms.draft import stamp
from jianyan.leads.forms.opinion import BLANK
from jianyan.leads.models import Clock, Draft, Lead
from jianyan.leads.queries.forms import missing
from jianyan.people.models import Identity


def session_of(user: User) -> str:
    """A session like the one that signing in gives."""
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session.update(
        {
            SESSION_KEY: str(user.pk),
            BACKEND_SESSION_KEY: settings.AUTHENTICATION_BACKENDS[-1],
            HASH_SESSION_KEY: user.get_session_auth_hash(),
            "epoch": user.session_epoch,
            "seen": timezone.now().isoformat(),
        }
    )
    session.create()
    return str(session.session_key)


@dataclass(frozen=True, slots=True)
class Page:
    """One line of the table; ``target``: milliseconds at one client."""

    name: str
    asked: list[Asked]
    target: float | None = None


def pages() -> list[Page]:
    """The empty view first: the others are compared with it."""
    zone = Zone.objects.get()
    officer, head, liaison, auditor, leader = (role_of(zone, role) for role in ROLES)
    supervisor = _supervisor()
    desk = session_of(officer.user)
    long_ones = _leads(liaison.department_id)
    mine = Lead.objects.filter(identity__supervisor__user=supervisor).order_by("-id")
    dossier = mine.values_list("identity__supervisor", flat=True)[0]
    reply = f"/desk/?who=all&queue=reply&department={liaison.department_id}"
    return [
        Page("empty view", [Asked("/empty/")]),
        Page("empty view, signed in", [Asked("/empty/", desk)]),
        Page("desk", [Asked("/desk/", desk)], 20),
        Page("desk with filters", [Asked(reply, desk), Asked("/desk/?who=all&light=red&grade=B", desk)], 20),
        Page("desk, words searched for", [Asked("/desk/?who=all&q=%E5%8A%9E%E7%90%86", desk)], 20),
        Page("lead page", [Asked(f"/leads/{pk}/", desk) for pk in long_ones], 15),
        Page("overview (head)", [Asked("/overview/", session_of(head.user))], 40),
        Page("overview (leader)", [Asked("/overview/", session_of(leader.user))], 40),
        Page("department page", [Asked("/department/", session_of(liaison.user))]),
        Page("supervisor's page", [Asked("/my/", session_of(supervisor))]),
        Page("leads list", [Asked("/leads/", desk), Asked("/leads/?state=closed", desk)]),
        Page("leads list, words searched for", [Asked("/leads/?q=%E5%8A%9E%E7%90%86", desk)]),
        Page("supervisors", [Asked("/supervisors/", desk)], 30),
        Page("supervisors by this month", [Asked(f"/supervisors/?{by}", desk) for by in THIS_MONTH]),
        Page("trial-year review", [Asked("/insight/review/", session_of(head.user))]),
        Page("ledger page", [Asked("/ledger/", session_of(auditor.user))]),
        Page("dossier", [Asked(f"/supervisors/{dossier}/", desk)]),
    ]


THIS_MONTH = ("contacted=no", "contacted=yes", "filed=missing", "filed=filed")
ROLES = ("officer", "head", "liaison", "auditor", "leader")


def role_of(zone: Zone, role: str) -> Role:
    return Role.objects.filter(zone=zone, name=role).select_related("user").order_by("id")[0]


def _supervisor() -> User:
    newest = Lead.objects.filter(hidden=False).select_related("identity__supervisor__user").order_by("-submitted_at")
    return newest[0].identity.supervisor.user


def _leads(department: int | None) -> list[int]:
    """Leads with a long history, ended and open."""
    here = Lead.objects.filter(lead_department=department).order_by("-revision", "-id")
    return [*here.filter(state="closed").values_list("pk", flat=True)[:4], *here.values_list("pk", flat=True)[:2]]


def calls(number: int) -> list[Asked]:
    """Calls about leads that were not called about yet; by that they can be dispatched."""
    session = session_of(role_of(Zone.objects.get(), "officer").user)
    waiting = Lead.objects.filter(state="received", clocks__kind="call", clocks__governs=True).order_by("id")
    return [
        Asked(
            f"/leads/{lead.pk}/call/", session, (("seen", str(lead.revision)), ("verified", "情况属实，窗口已核实。"))
        )
        for lead in waiting[:number]
    ]


def dispatches(number: int) -> list[Asked]:
    """Dispatches of leads that can be, to a department in which nobody raised them."""
    zone = Zone.objects.get()
    session = session_of(role_of(zone, "officer").user)
    liaisons = Role.objects.filter(zone=zone, name="liaison").values_list("department", flat=True)
    units = sorted({unit for unit in liaisons if unit})
    waiting = Clock.objects.filter(governs=True, kind="dispatch", lead__state="clarified").order_by("id")
    found = []
    for lead in (clock.lead for clock in waiting.select_related("lead__identity__supervisor")[:number]):
        unit = next(unit for unit in units if unit != lead.identity.supervisor.unit_id)
        sent = {"seen": lead.revision, "department": unit, "grade": "B", "demand": "请核实后书面答复。"}
        found.append(Asked(f"/leads/{lead.pk}/dispatch/", session, _pairs(sent.items())))
    return found


def owing(number: int) -> list[Identity]:
    """Identities whose form of this month is still to come."""
    today = timezone.localdate()
    found = missing(Zone.objects.get().pk, month_of(today), today)
    return list(found.select_related("supervisor__user", "supervisor__zone")[:number])


def forms(number: int) -> list[Asked]:
    """Forms of one lead each, looked over and ready to be sent."""
    now, today = timezone.now(), timezone.localdate()
    found = []
    for identity in owing(number):
        draft, _ = Draft.objects.update_or_create(
            identity=identity,
            month=month_of(today),
            defaults={
                "key": uuid4(),
                "saved_at": now,
                "data": {"leads": [typed(identity.supervisor.channel)], "page": "", "at": "look", "turn": 0},
            },
        )
        sent = {"do": "send", "identity": identity.pk, "key": draft.key, "seen": stamp(draft), "month": _month(today)}
        session = session_of(identity.supervisor.user)
        found.append(Asked("/my/form/", session, _pairs(sent.items())))
    return found


def typed(channel: str) -> dict[str, object]:
    kind = {"kind": "service"} if channel == "social" else {"kind": "practice", "policy": "落户扶持办法"}
    said = {
        "title": "两个窗口重复要同一份材料",
        "body": "办理变更登记时，两个窗口先后要求提交同一份章程，来回跑了三趟。",
    }
    return {**BLANK, **kind, **said, "field": "government"}


def _month(day: date) -> str:
    return day.isoformat()[:7]


def _pairs(sent: Iterable[tuple[str, object]]) -> tuple[tuple[str, str], ...]:
    return tuple((name, str(value)) for name, value in sent)
