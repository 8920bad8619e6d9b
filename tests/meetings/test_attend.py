"""Who was there: the code on the wall, the roll, online, and what is entered later."""

from __future__ import annotations

from datetime import timedelta

import pytest

from jianyan.core.attendance import STEP, code_at
from jianyan.core.flow import Refused
from jianyan.ledger.models import Entry
from jianyan.meetings import actions
from jianyan.meetings.actions import Whom
from jianyan.meetings.models import Meeting
from jianyan.people.models import Contact
from tests.fixtures import World
from tests.meetings.acts import ENDS, PLANNED, STARTS, held, invited, planned

pytestmark = pytest.mark.clause("5.1.a")


def code_refused(meeting: Meeting, code: str, seconds: int) -> str:
    try:
        actions.check_code(meeting, code, at=STARTS + timedelta(seconds=seconds))
    except Refused as no:
        return no.code
    return ""


class TestTheCode:
    def test_it_is_good_for_a_moment(self, world: World) -> None:
        meeting = planned(world)
        code = code_at(meeting.secret, meeting.pk, STARTS)

        assert code_refused(meeting, code, 0) == ""
        assert code_refused(meeting, code, STEP) == ""

    def test_replayed_after_its_time_it_is_refused_in_clear_words(self, world: World) -> None:
        meeting = planned(world)
        code = code_at(meeting.secret, meeting.pk, STARTS)

        assert code_refused(meeting, code, 2 * STEP) == "code_stale"
        assert code_refused(meeting, code, 3600) == "code_stale"

    def test_that_of_another_meeting_is_refused(self, world: World) -> None:
        meeting, other = planned(world), planned(world, title="另一场")

        assert code_refused(meeting, code_at(other.secret, other.pk, STARTS), 0) == "code_foreign"
        assert code_refused(meeting, code_at(other.secret, meeting.pk, STARTS), 0) == "code_foreign"

    def test_no_two_meetings_have_one_secret(self, world: World) -> None:
        assert planned(world).secret != planned(world).secret

    def test_who_scans_is_there(self, world: World) -> None:
        meeting = planned(world)
        invited(world, meeting, "social")

        row = actions.sign_in(world.actor("social"), meeting.pk, at=STARTS, scanned_at=STARTS)

        assert (row.attended_at, row.attended_by_way, row.entered_by) == (STARTS, "code", None)
        entry = Entry.objects.get(verb="meeting.attend")
        assert (entry.dossier, entry.data["way"]) == (world.supervisors["social"].pk, "code")

    def test_twice_is_once(self, world: World) -> None:
        meeting = planned(world)
        invited(world, meeting, "social")

        for minutes in (0, 5):
            at = STARTS + timedelta(minutes=minutes)
            row = actions.sign_in(world.actor("social"), meeting.pk, at=at, scanned_at=at)

        assert row.attended_at == STARTS
        assert Entry.objects.filter(verb="meeting.attend").count() == 1

    def test_who_was_not_invited_gets_a_row_at_the_door(self, world: World) -> None:
        meeting = planned(world)

        row = actions.sign_in(world.actor("internal"), meeting.pk, at=STARTS, scanned_at=STARTS)

        assert (row.supervisor, row.invited_at) == (world.supervisors["internal"], None)

    def test_a_liaison_comes_for_the_unit_a_leader_in_person(self, world: World) -> None:
        meeting = planned(world)
        whom = Whom(departments=[world.departments["commerce"].pk])
        actions.invite(world.actor("officer"), meeting.pk, whom, at=PLANNED)

        unit = actions.sign_in(world.actor("liaison"), meeting.pk, at=STARTS, scanned_at=STARTS)
        leader = actions.sign_in(world.actor("leader"), meeting.pk, at=STARTS, scanned_at=STARTS)

        assert (unit.department, unit.note) == (world.departments["commerce"], "陈晨")
        assert leader.user == world.users["leader"]

    @pytest.mark.parametrize(
        ("minutes", "code"), [(-61, "sign_in_to_come"), (-60, ""), (119, ""), (120, "sign_in_over")]
    )
    def test_the_doors_open_an_hour_before_and_close_at_the_end(self, world: World, minutes: int, code: str) -> None:
        meeting, at = planned(world), STARTS + timedelta(minutes=minutes)
        said = ""
        try:
            actions.sign_in(world.actor("social"), meeting.pk, at=at, scanned_at=at)
        except Refused as no:
            said = no.code

        assert said == code

    def test_another_zone_has_no_door_here(self, world: World, elsewhere: World) -> None:
        with pytest.raises(Meeting.DoesNotExist):
            actions.sign_in(elsewhere.actor("social"), planned(world).pk, at=STARTS, scanned_at=STARTS)


