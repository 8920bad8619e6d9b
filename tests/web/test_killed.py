"""A process killed in the middle: the form is there or it is not, and filing again files once.

And a database that another connection holds: the page says so, keeps what was typed, and sending it again works.
"""

from __future__ import annotations

import html
import os
import re
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from urllib.parse import quote
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from jianyan.leads import actions
from jianyan.leads.models import Call, Draft, Lead, OpinionForm
from jianyan.ledger.actions import verify
from jianyan.ledger.models import Entry
from tests.fixtures import MONDAY, World, build_world

pytestmark = pytest.mark.django_db(transaction=True)

#: Files a form in a process of its own and dies by the signal that cannot be caught: before the commit, or after it.
FILE_AND_DIE = """
import os, signal, sys
from datetime import date, datetime
from uuid import UUID
import django
django.setup()
from django.db import transaction
from jianyan.accounts.models import User, Zone
from jianyan.accounts.queries import actor_of
from jianyan.core.opinion import Opinion
from jianyan.leads.actions import file_form
user, zone, identity, key, at, moment = sys.argv[1:]
actor = actor_of(User.objects.get(pk=user), Zone.objects.get(pk=zone))
at = datetime.fromisoformat(at)
opinion = Opinion(kind="service", field="government", title="窗口重复要材料", body="两个窗口先后要同一份章程。")
with transaction.atomic():
    form = file_form(actor, int(identity), date(at.year, at.month, 1), [opinion], at=at, key=UUID(key))
    print(form.pk, flush=True)
    if moment == "before":
        os.kill(os.getpid(), signal.SIGKILL)
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture
def world() -> World:
    return build_world()


def database() -> str:
    """The address of the tests' database, for another process."""
    kept = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{kept['NAME']}"
    who = f"{kept['USER']}:{quote(kept['PASSWORD'], safe='')}@" if kept["PASSWORD"] else f"{kept['USER']}@"
    port = f":{kept['PORT']}" if kept["PORT"] else ""
    return f"postgres://{who if kept['USER'] else ''}{quote(kept['HOST'], safe='')}{port}/{kept['NAME']}"


def file_and_die(world: World, key: UUID, moment: str) -> None:
    """Let another process file the form of this month and be killed."""
    user, identity = world.users["social"], world.supervisors["social"].identities.get()
    what = [str(user.pk), str(world.zone.pk), str(identity.pk), str(key), MONDAY.isoformat(), moment]
    environment = {**os.environ, "DATABASE_URL": database(), "DJANGO_SETTINGS_MODULE": "jianyan.web.settings"}
    died = subprocess.run([sys.executable, "-c", FILE_AND_DIE, *what], env=environment, capture_output=True, text=True)
    assert died.returncode == -signal.SIGKILL, died.stderr
    assert died.stdout.strip(), "it had written the form when it died"


def file_again(world: World, key: UUID) -> OpinionForm:
    """The person sends the same page once more."""
    identity = world.supervisors["social"].identities.get().pk
    month = MONDAY.date().replace(day=1)
    return actions.file_form(world.actor("social"), identity, month, [world.opinion()], at=MONDAY, key=key)


@pytest.mark.clause("5.1.e")
def test_killed_before_the_commit_nothing_is_there_and_the_form_can_be_filed(world: World) -> None:
    key = uuid4()
    actions.save_draft(
        world.actor("social"),
        world.supervisors["social"].identities.get().pk,
        MONDAY.date().replace(day=1),
        {"leads": [{"title": "还在"}]},
        at=MONDAY,
        key=key,
    )

    file_and_die(world, key, "before")

    assert not OpinionForm.objects.exists() and not Lead.objects.exists()
    assert not Entry.objects.filter(verb__in=["form.file", "lead.file"]).exists()
    assert Draft.objects.get().data == {"leads": [{"title": "还在"}]}
    file_again(world, key)
    assert Lead.objects.get().no == "东监 2026-0001"
    assert verify(world.zone, at=MONDAY).findings == []


@pytest.mark.clause("5.1.e")
def test_killed_after_the_commit_the_form_is_there_and_filing_again_files_nothing(world: World) -> None:
    key = uuid4()

    file_and_die(world, key, "after")

    form = OpinionForm.objects.get()
    assert file_again(world, key) == form
    assert Lead.objects.count() == 1
    assert Entry.objects.filter(verb="form.file").count() == 1
    assert verify(world.zone, at=MONDAY).findings == []


@pytest.fixture
def short_patience() -> Iterator[None]:
    """The tests' connection gives up at once when somebody else is writing."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout = 20")
    yield
    connection.close()  # the next one is patient again


@pytest.mark.sqlite
@pytest.mark.usefixtures("short_patience")
def test_a_locked_database_keeps_what_was_typed_and_takes_it_later(world: World) -> None:
    lead = world.lead()
    officer = Client(raise_request_exception=False)
    officer.force_login(world.users["officer"])
    url = reverse("leads:verb", args=[lead.pk, "call"])
    typed = {
        "seen": str(lead.revision),
        "verified": "情况属实，“两个窗口”\n先后要章程。",
        "added": "",
        "expected": "合并",
    }
    other = sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)
    try:
        other.execute("BEGIN IMMEDIATE")

        answer = officer.post(url, typed)

        page = answer.content.decode()
        assert answer.status_code == 503
        assert answer.headers["Retry-After"] == "5"
    finally:
        other.close()
    kept = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page)
    assert {html.unescape(name): html.unescape(value) for name, value in kept if name != "csrfmiddlewaretoken"} == typed
    lead.refresh_from_db()
    assert lead.state == "received" and not Call.objects.exists()

    again = officer.post(url, {html.unescape(name): html.unescape(value) for name, value in kept})

    lead.refresh_from_db()
    assert again.status_code in (200, 302) and lead.state == "clarified"
    assert Call.objects.get().verified == typed["verified"]
