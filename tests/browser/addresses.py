"""Every page that a role can open, found from the URL conf: a new address is among them by itself.

What an address needs stands in tests/permissions/walk.py. Each address is asked for once beforehand, in a transaction
that is undone; what answers with a page is a page to look at.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import uuid4

from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from jianyan.accounts.models import User
from jianyan.awards.models import Run
from jianyan.core.workdays import local_date
from jianyan.leads import actions
from jianyan.leads.models import Clock, Lead
from jianyan.meetings.models import Meeting
from tests.fixtures import MONDAY, World, build_world
from tests.permissions import awards, meetings
from tests.permissions.walk import USERS, VALUES, Things, addresses, patterns

#: Long enough to show what does not fit, with an unbreakable word, as people paste them.
TITLE = "办理变更登记时两个窗口先后要求提交同一份已经在系统里的公司章程和股东会决议原件"
BODY = "来回跑了三趟。办事指南见 https://www.example.com/" + "verylongaddress" * 8 + "\n\n第二段：窗口说系统之间不通。"

#: The same address with another state of the page: a lead beside the queue, a list without rows, a rare view.
VARIANTS = {
    "desk": ("?lead={lead}", "?q=zzzz", "?queue=reply"),
    "leads:list": ("?q=zzzz",),
    "people:list": ("?q=zzzz",),
    "ledger:list": ("?subject=zzzz",),
    "insight:review": ("?from=2020-01&to=2020-02",),
    "insight:what_if": ("?from=2020-01-01&to=2099-12-31&clocks.call.amount=1&numbers.award_ratio.value=0.9",),
}

#: A part of a page: an element and its classes. The menus are the same on every page of a role.
PART = re.compile(r'<(\w+)(?:[^>]*?class="([^"]*)")?')
MAIN = re.compile(r"<main.*</main>", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """A page: how it is called, where it is, and whether it comes after a form was sent with nothing filled in."""

    name: str
    url: str
    seen: int
    sent: bool
    status: int
    #: The parts that the page is made of; none where the address answers with no page.
    parts: frozenset[tuple[str, str]]

    @property
    def kind(self) -> str:
        """Pages of one kind are made by one template."""
        return f"{self.name if self.status in (200, 422) else ''} {self.status} {self.sent}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """A zone in the middle of its work: a lead in each state, newest last."""

    world: World
    leads: list[Lead]

    def user(self, role: str) -> User:
        return self.world.users[USERS.get(role, role)]


def busy_zone() -> Scene:
    """One zone with a lead in each state of the way, raised by one person and handled by one department."""
    world, now = build_world(), timezone.now()
    officer, liaison = world.actor("officer"), world.actor("liaison")
    states = ["received", "clarified", "dispatched", "accepted", "replied", "closed"]
    *leads, back, mixed = _filed(world, "social", MONDAY, [TITLE] * len(states) + ["没有解决的一件", "写在一起的两件"])
    for lead, state in zip(leads, states, strict=True):
        world.walk(lead, state)
    world.walk(back, "replied")
    actions.follow_up(officer, back.pk, at=MONDAY, solved=False, satisfaction="unsatisfied", words_="窗口还是两个。")
    actions.split(officer, mixed.pk, at=MONDAY, parts=[world.opinion(title=f"第 {n} 件事") for n in (1, 2)])
    fresh, asked = _filed(world, "social", now, ["刚刚转办的一件", "申请延期的一件"])
    world.walk(fresh, "dispatched", at=now)
    world.walk(asked, "accepted", at=now)
    until = Clock.objects.get(lead=asked, governs=True).due_on + timedelta(days=3)
    actions.ask_extension(liaison, asked.pk, at=now, until=until, reason="要与市里的系统对接。")
    hidden = world.walk(
        world.lead("internal", title="内部监督员的一件", hidden=True), "dispatched", department="planning"
    )
    every = [*leads, back, mixed, fresh, asked, hidden]
    meetings.stages_of(world)
    awards.stages_of(world)
    return Scene(world=world, leads=[Lead.objects.get(pk=lead.pk) for lead in every])


def _filed(world: World, by: str, at: datetime, titles: list[str]) -> list[Lead]:
    """One form with a lead of each title."""
    identity = world.supervisors[by].identities.get(level="district")
    opinions = [world.opinion(title=title, body=BODY) for title in titles]
    month = local_date(at).replace(day=1)
    return list(
        actions.file_form(world.actor(by), identity.pk, month, opinions, at=at, key=uuid4()).leads.order_by("pk")
    )


def pages(scene: Scene, role: str) -> list[Address]:
    """The pages that a role can open, a lead's page in each of its states, and the refusals."""
    client = Client(raise_request_exception=False)
    if role != "anonymous":
        client.force_login(scene.user(role))
    key = USERS.get(role, role)
    things = Things(scene.world, scene.leads[3], key if key in scene.world.users else "officer", "commerce", "social")
    logging.disable(logging.WARNING)  # a line for each refusal would take longer than the refusal
    try:
        return [
            address
            for name, parameters in patterns()
            for address in _of(name, parameters, things, scene.leads, client)
            if address.parts
        ]
    finally:
        logging.disable(logging.NOTSET)


