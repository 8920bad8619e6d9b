"""Whoever was not appointed is forgotten some months after the round; a list that was left goes after a day."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from jianyan.core.retention import months_before
from jianyan.core.rulebook import LATER
from jianyan.files import store
from jianyan.leads import actions as leads
from jianyan.leads.models import FormBatch
from jianyan.ledger.actions import verify
from jianyan.ledger.models import Entry
from jianyan.recruit import actions
from jianyan.recruit.models import Candidate, CandidateBatch, CandidateFile, Finding, Objection, Round
from tests.fixtures import MONDAY, World
from tests.recruit.acts import applied, brought_to, checked, opened, qualified
from tests.recruit.test_candidate_pages import attachments_in_memory

__all__ = ["attachments_in_memory"]

pytestmark = [pytest.mark.clause("4.0"), pytest.mark.usefixtures("attachments_in_memory")]

SIX = LATER["forget_applicants"][1]
SECRET = "在港口工作二十年"


def refused(world: World, round_: Round, number: int = 0) -> Candidate:
    """An applicant who is told no, with everything that an application can hold."""
    candidate = applied(world, round_, number, name="白颖川", resume=SECRET, born="1985-06", industry="航运物流")
    checked(world, candidate)
    actions.refuse(world.actor("officer"), candidate.pk, at=MONDAY, reason="白颖川不符合条件")
    name = store.new_name()
    store.put({name: b"x"}, at=MONDAY)
    store.claim(name)
    CandidateFile.objects.create(
        round=round_, candidate=candidate, basket=uuid4(), name="白颖川.pdf", kind="pdf", size=1, sent="s",
        digest="d", stored=name, uploaded_at=MONDAY,
    )  # fmt: skip
    Objection.objects.create(
        candidate=candidate, receipt="1", key=uuid4(), text="白颖川有问题", name="某人", phone="13900000009", at=MONDAY,
        outcome="dismissed",
    )  # fmt: skip
    candidate.refresh_from_db()
    return candidate


def ended(round_: Round, at: datetime = MONDAY) -> None:
    Round.objects.filter(pk=round_.pk).update(step="done", ended_at=at)


def words_left(candidate: Candidate) -> str:
    """Everything that is still stored about an application, as one text."""
    rows: list[dict[str, object]] = [
        *Candidate.objects.filter(pk=candidate.pk).values(),
        *Finding.objects.filter(candidate=candidate).values(),
        *Objection.objects.filter(candidate=candidate).values(),
        *CandidateFile.objects.filter(candidate=candidate).values(),
    ]
    return " ".join(str(value) for row in rows for value in row.values())


def test_months_before() -> None:
    assert months_before(date(2026, 8, 31), 6) == date(2026, 2, 28)
    assert months_before(date(2026, 3, 9), 6) == date(2025, 9, 9)
    assert months_before(date(2026, 12, 31), 12) == date(2025, 12, 31)
    assert months_before(date(2026, 1, 1), 1) == date(2025, 12, 1)


def test_nothing_is_cleared_before_its_day(world: World) -> None:
    round_ = opened(world)
    candidate = refused(world, round_)
    actions.tick_rounds(world.zone.pk, at=MONDAY + timedelta(days=400))
    candidate.refresh_from_db()
    assert candidate.resume == SECRET, "the round has not ended"

    ended(round_)
    day = date(2026, 9, 9)  # six months after 9 March
    at = datetime.combine(day, MONDAY.timetz())
    actions.tick_rounds(world.zone.pk, at=at)
    candidate.refresh_from_db()
    assert candidate.resume == SECRET and candidate.forgotten_at is None
    actions.tick_rounds(world.zone.pk, at=at + timedelta(days=1))
    candidate.refresh_from_db()
    assert candidate.forgotten_at == at + timedelta(days=1)


def test_the_words_go_and_the_figures_stay(world: World, django_capture_on_commit_callbacks: object) -> None:
    round_ = opened(world)
    candidate = refused(world, round_)
    token, stored = candidate.token, CandidateFile.objects.get().stored
    ended(round_)
    at = MONDAY + timedelta(days=200)

    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        actions.tick_rounds(world.zone.pk, at=at)

    left = words_left(candidate)
    for word in ("白颖川", SECRET, "1985-06", candidate.phone, "远洋物流", "某人", "13900000009", "已查验", str(token)):
        assert word not in left
    gone = Candidate.objects.get(pk=candidate.pk)
    assert (gone.state, gone.category, gone.way, gone.receipt) == ("refused", "entity", "applied", candidate.receipt)
    assert Finding.objects.filter(candidate=candidate).exists() and gone.objections.count() == 1
    assert store.opened(stored) is None
    row = Entry.objects.get(verb="candidate.forget")
    assert row.subject == f"candidate:{candidate.pk}" and row.actor is None and row.data["months"] == SIX
    assert verify(world.zone, at=at).findings == []

    actions.tick_rounds(world.zone.pk, at=at + timedelta(days=1))
    assert Entry.objects.filter(verb="candidate.forget").count() == 1


def test_pages_say_that_the_number_was_cleared(
    world: World, client: Client, django_capture_on_commit_callbacks: object
) -> None:
    round_ = opened(world)
    candidate = refused(world, round_)
    ended(round_)
    client.force_login(world.users["officer"])
    page = f"/recruit/candidates/{candidate.pk}/"
    assert "查看号码" in client.get(page).content.decode()
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        actions.tick_rounds(world.zone.pk, at=MONDAY + timedelta(days=200))

    body = client.get(page).content.decode()
    assert "已清除" in body and "****" not in body and "查看号码" not in body
    assert "已清除" in client.get(reverse("recruit:candidates", args=[round_.pk])).content.decode()
    assert client.get(f"{page}phone/").status_code == 404


def test_whoever_was_appointed_stays_until_the_term_is_over_for_long(world: World) -> None:
    round_ = opened(world)
    kept = qualified(world, applied(world, round_, 1))
    refused(world, round_)
    brought_to(world, round_, "appoint")
    list(actions.appoint_round(world.actor("head"), round_.pk, at=MONDAY + timedelta(days=30)))
    ended(round_)

    actions.tick_rounds(world.zone.pk, at=MONDAY + timedelta(days=365))

    kept.refresh_from_db()
    assert kept.appointment_id and kept.forgotten_at is None and kept.name.startswith("赵")
    assert Candidate.objects.filter(forgotten_at__isnull=False).count() == 1


def test_another_zone_keeps_its_own(world: World, elsewhere: World) -> None:
    mine, theirs = opened(world), opened(elsewhere)
    refused(world, mine)
    other = refused(elsewhere, theirs)
    for round_ in (mine, theirs):
        ended(round_)

    actions.tick_rounds(world.zone.pk, at=MONDAY + timedelta(days=200))

    other.refresh_from_db()
    assert other.forgotten_at is None and other.name == "白颖川"


def test_the_page_says_so_and_the_persons_link_leads_nowhere(world: World, client: Client) -> None:
    round_ = opened(world)
    candidate = refused(world, round_)
    link = reverse("public:status", args=[candidate.token])
    ended(round_)
    actions.tick_rounds(world.zone.pk, at=MONDAY + timedelta(days=200))
    assert client.get(link).status_code == 404

    client.force_login(world.users["officer"])
    page = client.get(reverse("recruit:candidate", args=[candidate.pk])).content.decode()
    assert "没有聘任，资料已于" in page and "选聘结束已满 6 个月" in page and "白颖川" not in page


def test_what_was_uploaded_and_left_is_gone_after_a_day(world: World) -> None:
    round_ = opened(world)
    names = [{"number": 2, "cells": {"name": "韩梅"}, "formulas": [], "merged": False}]
    common = {"zone": world.zone, "by": world.users["officer"], "at": MONDAY, "rows": names}
    CandidateBatch.objects.create(round=round_, digest="a", **common)
    FormBatch.objects.create(digest="b", **common)
    FormBatch.objects.create(digest="c", entered_at=MONDAY, forms=3, **{**common, "rows": []})
    for hours, left in ((23, 1), (25, 0)):
        at = MONDAY + timedelta(hours=hours)
        actions.tick_rounds(world.zone.pk, at=at)
        leads.tick(world.zone, at=at)
        assert CandidateBatch.objects.count() == left
        assert FormBatch.objects.filter(entered_at__isnull=True).count() == left
    assert FormBatch.objects.get().forms == 3  # what was entered is a figure, without names
