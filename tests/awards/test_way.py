"""The way of an award: reviewed, heard, decided, approved, on notice, given; each act by whom and when."""

from __future__ import annotations

from datetime import timedelta
from itertools import product
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from jianyan.awards import actions
from jianyan.awards.models import Adjustment, Run, Standing
from jianyan.awards.queries import differences
from jianyan.core.award import TABLE, AwardFacts, AwardStep, AwardVerb, award_step
from jianyan.core.flow import Refused
from jianyan.ledger.models import Entry
from jianyan.notify.models import Notice
from jianyan.people.models import Announcement
from tests.awards.acts import AFTER, HEARD, NOTICED, attended, brought_to, counted, standing
from tests.fixtures import World, when


@pytest.fixture
def run(world: World) -> Run:
    return counted(world)


def refused(act: object, *args: object, **options: object) -> str:
    with pytest.raises(Refused) as no:
        act(*args, **options)  # type: ignore[operator]
    return no.value.code


@pytest.mark.clause("4.3.c")
def test_from_review_to_the_certificate(world: World, run: Run) -> None:
    done = brought_to(world, run, "done")
    given = Standing.objects.filter(run=run, awarded=True)
    assert {each.certificate for each in given} == {"东监优〔2026〕1号", "东监优〔2026〕2号"}
    assert done.digest == Entry.objects.get(subject=run.subject, verb="award.finish").data["digest"]
    assert set(Entry.objects.filter(verb="award.given").values_list("dossier", flat=True)) == {
        each.supervisor_id for each in given
    }
    said = Announcement.objects.get()
    assert said.to_internal and said.to_external and "某甲" in said.text and "某乙" not in said.text
    assert Notice.objects.filter(kind="award.given").count() == 2
    assert Notice.objects.filter(kind="award.decided", user=world.users["leader"]).exists()


def test_points_are_added_with_a_reason_and_within_the_limit(world: World, run: Run) -> None:
    officer, each = world.actor("officer"), standing(world, run, "乙")
    key = uuid4()
    changed = actions.adjust(officer, each.pk, at=AFTER, points=400, reason="牵头完成两份专题", key=key)
    assert (changed.adjusted, changed.total) == (400, each.total + 400)
    assert actions.adjust(officer, each.pk, at=AFTER, points=400, reason="牵头完成两份专题", key=key).adjusted == 400
    assert Adjustment.objects.count() == 1
    row = Entry.objects.get(subject=run.subject, verb="award.adjust")
    assert row.dossier == each.supervisor_id and row.data["points"] == 400 and "专题" not in str(row.data)
    assert refused(actions.adjust, officer, each.pk, at=AFTER, points=101, reason="再加", key=uuid4()) == "over_limit"
    assert refused(actions.adjust, officer, each.pk, at=AFTER, points=-50, reason=" ", key=uuid4()) == "text_required"
    assert refused(actions.adjust, officer, each.pk, at=AFTER, points=0, reason="无", key=uuid4()) == "no_points"
    back = actions.adjust(officer, each.pk, at=AFTER, points=-900, reason="更正", key=uuid4())
    assert back.adjusted == -500


def test_a_change_of_points_changes_the_places(world: World, run: Run) -> None:
    ahead, behind = standing(world, run, "甲"), standing(world, run, "乙")
    assert ahead.total - behind.total == 390
    officer = world.actor("officer")
    actions.adjust(officer, ahead.pk, at=AFTER, points=-300, reason="扣", key=uuid4())
    now = actions.adjust(officer, behind.pk, at=AFTER, points=400, reason="加", key=uuid4())
    ahead.refresh_from_db()
    assert (now.rank, now.proposed, ahead.rank, ahead.proposed) == (1, True, 2, False)


def test_a_veto_holds_and_can_be_lifted(world: World, run: Run) -> None:
    head, each = world.actor("head"), standing(world, run, "甲")
    assert refused(actions.veto, world.actor("officer"), each.pk, at=AFTER, reason="泄密", key=uuid4()) == "wrong_role"
    out = actions.veto(head, each.pk, at=AFTER, reason="泄露企业信息", key=uuid4())
    assert (out.rank, out.proposed, out.why) == (None, False, "veto")
    assert standing(world, run, "乙").proposed
    assert refused(actions.veto, head, each.pk, at=AFTER, reason="再", key=uuid4()) == "vetoed_already"
    assert actions.lift(head, each.pk, at=AFTER, reason="查无此事", key=uuid4()).rank == 1
    assert refused(actions.lift, head, each.pk, at=AFTER, reason="再", key=uuid4()) == "not_vetoed"


def test_nobody_reviews_the_own_points(world: World, run: Run) -> None:
    each = standing(world, run, "甲")
    each.supervisor.user = world.users["officer"]
    each.supervisor.save()
    got = refused(actions.adjust, world.actor("officer"), each.pk, at=AFTER, points=100, reason="好", key=uuid4())
    assert got == "own_points"