def fresh(every: list[Address], known: dict[str, set[tuple[str, str]]]) -> list[Address]:
    """The first page, for its menus, and those with a part that no page of their kind had before; they become known."""
    found = []
    for address in every:
        seen = known.setdefault(address.kind, set())
        if not found or not address.parts <= seen:
            found.append(address)
        seen |= address.parts
    return found


def _of(name: str, parameters: list[str], things: Things, leads: list[Lead], client: Client) -> Iterator[Address]:
    """The pages of one address: of a verb, on the first lead that it can be done to."""
    done: set[str] = set()
    for lead in leads if name in ("leads:lead", "leads:verb") else [things.lead]:
        for shown, url in addresses(name, parameters, replace(things, lead=lead)):
            if shown in done:
                continue
            answers = [_ask(client, shown, url, lead.revision, sent=False)]
            if answers[0].status not in (403, 404):
                answers.append(_ask(client, shown, url, lead.revision, sent=True))
            if name == "leads:verb" and any(it.status in (200, 403, 404, 422) for it in answers):
                done.add(shown)
            yield from answers
    if name.startswith("meetings:") and parameters == ["pk"]:
        for meeting in Meeting.objects.filter(zone=things.world.zone).order_by("pk"):
            yield _ask(client, name, reverse(name, args=[meeting.pk]), meeting.revision, sent=False)
    if name.startswith("awards:") and "pk" in parameters:
        yield from _in_awards(name, parameters, things, client)
    for variant in VARIANTS.get(name, ()):
        yield _ask(client, name + variant, reverse(name) + variant.format(lead=leads[0].pk), 0, sent=False)


#: Pages of awards that look otherwise at each step; those of one person come after.
OF_RUNS, OF_PEOPLE = (
    ("awards:run", "awards:act", "awards:objections"),
    ("awards:standing", "awards:standing_act", "awards:own"),
)


def _in_awards(name: str, parameters: list[str], things: Things, client: Client) -> Iterator[Address]:
    """The pages of every award of the zone, and of one person in each: an award is at another step than the others."""
    if name not in OF_RUNS + OF_PEOPLE:
        return
    for run in Run.objects.filter(zone=things.world.zone).order_by("pk"):
        person = run.standings.filter(supervisor=things.world.supervisors[things.supervisor]).first()
        pk = run.pk if name in OF_RUNS or person is None else person.pk
        walked = [each for each in parameters if each in VALUES]
        for act in VALUES[walked[0]] if walked else [""]:
            there = {"pk": pk, **({walked[0]: act} if walked else {})}
            yield _ask(client, f"{name} {act}".strip(), reverse(name, kwargs=there), run.revision, sent=False)


def _ask(client: Client, name: str, url: str, seen: int, *, sent: bool) -> Address:
    """What an address answers with when it is opened, or sent an empty form; without parts if that is no page."""
    kept = {name: morsel.value for name, morsel in client.cookies.items()}
    with transaction.atomic():
        answer = client.post(url, {"seen": seen}) if sent else client.get(url)
        transaction.set_rollback(True)
    if {name: morsel.value for name, morsel in client.cookies.items()} != kept:
        client.cookies.clear()
        client.cookies.load(kept)
    status = answer.status_code
    page = status in ((422,) if sent else (200, 403, 404, 409)) and not answer.streaming
    main = MAIN.search(answer.content.decode()) if page else None
    parts = frozenset(PART.findall(main.group())) if main else frozenset()
    return Address(name=name, url=url, seen=seen, sent=sent, status=status, parts=parts)
