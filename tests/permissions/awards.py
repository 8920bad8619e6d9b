"""The objects of awards that addresses name: an award that is given as one's own, one in review as another."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

from jianyan.awards import actions
from jianyan.awards.models import Objection, Run, Standing
from jianyan.leads.actions import file_form
from jianyan.leads.models import OpinionForm
from tests.fixtures import MONDAY, World, when

ACTS = ("recount", "open", "decide", "approve", "publish", "finish", "cancel")
STANDING_ACTS = ("adjust", "veto", "lift", "strike")
#: The terms of one's own award and of the other one; the fixtures' supervisors serve through both.
TERMS = {True: (date(2025, 3, 1), date(2026, 2, 28)), False: (date(2024, 3, 1), date(2025, 2, 28))}


def run_of(world: World, *, decided: bool) -> Run:
    """Decided, and so seen by leaders; or still in review. Made when it is first asked for."""
    starts, ends = TERMS[decided]
    there = Run.objects.filter(zone=world.zone, term_ends=ends).first()
    if there is not None:
        return there
    _deed(world, starts)
    made = actions.count(world.actor("officer"), at=MONDAY, starts=starts, ends=ends, title="优秀监督员评选")
    if decided:
        made = actions.open_hearing(world.actor("officer"), made.pk, at=MONDAY)
        made = actions.decide(world.actor("head"), made.pk, at=MONDAY + timedelta(days=5))
    return made


def _deed(world: World, starts: date) -> None:
    """A form of the supervisors within the term, so that somebody has points."""
    for key in ("social", "second", "internal"):
        if key not in world.supervisors:
            continue
        identity = world.supervisors[key].identities.get(level="district").pk
        at = when(f"{starts.year}-03-10 10:00")
        if not OpinionForm.objects.filter(identity=identity, month=starts).exists():
            file_form(world.actor(key), identity, starts, [], nil=True, at=at, key=uuid4())


def standing_of(world: World, *, decided: bool, supervisor: str) -> Standing:
    return run_of(world, decided=decided).standings.get(supervisor=world.supervisors[supervisor])


def awarded_of(world: World, *, supervisor: str) -> Standing:
    """Somebody who was awarded, with a certificate."""
    each = standing_of(world, decided=True, supervisor=supervisor)
    if not each.awarded:
        each.awarded, each.certificate = True, f"东监优〔2026〕{each.pk}号"
        each.save()
        Run.objects.filter(pk=each.run_id).update(ended_at=MONDAY + timedelta(days=20))
    return each


def published_of(world: World) -> Run:
    """An award on public notice."""
    run = run_of(world, decided=True)
    if run.published_at is None:
        actions.approve(world.actor("head"), run.pk, at=MONDAY + timedelta(days=5), document="纪要〔2026〕3号")
        run = actions.publish(world.actor("head"), run.pk, at=MONDAY + timedelta(days=5))
    return run


def objection_of(world: World, *, own: bool) -> Objection:
    """An objection with a number: by the person, or in public."""
    run = published_of(world)
    there = Objection.objects.filter(standing__run=run, own=own).first()
    if there is not None:
        return there
    return Objection.objects.create(
        standing=run.standings.order_by("place")[0],
        own=own,
        receipt="P2026-0001",
        key=uuid4(),
        text="与事实不符",
        at=MONDAY + timedelta(days=6),
    )


def stages_of(world: World) -> None:
    """An award in review, one that is being checked by its people with an objection, one on notice and one given."""
    officer = world.actor("officer")
    run_of(world, decided=False)
    objection_of(world, own=False)
    for year, step in ((2024, "hearing"), (2023, "done")):
        starts, ends = date(year - 1, 3, 1), date(year, 2, 28 + (year % 4 == 0))
        _deed(world, starts)
        run = actions.count(officer, at=MONDAY, starts=starts, ends=ends, title=f"{year}年度优秀监督员评选")
        run = actions.open_hearing(officer, run.pk, at=MONDAY)
        each = run.standings.get(supervisor=world.supervisors["social"])
        actions.object_own(world.actor("social"), each.pk, at=MONDAY, text="少计了一次座谈。", key=uuid4())
        if step == "done":
            _given(world, run)


def _given(world: World, run: Run) -> None:
    """Every step to the end."""
    officer, head, later = world.actor("officer"), world.actor("head"), MONDAY + timedelta(days=5)
    for objection in Objection.objects.filter(standing__run=run, outcome=""):
        actions.settle_objection(officer, objection.pk, at=MONDAY, outcome="dismissed", findings="已核实。")
    actions.decide(head, run.pk, at=later)
    actions.approve(head, run.pk, at=later, document="纪要〔2026〕1号")
    actions.publish(head, run.pk, at=later)
    actions.finish(head, run.pk, at=later + timedelta(days=15))