def test_everybody_is_asked_and_may_object_before_the_decision(world: World, run: Run) -> None:
    opened = brought_to(world, run, "hearing")
    assert opened.hearing_until == when("2026-03-05 00:00").date()
    assert Notice.objects.filter(kind="award.check").count() == 7
    each, key = standing(world, run, "丙"), uuid4()
    made = actions.object_own(world.actor("丙"), each.pk, at=AFTER, text="六月座谈参加了没有计分", key=key)
    assert (
        actions.object_own(world.actor("丙"), each.pk, at=AFTER, text="六月座谈参加了没有计分", key=key).pk == made.pk
    )
    assert refused(actions.object_own, world.actor("丙"), each.pk, at=AFTER, text="又", key=uuid4()) == "objection_open"
    assert refused(actions.decide, world.actor("head"), run.pk, at=AFTER) == "hearing_running"
    assert refused(actions.decide, world.actor("head"), run.pk, at=HEARD) == "objections_open"
    settled = actions.settle_objection(
        world.actor("officer"), made.pk, at=HEARD, outcome="upheld", findings="签到表有此人"
    )
    assert settled.outcome == "upheld" and Notice.objects.filter(kind="award.settled").count() == 1
    assert refused(actions.object_own, world.actor("丙"), each.pk, at=HEARD, text="又", key=uuid4()) == "hearing_over"
    assert actions.decide(world.actor("head"), run.pk, at=HEARD).step == "approve"


def test_nobody_objects_to_the_points_of_another(world: World, run: Run) -> None:
    brought_to(world, run, "hearing")
    with pytest.raises(Standing.DoesNotExist):
        actions.object_own(world.actor("乙"), standing(world, run, "丙").pk, at=AFTER, text="…", key=uuid4())


def test_before_the_hearing_nobody_sees_the_own_points(world: World, run: Run) -> None:
    with pytest.raises(Standing.DoesNotExist):
        actions.object_own(world.actor("丙"), standing(world, run, "丙").pk, at=AFTER, text="…", key=uuid4())


def test_a_decision_is_refused_when_the_ledger_says_otherwise(world: World, run: Run) -> None:
    brought_to(world, run, "hearing")
    Standing.objects.filter(pk=standing(world, run, "乙").pk).update(counts={"form": 12, "lead": 9})
    assert refused(actions.decide, world.actor("head"), run.pk, at=HEARD) == "differs"
    actions.recount(world.actor("officer"), run.pk, at=HEARD)
    assert actions.decide(world.actor("head"), run.pk, at=HEARD).step == "approve"


def test_during_the_notice_anybody_may_object_and_an_upheld_one_leads_off_the_list(world: World, run: Run) -> None:
    brought_to(world, run, "notice")
    head, each = world.actor("head"), standing(world, run, "甲")
    made = actions.object_public(world.system, each.pk, at=HEARD, text="所反映事项与事实不符", key=uuid4())
    assert (
        made.receipt == "P2026-0001" and not Entry.objects.filter(verb="award.object", dossier__isnull=False).exists()
    )
    assert refused(actions.finish, head, run.pk, at=HEARD) == "notice_running"
    assert refused(actions.finish, head, run.pk, at=NOTICED) == "objections_open"
    actions.settle_objection(world.actor("officer"), made.pk, at=NOTICED, outcome="upheld", findings="属实")
    assert refused(actions.finish, head, run.pk, at=NOTICED) == "objection_upheld"
    actions.strike(head, each.pk, at=NOTICED, reason="异议成立")
    actions.finish(head, run.pk, at=NOTICED)
    assert {one.supervisor.name for one in Standing.objects.filter(awarded=True)} == {"某丁"}
    assert differences(Run.objects.get(pk=run.pk)) == []


def test_an_old_page_is_told_so(world: World, run: Run) -> None:
    assert refused(actions.open_hearing, world.actor("officer"), run.pk, at=AFTER, seen=run.revision + 1) == "stale"


@pytest.mark.parametrize("role", ["officer", "head", "own", "public", "leader", "liaison"])
def test_what_the_table_does_not_say_is_refused(role: str) -> None:
    for step, verb in product(AwardStep, AwardVerb):
        facts = AwardFacts(proposed=1, hearing_over=verb != AwardVerb.object, notice_over=verb != AwardVerb.object)
        row = next((row for row in TABLE if (row.step, row.verb) == (step, verb) and role in row.roles), None)
        if row:
            assert award_step(step, verb, {role}, facts) is row and row.why
        else:
            assert refused(award_step, step, verb, {role}, facts) in ("wrong_role", "wrong_step")


@pytest.mark.clause("4.3.c", "5.2.c")
def test_a_frozen_award_counted_again_is_the_same(world: World, run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    actions.adjust(
        world.actor("officer"), standing(world, run, "乙").pk, at=AFTER, points=100, reason="加", key=uuid4()
    )
    actions.veto(world.actor("head"), standing(world, run, "丁").pk, at=AFTER, reason="泄密", key=uuid4())
    brought_to(world, run, "done")
    # What happens afterwards changes nothing.
    attended(world, "乙", at=NOTICED + timedelta(days=1), number=8)
    assert differences(Run.objects.get(pk=run.pk)) == []
    call_command("verify_award")
    assert "重新计算结果一致" in capsys.readouterr().out


def test_what_was_changed_by_hand_is_found(world: World, run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    brought_to(world, run, "done")
    Standing.objects.filter(pk=standing(world, run, "乙").pk).update(total=9900, rank=1)
    Run.objects.filter(pk=run.pk).update(digest="sm3:0")
    assert {each.what for each in differences(Run.objects.get(pk=run.pk))} == {"total", "rank", "digest"}
    with pytest.raises(CommandError):
        call_command("verify_award")
    assert "某乙 总分：固定为 9900" in capsys.readouterr().out
