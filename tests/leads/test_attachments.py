"""Files of leads: taken in once and whole or not at all, recorded without names, seen by whom they are for."""

from __future__ import annotations

import errno
import socket
import threading
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core.files.storage import FileSystemStorage, storages

from jianyan.accounts.queries import Actor
from jianyan.core.flow import Refused
from jianyan.leads import actions
from jianyan.leads.models import Attachment, Audience, Draft, Lead, Supplement
from jianyan.leads.queries.page import LeadPage, lead_page, shown_to
from jianyan.ledger.actions import verify
from jianyan.ledger.models import Entry
from jianyan.notify.models import Notice
from tests import files
from tests.fixtures import MONDAY, World
from tests.leads.acts import bring, refused

JPG = files.GOOD["jpg"]


@pytest.fixture(autouse=True)
def store(settings: Any, tmp_path: Path) -> Path:
    """A store of the test's own."""
    settings.STORAGES = {
        **settings.STORAGES,
        "attachments": {**settings.STORAGES["attachments"], "OPTIONS": {"location": str(tmp_path / "files")}},
    }
    return tmp_path / "files"


def stored(store: Path) -> list[Path]:
    return sorted(path for path in store.rglob("*") if path.is_file())


def upload(who: Actor, basket: UUID, data: bytes = JPG, name: str = "窗口.jpg", at: datetime = MONDAY) -> Attachment:
    return actions.upload(who, basket, data, name, at=at)


def no(act: object) -> Refused:
    with pytest.raises(Refused) as said:
        act()  # type: ignore[operator]
    return said.value


def file_with(world: World, *sent: bytes, by: str = "social", at: datetime = MONDAY, **changes: object) -> Lead:
    """File a form with one lead that has these files."""
    basket = uuid4()
    for place, data in enumerate(sent):
        upload(world.actor(by), basket, data, f"李四的材料{place}.x", at)
    supervisor = world.supervisors[by]
    form = actions.file_form(
        world.actor(by),
        supervisor.identities.get(level="district").pk,
        at.date().replace(day=1),
        [world.opinion(supervisor.channel, **changes)],
        at=at,
        key=uuid4(),
        baskets=[basket],
    )
    return form.leads.get()


def page(who: Actor, lead: Lead, at: datetime = MONDAY) -> LeadPage:
    return lead_page(who, shown_to(who).get(pk=lead.pk), at)


def names(who: Actor, lead: Lead) -> list[str]:
    return [one.name for one in page(who, lead).files]


# ------------------------------------------------------------------------------------------------------- taking one in


def test_a_file_is_kept_under_a_name_that_tells_nothing_and_recorded_without_one(world: World, store: Path) -> None:
    row = upload(world.actor("social"), uuid4(), files.photo(), "../李四的窗口.png")
    assert (row.name, row.kind, row.lead) == ("李四的窗口.jpg", "jpg", None)
    assert (row.width, row.height) == (200, 400)
    assert [path.name for path in stored(store)] == [row.stored[3:], f"{row.stored[3:]}-small"]
    assert len(row.stored) > 40 and str(row.token) not in row.stored
    assert stored(store)[0].stat().st_size == row.size
    entry = Entry.objects.get(verb="file.upload")
    assert entry.data == {"digest": row.digest, "size": row.size, "type": "jpg", "unnamed": True}
    assert entry.subject == f"file:{row.pk}" and entry.dossier is None
    assert verify(world.zone, at=MONDAY).findings == []


@pytest.mark.parametrize("what", files.BAD)
def test_what_is_not_taken_in_leaves_nothing(world: World, store: Path, what: str) -> None:
    data, code = files.BAD[what]
    before = Entry.objects.count()
    said = no(lambda: upload(world.actor("social"), uuid4(), data))
    assert (said.code, said.params["why"]) == ("unfit", code)
    assert not Attachment.objects.exists() and not stored(store) and Entry.objects.count() == before


