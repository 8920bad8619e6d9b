"""关联: leads that are alike are linked, seen by whoever sees both, and told apart for good (5.1.f)."""

from __future__ import annotations

import pytest
from django.test import Client

from jianyan.core.flow import Refused, State, Verb
from jianyan.leads import actions
from jianyan.leads.models import Lead, Likeness
from jianyan.leads.queries.linked import linked_with
from jianyan.leads.queries.month import proposals
from jianyan.ledger.actions import verify
from jianyan.ledger.models import Entry
from jianyan.people.queries.dossier import dossier_of
from tests.fixtures import MONDAY, World
from tests.leads.acts import bring, called, do, not_there, refused

MARCH = MONDAY.date().replace(day=1)


@pytest.fixture
def two(world: World) -> tuple[Lead, Lead]:
    world.supervisor("second")
    return world.lead("social"), world.lead("second")


def rows(lead: Lead, verb: str) -> list[Entry]:
    return list(Entry.objects.filter(subject=lead.subject, verb=verb))


@pytest.mark.clause("5.1.f", "5.2.b")
def test_two_leads_are_linked_once_in_either_order(world: World, two: tuple[Lead, Lead]) -> None:
    one, other = two
    officer = world.actor("officer")
    assert actions.link(officer, [other.pk, one.pk], at=MONDAY) == 1
    assert actions.link(officer, [one.pk, other.pk], at=MONDAY) == 0
    pair = Likeness.objects.get()
    assert (pair.first, pair.second, pair.related, pair.by) == (one, other, True, world.users["officer"])
    for lead, beside in ((one, other), (other, one)):
        (row,) = rows(lead, "lead.link")
        assert (row.data, row.clause, row.role) == ({"other": beside.pk, "no": beside.no}, "5.1.f", "officer")
        assert linked_with(officer, lead) == [beside]
        was = lead.revision
        lead.refresh_from_db()
        assert (lead.state, lead.revision) == (State.received, was)  # each goes its own way, no page grows stale
    assert verify(world.zone, at=MONDAY).findings == []


def test_several_are_linked_each_with_each(world: World, two: tuple[Lead, Lead]) -> None:
    third = world.lead("internal")
    assert actions.link(world.actor("head"), [third.pk, *(lead.pk for lead in two)], at=MONDAY) == 3
    assert len(linked_with(world.actor("head"), third)) == 2


def test_a_link_is_taken_away_and_taking_it_away_again_does_nothing(world: World, two: tuple[Lead, Lead]) -> None:
    one, other = two
    officer = world.actor("officer")
    actions.link(officer, [one.pk, other.pk], at=MONDAY)
    assert actions.unlink(officer, other.pk, one.pk, at=MONDAY)
    assert not actions.unlink(officer, other.pk, one.pk, at=MONDAY)
    assert linked_with(officer, one) == [] and len(rows(one, "lead.unlink")) == 1


@pytest.mark.clause("5.1.f")
def test_what_was_told_apart_is_not_proposed_again_until_it_is_linked(world: World, two: tuple[Lead, Lead]) -> None:
    one, other = two
    officer = world.actor("officer")
    assert [(p.first, p.second) for p in proposals(officer, MARCH)] == [(one, other)]
    assert actions.tell_apart(officer, one.pk, other.pk, at=MONDAY)
    assert not actions.tell_apart(officer, one.pk, other.pk, at=MONDAY)
    assert proposals(officer, MARCH) == [] and linked_with(officer, one) == []
    assert not actions.unlink(officer, one.pk, other.pk, at=MONDAY)  # there is no link to take away
    assert actions.link(officer, [one.pk, other.pk], at=MONDAY) == 1
    assert linked_with(officer, one) == [other] and proposals(officer, MARCH) == []


def test_by_the_office_only_and_never_across_zones(world: World, elsewhere: World, two: tuple[Lead, Lead]) -> None:
    one, other = two
    theirs = elsewhere.lead()
    for who in (elsewhere.actor("officer"), world.actor("liaison"), world.actor("auditor"), world.actor("internal")):
        for act in (actions.tell_apart, actions.unlink):
            not_there(lambda who=who, act=act: act(who, one.pk, other.pk, at=MONDAY))
        not_there(lambda who=who: actions.link(who, [one.pk, other.pk], at=MONDAY))
    assert refused(lambda: actions.link(world.actor("leader"), [one.pk, other.pk], at=MONDAY)) == "wrong_hat"
    not_there(lambda: actions.link(world.actor("officer"), [one.pk, theirs.pk], at=MONDAY))
    not_there(lambda: actions.link(world.actor("officer"), [theirs.pk, one.pk], at=MONDAY))
    assert not Likeness.objects.exists()


