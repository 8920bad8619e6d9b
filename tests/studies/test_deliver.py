"""The report of a study: delivered, sent back, accepted; late; empty; sent twice (4.2.c)."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from jianyan.core.flow import Refused
from jianyan.ledger.actions import verify
from jianyan.ledger.models import Entry
from jianyan.notify.models import Notice
from jianyan.studies import actions
from jianyan.studies.models import Report, Study, StudyFile
from tests.files import image
from tests.fixtures import MONDAY, World, when
from tests.studies.acts import LATER, TEXT, delivered, joined, picture


@pytest.mark.clause("4.2.c", "5.1.b")
def test_a_report_is_delivered_sent_back_and_accepted(world: World) -> None:
    study = joined(world, "social", "internal")
    shares = {row.pk: f"{row.supervisor.name}起草" for row in study.participants.all()}
    social, officer = world.actor("social"), world.actor("officer")

    actions.deliver(social, study.pk, at=LATER, key=uuid4(), text=TEXT, shares=shares, basket=picture(world))
    actions.send_back(officer, study.pk, at=LATER, reason="请补充数据")
    actions.deliver(world.actor("internal"), study.pk, at=LATER, key=uuid4(), text=TEXT + "补充了数据。", shares=shares)
    actions.accept_report(officer, study.pk, at=LATER, words_="很好")

    study.refresh_from_db()
    assert (study.state, study.late, study.ended_at) == ("accepted", False, LATER)
    assert list(study.reports.values_list("number", "verdict", "words")) == [
        (2, "accepted", "很好"),
        (1, "returned", "请补充数据"),
    ]
    assert study.reports.get(number=1).files.get().name == "现场.jpg"
    took = Entry.objects.filter(verb="study.took_part")
    assert set(took.values_list("dossier", flat=True)) == {world.supervisors[k].pk for k in ("social", "internal")}
    assert {row.contribution for row in study.participants.all()} == set(shares.values())
    assert Notice.objects.filter(kind="study.returned").count() == 2
    assert verify(world.zone, at=LATER).findings == []


def test_after_the_last_day_it_is_taken_in_and_marked_late(world: World) -> None:
    study = delivered(world, at=when("2026-03-20 23:59"))
    assert not study.late
    late = delivered(world, at=when("2026-03-21 00:01"))
    assert late.late and late.reports.get().late and late.state == "delivered"
    actions.accept_report(world.actor("officer"), late.pk, at=when("2026-03-23 09:00"))
    assert Entry.objects.get(verb="study.took_part", subject=late.subject).data["late"] is True


def test_a_better_report_after_the_last_day_does_not_make_the_study_late(world: World) -> None:
    study = delivered(world)
    actions.send_back(world.actor("officer"), study.pk, at=LATER, reason="请补充")
    actions.deliver(world.actor("social"), study.pk, at=when("2026-03-25 09:00"), key=uuid4(), text=TEXT)
    study.refresh_from_db()
    assert not study.late and study.reports.get(number=2).late


@pytest.mark.parametrize("text", ["", "   \n ", "\u200b\u200b", "太短了", "。" * 5])
def test_an_empty_report_is_none(world: World, text: str) -> None:
    study = joined(world)
    with pytest.raises(Refused, match=r"^empty_report$"):
        actions.deliver(world.actor("social"), study.pk, at=LATER, key=uuid4(), text=text)
    assert not Report.objects.exists() and Study.objects.get().state == "called"


def test_a_file_alone_is_a_report(world: World) -> None:
    study = joined(world)
    actions.deliver(world.actor("social"), study.pk, at=LATER, key=uuid4(), text="", basket=picture(world))
    assert Study.objects.get().state == "delivered" and StudyFile.objects.get().report == study.reports.get()


def test_the_same_page_delivers_once_even_after_it_was_judged(world: World) -> None:
    study, key, social = joined(world), uuid4(), world.actor("social")
    first = actions.deliver(social, study.pk, at=LATER, key=key, text=TEXT, seen=study.revision)
    actions.send_back(world.actor("officer"), study.pk, at=LATER, reason="请补充")
    again = actions.deliver(social, study.pk, at=LATER, key=key, text=TEXT, seen=study.revision)
    assert first == again and Report.objects.count() == 1 and Study.objects.get().state == "returned"


def test_only_who_takes_part_delivers_and_only_the_office_judges(world: World) -> None:
    study = joined(world, "social")
    with pytest.raises(Refused, match=r"^wrong_role$"):
        actions.deliver(world.actor("internal"), study.pk, at=LATER, key=uuid4(), text=TEXT)
    with pytest.raises(Refused, match=r"^wrong_role$"):
        actions.deliver(world.actor("officer"), study.pk, at=LATER, key=uuid4(), text=TEXT)
    with pytest.raises(Refused, match=r"^wrong_state$"):
        actions.accept_report(world.actor("officer"), study.pk, at=LATER)
    actions.deliver(world.actor("social"), study.pk, at=LATER, key=uuid4(), text=TEXT)
    with pytest.raises(Refused, match=r"^wrong_role$"):
        actions.accept_report(world.actor("social"), study.pk, at=LATER)


def test_sending_back_says_why(world: World) -> None:
    study = delivered(world)
    with pytest.raises(Refused, match=r"^text_required$"):
        actions.send_back(world.actor("officer"), study.pk, at=LATER, reason=" ")
    assert Study.objects.get().state == "delivered"


def test_a_file_is_judged_by_its_content(world: World) -> None:
    with pytest.raises(Refused, match=r"^unfit$"):
        actions.upload(world.actor("social"), uuid4(), b"<script>alert(1)</script>", "报告.pdf", at=MONDAY)
    assert not StudyFile.objects.exists()


def test_files_of_others_cannot_be_claimed_and_loose_ones_are_cleared_away(world: World) -> None:
    study = joined(world, "social", "internal")
    theirs = picture(world, "internal")
    with pytest.raises(Refused, match=r"^empty_report$"):
        actions.deliver(world.actor("social"), study.pk, at=LATER, key=uuid4(), text="", basket=theirs)
    assert StudyFile.objects.get().report is None
    assert actions.expire_files(world.zone.pk, at=MONDAY + timedelta(days=60)) == 1


def test_a_basket_has_room_for_so_many(world: World, settings: object) -> None:
    settings.FILES_MAX = 1  # type: ignore[attr-defined]
    basket = picture(world)
    picture(world, basket=basket)  # the same one is one
    with pytest.raises(Refused, match=r"^too_many_files$"):
        actions.upload(world.actor("social"), basket, image(colour="red"), "b.jpg", at=MONDAY)
