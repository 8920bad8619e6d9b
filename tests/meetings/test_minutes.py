"""会议纪要: written, sent, issued; what was agreed becomes tasks. Visits and what was said there."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from jianyan.core.flow import Refused
from jianyan.leads.models import Clock, Lead
from jianyan.ledger.models import Entry
from jianyan.meetings import actions
from jianyan.meetings.actions import Matter, Visited, Written
from jianyan.meetings.models import Agreed, Meeting, Minutes
from jianyan.notify.models import Notice
from jianyan.tasks.models import Task
from tests.fixtures import World
from tests.meetings.acts import ENDS, PLANNED, STARTS, held, invited, plan_of, planned

pytestmark = pytest.mark.clause("4.3.b")

DUE = (ENDS + timedelta(days=10)).date()


def written(**changes: Any) -> Written:
    first: dict[str, Any] = {
        "chair": "王建",
        "recorder": "李敏",
        "discussion": "一、通报一季度情况。\n二、监督员发言。",
        "present": "监督员social",
    }
    return Written(**{**first, **changes})


class TestMinutes:
    def test_written_sent_and_issued_they_become_tasks(self, world: World) -> None:
        meeting, commerce = held(world, "social"), world.departments["commerce"]
        matters = [
            Matter(text="合并两个窗口的材料清单", department=commerce.pk, due_on=DUE),
            Matter(text="回访两家企业", user=world.users["officer"].pk, due_on=DUE),
            Matter(text="下季度座谈走进园区"),
        ]
        row = actions.write_minutes(world.actor("officer"), meeting.pk, written(agreed=matters), at=ENDS, seen=0)
        actions.submit_minutes(world.actor("officer"), meeting.pk, at=ENDS, seen=row.revision)
        assert Notice.objects.filter(user=world.users["head"], kind="meeting.minutes_ready").count() == 1

        issued = actions.issue_minutes(world.actor("head"), meeting.pk, at=ENDS, seen=row.revision)

        assert (issued.step, issued.issued_by) == ("issued", world.users["head"])
        tasks = list(Task.objects.order_by("pk"))
        assert [(task.title, task.source, task.due_on) for task in tasks] == [
            ("合并两个窗口的材料清单", f"meeting:{meeting.pk}", DUE),
            ("回访两家企业", f"meeting:{meeting.pk}", DUE),
        ]
        assert list(Agreed.objects.order_by("place").values_list("task", flat=True)) == [*(t.pk for t in tasks), None]
        assert Notice.objects.filter(user=world.users["social"], kind="meeting.minutes").count() == 1

    def test_issued_they_stay(self, world: World) -> None:
        meeting = held(world, "social")
        actions.write_minutes(world.actor("officer"), meeting.pk, written(), at=ENDS)
        actions.issue_minutes(world.actor("head"), meeting.pk, at=ENDS)

        for act in (
            lambda: actions.write_minutes(world.actor("officer"), meeting.pk, written(), at=ENDS),
            lambda: actions.issue_minutes(world.actor("head"), meeting.pk, at=ENDS),
        ):
            with pytest.raises(Refused) as no:
                act()
            assert no.value.code == "minutes_issued"

    def test_only_the_head_issues(self, world: World) -> None:
        meeting = held(world)
        actions.write_minutes(world.actor("officer"), meeting.pk, written(), at=ENDS)

        with pytest.raises(Refused) as no:
            actions.issue_minutes(world.actor("officer"), meeting.pk, at=ENDS)

        assert no.value.code == "wrong_hat"

    def test_the_second_of_two_who_edit_is_told(self, world: World) -> None:
        meeting = held(world)
        actions.write_minutes(world.actor("head"), meeting.pk, written(chair="王建"), at=ENDS, seen=0)

        with pytest.raises(Refused) as no:
            actions.write_minutes(world.actor("officer"), meeting.pk, written(chair="李敏"), at=ENDS, seen=0)

        assert no.value.code == "stale"
        assert Minutes.objects.get().chair == "王建"

    def test_written_again_they_are_sent_anew(self, world: World) -> None:
        meeting = held(world)
        actions.write_minutes(world.actor("officer"), meeting.pk, written(), at=ENDS)
        actions.submit_minutes(world.actor("officer"), meeting.pk, at=ENDS)

        actions.write_minutes(world.actor("officer"), meeting.pk, written(chair="周同"), at=ENDS)

        assert Minutes.objects.get().step == "draft"

    @pytest.mark.parametrize(
        ("changes", "code", "field"),
        [
            ({"chair": ""}, "text_required", "chair"),
            ({"discussion": "议" * 20001}, "too_long", "discussion"),
            ({"agreed": [Matter(text="")]}, "text_required", "agreed-0-text"),
            ({"agreed": [Matter(text="事")] * 31}, "too_many_matters", None),
            ({"agreed": [Matter(text="事", department=999_999, due_on=DUE)]}, "bad_owner", "agreed-0-owner"),
            ({"agreed": [Matter(text="事"), Matter(text="事", due_on=PLANNED.date())]}, "day_past", "agreed-1-due_on"),
        ],
    )
    def test_what_cannot_be_kept(self, world: World, changes: dict[str, Any], code: str, field: str | None) -> None:
        meeting = held(world)

        with pytest.raises(Refused) as no:
            actions.write_minutes(world.actor("officer"), meeting.pk, written(**changes), at=ENDS)

        assert (no.value.code, no.value.params.get("field")) == (code, field)
        assert not Minutes.objects.exists()

    def test_an_owner_needs_a_day(self, world: World) -> None:
        meeting = held(world)
        matter = Matter(text="事", department=world.departments["commerce"].pk)

        with pytest.raises(Refused) as no:
            actions.write_minutes(world.actor("officer"), meeting.pk, written(agreed=[matter]), at=ENDS)

        assert no.value.code == "owner_without_day"

    def test_not_before_the_meeting(self, world: World) -> None:
        with pytest.raises(Refused) as no:
            actions.write_minutes(world.actor("officer"), planned(world).pk, written(), at=PLANNED)

        assert no.value.code == "meeting_to_come"

    def test_the_ledger_holds_the_digest_and_no_words(self, world: World) -> None:
        meeting = held(world)
        actions.write_minutes(world.actor("officer"), meeting.pk, written(), at=ENDS)
        actions.issue_minutes(world.actor("head"), meeting.pk, at=ENDS)

        row = Entry.objects.get(verb="meeting.issue_minutes")
        assert row.data["text"] == actions.minutes.digest_of(Minutes.objects.get())
        assert "发言" not in str(row.data)


class TestVisits:
    def test_a_visit_that_is_over_is_entered_with_its_record(self, world: World) -> None:
        visited = Visited(
            party="李敏、王建", host="海通供应链", situation="看了仓库。", problems="用电贵。", to_do="问电价"
        )
        plan = plan_of(kind="visit", mode="on_site", title="走访海通供应链")

        meeting = actions.enter_visit(world.actor("officer"), plan, visited, at=ENDS, key=uuid4())

        assert (meeting.state, meeting.visit.host, meeting.visit.revision) == ("held", "海通供应链", 1)

    def test_a_record_is_changed_by_one_at_a_time(self, world: World) -> None:
        meeting = planned(world, kind="visit", mode="on_site")
        visited = Visited(party="李敏", host="海通供应链", situation="看了仓库。")
        actions.record_visit(world.actor("officer"), meeting.pk, visited, at=STARTS, seen=0)

        with pytest.raises(Refused) as no:
            actions.record_visit(world.actor("head"), meeting.pk, visited, at=STARTS, seen=0)

        assert no.value.code == "stale"

    def test_only_of_a_visit(self, world: World) -> None:
        visited = Visited(party="李敏", host="海通供应链", situation="看了仓库。")

        with pytest.raises(Refused) as no:
            actions.record_visit(world.actor("officer"), held(world).pk, visited, at=ENDS)

        assert no.value.code == "not_a_visit"


class TestStatements:
    def test_what_was_said_becomes_a_lead_with_the_meeting_as_source(self, world: World) -> None:
        meeting = held(world, "social")
        identity = world.supervisors["social"].identities.get()

        lead = actions.speak(world.actor("officer"), meeting.pk, identity.pk, world.opinion(), at=ENDS, key=uuid4())

        assert (lead.source, lead.form, lead.identity, lead.state) == (
            f"meeting:{meeting.pk}",
            None,
            identity,
            "received",
        )
        assert set(Clock.objects.filter(lead=lead).values_list("kind", flat=True)) == {"call", "dispatch"}
        row = Entry.objects.get(subject=lead.subject)
        assert (row.dossier, row.data["entered"], row.role) == (world.supervisors["social"].pk, "meeting", "officer")
        assert Notice.objects.filter(user=world.users["social"], kind="lead.spoken").count() == 1

    def test_the_months_form_may_be_filed_already_and_stays_alone(self, world: World) -> None:
        world.lead("social", at=STARTS)
        meeting = held(world, "social")
        identity = world.supervisors["social"].identities.get()

        actions.speak(world.actor("officer"), meeting.pk, identity.pk, world.opinion(), at=ENDS, key=uuid4())

        assert Lead.objects.filter(form__isnull=True).count() == 1
        assert Lead.objects.count() == 2

    def test_the_same_page_twice_makes_one(self, world: World) -> None:
        meeting, key = held(world, "social"), uuid4()
        identity = world.supervisors["social"].identities.get().pk

        made = {
            actions.speak(world.actor("officer"), meeting.pk, identity, world.opinion(), at=ENDS, key=key).pk
            for _ in range(2)
        }

        assert len(made) == 1

    def test_only_of_somebody_who_was_there(self, world: World) -> None:
        meeting = held(world, "social")
        identity = world.supervisors["internal"].identities.get().pk

        with pytest.raises(Refused) as no:
            actions.speak(world.actor("officer"), meeting.pk, identity, world.opinion(), at=ENDS, key=uuid4())

        assert no.value.code == "was_not_there"

    def test_a_stranger_finds_no_meeting(self, world: World, elsewhere: World) -> None:
        meeting = held(world, "social")
        identity = world.supervisors["social"].identities.get().pk

        with pytest.raises(Meeting.DoesNotExist):
            actions.speak(elsewhere.actor("officer"), meeting.pk, identity, world.opinion(), at=ENDS, key=uuid4())


class TestAfterwards:
    def test_it_walks_to_its_end_and_can_be_split_like_any_lead(self, world: World) -> None:
        meeting = held(world, "social")
        identity = world.supervisors["social"].identities.get().pk
        lead = actions.speak(world.actor("officer"), meeting.pk, identity, world.opinion(), at=ENDS, key=uuid4())

        assert world.walk(lead, "closed", at=ENDS).state == "closed"

    def test_invitations_do_not_make_a_lead(self, world: World) -> None:
        meeting = planned(world)
        invited(world, meeting, "social")

        with pytest.raises(Refused) as no:
            actions.speak(
                world.actor("officer"),
                meeting.pk,
                world.supervisors["social"].identities.get().pk,
                world.opinion(),
                at=STARTS,
                key=uuid4(),
            )

        assert no.value.code == "was_not_there"
