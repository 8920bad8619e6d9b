"""A leave: others stand in from one moment to another, without a gap and without an overlap."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from jianyan.accounts.models import Role
from jianyan.accounts.queries import Actor
from jianyan.core.flow import Refused
from jianyan.leads import actions as leads
from jianyan.leads.actions import tick
from jianyan.leads.actions.base import officers_of
from jianyan.leads.models import Lead
from jianyan.leads.queries.queue import Wanted, queue
from jianyan.ledger.actions import verify
from jianyan.ledger.models import Entry
from jianyan.notify.models import Notice
from jianyan.notify.words import sentence
from jianyan.people.actions import end_leave, handover, keep_leaves, move_leave_end, set_leave
from jianyan.people.models import Leave
from jianyan.people.queries import contact_of
from tests.fixtures import MONDAY, World, when

FIRST, LAST = date(2026, 3, 11), date(2026, 3, 13)  # Wednesday to Friday; MONDAY is the 9th
BEFORE, BEGINS = when("2026-03-10 23:59"), when("2026-03-11 00:00")
DURING, ENDS = when("2026-03-12 10:00"), when("2026-03-14 00:00")


@pytest.fixture(autouse=True)
def others(world: World) -> None:
    """Two more officers."""
    world.user("second", "officer", world.departments["office"], name="张蕾")
    world.user("third", "officer", world.departments["office"], name="孙浩")


def pk(world: World, key: str) -> int:
    return world.users[key].pk


def away(world: World, **changes: object) -> Leave:
    """The officer's leave; the second stands in, the third for the internal supervisor."""
    given = {
        "at": MONDAY,
        "officer": pk(world, "officer"),
        "first": FIRST,
        "last": LAST,
        "deputy": pk(world, "second"),
        "others": {world.supervisors["internal"].pk: pk(world, "third")},
        **changes,
    }
    return set_leave(world.actor("head"), **given)  # type: ignore[arg-type]


def contacts(world: World, at: datetime) -> tuple[str, str]:
    names = {user.pk: key for key, user in world.users.items()}
    return tuple(names[contact_of(world.supervisors[key].pk, at)] for key in ("social", "internal"))  # type: ignore[index, return-value]


def told(kind: str) -> dict[int, str]:
    return {n.user_id: sentence(n.kind, n.params) for n in Notice.objects.filter(kind=kind)}


def mine(actor: Actor, at: datetime) -> list[int]:
    return [clock.lead_id for clock in queue(actor, Wanted(mine=True), at)]


@pytest.mark.clause("4.3.a")
def test_the_contact_changes_at_the_first_moment_and_back_at_the_last(world: World) -> None:
    away(world)

    moments = [BEFORE, BEGINS, DURING, ENDS - timedelta(microseconds=1), ENDS]
    assert [contacts(world, at) for at in moments] == [
        ("officer", "officer"),
        ("second", "third"),
        ("second", "third"),
        ("second", "third"),
        ("officer", "officer"),
    ]  # and no clock had to come round for it


@pytest.mark.clause("4.3.a")
def test_queue_and_notices_go_to_whoever_stands_in(world: World) -> None:
    lead, hidden = world.lead("social"), world.lead("internal")
    away(world)

    for at, whose in ((BEFORE, "officer"), (DURING, "second"), (ENDS, "officer")):
        assert lead.pk in mine(world.actor(whose), at)
        assert all(lead.pk not in mine(world.actor(k), at) for k in ("officer", "second", "third") if k != whose)
        assert officers_of(lead, at) == [pk(world, whose)]
    assert mine(world.actor("third"), DURING) == [hidden.pk]
    leads.withdraw(world.actor("social"), lead.pk, at=DURING, reason="已解决。")
    assert Notice.objects.get(kind="lead.withdrawn").user_id == pk(world, "second")
    # Whoever is away still sees everything, with the filter on everybody or on the list.
    assert len(queue(world.actor("officer"), Wanted(), DURING)) == 1


def test_who_stands_in_acts_under_their_own_name(world: World) -> None:
    lead = world.lead("social")
    away(world)

    leads.log_call(world.actor("second"), lead.pk, at=DURING, verified="属实。")

    row = Entry.objects.get(verb="lead.call")
    assert (row.actor_id, row.dossier) == (pk(world, "second"), world.supervisors["social"].pk)


