"""撤销: one's own act is taken back within a minute, where nothing has left the office (5.1.f)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from jianyan.core.flow import NOT_UNDOABLE, UNDO_WITHIN, UNDOABLE, State, Verb
from jianyan.core.notice import parse
from jianyan.leads import actions
from jianyan.leads.actions.notice import import_notice
from jianyan.leads.models import Call, Clock, FollowUp, Lead, LeadNumber, Merge, Undoable
from jianyan.leads.queries.rates import Scope, rates
from jianyan.ledger.actions import verify
from jianyan.ledger.models import Entry
from jianyan.notify.models import Notice
from jianyan.notify.queries import unread_count
from jianyan.people.queries.roster import not_contacted
from tests.fixtures import MONDAY, World, when
from tests.leads.acts import bring, called, clock, do, last_row, not_there, refused, strangers

HAND = sorted(set(UNDOABLE) - {Verb.clarify_unreached})
#: From where each verb is done; `follow_up` with a satisfied reporter and no promise.
FROM = {
    Verb.call: State.received,
    Verb.call_unanswered: State.received,
    Verb.classify: State.clarified,
    Verb.note: State.clarified,
    Verb.resume: State.noted,
    Verb.merge: State.clarified,
    Verb.split_: State.clarified,
    Verb.follow_up: State.replied,
    Verb.follow_up_unreached: State.replied,
    Verb.close: State.followed_up,
}


def ready(world: World, verb: Verb) -> Lead:
    """A lead on which an officer can do a verb, with something to merge into, an hour ago."""
    lead = bring(world, world.lead(), FROM[verb])
    world.supervisor("other")
    world.lead("other")
    return lead


AT = MONDAY + timedelta(hours=1)


def act(world: World, verb: Verb, lead: Lead, **changes: Any) -> Entry:
    """Do a verb as the officer and return its row: the first, where something followed from it at once."""
    changes = {"grade": "A"} if verb == Verb.classify else changes
    do(world, verb, world.actor("officer"), lead, AT, **changes)
    return Entry.objects.filter(subject=lead.subject, verb=f"lead.{verb}").latest("pk")


def undo(world: World, lead: Lead, row: Entry, *, who: str = "officer", after: float = 59.9) -> Lead:
    return actions.undo(world.actor(who), lead.pk, at=row.at + timedelta(seconds=after), entry=row.pk)


def state_of(lead: Lead) -> object:
    """Everything about a lead and its clocks but its revision."""
    columns = Lead.objects.filter(pk=lead.pk).values().get()
    del columns["revision"]
    return columns, list(Clock.objects.filter(lead=lead).order_by("id").values())


def beside() -> object:
    return Call.objects.count(), FollowUp.objects.count(), Merge.objects.count(), Notice.objects.count()


@pytest.mark.clause("5.1.f", "5.2.b")
@pytest.mark.parametrize("verb", HAND)
def test_undoing_restores_the_lead_and_its_clocks_and_stands_in_the_ledger(world: World, verb: Verb) -> None:
    lead = ready(world, verb)
    was, around, revision = state_of(lead), beside(), lead.revision
    row = act(world, verb, lead)
    assert verb == Verb.follow_up_unreached or state_of(lead) != was or verb == Verb.call_unanswered
    undo(world, lead, row)

    assert state_of(lead) == was and beside() == around
    lead.refresh_from_db()
    assert lead.revision > revision + 1
    told = last_row(lead)
    assert (told.verb, told.actor, told.clause) == ("lead.undo", world.users["officer"], row.clause)
    assert (told.data["undoes"], told.data["row"], told.data["to"]) == (verb, row.pk, lead.state)
    assert told.dossier == world.supervisors["social"].pk
    assert verify(world.zone, at=told.at).findings == []
    do(world, verb, world.actor("officer"), lead, told.at)  # and it can be done again


@pytest.mark.parametrize("verb", HAND)
def test_by_nobody_else_and_not_twice_and_not_by_strangers(world: World, elsewhere: World, verb: Verb) -> None:
    lead = ready(world, verb)
    row = act(world, verb, lead)
    assert refused(lambda: undo(world, lead, row, who="head")) == "undo_not_yours"
    for key in ("social", "leader"):
        assert refused(lambda key=key: undo(world, lead, row, who=key)) == "wrong_hat"
    for stranger in strangers(world, elsewhere):
        if not verb.startswith(("follow_up", "close")) or stranger.department_id is None:
            not_there(lambda who=stranger: actions.undo(who, lead.pk, at=AT, entry=row.pk))
    undo(world, lead, row)
    assert refused(lambda: undo(world, lead, row)) == "undo_moved_on"


@pytest.mark.parametrize("verb", HAND)
def test_not_after_the_minute(world: World, verb: Verb) -> None:
    lead = ready(world, verb)
    row = act(world, verb, lead)
    for late in (60, 61, 86400):
        assert refused(lambda late=late: undo(world, lead, row, after=late)) == "undo_too_late"
    assert refused(lambda: undo(world, lead, row, after=-1)) == "undo_too_late"


@pytest.mark.parametrize("verb", HAND)
def test_not_when_something_has_happened_since(world: World, verb: Verb) -> None:
    lead = ready(world, verb)
    row = act(world, verb, lead)
    nxt = {
        Verb.call: Verb.classify,
        Verb.call_unanswered: Verb.call_unanswered,
        Verb.classify: Verb.classify,
        Verb.note: Verb.resume,
        Verb.resume: Verb.note,
        Verb.follow_up: Verb.reopen,
        Verb.follow_up_unreached: Verb.follow_up,
        Verb.close: Verb.reopen,
    }.get(verb)
    if nxt:
        do(world, nxt, world.actor("head"), lead, AT)
    else:  # an ended lead itself rests; what it goes on in has moved
        target = Lead.objects.filter(split_from=lead).first() or Lead.objects.get(pk=lead.pk).merged_into
        do(world, Verb.classify, world.actor("head"), target, AT)
    assert refused(lambda: undo(world, lead, row)) == "undo_moved_on"


@pytest.mark.parametrize("verb", [Verb.note, Verb.merge, Verb.split_, Verb.close])
def test_what_it_tells_is_held_back_for_the_minute(world: World, verb: Verb) -> None:
    lead = ready(world, verb)
    social = world.actor("social")
    before = unread_count(social, AT)
    row = act(world, verb, lead)
    assert unread_count(social, AT + timedelta(seconds=59)) == before
    assert unread_count(social, AT + UNDO_WITHIN) == before + 1
    undo(world, lead, row)
    assert unread_count(social, AT + UNDO_WITHIN) == before


@pytest.mark.parametrize("verb", HAND)
def test_nobody_hears_of_what_can_be_undone_before_its_minute_is_over(world: World, verb: Verb) -> None:
    lead = ready(world, verb)
    last = Notice.objects.order_by("-id").values_list("id", flat=True).first() or 0
    act(world, verb, lead)
    office = {world.users[key].pk for key in ("officer", "head")}
    for notice in Notice.objects.filter(pk__gt=last).exclude(user__in=office):
        assert notice.at == AT + UNDO_WITHIN


@pytest.mark.parametrize("verb", [Verb.dispatch, Verb.withdraw, Verb.supplement, Verb.reopen])
def test_what_cannot_be_undone_leaves_nothing_to_undo(world: World, verb: Verb) -> None:
    assert verb in NOT_UNDOABLE
    state = State.closed if verb == Verb.reopen else State.clarified
    lead = bring(world, world.lead(), state)
    who = "social" if verb == Verb.withdraw else "officer"
    do(world, verb, world.actor(who), lead, AT)
    row = last_row(lead)
    assert not Undoable.objects.filter(lead=lead, entry=row).exists()
    code = refused(lambda: undo(world, lead, row))
    assert code == ("undo_not_yours" if verb == Verb.withdraw else "undo_moved_on")


# ------------------------------------------------------------------------------------------------- what follows at once


def test_the_last_of_three_unanswered_calls_goes_with_what_followed_from_it(world: World) -> None:
    lead, officer = world.lead(), world.actor("officer")
    for _ in range(2):
        do(world, Verb.call_unanswered, officer, lead)
    was = state_of(lead)
    row = act(world, Verb.call_unanswered, lead)
    assert Lead.objects.get(pk=lead.pk).state == State.clarified
    undo(world, lead, row)
    assert state_of(lead) == was and lead.calls.count() == 2


def test_a_verdict_that_sent_the_lead_back_or_began_a_promise_stays(world: World) -> None:
    lead = bring(world, world.lead(), State.replied)
    row = act(world, Verb.follow_up, lead, solved=False, satisfaction="unsatisfied", words_="没解决")
    assert refused(lambda: undo(world, lead, row)) == "undo_moved_on"
    liaisons = Notice.objects.filter(kind="lead.reopen", user=world.users["liaison"])
    assert liaisons.get().at == AT  # nothing of it is held back

    other = bring(world, world.lead("internal"), State.followed_up)
    followed = Entry.objects.get(subject=other.subject, verb="lead.follow_up")
    assert refused(lambda: undo(world, other, followed)) == "undo_moved_on"


def test_a_reporters_own_verdict_is_not_the_offices_to_undo(world: World) -> None:
    lead = bring(world, world.lead(), State.replied)
    do(world, Verb.follow_up, world.actor("social"), lead, AT)
    row = Entry.objects.get(subject=lead.subject, verb="lead.follow_up")
    assert refused(lambda: undo(world, lead, row)) == "undo_not_yours"
    assert refused(lambda: undo(world, lead, row, who="social")) == "wrong_hat"


# -------------------------------------------------------------------------------------------------- merging, splitting


def test_a_split_is_undone_and_its_parts_count_nowhere(world: World) -> None:
    lead = called(world, world.lead())
    row = act(world, Verb.split_, lead)
    parts = list(Lead.objects.filter(split_from=lead))
    undo(world, lead, row)
    for part in parts:
        part.refresh_from_db()
        assert (part.state, part.split_from, part.revision) == (State.withdrawn, None, 2)
        assert not part.clocks.filter(void=False).exists()
        assert last_row(part).verb == "lead.undo"
    assert LeadNumber.objects.get(zone=world.zone).last == 3  # a number that was given stays given
    figure = rates(Scope(world.zone.pk, AT))["response"]
    assert (figure.num, figure.den) == (1, 1)
    again = do(world, Verb.split_, world.actor("officer"), lead, AT + timedelta(minutes=1))
    assert [part.no[-4:] for part in again] == ["0004", "0005"]  # type: ignore[attr-defined]


def test_a_split_stays_when_another_lead_has_gone_into_a_part(world: World) -> None:
    lead = called(world, world.lead())
    row = act(world, Verb.split_, lead)
    world.supervisor("more")
    more = called(world, world.lead("more"))
    part = Lead.objects.filter(split_from=lead).first()
    do(world, Verb.merge, world.actor("head"), more, AT, into=part.pk)
    assert refused(lambda: undo(world, lead, row)) == "undo_moved_on"


def test_merging_is_undone_while_the_other_lead_rests(world: World) -> None:
    lead = called(world, world.lead())
    world.supervisor("target")
    target = called(world, world.lead("target"))
    row = act(world, Verb.merge, lead, into=target.pk)
    undo(world, lead, row)
    lead.refresh_from_db()
    assert (lead.state, lead.merged_into) == (State.clarified, None)
    row = act_again(world, lead, target)
    do(world, Verb.dispatch, world.actor("head"), target, row.at)
    assert refused(lambda: undo(world, lead, row)) == "undo_moved_on"


def act_again(world: World, lead: Lead, target: Lead) -> Entry:
    do(world, Verb.merge, world.actor("officer"), lead, AT + timedelta(minutes=2), into=target.pk)
    return last_row(lead)


# --------------------------------------------------------------------------------------------------------------- around


@pytest.mark.clause("5.1.c")
def test_a_call_that_was_undone_was_no_contact(world: World) -> None:
    lead = world.lead()

    def missed() -> set[str]:
        return {supervisor.user.username for supervisor in not_contacted(world.zone.pk, AT + timedelta(minutes=2))}

    assert "dj-social" in missed()
    row = act(world, Verb.call, lead)
    assert "dj-social" not in missed()
    undo(world, lead, row)
    assert "dj-social" in missed()


def test_a_notice_that_came_in_between_is_followed(world: World) -> None:
    """It moves no running clock, but makes certain where those end: the one that stood still is counted anew."""
    at = when("2027-02-03 10:00")
    lead = world.lead("social", at)
    assert clock(lead, "call").provisional
    do(world, Verb.call, world.actor("officer"), lead, at)
    row = last_row(lead)
    days = parse("2027-05-03,放假,劳动节").days
    import_notice(world.actor("head"), at=at, name="放假通知", days=days, year=2027)
    undo(world, lead, row)
    assert clock(lead, "call").stopped_at is None and not clock(lead, "call").provisional


def test_what_can_no_longer_be_undone_is_forgotten(world: World) -> None:
    lead = world.lead()
    act(world, Verb.call, lead)
    assert Undoable.objects.count() == 1
    actions.tick(world.zone, at=AT + timedelta(minutes=59))
    assert Undoable.objects.count() == 1
    actions.tick(world.zone, at=AT + timedelta(minutes=61))
    assert Undoable.objects.count() == 0
