"""A department cannot tell by whom an anonymous lead is: the same lead by two people looks the same to it (4.1.c).

The whole life of one lead is lived twice, raised by another colleague, filed on another day, called another number of
times, added to and answered at other hours. Everything that the handling unit and the supporting one get over the
line is compared: pages, files, exports, searches, headers. What may differ is masked by name: random tokens.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from django.test import Client
from openpyxl import load_workbook

from jianyan.core.flow import Verb
from jianyan.leads import actions
from jianyan.leads.actions import numbers
from jianyan.leads.models import Attachment, Lead
from jianyan.leads.views.text import verb_url
from jianyan.ledger.models import Entry
from tests import files
from tests.fixtures import World, when
from tests.leads.test_attachments import store

__all__ = ["store"]

OFFICE = when("2026-03-09 10:00")
RANDOM = re.compile(
    r'(?<=name="csrfmiddlewaretoken" value=")[^"]+|(?<="X-CSRFToken": ")[^"]+'
    r"|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
)


@dataclass(frozen=True)
class Person:
    """Who raises the lead, and when they do what; ``unanswered``: how often they did not answer the phone."""

    key: str
    filed: datetime
    called: datetime
    added: datetime
    again: datetime
    verdict: datetime
    unanswered: int
    camera: int
    file_name: str


ONE = Person(
    "one",
    filed=when("2026-03-02 08:17"),
    called=when("2026-03-03 09:23"),
    added=when("2026-03-04 12:31"),
    again=when("2026-03-10 09:02"),
    verdict=when("2026-03-12 09:41"),
    unanswered=0,
    camera=6,
    file_name="司徒的照片.jpg",
)
OTHER = Person(
    "other",
    filed=when("2026-03-05 17:48"),
    called=when("2026-03-06 16:05"),
    added=when("2026-03-08 23:12"),
    again=when("2026-03-10 22:57"),
    verdict=when("2026-03-12 21:33"),
    unanswered=2,
    camera=6,
    file_name="IMG_0007 欧阳.jpeg",
)


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> dict[str, datetime]:
    clock = {"at": OFFICE}
    monkeypatch.setattr("django.utils.timezone.now", lambda: clock["at"])
    return clock


@pytest.fixture
def two(world: World) -> World:
    """Two colleagues of the handling department who supervise it from inside."""
    commerce = world.departments["commerce"]
    for key, name, phone in (("one", "司徒暗香", "13777770777"), ("other", "欧阳明月", "13888880888")):
        made = world.supervisor(key, "internal", name=name, unit=commerce)
        type(made).objects.filter(pk=made.pk).update(phone=phone)
    return world


# ------------------------------------------------------------------------------------------------------- what is lived


def file_it(world: World, who: Person) -> Lead:
    """The lead, with a photo of its own and a document."""
    actor, basket = world.actor(who.key), uuid4()
    actions.upload(actor, basket, files.photo(who.camera), who.file_name, at=who.filed)
    actions.upload(actor, basket, files.GOOD["docx"], "我的说明.docx", at=who.filed)
    identity = world.supervisors[who.key].identities.get(level="district").pk
    opinion = world.opinion("internal", title="内部流转重复签字", hidden=True)
    month = who.filed.date().replace(day=1)
    form = actions.file_form(actor, identity, month, [opinion], at=who.filed, key=uuid4(), baskets=[basket])
    lead = form.leads.get()
    for _n in range(who.unanswered):
        actions.log_unanswered(world.actor("officer"), lead.pk, at=who.called)
    actions.supplement(
        actor, lead.pk, at=who.called, words_="还有一处也要签。", basket=_photo(actor, who.called, "red")
    )
    actions.log_call(world.actor("officer"), lead.pk, at=max(who.called, who.added), verified="电话里说的。")
    return lead


def _photo(actor: Any, at: datetime, colour: str) -> Any:
    basket = uuid4()
    actions.upload(actor, basket, files.image(colour=colour), f"{actor.name}.jpg", at=at)
    return basket


def life(world: World, who: Person, lead: Lead, now: dict[str, datetime]) -> list[Callable[[], object]]:
    """What happens from the dispatch on; the office and the department act at the same moments in both lives."""
    officer, liaison, reporter = world.actor("officer"), world.actor("liaison"), world.actor(who.key)
    commerce, planning = world.departments["commerce"].pk, world.departments["planning"].pk
    later, until = OFFICE + timedelta(days=2), OFFICE.date() + timedelta(days=40)

    def answer(at: datetime) -> None:
        actions.reply(
            liaison, lead.pk, at=at, result="solved", process="已经合并。", basket=_photo(liaison, at, "blue")
        )

    def verdict(at: datetime, solved: bool) -> None:
        said = "satisfied" if solved else "unsatisfied"
        actions.follow_up(reporter, lead.pk, at=at, solved=solved, satisfaction=said, words_="还在签两次。")

    return [
        lambda: actions.dispatch(officer, lead.pk, at=OFFICE, department=commerce, supporting=[planning]),
        lambda: actions.accept(liaison, lead.pk, at=OFFICE),
        lambda: actions.supplement(
            reporter, lead.pk, at=who.again, words_="又一次。", basket=_photo(reporter, who.again, "green")
        ),
        lambda: actions.ask_extension(liaison, lead.pk, at=later, until=until, reason="会商。"),
        lambda: actions.decide_extension(world.actor("head"), lead.pk, at=later, grant=True),
        lambda: actions.nudge(officer, lead.pk, at=later, urging=False),
        lambda: answer(later),
        lambda: verdict(who.verdict, False),
        lambda: answer(OFFICE + timedelta(days=4)),
        lambda: verdict(who.verdict + timedelta(days=4), True),
    ]


# -------------------------------------------------------------------------------------------------------- what is seen


LISTS = (
    "/department/",
    "/notices/?all=1",
    "/rules/calendar/",
    *(
        f"/leads/{query}"
        for query in (
            "", "?q=司徒", "?q=欧阳", "?q=内部", "?kind=practice", "?channel=internal", "?month=2026-03", "?hidden=1",
            "?field=government", "?from=2026-03&to=2026-03", "?state=accepted",
        )
    ),
)  # fmt: skip
VERBS = (Verb.accept, Verb.return_, Verb.ask_extension, Verb.reply, Verb.supplement, Verb.follow_up, Verb.call)


def seen(client: Client, lead: Lead) -> dict[str, str]:
    """Every answer that a department gets, by address: status, headers and body."""
    lead.refresh_from_db()
    found = {url: said(client.get(url)) for url in (*LISTS, f"/leads/{lead.pk}/")}
    found["person"] = said(client.get(f"/supervisors/{lead.identity.supervisor_id}/"))
    for verb in VERBS:
        found[f"GET {verb}"] = said(client.get(verb_url(lead, verb)))
        with transaction.atomic():
            sent = {"seen": 1, "reason": "旧的一页", "words_": "x"}
            found[f"POST {verb}"] = said(client.post(verb_url(lead, verb), sent))
            transaction.set_rollback(True)
    for number, row in enumerate(Attachment.objects.filter(lead=lead).order_by("pk")):
        for small in ("", "?small=1"):
            found[f"file {number}{small}"] = said(client.get(f"/leads/{lead.pk}/files/{row.token}/{small}"))
    with transaction.atomic():
        answer = client.post("/leads/export/", {"reason": "report", "words": "汇报"})
        book = load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
        found["export"] = "\n".join(str(row) for sheet in book for row in sheet.iter_rows(values_only=True))
        found["export"] = re.sub(r"\d{8}-\d{8}", "…", found["export"])  # the number of the export
        transaction.set_rollback(True)
    return found


def said(answer: Any) -> str:
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    told = sorted(answer.headers.items())
    headers = "\n".join(f"{name}: {value}" for name, value in told if name not in ("Vary", "Expires"))  # the real time
    text = body.decode() if answer["Content-Type"].startswith("text/html") else body.hex()
    return RANDOM.sub("…", f"{answer.status_code}\n{headers}\n{text}")


#: After which steps of the life somebody looks: dispatched, added to, reminded, found wanting, ended.
LOOKS = (0, 2, 5, 7, 9)


def lived(world: World, who: Person, now: dict[str, datetime], key: str) -> list[dict[str, str]]:
    """What somebody sees as the lead lives; nothing of it stays."""
    shots = []
    with transaction.atomic():
        lead = file_it(world, who)
        client = Client()
        for step, act in enumerate(life(world, who, lead, now)):
            act()
            if step in LOOKS:
                # Whoever looks, looks at the end of that day.
                last = max(OFFICE, *(entry.at for entry in Entry.objects.filter(subject=lead.subject)))
                now["at"] = last.replace(hour=23, minute=59)
                client.force_login(world.users[key])
                shots.append(seen(client, lead))
        transaction.set_rollback(True)
    return shots


@pytest.mark.slow
@pytest.mark.sqlite  # takes back numbers with what was rolled back, so that both lives have the same ids
@pytest.mark.clause("4.1.c")
@pytest.mark.parametrize("key", ["liaison", "liaison_b"])
def test_a_department_gets_the_same_whoever_raised_it(
    two: World, now: dict[str, datetime], key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Both lives draw the same lot: the id of the row is the one thing of it that is left to chance.
    monkeypatch.setattr(numbers, "secrets", SimpleNamespace(choice=min))
    one, other = (lived(two, who, now, key) for who in (ONE, OTHER))
    assert len(one) == len(other) == len(LOOKS)
    different = {}
    for step, first, second in zip(LOOKS, one, other, strict=True):
        for url in first:
            if first[url] != second[url]:
                lines = zip(first[url].splitlines(), second[url].splitlines(), strict=False)
                different[f"{step} {url}"] = next(((a, b) for a, b in lines if a != b), ("", ""))
    assert not different, "\n".join(f"{where}\n  {a}\n  {b}" for where, (a, b) in different.items())
    assert any("内部流转重复签字" in text for text in one[0].values())