def test_the_clock_records_and_tells_each_beginning_and_end_once(world: World) -> None:
    leave = away(world)
    assert told("leave.set") == {
        pk(world, key): "已安排请假代管：3月11日 周三 至 3月13日 周五。" for key in ("officer", "second", "third")
    }
    assert keep_leaves(world.zone, at=BEFORE) == 0
    for _ in range(2):
        tick(world.zone, at=BEGINS)

    assert told("supervisor.cover") == {
        world.supervisors["social"].user_id: "您的联系专员请假，到 3月13日 周五 为止由张蕾与您联系。",
        world.supervisors["internal"].user_id: "您的联系专员请假，到 3月13日 周五 为止由孙浩与您联系。",
    }
    assert set(told("leave.begin")) == {pk(world, "second"), pk(world, "third")}
    for _ in range(2):
        tick(world.zone, at=ENDS)
    assert told("supervisor.cover_end")[world.supervisors["social"].user_id].startswith("您的联系专员李敏已经回来")
    assert set(told("leave.end")) == {pk(world, key) for key in ("officer", "second", "third")}
    rows = Entry.objects.filter(verb__startswith="leave.").order_by("place")
    assert [(row.subject, row.verb, row.role) for row in rows] == [
        (f"leave:{leave.pk}", "leave.set", "head"),
        (f"leave:{leave.pk}", "leave.begin", "system"),
        (f"leave:{leave.pk}", "leave.end", "system"),
    ]
    dossier = Entry.objects.filter(dossier=world.supervisors["social"].pk, verb__startswith="supervisor.cover")
    assert [row.verb for row in dossier.order_by("place")] == ["supervisor.cover", "supervisor.cover_end"]
    assert {row.clause for row in [*rows, *dossier]} == {"4.3.a"}
    assert verify(world.zone, at=ENDS).findings == []


def test_a_clock_that_stood_still_records_both_and_tells_nobody_of_what_is_over(world: World) -> None:
    away(world)

    assert keep_leaves(world.zone, at=ENDS) == 2
    assert not told("supervisor.cover") and told("supervisor.cover_end")


def test_a_leave_from_today_on_begins_now(world: World) -> None:
    leave = away(world, first=MONDAY.date(), last=MONDAY.date())

    assert leave.starts_at == MONDAY and leave.begun_at == MONDAY
    assert contacts(world, MONDAY - timedelta(seconds=1))[0] == "officer"  # nothing is changed backwards
    assert contacts(world, MONDAY)[0] == "second"
    assert told("supervisor.cover")


def test_supervisors_who_come_meanwhile_are_covered(world: World) -> None:
    away(world)

    late = world.supervisor("late")

    assert contact_of(late.pk, DURING) == pk(world, "second")


def test_the_permanent_handover_goes_on_beside_it(world: World) -> None:
    away(world)
    social = world.supervisors["social"].pk
    handover(world.actor("head"), [social], at=MONDAY, source=pk(world, "officer"), target=pk(world, "third"))
    assert contacts(world, DURING) == ("third", "third")

    handover(world.actor("head"), [social], at=DURING, source=pk(world, "third"), target=pk(world, "officer"))
    assert contacts(world, DURING) == ("second", "third")
    assert {pk(world, "second")} <= set(
        Notice.objects.filter(kind="supervisor.handover", at=DURING).values_list("user", flat=True)
    )


def test_who_is_no_officer_any_more_stands_in_for_nobody(world: World) -> None:
    away(world)

    Role.objects.filter(user=world.users["third"]).delete()
    assert contacts(world, DURING) == ("second", "second")
    Role.objects.filter(user=world.users["second"]).delete()
    assert contacts(world, DURING) == ("officer", "officer")


def test_it_is_ended_before_the_day(world: World) -> None:
    leave = away(world)
    keep_leaves(world.zone, at=BEGINS)

    end_leave(world.actor("head"), leave.pk, at=DURING)

    assert contacts(world, DURING) == ("officer", "officer")
    assert contacts(world, DURING - timedelta(microseconds=1)) == ("second", "third")
    assert set(told("supervisor.cover_end")) == {s.user_id for s in world.supervisors.values()}
    assert keep_leaves(world.zone, at=ENDS) == 0
    with pytest.raises(Refused, match="leave_over"):
        end_leave(world.actor("head"), leave.pk, at=DURING)
    away(world, at=DURING, first=LAST)  # the rest of the days is free again


def test_it_is_called_off_before_it_begins(world: World) -> None:
    leave = away(world)

    end_leave(world.actor("head"), leave.pk, at=BEFORE)

    assert contacts(world, DURING) == ("officer", "officer")
    assert set(told("leave.cancel")) == {pk(world, key) for key in ("officer", "second", "third")}
    assert keep_leaves(world.zone, at=ENDS) == 0
    away(world)


def test_it_is_prolonged_and_shortened_without_a_gap(world: World) -> None:
    leave = away(world)
    keep_leaves(world.zone, at=BEGINS)

    move_leave_end(world.actor("head"), leave.pk, at=DURING, last=date(2026, 3, 20))
    assert contacts(world, ENDS) == ("second", "third")
    assert keep_leaves(world.zone, at=ENDS) == 0
    move_leave_end(world.actor("head"), leave.pk, at=DURING, last=date(2026, 3, 12))
    assert contacts(world, when("2026-03-13 00:00")) == ("officer", "officer")
    assert Entry.objects.filter(verb="leave.move").count() == 2
    for last, code in ((date(2026, 3, 11), "leave_past|leave_backwards"), (date(2028, 1, 1), "leave_too_long")):
        with pytest.raises(Refused, match=code):
            move_leave_end(world.actor("head"), leave.pk, at=DURING, last=last)
    with pytest.raises(Refused, match="leave_over"):
        move_leave_end(world.actor("head"), leave.pk, at=when("2026-03-13 00:00"), last=date(2026, 3, 20))


