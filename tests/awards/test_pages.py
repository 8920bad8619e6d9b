"""The pages of an award: the office's, one's own, the leader's and the public's."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from jianyan.awards import actions
from jianyan.awards.models import Objection, Run, Standing
from jianyan.core.names import masked_name
from jianyan.ledger.models import Entry
from tests.awards.acts import AFTER, ENDS, HEARD, NOTICED, STARTS, brought_to, counted, standing, year
from tests.fixtures import World


class Clock:
    """The moment at which pages are opened."""

    now = AFTER

    def move_to(self, moment: datetime) -> None:
        self.now = moment


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    found = Clock()
    monkeypatch.setattr(timezone, "now", lambda: found.now)
    return found


@pytest.fixture
def run(world: World) -> Run:
    return counted(world)


def enter(client: Client, world: World, key: str) -> Client:
    client.force_login(world.users[key])
    return client


def url(name: str, *args: object) -> str:
    return reverse(f"awards:{name}", args=args)


def acts(client: Client, run: Run, act: str, **sent: Any) -> Any:
    run.refresh_from_db()
    return client.post(url("act", run.pk, act), {"seen": run.revision, **sent})


@pytest.mark.clause("4.3.c")
def test_an_officer_counts_a_term_that_is_over(client: Client, world: World) -> None:
    year(world)
    enter(client, world, "officer")
    page = client.get(url("new")).content.decode()
    assert "2025-03-01 至 2026-02-28" in page
    answer = client.post(url("new"), {"term": f"{STARTS}_{ENDS}", "title": "2026年度优秀监督员评选"})
    run = Run.objects.get()
    assert answer.url == url("run", run.pk)
    again = client.post(url("new"), {"term": f"{STARTS}_{ENDS}", "title": "再评"})
    assert again.status_code == 422 and "已经在评优" in again.content.decode()


@pytest.mark.clause("5.2.c")
def test_each_point_opens_its_rows(client: Client, world: World, run: Run) -> None:
    enter(client, world, "officer")
    each = standing(world, run, "甲")
    page = client.get(url("standing", each.pk)).content.decode()
    for row in Entry.objects.filter(dossier=each.supervisor_id, verb="lead.file"):
        assert reverse("leads:lead", args=[row.subject.removeprefix("lead:")]) in page
        assert row.data["no"] in page
    assert "12 条记录" in page and "4 条记录" in page and "29.20" in page


def test_the_list_asks_the_same_with_one_and_with_three(
    client: Client, world: World, run: Run, django_assert_num_queries: Any
) -> None:
    enter(client, world, "officer")
    for _n in range(2):
        with django_assert_num_queries(5):
            client.get(url("runs"))
        Run.objects.bulk_create(
            Run(
                zone=world.zone,
                rules_id=run.rules_id,
                title=f"评优 {n}",
                term_starts=STARTS.replace(year=n),
                term_ends=ENDS.replace(year=n + 1),
                months=12,
                until_row=1,
                counted_at=AFTER,
                digest="x",
                created_by=world.users["head"],
            )
            for n in ((2020, 2021) if _n == 0 else ())
        )


def test_the_page_of_an_award_asks_the_same_with_few_and_many(
    client: Client, world: World, run: Run, django_assert_max_num_queries: Any
) -> None:
    enter(client, world, "officer")
    with django_assert_max_num_queries(15):
        assert "某甲" in client.get(url("run", run.pk)).content.decode()
    assert "某丁" not in client.get(url("run", run.pk) + "?channel=social").content.decode()
    assert "某乙" not in client.get(url("run", run.pk) + "?only=listed").content.decode()
    assert "某乙" in client.get(url("run", run.pk) + "?name=乙").content.decode()


def test_a_reviewer_gives_points_on_a_page(client: Client, world: World, run: Run) -> None:
    enter(client, world, "officer")
    each = standing(world, run, "乙")
    address = url("standing_act", each.pk, "adjust")
    assert "每人合计不超过 5 分" in client.get(address).content.decode()
    sent = {"seen": run.revision, "key": str(uuid4()), "points": "6", "reason": "好"}
    assert "合计不超过 5 分" in client.post(address, sent).content.decode()
    assert client.post(address, {**sent, "points": "1.5", "reason": ""}).status_code == 422
    assert client.post(address, {**sent, "points": "1.5"}).status_code == 302
    page = client.get(url("standing", each.pk)).content.decode()
    assert "+1.50 分" in page and "好" in page
    old = client.post(address, {**sent, "key": str(uuid4()), "points": "1"})
    assert old.status_code == 409 and "李敏" in old.content.decode()


@pytest.mark.clause("4.3.c", "5.2.c")
def test_one_sees_ones_own_points_and_objects(client: Client, world: World, run: Run) -> None:
    enter(client, world, "丙")
    each = standing(world, run, "丙")
    assert client.get(url("own", each.pk)).status_code == 404
    assert "还没有评优得分" in client.get(url("mine")).content.decode()
    brought_to(world, run, "hearing")
    assert client.get(url("mine")).url == url("own", each.pk)
    page = client.get(url("own", each.pk)).content.decode()
    assert "12.50" in page and "提交异议" in page
    assert client.post(url("own", each.pk), {"text": "", "key": str(uuid4())}).status_code == 422
    assert client.post(url("own", each.pk), {"text": "少计一次座谈", "key": str(uuid4())}).status_code == 302
    page = client.get(url("own", each.pk)).content.decode()
    assert "正在核实" in page and "提交异议" not in page
    assert client.get(url("own", standing(world, run, "乙").pk)).status_code == 404


def test_after_the_hearing_nobody_objects(client: Client, world: World, run: Run, clock: Clock) -> None:
    brought_to(world, run, "hearing")
    clock.move_to(HEARD)
    enter(client, world, "丙")
    assert "提交异议" not in client.get(url("own", standing(world, run, "丙").pk)).content.decode()


def test_an_objection_is_settled_on_its_page(client: Client, world: World, run: Run) -> None:
    brought_to(world, run, "hearing")
    made = actions.object_own(world.actor("丙"), standing(world, run, "丙").pk, at=AFTER, text="少计", key=uuid4())
    enter(client, world, "officer")
    assert made.receipt in client.get(url("objections", run.pk)).content.decode()
    run.refresh_from_db()
    sent = {"seen": run.revision, "outcome": "dismissed", "findings": "签到表没有此人"}
    assert client.post(url("objection", made.pk), sent).status_code == 302
    page = client.get(url("objection", made.pk)).content.decode()
    assert "签到表没有此人" in page and "异议不成立" in page


def test_only_the_head_decides(client: Client, world: World, run: Run, clock: Clock) -> None:
    brought_to(world, run, "hearing")
    clock.move_to(HEARD)
    assert acts(enter(client, world, "officer"), run, "decide").status_code == 403
    assert acts(enter(client, world, "head"), run, "decide").status_code == 302
    run.refresh_from_db()
    assert run.step == "approve"


def test_a_leader_reads_the_decided_list_and_no_more(client: Client, world: World, run: Run) -> None:
    enter(client, world, "leader")
    assert client.get(url("run", run.pk)).status_code == 404
    brought_to(world, run, "approve")
    page = client.get(url("run", run.pk)).content.decode()
    assert "某甲" in page and "某乙" not in page
    assert client.get(url("standing", standing(world, run, "甲").pk)).status_code == 403


def test_another_zone_sees_nothing(client: Client, world: World, elsewhere: World, run: Run) -> None:
    brought_to(world, run, "hearing")
    each = standing(world, run, "甲")
    enter(client, elsewhere, "head")
    for address in (
        url("run", run.pk),
        url("act", run.pk, "decide"),
        url("standing", each.pk),
        url("standing_act", each.pk, "veto"),
        url("objections", run.pk),
        url("certificate", each.pk),
    ):
        assert client.get(address).status_code == 404


def test_the_public_notice_hangs_and_goes(client: Client, world: World, run: Run, clock: Clock) -> None:
    address = reverse("award_public:notice", args=[run.token])
    assert client.get(address).status_code == 404
    brought_to(world, run, "notice")
    clock.move_to(HEARD)
    answer = client.get(address)
    page = answer.content.decode()
    assert "某甲" in page and "某乙" not in page and "29.20" not in page
    assert answer.headers["X-Robots-Tag"].startswith("noindex")
    clock.move_to(NOTICED)
    page = client.get(address).content.decode()
    assert "某甲" not in page and "公示已于" in page


def test_anybody_may_object_during_the_notice(client: Client, world: World, run: Run, clock: Clock) -> None:
    brought_to(world, run, "notice")
    clock.move_to(HEARD)
    address = reverse("award_public:object", args=[run.token])
    each = standing(world, run, "甲")
    assert client.post(address, {"about": str(each.pk), "text": "", "key": str(uuid4())}).status_code == 422
    trapped = client.post(address, {"about": str(each.pk), "text": "不实", "key": str(uuid4()), "website": "x"})
    assert trapped.status_code == 422
    sent = {"about": str(each.pk), "text": "所填事迹与事实不符", "key": str(uuid4())}
    answer = client.post(address, sent)
    assert client.post(address, sent).url == answer.url and Objection.objects.count() == 1
    page = client.get(answer.url).content.decode()
    assert "P2026-0001" in page and "正在核实" in page and "某甲" not in page
    unlisted = standing(world, run, "乙")
    assert client.post(address, {**sent, "about": str(unlisted.pk), "key": str(uuid4())}).status_code == 422


@pytest.mark.parametrize("kind", ["pdf", "docx"])
def test_the_certificate_is_taken_out_and_checked(client: Client, world: World, run: Run, kind: str) -> None:
    each = standing(world, brought_to(world, run, "done"), "甲")
    enter(client, world, "甲")
    answer = client.post(url("certificate", each.pk), {"kind": kind})
    assert answer.status_code == 200 and answer.content[:2] == (b"%P" if kind == "pdf" else b"PK")
    row = Entry.objects.get(verb="award.certificate")
    assert row.dossier == each.supervisor_id and row.data["type"] == kind
    page = Client().get(reverse("award_public:certificate", args=[each.token])).content.decode()
    assert each.certificate in page and masked_name("某甲") in page and "某甲" not in page
    assert enter(client, world, "乙").get(url("certificate", each.pk)).status_code == 404
    assert Client().get(reverse("award_public:certificate", args=[uuid4()])).status_code == 404


def test_who_was_not_awarded_has_no_certificate(client: Client, world: World, run: Run) -> None:
    brought_to(world, run, "done")
    assert Standing.objects.filter(awarded=False, certificate="").exists()
    answer = enter(client, world, "officer").get(url("certificate", standing(world, run, "乙").pk))
    assert answer.status_code == 404
