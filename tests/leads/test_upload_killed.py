"""A process killed in the middle of an upload, and an answer that was lost: one file or none, nothing left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from jianyan.core.flow import Refused
from jianyan.files import store as files_store
from jianyan.files.models import Unclaimed
from jianyan.leads import actions
from jianyan.leads.models import Attachment
from jianyan.ledger.actions import verify
from jianyan.ledger.models import Entry
from tests import files
from tests.fixtures import MONDAY, World, build_world
from tests.leads.test_attachments import JPG, store, stored, upload
from tests.web.test_killed import database

__all__ = ["store"]

pytestmark = pytest.mark.django_db(transaction=True)

#: Uploads a file in a process of its own and dies by the signal that cannot be caught: when the bytes are stored,
#: when the row is written but not committed, or after the commit, before anybody is answered.
UPLOAD_AND_DIE = """
import os, signal, sys
from datetime import datetime
from pathlib import Path
from uuid import UUID
import django
from django.conf import settings
django.setup()
user, zone, basket, at, where, photo, moment = sys.argv[1:]
settings.STORAGES["attachments"]["OPTIONS"] = {"location": where}
from jianyan.accounts.models import User, Zone
from jianyan.accounts.queries import actor_of
from jianyan.leads.actions import files
die = lambda *args, **kwargs: os.kill(os.getpid(), signal.SIGKILL)
if moment == "stored":
    files._enter = die
if moment == "written":
    files._record = die
actor = actor_of(User.objects.get(pk=user), Zone.objects.get(pk=zone))
print("began", flush=True)
files.upload(actor, UUID(basket), Path(photo).read_bytes(), "窗口.jpg", at=datetime.fromisoformat(at))
die()
"""


@pytest.fixture
def world() -> World:
    return build_world()


def upload_and_die(world: World, basket: UUID, store: Path, tmp_path: Path, moment: str) -> None:
    """Let another process take the photo in and be killed."""
    photo = tmp_path / "photo"
    photo.write_bytes(JPG)
    what = [str(world.users["social"].pk), str(world.zone.pk), str(basket), MONDAY.isoformat(), str(store), str(photo)]
    environment = {**os.environ, "DATABASE_URL": database(), "DJANGO_SETTINGS_MODULE": "jianyan.web.settings"}
    died = subprocess.run(
        [sys.executable, "-c", UPLOAD_AND_DIE, *what, moment], env=environment, capture_output=True, text=True
    )
    assert died.returncode == -signal.SIGKILL and "began" in died.stdout, died.stderr


@pytest.mark.clause("5.1.e")
@pytest.mark.parametrize("moment", ["stored", "written"])
def test_killed_in_the_middle_nothing_is_there_and_what_lies_about_is_removed(
    world: World, store: Path, tmp_path: Path, moment: str
) -> None:
    basket = uuid4()

    upload_and_die(world, basket, store, tmp_path, moment)

    assert not Attachment.objects.exists() and not Entry.objects.filter(verb="file.upload").exists()
    lost = stored(store)
    assert lost, "the bytes were there when it died"
    kept = upload(world.actor("social"), basket)  # the person sends it again
    assert Attachment.objects.get() == kept

    actions.tick(world.zone, at=MONDAY + timedelta(minutes=30))
    assert set(lost) <= set(stored(store)), "an upload may still be on its way"
    actions.tick(world.zone, at=MONDAY + timedelta(hours=2))
    assert {path.name for path in stored(store)} == {kept.stored[3:], *([kept.small_stored[3:]] if kept.small else [])}
    assert not Unclaimed.objects.exists()
    assert verify(world.zone, at=MONDAY).findings == []


@pytest.mark.clause("5.1.e")
def test_killed_before_the_answer_the_file_is_there_and_sending_it_again_adds_nothing(
    world: World, store: Path, tmp_path: Path
) -> None:
    basket = uuid4()

    upload_and_die(world, basket, store, tmp_path, "answered")

    there, lying = Attachment.objects.get(), stored(store)
    assert upload(world.actor("social"), basket) == there
    actions.tick(world.zone, at=MONDAY + timedelta(hours=2))
    assert Attachment.objects.get() == there and stored(store) == lying
    assert Entry.objects.filter(verb="file.upload").count() == 1


def test_a_file_taken_out_goes_from_the_store_even_when_the_store_was_away(
    world: World, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = upload(world.actor("social"), uuid4(), files.GOOD["pdf"], "材料.pdf")
    with monkeypatch.context() as away:
        away.setattr(files_store, "_remove", lambda name: False)
        actions.remove_file(world.actor("social"), kept.token, at=MONDAY)
    assert stored(store) and not Attachment.objects.exists()

    actions.tick(world.zone, at=MONDAY + timedelta(hours=2))

    assert not stored(store) and not Unclaimed.objects.exists()


def test_what_was_cleared_away_meanwhile_cannot_be_claimed(store: Path) -> None:
    name = files_store.new_name()
    files_store.put({name: b"late"}, at=MONDAY)
    files_store.sweep(MONDAY + timedelta(hours=2))
    with pytest.raises(Refused, match="file_no_room"):
        files_store.claim(name)
