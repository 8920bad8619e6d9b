"""The two tables of 课题调研 and 线索核查: what they allow, and who may not verify."""

from __future__ import annotations

from collections.abc import Collection
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jianyan.core.flow import Refused
from jianyan.core.studies import (
    STUDIES,
    VERIFICATIONS,
    Place,
    StudyState,
    StudyVerb,
    VerificationState,
    VerificationVerb,
    step,
    too_near,
    verbs,
)

S, SV, V, VV = StudyState, StudyVerb, VerificationState, VerificationVerb
HATS = ("officer", "head", "invited", "open", "partner", "leader", "liaison", "")
KINDS = {
    "study": (StudyState, StudyVerb, STUDIES),
    "verification": (VerificationState, VerificationVerb, VERIFICATIONS),
}
FINAL = {"study": {S.accepted, S.cancelled}, "verification": {V.filed, V.cancelled}}


@pytest.mark.clause("4.2.c")
def test_a_study_goes_its_way_and_back_once() -> None:
    state: str = S.called
    for verb, hat, then in (
        (SV.join_, "invited", S.called),
        (SV.deliver, "partner", S.delivered),
        (SV.send_back, "officer", S.returned),
        (SV.deliver, "partner", S.delivered),
        (SV.accept, "head", S.accepted),
    ):
        state = step("study", state, verb, {hat}).target
        assert state == then


@pytest.mark.clause("4.2.c")
def test_a_verification_goes_its_way() -> None:
    state: str = V.assigned
    for verb, hat, then in (
        (VV.take, "invited", V.taken),
        (VV.carry_out, "partner", V.carried_out),
        (VV.file, "officer", V.filed),
    ):
        state = step("verification", state, verb, {hat}).target
        assert state == then


@pytest.mark.parametrize("kind", KINDS)
def test_every_act_either_goes_or_says_why_not_and_buttons_are_what_goes(kind: str) -> None:
    states, every, _table = KINDS[kind]
    for state, verb, hat in product(states, every, HATS):
        if verb in verbs(kind, state, {hat}):
            assert step(kind, state, verb, {hat}).verb == verb
        else:
            with pytest.raises(Refused, match=r"^wrong_(role|state)$"):
                step(kind, state, verb, {hat})


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_leaves_the_end_and_everything_reaches_it(kind: str) -> None:
    states, _verbs, table = KINDS[kind]
    arrows = {(row.source, row.target) for row in table}
    assert not {source for source, _ in arrows} & FINAL[kind]
    for state in set(states) - FINAL[kind]:
        reached, edge = {state}, {state}
        while edge:
            edge = {target for source, target in arrows if source in edge} - reached
            reached |= edge
        assert FINAL[kind] <= reached


units, names = st.integers(1, 4), st.sampled_from(["", "商务促进局", "海通供应链"])


@given(st.builds(Place, st.none() | units, names), st.sets(units), st.sets(names))
def test_nobody_of_the_handling_unit_or_the_company_may_verify(
    place: Place, handling: Collection[int], named: Collection[str]
) -> None:
    near = too_near(place, handling, named)
    if place.unit in handling or (place.name and place.name in named):
        assert near
    else:
        assert not near
