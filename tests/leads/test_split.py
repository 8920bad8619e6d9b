"""拆分: one matter one lead; the parts stand where the whole stood, with the same deadlines (5.1.f)."""

from dataclasses import replace

import pytest
from django.test import Client

from jianyan.core.flow import State, Verb
from jianyan.core.opinion import Opinion
from jianyan.leads import actions
from jianyan.leads.actions import Invalid
from jianyan.leads.models import Lead
from jianyan.ledger.models import Entry
from jianyan.notify.models import Notice
from tests.fixtures import MONDAY, World, when
from tests.leads.acts import bring, check_others, check_stale, clock, do, everything, last_row, refused, told

P = Verb.split_


def parts(world: World, lead: Lead, count: int = 2, **changes: object) -> list[Opinion]:
    channel = lead.identity.supervisor.channel
    return [world.opinion(channel, title=f"第{n}件", **changes) for n in range(1, count + 1)]


@pytest.mark.clause("5.1.f", "5.2.b")
@pytest.mark.parametrize("state", [State.received, State.clarified])
def test_the_parts_stand_where_the_whole_stood(world: World, state: State) -> None:
    lead = bring(world, world.lead(), state)
    at = when("2026-03-11 10:00")
    made = do(world, P, world.actor("officer"), lead, at, parts=parts(world, lead, 3))
    lead.refresh_from_db()

    assert (lead.state, lead.ended_at) == (State.split_, at)
    assert [part.no for part in made] == [f"东监 2026-{n:04d}" for n in (2, 3, 4)]  # type: ignore[attr-defined]
    for place, part in enumerate(Lead.objects.filter(split_from=lead).order_by("id")):
        assert (part.state, part.title, part.submitted_at) == (state, f"第{place + 1}件", lead.submitted_at)
        assert (part.identity, part.form, part.rules, part.month) == (lead.identity, lead.form, lead.rules, lead.month)
        first = Entry.objects.get(subject=part.subject)
        assert (first.verb, first.role, first.data["split_from"]) == ("lead.file", "officer", lead.pk)
        assert first.dossier == world.supervisors["social"].pk
        assert part.clocks.filter(governs=True).count() == 1
    assert last_row(lead).data["parts"] == [part.pk for part in made]  # type: ignore[attr-defined]
    notice = told(world, "social", "lead.split")
    assert notice and notice.params["parts"] == 3


@pytest.mark.clause("5.1.g", "5.1.h")
def test_splitting_does_not_buy_time(world: World) -> None:
    lead = world.lead()
    made = do(world, P, world.actor("officer"), lead, when("2026-03-12 20:00"))
    for part in made:  # type: ignore[attr-defined]
        for kind in ("call", "dispatch"):
            assert clock(part, kind).due_at == clock(lead, kind).due_at
            assert clock(part, kind).started_at == lead.submitted_at


def test_what_was_overdue_counts_at_the_parts_and_once(world: World) -> None:
    lead = world.lead()
    late = when("2026-03-13 00:00")
    made = do(world, P, world.actor("officer"), lead, late)
    assert (clock(lead, "call").void, clock(lead, "call").on_time) == (True, None)
    for part in made:  # type: ignore[attr-defined]
        do(world, Verb.call, world.actor("officer"), part, late)
        assert clock(part, "call").on_time is False


@pytest.mark.clause("4.1.c")
def test_nobody_lifts_the_reporters_wishes_by_splitting(world: World) -> None:
    lead = world.lead("internal", hidden=True, follow_up_wanted=False)
    shown = [replace(p, hidden=False, publishable=True, follow_up_wanted=True) for p in parts(world, lead)]
    for part in do(world, P, world.actor("officer"), lead, parts=shown):  # type: ignore[attr-defined]
        assert (part.hidden, part.publishable, part.follow_up_wanted) == (True, False, False)


def test_a_grade_that_was_set_stays(world: World) -> None:
    lead = world.lead()
    do(world, Verb.classify, world.actor("officer"), lead, grade="A")
    made = do(world, P, world.actor("officer"), lead)
    assert {part.grade for part in made} == {"A"}  # type: ignore[attr-defined]


def test_a_part_can_be_split_again(world: World) -> None:
    lead = world.lead()
    part = do(world, P, world.actor("officer"), lead)[0]  # type: ignore[index]
    do(world, P, world.actor("officer"), part)
    assert Lead.objects.filter(state=State.received).count() == 3


def test_at_least_two_and_not_without_end(world: World) -> None:
    lead, officer = world.lead(), world.actor("officer")
    for count in (0, 1, 21):
        many = parts(world, lead, count)
        assert refused(lambda many=many: do(world, P, officer, lead, parts=many)) == "parts_needed"


def test_each_part_is_as_whole_as_a_filed_one(world: World) -> None:
    lead = world.lead()
    good, bad = parts(world, lead)
    before = everything()
    with pytest.raises(Invalid) as no:
        do(world, P, world.actor("officer"), lead, parts=[good, replace(bad, title=" ", body="长" * 100_000)])
    assert no.value.params["leads"] == {1: {"title": "required", "body": "too_long"}}
    with pytest.raises(Invalid):
        do(world, P, world.actor("officer"), lead, parts=[good, world.opinion("internal")])
    assert everything() == before


def test_others_and_stale_pages(world: World, elsewhere: World) -> None:
    lead = world.lead()
    check_others(P, world, elsewhere, lead, readers=("leader", "social"))
    check_stale(P, world, "officer", lead)


@pytest.mark.parametrize("state", [State.dispatched, State.returned, State.accepted, State.split_])
def test_only_before_the_dispatch_and_once(world: World, state: State) -> None:
    lead = bring(world, world.lead(), state)
    assert refused(lambda: do(world, P, world.actor("officer"), lead)) == "wrong_state"
    assert refused(lambda: do(world, P, world.actor("officer"), lead, seen=lead.revision - 1)) == "stale"


@pytest.mark.clause("5.1.i")
def test_the_answers_to_the_parts_are_told_and_read_at_the_whole(world: World, client: Client) -> None:
    lead = world.lead()
    made = actions.split(world.actor("officer"), lead.pk, at=MONDAY, parts=parts(world, lead))
    for place, part in enumerate(made):
        world.walk(part, "accepted")
        actions.reply(world.actor("liaison"), part.pk, at=MONDAY, result="solved", process=f"第{place + 1}件的答复。")

    notices = Notice.objects.filter(user=world.users["social"], kind__in=["lead.replied", "lead.part_replied"])
    assert {notice.path for notice in notices} == {f"/leads/{lead.pk}/"}
    last = notices.order_by("pk").last()
    assert last and last.params == {"no": lead.no, "number": 2, "parts": 2}
    client.force_login(world.users["social"])
    page = client.get(f"/leads/{lead.pk}/").content.decode()
    assert "第1件的答复。" in page and "第2件的答复。" in page
