"""The objects of recruitment that addresses name: a round on public notice as one's own, one in review as another."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

from jianyan.files import store
from jianyan.recruit import actions
from jianyan.recruit.models import Candidate, CandidateFile, Objection, Round
from tests.files import image
from tests.fixtures import MONDAY, World
from tests.recruit.acts import applied, brought_to, opened, qualified


def round_of(world: World, *, submitted: bool) -> Round:
    """On public notice, and so seen by leaders; or still taking applications. Made when it is first asked for."""
    there = Round.objects.filter(zone=world.zone, submitted_at__isnull=not submitted).first()
    if there is not None:
        return there
    made = opened(world, title="公示中的选聘" if submitted else "报名中的选聘")
    qualified(world, applied(world, made, 1 + submitted))
    return brought_to(world, made, "publish") if submitted else made


def candidate_of(world: World, *, submitted: bool) -> Candidate:
    return round_of(world, submitted=submitted).candidates.get()


def objection_of(world: World, *, submitted: bool) -> Objection:
    """An objection with a number; against somebody in review there is none, so that one's own stands in."""
    candidate = candidate_of(world, submitted=True)
    there = candidate.objections.first()
    return there or actions.object_to(
        world.system,
        candidate.pk,
        at=MONDAY + timedelta(days=13),
        text="与事实不符",
        key=uuid4(),
        name="某某",
        phone="13900001111",
    )


def file_of(world: World, *, submitted: bool) -> UUID:
    """A file that the candidate gave."""
    candidate, name = candidate_of(world, submitted=submitted), store.new_name()
    store.put({name: image()}, at=MONDAY)
    store.claim(name)
    made = CandidateFile.objects.create(
        round=candidate.round,
        candidate=candidate,
        basket=uuid4(),
        name="证书.jpg",
        kind="jpg",
        size=1,
        sent=uuid4().hex,
        digest="x",
        stored=name,
        uploaded_at=MONDAY,
    )
    return made.token


def revision_of(name: str, world: World, *, submitted: bool) -> int:
    """The revision that a fresh page of an address of recruitment says."""
    if name.startswith(("recruit:round", "recruit:list", "recruit:shortlist", "recruit:notice")):
        return round_of(world, submitted=submitted).revision
    return candidate_of(world, submitted=submitted or "object" in name).revision