def test_the_same_file_twice_is_one(world: World, store: Path) -> None:
    social, basket = world.actor("social"), uuid4()
    once = upload(social, basket)
    assert upload(social, basket, name="别的名字.jpg") == once
    assert Attachment.objects.count() == 1 and len(stored(store)) == 2
    assert Entry.objects.filter(verb="file.upload").count() == 1
    assert upload(social, uuid4()) != once  # another page
    assert upload(world.actor("internal"), basket) != once  # somebody else's


def test_too_big_and_too_many(world: World, settings: Any, store: Path) -> None:
    social, basket = world.actor("social"), uuid4()
    settings.FILES_MAX = 2
    for colour in ("red", "blue"):
        upload(social, basket, files.image(colour=colour))
    assert no(lambda: upload(social, basket, JPG)).code == "too_many_files"
    for _ in range(22):
        upload(social, uuid4())
    assert no(lambda: upload(social, uuid4())).code == "too_many_loose"
    settings.FILE_SIZE_MAX = len(JPG) - 1
    assert no(lambda: upload(world.actor("officer"), uuid4(), JPG)).params["why"] == "too_big"
    assert Attachment.objects.count() == 24


def test_a_full_disk_leaves_nothing(world: World, store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = FileSystemStorage._save

    def full(self: FileSystemStorage, name: str, content: object) -> str:
        if not name.endswith("-small"):
            return kept(self, name, content)  # type: ignore[arg-type]
        Path(self.path(name)).write_bytes(b"half")
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(FileSystemStorage, "_save", full)
    before = Entry.objects.count()
    assert no(lambda: upload(world.actor("social"), uuid4())).code == "file_no_room"
    assert not stored(store) and not Attachment.objects.exists() and Entry.objects.count() == before


def test_a_record_that_fails_leaves_no_file(world: World, store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*args: object, **kwargs: object) -> None:
        raise RuntimeError("the ledger is away")

    monkeypatch.setattr("jianyan.leads.actions.files.record", broken)
    with pytest.raises(RuntimeError):
        upload(world.actor("social"), uuid4())
    assert not stored(store) and not Attachment.objects.exists()


# ------------------------------------------------------------------------------------------------------------- removal


def test_an_own_file_can_be_taken_out_until_it_is_sent(
    world: World, store: Path, django_capture_on_commit_callbacks
) -> None:
    social, basket = world.actor("social"), uuid4()
    row = upload(social, basket)
    for other in (world.actor("internal"), world.actor("officer")):
        with pytest.raises(Attachment.DoesNotExist):
            actions.remove_file(other, row.token, at=MONDAY)
    with django_capture_on_commit_callbacks(execute=True):
        assert actions.remove_file(social, row.token, at=MONDAY) == basket
    assert not stored(store) and not Attachment.objects.exists()
    gone = Entry.objects.get(verb="file.remove")
    assert gone.data["digest"] == row.digest and gone.subject == f"file:{row.pk}"
    lead = file_with(world, JPG)
    with pytest.raises(Attachment.DoesNotExist):
        actions.remove_file(social, lead.attachments.get().token, at=MONDAY)


def test_what_was_never_sent_is_cleared_away_with_its_draft(
    world: World, store: Path, django_capture_on_commit_callbacks
) -> None:
    social, kept, left = world.actor("social"), uuid4(), uuid4()
    upload(social, kept)
    upload(social, left)
    identity = world.supervisors["social"].identities.get(level="district")
    typed = {"leads": [{"title": "写了一半", "basket": str(kept)}]}
    actions.save_draft(social, identity.pk, MONDAY.date().replace(day=1), typed, at=MONDAY, key=uuid4())

    def after(days: int) -> int:
        with django_capture_on_commit_callbacks(execute=True):
            return actions.expire(world.zone, at=MONDAY + timedelta(days=days))

    assert after(1) == 0
    assert after(3) == 1 and Attachment.objects.get().basket == kept
    assert after(89) == 0 and Draft.objects.exists()
    assert after(91) == 1 and not Draft.objects.exists() and not stored(store)
    assert after(91) == 0
    assert list(Entry.objects.filter(verb="file.expire").values_list("actor", flat=True)) == [None, None]
    lead = file_with(world, JPG)
    assert after(400) == 0 and lead.attachments.count() == 1


# ------------------------------------------------------------------------------------------------------------- scanner


class Clamd(threading.Thread):
    """A scanner that answers INSTREAM as clamd does, and finds what has EICAR in it."""

    def __init__(self, answer: bytes | None = None) -> None:
        super().__init__(daemon=True)
        self.answer = answer
        self.line = socket.create_server(("127.0.0.1", 0))
        self.address = f"tcp:127.0.0.1:{self.line.getsockname()[1]}"
        self.seen: list[bytes] = []

    def run(self) -> None:
        while True:
            try:
                talk, _ = self.line.accept()
            except OSError:
                return
            with talk, talk.makefile("rb") as read:
                assert read.read(10) == b"zINSTREAM\0"
                data = b""
                while size := int.from_bytes(read.read(4), "big"):
                    data += read.read(size)
                self.seen.append(data)
                found = b"stream: Eicar-Signature FOUND\0" if b"EICAR" in data else b"stream: OK\0"
                talk.sendall(self.answer if self.answer is not None else found)


@pytest.fixture
def clamd(settings: Any) -> Iterator[Clamd]:
    scanner = Clamd()
    scanner.start()
    settings.CLAMD = scanner.address
    yield scanner
    scanner.line.close()


def test_every_file_goes_to_the_scanner_as_it_came(world: World, clamd: Clamd, store: Path) -> None:
    sent = files.photo()
    upload(world.actor("social"), uuid4(), sent)
    assert clamd.seen == [sent]
    infected = files.pdf(b"/Title (EICAR)")
    assert no(lambda: upload(world.actor("social"), uuid4(), infected)).code == "file_infected"
    assert Attachment.objects.count() == 1 and len(stored(store)) == 2


@pytest.mark.parametrize("answer", [b"", b"INSTREAM size limit exceeded. ERROR\0", b"\xff\xfe\0"])
def test_an_answer_that_is_none_lets_through_only_where_no_scan_is_required(
    world: World, clamd: Clamd, settings: Any, answer: bytes
) -> None:
    clamd.answer = answer
    assert upload(world.actor("social"), uuid4())
    settings.SCAN_REQUIRED = True
    assert no(lambda: upload(world.actor("social"), uuid4())).code == "file_scan_down"


@pytest.mark.parametrize("address", ["", "tcp:127.0.0.1:1", "unix:/nowhere/clamd.ctl", "nonsense"])
def test_a_required_scanner_that_is_not_there_closes_the_door(
    world: World, settings: Any, store: Path, address: str
) -> None:
    settings.CLAMD, settings.SCAN_REQUIRED = address, True
    assert no(lambda: upload(world.actor("social"), uuid4())).code == "file_scan_down"
    assert not stored(store)
    settings.SCAN_REQUIRED = False
    assert upload(world.actor("social"), uuid4())


# ------------------------------------------------------------------------------------------------------------- filing


def test_files_go_with_their_lead_and_stand_in_its_first_row(world: World) -> None:
    lead = file_with(world, JPG, files.GOOD["pdf"])
    given = list(lead.attachments.order_by("id"))
    assert [row.name for row in given] == ["李四的材料0.jpg", "李四的材料1.pdf"]
    first = Entry.objects.get(subject=lead.subject, verb="lead.file")
    assert first.data["files"] == [{"digest": r.digest, "size": r.size, "type": r.kind} for r in given]
    assert "李四" not in str(list(Entry.objects.values_list("data", flat=True)))
    assert page(world.actor("officer"), lead).files


def test_files_of_another_are_not_taken_by_naming_their_basket(world: World) -> None:
    basket = uuid4()
    upload(world.actor("internal"), basket)
    identity = world.supervisors["social"].identities.get(level="district").pk
    month, typed = MONDAY.date().replace(day=1), [world.opinion()]
    form = actions.file_form(
        world.actor("social"), identity, month, typed, at=MONDAY, key=uuid4(), baskets=[basket, None]
    )
    assert not form.leads.get().attachments.exists()
    assert Attachment.objects.get().lead is None


# -------------------------------------------------------------------------------------------------------- who sees them


@pytest.mark.clause("4.1.c")
def test_who_sees_the_files_of_a_lead(world: World, elsewhere: World) -> None:
    lead = bring(world, file_with(world, JPG, files.GOOD["docx"]), "accepted")
    both = ["李四的材料0.jpg", "李四的材料1.docx"]
    for key in ("social", "officer", "head", "leader", "liaison"):
        assert names(world.actor(key), lead) == both, key
    strangers = [world.actor(key) for key in ("internal", "liaison_b", "auditor", "sysadmin")]
    for stranger in [*strangers, elsewhere.actor("officer"), elsewhere.actor("liaison")]:
        assert not shown_to(stranger).filter(pk=lead.pk).exists()


@pytest.mark.clause("4.1.c")
def test_of_an_anonymous_reporter_a_department_gets_pictures_without_names(world: World) -> None:
    world.supervisor("secret", "internal", name="司徒暗香")
    lead = file_with(world, files.GOOD["docx"], files.photo(), JPG, by="secret", hidden=True)
    lead = bring(world, lead, "accepted")
    assert names(world.actor("liaison"), lead) == ["附件1.jpg", "附件2.jpg"]
    assert names(world.actor("officer"), lead)[0] == "李四的材料0.docx"
    actions.supplement(world.actor("officer"), lead.pk, at=MONDAY, words_="脱敏稿。", audience=Audience.department)
    basket = uuid4()
    upload(world.actor("secret"), basket, files.GOOD["pdf"])
    upload(world.actor("secret"), basket, files.GOOD["png"])
    actions.supplement(world.actor("secret"), lead.pk, at=MONDAY, words_="又发生一次。", basket=basket)
    assert names(world.actor("liaison"), lead) == ["附件1.jpg", "附件2.jpg", "附件3.png"]
    seen = page(world.actor("liaison"), lead)
    assert len(seen.supplements) == 2
    assert not [row for row in seen.entries if row.verb == "lead.supplement"]


def test_a_department_that_returned_a_lead_has_its_files_no_more(world: World) -> None:
    lead = bring(world, file_with(world, JPG), "dispatched")
    assert names(world.actor("liaison"), lead)
    actions.return_(
        world.actor("liaison"), lead.pk, at=MONDAY, reason="不属职责。", should_be=world.departments["planning"].pk
    )
    assert names(world.actor("liaison"), lead) == []


def test_the_parts_of_a_split_lead_have_what_the_whole_one_had(world: World) -> None:
    lead = file_with(world, JPG)
    parts = [world.opinion(title="第一件"), world.opinion(title="第二件")]
    first, _second = actions.split(world.actor("officer"), lead.pk, at=MONDAY, parts=parts)
    assert names(world.actor("social"), first) == names(world.actor("social"), lead) == ["李四的材料0.jpg"]


def test_files_of_a_reply_are_for_whoever_reads_it_and_for_those_merged_into_it(world: World) -> None:
    world.supervisor("other")
    merged = world.walk(world.lead("other"), "clarified")
    lead = world.lead()
    actions.merge(world.actor("officer"), merged.pk, at=MONDAY, into=lead.pk, reason="同一问题。")
    lead = bring_on(world, lead)
    basket = uuid4()
    upload(world.actor("liaison"), basket, files.GOOD["pdf"], "批复.pdf")
    actions.reply(world.actor("liaison"), lead.pk, at=MONDAY, result="solved", process="见附件。", basket=basket)
    for key, seen in (("liaison", lead), ("social", lead), ("officer", lead), ("other", merged)):
        assert names(world.actor(key), seen) == ["批复.pdf"], key
    row = Entry.objects.filter(verb="lead.reply").latest("pk")
    assert [one["type"] for one in row.data["files"]] == ["pdf"]


def bring_on(world: World, lead: Lead) -> Lead:
    return world.walk(lead, "accepted")


# --------------------------------------------------------------------------------------------------------- supplements


@pytest.mark.clause("5.1.g")
def test_a_reporter_adds_to_an_open_lead_and_the_department_hears_of_it(world: World) -> None:
    lead = bring(world, world.lead(), "accepted")
    basket = uuid4()
    row = upload(world.actor("social"), basket)
    state, revision = lead.state, lead.revision
    actions.supplement(world.actor("social"), lead.pk, at=MONDAY, seen=revision, words_="又来一次。", basket=basket)
    lead.refresh_from_db()
    made = Supplement.objects.get()
    assert (lead.state, lead.revision) == (state, revision + 1)
    assert (made.words, made.by_reporter, list(made.attachments.all())) == ("又来一次。", True, [row])
    told = set(Notice.objects.filter(kind="lead.supplement").values_list("user", flat=True))
    assert told == {world.users["officer"].pk, world.users["liaison"].pk}
    entry = Entry.objects.get(verb="lead.supplement")
    assert entry.data["files"] and "又来" not in str(entry.data) and entry.clause == "5.1.g"
    assert [one.words for one in page(world.actor("liaison"), lead).supplements] == ["又来一次。"]


def test_before_a_dispatch_only_the_officer_hears_of_it(world: World) -> None:
    lead = world.lead()
    actions.supplement(world.actor("social"), lead.pk, at=MONDAY, words_="补充。")
    assert list(Notice.objects.filter(kind="lead.supplement").values_list("user", flat=True)) == [
        world.users["officer"].pk
    ]


def test_the_same_page_twice_adds_once(world: World) -> None:
    lead, basket = world.lead(), uuid4()
    for _ in range(2):
        actions.supplement(world.actor("social"), lead.pk, at=MONDAY, seen=1, words_="补充。", basket=basket)
    assert Supplement.objects.count() == 1 and Entry.objects.filter(verb="lead.supplement").count() == 1


def test_nothing_is_no_supplement_and_an_unknown_reader_none(world: World) -> None:
    lead = world.lead()
    social, officer = world.actor("social"), world.actor("officer")
    assert refused(lambda: actions.supplement(social, lead.pk, at=MONDAY, words_="  ")) == "supplement_empty"
    assert refused(lambda: actions.supplement(social, lead.pk, at=MONDAY, words_="长" * 2001)) == "too_long"
    assert refused(lambda: actions.supplement(officer, lead.pk, at=MONDAY, words_="好", audience="x")) == "bad_audience"


@pytest.mark.parametrize("audience", Audience.values)
def test_the_office_says_for_whom_its_own_is(world: World, audience: str) -> None:
    lead = bring(world, world.lead(), "accepted")
    basket = uuid4()
    upload(world.actor("officer"), basket)
    actions.supplement(
        world.actor("officer"), lead.pk, at=MONDAY, words_="会商纪要。", basket=basket, audience=audience
    )
    readers = {key for key in ("social", "liaison", "head", "leader") if page(world.actor(key), lead).supplements}
    having = {key for key in ("social", "liaison", "head", "leader") if names(world.actor(key), lead)}
    reading = {
        key
        for key in ("social", "liaison", "head", "leader")
        if any(row.verb == "lead.supplement" for row in page(world.actor(key), lead).entries)
    }
    expected = {"head", "leader"}
    expected |= {"liaison"} if audience != "office" else set()
    expected |= {"social"} if audience == "everybody" else set()
    assert readers == having == reading == expected
    told = set(Notice.objects.filter(kind="lead.supplement").values_list("user", flat=True))
    assert told == {world.users[key].pk for key in expected & {"social", "liaison"}}


@pytest.mark.parametrize("state", ["closed", "withdrawn", "noted", "merged", "split"])
def test_what_is_ended_is_not_added_to(world: World, state: str) -> None:
    lead = bring(world, world.lead(), state)  # type: ignore[arg-type]
    assert refused(lambda: actions.supplement(world.actor("social"), lead.pk, at=MONDAY, words_="补充。")) == (
        "wrong_state"
    )


def test_a_store_of_another_kind_is_a_setting(settings: Any, world: World) -> None:
    settings.STORAGES = {
        **settings.STORAGES,
        "attachments": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    }
    row = upload(world.actor("social"), uuid4())
    with storages["attachments"].open(row.stored) as file:
        assert len(file.read()) == row.size