def test_prolonging_asks_again_whether_whoever_stands_in_is_there(world: World) -> None:
    leave = away(world)
    away(world, officer=pk(world, "second"), deputy=pk(world, "third"), others={}, first=ENDS.date(), last=ENDS.date())

    with pytest.raises(Refused, match="deputy_away"):
        move_leave_end(world.actor("head"), leave.pk, at=MONDAY, last=date(2026, 3, 16))
    leave.refresh_from_db()
    assert leave.ends_at == ENDS


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"first": date(2026, 3, 8)}, "leave_past"),
        ({"last": date(2026, 3, 10)}, "leave_backwards"),
        ({"last": date(2027, 6, 1)}, "leave_too_long"),
        ({"officer": 999_999}, "no_officer"),
        ({"deputy": 999_999}, "no_deputy"),
        ({"others": {1: 999_999}}, "no_deputy"),
        ({"others": {999_999: "third"}}, "handover_changed"),
        ({"deputy": "officer"}, "own_deputy"),
        ({"first": date(2026, 3, 13), "last": date(2026, 3, 20)}, "leave_overlap"),
        ({"officer": "third", "deputy": "officer", "others": {}}, "deputy_away"),
        ({"officer": "second", "deputy": "third", "others": {}}, "stands_in"),
    ],
)
def test_what_cannot_be(world: World, changes: dict[str, object], code: str) -> None:
    if code in ("leave_overlap", "deputy_away", "stands_in"):
        away(world)
    before = Leave.objects.count()
    named = {
        name: pk(world, str(value)) if value in world.users else value
        for name, value in changes.items()
        if not isinstance(value, dict)
    }
    named |= {
        name: {who: pk(world, key) if key in world.users else key for who, key in value.items()}
        for name, value in changes.items()
        if isinstance(value, dict)
    }

    with pytest.raises(Refused, match=code):
        away(world, **named)
    assert Leave.objects.count() == before


@pytest.mark.clause("5.3.b")
def test_another_zone_has_leaves_of_its_own(world: World, elsewhere: World) -> None:
    leave = away(world)
    head = elsewhere.actor("head")

    for act in (
        lambda: end_leave(head, leave.pk, at=MONDAY),
        lambda: move_leave_end(head, leave.pk, at=MONDAY, last=LAST),
    ):
        with pytest.raises(Leave.DoesNotExist):
            act()
    with pytest.raises(Refused, match="no_officer"):
        set_leave(head, at=MONDAY, officer=pk(world, "officer"), first=FIRST, last=LAST, deputy=pk(world, "second"))
    assert keep_leaves(elsewhere.zone, at=DURING) == 0


@pytest.mark.parametrize("key", ["officer", "leader", "liaison", "social"])
def test_only_the_head_may(world: World, key: str) -> None:
    leave, actor = away(world), world.actor(key)

    for act in (
        lambda: set_leave(
            actor, at=MONDAY, officer=pk(world, "officer"), first=FIRST, last=LAST, deputy=pk(world, "second")
        ),
        lambda: end_leave(actor, leave.pk, at=MONDAY),
        lambda: move_leave_end(actor, leave.pk, at=MONDAY, last=LAST),
    ):
        with pytest.raises(Refused, match="wrong_hat"):
            act()


def test_everybody_reads_who_is_there_now(world: World, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    lead = world.lead("social")
    away(world)
    monkeypatch.setattr(timezone, "now", lambda: DURING)
    supervisor = world.supervisors["social"]

    def text(key: str, url: str) -> str:
        client.force_login(world.users[key])
        page = client.get(url)
        assert page.status_code == 200, url
        return page.content.decode()

    for key, url in (
        ("head", "/supervisors/"),
        ("head", f"/supervisors/{supervisor.pk}/"),
        ("social", "/my/dossier/"),
        ("head", f"/leads/{lead.pk}/"),
        ("head", "/forms/"),
    ):
        assert "张蕾" in text(key, url), url
    assert "孙浩" in text("head", "/desk/below/?who=all")  # beside whoever has not filed
    assert "专员张蕾" in text("social", "/my/") and "李敏" not in text("social", "/my/")
    assert "张蕾" in text("social", f"/my/form/{Lead.objects.get(pk=lead.pk).form_id}/")
    # The list of one officer has whom they cover too, and the one who is away still has theirs.
    for key in ("second", "officer"):
        assert supervisor.name in text("head", f"/supervisors/?officer={pk(world, key)}")
    assert supervisor.name not in text("head", f"/supervisors/?officer={pk(world, 'third')}")