def test_a_supervisor_does_not_link_their_own(world: World) -> None:
    lead = world.lead()
    one, other = do(world, Verb.split_, world.actor("officer"), lead)  # type: ignore[misc]
    assert refused(lambda: actions.link(world.actor("social"), [one.pk, other.pk], at=MONDAY)) == "wrong_hat"


def test_at_least_two_and_not_too_many(world: World, two: tuple[Lead, Lead]) -> None:
    officer, one = world.actor("officer"), two[0]
    for few in ([], [one.pk], [one.pk, one.pk]):
        assert refused(lambda few=few: actions.link(officer, few, at=MONDAY)) == "few_chosen"
    assert refused(lambda: actions.link(officer, range(1, 20), at=MONDAY)) == "many_chosen"
    assert refused(lambda: actions.tell_apart(officer, one.pk, one.pk, at=MONDAY)) == "few_chosen"


# ---------------------------------------------------------------------------------------------------------- who sees it


@pytest.mark.clause("4.1.c")
def test_a_department_sees_only_links_between_its_own_leads(world: World, client: Client) -> None:
    world.supervisor("second")
    world.supervisor("third")
    mine, also = (bring(world, world.lead(key), State.dispatched) for key in ("internal", "second"))
    away = world.lead("third", title="别处的线索")
    actions.link(world.actor("officer"), [mine.pk, also.pk, away.pk], at=MONDAY)
    liaison = world.actor("liaison")
    assert linked_with(liaison, mine) == [also]
    client.force_login(world.users["liaison"])
    body = client.get(f"/leads/{mine.pk}/").content.decode()
    assert "相似线索" in body and also.no in body and away.no not in body and "取消关联" not in body
    assert "关联为相似线索" not in body  # the rows of the ledger are the office's
    client.force_login(world.users["officer"])
    body = client.get(f"/leads/{mine.pk}/").content.decode()
    assert away.no in body and "取消关联" in body and f"与 {away.no} 关联为相似线索" in body


@pytest.mark.clause("4.1.c")
def test_a_supervisor_neither_sees_links_to_others_leads_nor_reads_of_them(
    world: World, client: Client, two: tuple[Lead, Lead]
) -> None:
    one, other = two
    actions.link(world.actor("officer"), [one.pk, other.pk], at=MONDAY)
    client.force_login(world.users["social"])
    body = client.get(f"/leads/{one.pk}/").content.decode()
    assert "相似线索" not in body and other.no not in body
    verbs = set(dossier_of(world.actor("social"), world.supervisors["social"]).values_list("verb", flat=True))
    assert "lead.link" not in verbs and "lead.file" in verbs


# -------------------------------------------------------------------------------------------------------------- merging


@pytest.mark.clause("5.1.f")
def test_several_are_merged_into_one_or_none_of_them(world: World, two: tuple[Lead, Lead]) -> None:
    one, other = two
    third, officer = called(world, world.lead("internal")), world.actor("officer")
    called(world, other)
    merge = {"at": MONDAY, "into": one.pk, "reason": "同一问题。"}
    for stale in ({other.pk: other.revision, third.pk: third.revision - 1},):
        assert refused(lambda stale=stale: actions.merge_all(officer, stale, **merge)) == "stale"
    merged = actions.merge_all(officer, {other.pk: other.revision, third.pk: None, one.pk: None}, **merge)
    assert [lead.pk for lead in merged] == [other.pk, third.pk]
    assert set(Lead.objects.filter(merged_into=one)) == {other, third}


def test_which_of_several_could_not_be_merged_is_said(world: World, two: tuple[Lead, Lead]) -> None:
    one, other = two
    third = called(world, world.lead("internal"))
    leads = {other.pk: None, third.pk: None}
    with pytest.raises(Refused) as no:
        actions.merge_all(world.actor("officer"), leads, at=MONDAY, into=one.pk, reason="同一问题。")
    assert (no.value.code, no.value.params["no"]) == ("wrong_state", other.no)
    third.refresh_from_db()
    assert third.state == State.clarified


def test_strangers_and_readers_merge_nothing(world: World, elsewhere: World, two: tuple[Lead, Lead]) -> None:
    leads = {called(world, two[1]).pk: None}
    merge = {"at": MONDAY, "into": two[0].pk, "reason": "同一问题。"}
    for who in (elsewhere.actor("officer"), world.actor("liaison")):
        not_there(lambda who=who: actions.merge_all(who, leads, **merge))
    assert refused(lambda: actions.merge_all(world.actor("leader"), leads, **merge)) == "wrong_hat"
    assert refused(lambda: actions.merge_all(world.actor("officer"), {}, **merge)) == "few_chosen"
    many = dict.fromkeys(range(1, 20))
    assert refused(lambda: actions.merge_all(world.actor("officer"), many, **merge)) == "many_chosen"
