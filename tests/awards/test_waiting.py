"""Awards that time and the head carry on: told when a hearing or a notice ends, and listed under 等我决定."""

from __future__ import annotations

from datetime import datetime
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from jianyan.awards import actions
from jianyan.awards.models import Objection, Run
from jianyan.awards.queries import waiting_for_head
from jianyan.ledger.models import Entry
from jianyan.notify.models import Notice
from jianyan.notify.words import WORDS
from jianyan.web.ticking import tick_zone
from tests.awards.acts import AFTER, HEARD, NOTICED, brought_to, counted, standing
from tests.fixtures import World, when

LAST = when("2026-03-05 23:59")  # the last minute of the hearing


@pytest.fixture
def run(world: World) -> Run:
    return counted(world)


def told(kind: str) -> set[str]:
    return set(Notice.objects.filter(kind=kind).values_list("user__name", flat=True))


@pytest.mark.clause("4.3.c")
def test_when_the_hearing_ends_the_office_is_told_once(world: World, run: Run) -> None:
    brought_to(world, run, "hearing")
    assert actions.tick_awards(world.zone, at=LAST) == 0
    assert actions.tick_awards(world.zone, at=HEARD) == 1
    assert actions.tick_awards(world.zone, at=HEARD) == 0
    assert told("award.heard") == {"李敏", "王建"} and not told("award.heard_open")
    row = Entry.objects.get(subject=run.subject, verb="award.heard")
    assert row.actor is None and row.data == {"objections": 0} and row.clause == "4.3.c"


@pytest.mark.clause("4.3.c")
def test_an_objection_without_an_outcome_is_told_of(world: World, run: Run) -> None:
    brought_to(world, run, "hearing")
    each = standing(world, run, "乙")
    actions.object_own(world.actor("乙"), each.pk, at=AFTER, text="少计了一次座谈", key=uuid4())
    assert tick_zone(world.zone, at=HEARD)["awards"] == 1
    notice = Notice.objects.filter(kind="award.heard_open")[0]
    assert notice.params == {"count": 1} and notice.path == f"/awards/{run.pk}/" and not told("award.heard")


def test_the_end_of_the_notice_is_told_too(world: World, run: Run) -> None:
    run = brought_to(world, run, "notice")
    assert actions.tick_awards(world.zone, at=when("2026-03-13 23:00")) == 0
    assert actions.tick_awards(world.zone, at=NOTICED) == 1
    assert told("award.noticed") == {"李敏", "王建"}
    brought_to(world, run, "done")
    assert actions.tick_awards(world.zone, at=NOTICED) == 0


@pytest.mark.parametrize(
    ("step", "at", "verb"),
    [
        ("review", HEARD, None),
        ("hearing", LAST, None),
        ("hearing", HEARD, "decide"),
        ("approve", HEARD, "approve"),
        ("publish", HEARD, "publish"),
        ("notice", HEARD, None),
        ("notice", NOTICED, "finish"),
        ("done", NOTICED, None),
    ],
)
def test_what_waits_for_the_head(world: World, run: Run, step: str, at: datetime, verb: str | None) -> None:
    brought_to(world, run, step)
    assert [found for _run, found in waiting_for_head(world.zone.pk, at)] == ([verb] if verb else [])


def test_what_the_office_has_to_settle_first_does_not_wait_for_the_head(world: World, run: Run) -> None:
    brought_to(world, run, "notice")
    each = standing(world, run, "甲")
    objection = Objection.objects.create(standing=each, own=False, receipt="P1", key=uuid4(), text="不实", at=HEARD)
    assert waiting_for_head(world.zone.pk, NOTICED) == []
    Objection.objects.filter(pk=objection.pk).update(outcome="upheld")
    assert waiting_for_head(world.zone.pk, NOTICED) == [], "whoever an objection was upheld against is struck first"
    Objection.objects.filter(pk=objection.pk).update(outcome="dismissed")
    assert [verb for _run, verb in waiting_for_head(world.zone.pk, NOTICED)] == ["finish"]


def test_another_zone_hears_nothing(world: World, elsewhere: World, run: Run) -> None:
    brought_to(world, run, "hearing")
    assert actions.tick_awards(elsewhere.zone, at=HEARD) == 0
    assert waiting_for_head(elsewhere.zone.pk, HEARD) == []


@pytest.mark.clause("4.3.c")
def test_the_overview_lists_it_for_the_head_alone(
    world: World, run: Run, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    brought_to(world, run, "hearing")
    monkeypatch.setattr(timezone, "now", lambda: HEARD)
    client.force_login(world.users["head"])
    page = client.get("/overview/").content.decode()
    assert "审定优秀监督员名单" in page and f'href="/awards/{run.pk}/"' in page
    client.force_login(world.users["leader"])
    assert "审定优秀监督员名单" not in client.get("/overview/").content.decode()


def test_every_notice_has_words() -> None:
    assert {"award.heard", "award.heard_open", "award.noticed", "award.noticed_open"} <= set(WORDS)
