"""分类定级: the officer sorts what came in, within the kinds of the reporter's channel (5.1.f)."""

import pytest

from jianyan.core.flow import State, Verb
from jianyan.leads.actions import Invalid
from tests.fixtures import World
from tests.leads.acts import bring, check_others, check_stale, clock, do, everything, last_row, refused

C = Verb.classify


@pytest.mark.clause("5.1.f", "5.2.b")
@pytest.mark.parametrize("state", [State.received, State.clarified, State.returned])
def test_a_lead_is_sorted_without_moving(world: World, state: State) -> None:
    lead = bring(world, world.lead(), state)
    due = list(lead.clocks.order_by("id").values())
    do(world, C, world.actor("officer"), lead, kind="trend", aspect="shock", field="industry", common=True, grade="A")
    lead.refresh_from_db()

    assert (lead.kind, lead.aspect, lead.field, lead.common, lead.grade) == ("trend", "shock", "industry", True, "A")
    assert lead.state == state and list(lead.clocks.order_by("id").values()) == due
    row = last_row(lead)
    assert (row.verb, row.clause) == ("lead.classify", "5.1.f")
    assert row.data["before"]["kind"] == "service" and row.data["after"]["kind"] == "trend"


def test_what_the_new_kind_does_not_ask_for_goes(world: World) -> None:
    lead = world.lead(kind="trend", aspect="shock")
    do(world, C, world.actor("officer"), lead, kind="risk", aspect="shock", policy="某办法")
    lead.refresh_from_db()
    assert (lead.kind, lead.aspect, lead.policy) == ("risk", "", "")


@pytest.mark.clause("4.2.a", "4.2.b")
@pytest.mark.parametrize(
    ("by", "changes", "found"),
    [
        ("social", {"kind": "practice"}, {"kind": "not_yours", "policy": "required"}),
        ("internal", {"kind": "service"}, {"kind": "not_yours"}),
        ("social", {"kind": "trend"}, {"aspect": "required"}),
        ("social", {"kind": "nonsense"}, {"kind": "unknown"}),
        ("social", {"field": ""}, {"field": "required"}),
        ("internal", {"kind": "effect", "effect": "huge"}, {"effect": "unknown"}),
    ],
)
def test_a_kind_stays_one_of_the_reporters_channel(
    world: World, by: str, changes: dict[str, str], found: dict[str, str]
) -> None:
    lead = world.lead(by)
    before = everything()
    with pytest.raises(Invalid) as no:
        do(world, C, world.actor("officer"), lead, **changes)
    assert no.value.params["leads"] == {0: found}
    assert everything() == before


def test_a_grade_is_one_of_three_or_none_yet(world: World) -> None:
    lead, officer = world.lead(), world.actor("officer")
    assert refused(lambda: do(world, C, officer, lead, grade="D")) == "bad_grade"
    do(world, C, officer, lead, grade="")


def test_the_reporters_words_and_wishes_are_not_touched(world: World) -> None:
    lead = world.lead("internal", hidden=True, publishable=True)
    do(world, C, world.actor("officer"), lead)
    after = type(lead).objects.get(pk=lead.pk)
    for name in ("title", "body", "suggestion", "hidden", "publishable", "follow_up_wanted", "identity_id", "no"):
        assert getattr(after, name) == getattr(lead, name)


def test_others_and_stale_pages(world: World, elsewhere: World) -> None:
    lead = world.lead()
    check_others(C, world, elsewhere, lead, readers=("leader", "social"))
    do(world, C, world.actor("officer"), lead)
    lead.refresh_from_db()
    check_stale(C, world, "head", lead)


@pytest.mark.parametrize("state", [State.dispatched, State.accepted, State.closed, State.noted])
def test_not_while_a_department_has_it(world: World, state: State) -> None:
    lead = bring(world, world.lead(), state)
    assert refused(lambda: do(world, C, world.actor("officer"), lead)) == "wrong_state"
    assert not lead.clocks.filter(kind="call", stopped_at__isnull=True).exists() and clock(lead, "call").on_time
