"""No page asks the database once per row: every address that shows something costs the same with three times as much.

The pages are found by themselves, so that a new one is measured from its first day. The literal number of queries of a
list stands in the tests of its own page.
"""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from jianyan.ledger.actions import seal
from jianyan.notify.actions import tell
from tests.fixtures import MONDAY, World, build_world
from tests.permissions.walk import USERS, patterns

ROLES = ("supervisor", "officer", "head", "liaison", "leader", "sysadmin", "secadmin", "auditor", "area")
STATES = ("received", "clarified", "dispatched", "accepted", "replied", "closed")
#: What a page may cost; a whole year is read chapter by chapter.
MOST = 12
MORE = {
    "/overview/": 13,  # of the head: rounds and awards that wait are asked for each by itself
    "/insight/review/": 42,
    "/insight/review/file.pdf": 46,
    "/insight/review/file.docx": 46,
    # One zone over four quarters, each with the duties that its bulletin tells; leads cost nothing more.
    "/insight/zones/": 36,
    "/insight/zones/export/": 36,
}


def more(world: World, turn: int) -> None:
    """One of everything that lists show."""
    at = MONDAY + timedelta(minutes=turn)
    for state in STATES:
        key = f"{state}{turn}"
        world.supervisor(key)
        world.walk(world.lead(key, at=at), state, at=at)
    earlier = MONDAY - timedelta(days=31 * turn)
    world.lead("social", at=earlier)
    for user in world.users.values():
        tell([user], zone_id=world.zone.pk, at=at, kind="lead.replied", path="/notices/", params={"no": str(turn)})
    seal(world.zone, (MONDAY - timedelta(days=4 - turn)).date(), at=at)
    world.user(f"officer{turn}", "officer", world.departments["office"], name=f"专员{turn}")


def costs(clients: dict[str, Client], urls: list[tuple[str, str]]) -> dict[tuple[str, str], int]:
    """(role, address) → queries, of what answers with a page."""
    found = {}
    for role, client in clients.items():
        for shown, url in urls:
            if any(known == shown for _role, known in found):
                continue  # measured as one of those before
            client.get(url)  # what is kept in memory is read once
            with CaptureQueriesContext(connection) as asked:
                answer = client.get(url)
            if answer.status_code == 200:
                found[role, shown] = len(asked)
    return found


@pytest.mark.slow
def test_every_page_costs_the_same_with_three_times_as_much(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: MONDAY + timedelta(hours=2))
    world = build_world()
    clients = {role: Client() for role in ROLES}
    for role, client in clients.items():
        client.force_login(world.users[USERS.get(role, role)])
    urls = [(url, url) for name, parameters in patterns() if not parameters for url in [reverse(name)]]
    urls.append(("/supervisors/<pk>/", reverse("people:dossier", args=[world.supervisors["social"].pk])))
    more(world, 1)
    once = costs(clients, urls)
    for turn in (2, 3):
        more(world, turn)
    thrice = costs(clients, urls)

    assert len(once) > 25 and once.keys() == thrice.keys()
    grown = {where: (count, thrice[where]) for where, count in once.items() if thrice[where] > count}
    assert not grown, grown
    dear = {where: count for where, count in thrice.items() if count > MORE.get(where[1], MOST)}
    assert not dear, dear