class TestOnline:
    def test_who_said_online_signs_in_while_it_lasts(self, world: World) -> None:
        meeting = planned(world)
        invited(world, meeting, "social")
        actions.answer(world.actor("social"), meeting.pk, at=PLANNED, answer="online")

        row = actions.sign_in_online(world.actor("social"), meeting.pk, at=STARTS)

        assert (row.attended_by_way, row.attended_at) == ("online", STARTS)

    def test_who_said_coming_does_not_sign_in_from_home(self, world: World) -> None:
        meeting = planned(world)
        invited(world, meeting, "social")
        actions.answer(world.actor("social"), meeting.pk, at=PLANNED, answer="coming")

        with pytest.raises(Refused) as no:
            actions.sign_in_online(world.actor("social"), meeting.pk, at=STARTS)

        assert no.value.code == "said_on_site"

    @pytest.mark.parametrize(
        ("mode", "at", "code"),
        [("on_site", STARTS, "not_online"), ("both", PLANNED, "sign_in_to_come"), ("both", ENDS, "sign_in_over")],
    )
    def test_otherwise_not(self, world: World, mode: str, at: object, code: str) -> None:
        meeting = planned(world, mode=mode)
        invited(world, meeting, "social")

        with pytest.raises(Refused) as no:
            actions.sign_in_online(world.actor("social"), meeting.pk, at=at)  # type: ignore[arg-type]

        assert no.value.code == code


class TestTheRoll:
    def test_the_officer_ticks_who_is_there_and_is_named(self, world: World) -> None:
        meeting = planned(world)
        (row, _other) = invited(world, meeting, "social", "internal")

        (done,) = actions.call_roll(world.actor("officer"), meeting.pk, at=STARTS, present=[row.pk])

        assert (done.attended_by_way, done.entered_by, done.entered_at) == ("list", world.users["officer"], STARTS)
        assert Entry.objects.get(verb="meeting.attend").data["by"] == world.users["officer"].pk

    def test_afterwards_it_asks_for_grounds_and_says_so(self, world: World) -> None:
        meeting = planned(world)
        (row,) = invited(world, meeting, "social")
        after = ENDS + timedelta(days=1)
        with pytest.raises(Refused) as no:
            actions.call_roll(world.actor("officer"), meeting.pk, at=after, present=[row.pk])
        assert no.value.code == "grounds_required"

        (done,) = actions.call_roll(world.actor("head"), meeting.pk, at=after, present=[row.pk], grounds="纸质签到表")

        assert (done.attended_by_way, done.attended_at, done.note) == ("proxy", STARTS, "纸质签到表")
        assert (done.entered_by, done.entered_at) == (world.users["head"], after)

    def test_guests_get_a_row(self, world: World) -> None:
        meeting = planned(world)
        guest = world.supervisors["internal"].pk

        (row,) = actions.call_roll(world.actor("officer"), meeting.pk, at=STARTS, guests=[guest])

        assert (row.supervisor_id, row.invited_at) == (guest, None)

    def test_a_mistake_is_taken_back(self, world: World) -> None:
        meeting = planned(world)
        (row,) = invited(world, meeting, "social")
        actions.call_roll(world.actor("officer"), meeting.pk, at=STARTS, present=[row.pk])

        actions.strike(world.actor("officer"), meeting.pk, row.pk, at=STARTS)

        row.refresh_from_db()
        assert (row.attended_at, row.attended_by_way, row.entered_by) == (None, "", None)
        assert Entry.objects.filter(verb="meeting.strike", dossier=world.supervisors["social"].pk).exists()

    def test_not_before_the_doors_open(self, world: World) -> None:
        meeting = planned(world)
        (row,) = invited(world, meeting, "social")

        with pytest.raises(Refused) as no:
            actions.call_roll(world.actor("officer"), meeting.pk, at=PLANNED, present=[row.pk])

        assert no.value.code == "sign_in_to_come"

    def test_nobody_else_calls_it(self, world: World) -> None:
        meeting = planned(world)
        (row,) = invited(world, meeting, "social")

        with pytest.raises(Refused) as no:
            actions.call_roll(world.actor("social"), meeting.pk, at=STARTS, present=[row.pk])

        assert no.value.code == "wrong_hat"


@pytest.mark.clause("5.1.c")
class TestContacts:
    def test_a_symposium_counts_as_contact_only_when_the_officer_says_so(self, world: World) -> None:
        meeting = held(world, "social")
        assert not Contact.objects.exists()

        for _ in range(2):
            assert actions.count_contacts(world.actor("officer"), meeting.pk, at=ENDS) == 1

        contact = Contact.objects.get()
        assert (contact.supervisor, contact.method, contact.at) == (world.supervisors["social"], "meeting", STARTS)

    def test_a_plenary_is_none(self, world: World) -> None:
        meeting = held(world, "social", kind="plenary")

        with pytest.raises(Refused) as no:
            actions.count_contacts(world.actor("officer"), meeting.pk, at=ENDS)

        assert no.value.code == "no_contact_kind"
