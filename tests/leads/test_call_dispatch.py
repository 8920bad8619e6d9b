"""通话并转办: both acts in one step, each with its row, or neither (5.1.g, 5.1.h)."""

import pytest
from django.test import Client

from jianyan.core.flow import State
from jianyan.leads import actions
from jianyan.leads.models import Call, Dispatch, Lead
from jianyan.ledger.models import Entry
from tests.fixtures import MONDAY, World
from tests.leads.acts import clock, refused, told


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: MONDAY)


def sent(world: World, lead: Lead, **changes: object) -> dict[str, object]:
    """What the page sends for both acts."""
    return {
        "seen": lead.revision,
        "then": "dispatch",
        "verified": "情况属实。",
        "department": world.departments["commerce"].pk,
        "grade": "B",
        "demand": "请书面答复。",
        **changes,
    }


@pytest.mark.clause("5.1.g", "5.1.h", "5.2.b")
def test_one_step_is_two_acts_with_a_row_each(world: World) -> None:
    lead = world.lead()
    unit = world.departments["commerce"].pk
    actions.call_and_dispatch(world.actor("officer"), lead.pk, at=MONDAY, seen=1, verified="属实。", department=unit)
    lead.refresh_from_db()
    assert (lead.state, lead.revision, lead.lead_department_id) == (State.dispatched, 3, unit)
    rows = Entry.objects.filter(subject=lead.subject).order_by("place").values_list("verb", "clause")
    assert list(rows) == [("lead.file", "4.2.a"), ("lead.call", "5.1.g"), ("lead.dispatch", "5.1.h")]
    assert clock(lead, "call").on_time and clock(lead, "dispatch").on_time and clock(lead, "accept").governs
    assert told(world, "liaison", "lead.dispatch")


def test_a_dispatch_that_is_refused_takes_the_call_with_it(world: World) -> None:
    lead = world.lead("internal")  # whose employer is commerce: 4.1.c
    unit = world.departments["commerce"].pk
    code = refused(
        lambda: actions.call_and_dispatch(
            world.actor("officer"), lead.pk, at=MONDAY, verified="属实。", department=unit
        )
    )
    assert code == "own_unit_alone" and not Call.objects.exists()


def test_the_page_does_both_and_says_so(world: World, client: Client) -> None:
    lead = world.lead()
    client.force_login(world.users["officer"])
    body = client.get(f"/leads/{lead.pk}/call/").content.decode()
    # The script beside the form, the deadline of each grade, what the department will read, and both buttons.
    assert "通话提纲" in body and "2026年3月30日（周一） 前答复" in body and "部门将看到" in body
    assert 'name="then" value="dispatch"' in body and "记录通话</button>" in body
    answer = client.post(f"/leads/{lead.pk}/call/", sent(world, lead), follow=True)
    assert "通话已记录。已转办至商务促进局。60 秒内可以撤回。" in answer.content.decode()
    assert Dispatch.objects.get(lead=lead).demand == "请书面答复。"


def test_a_refusal_on_the_page_keeps_what_was_typed_and_saves_nothing(world: World, client: Client) -> None:
    lead = world.lead("internal")
    client.force_login(world.users["officer"])
    answer = client.post(f"/leads/{lead.pk}/call/", sent(world, lead, verified="在窗口核实过。"))
    body = answer.content.decode()
    assert answer.status_code == 422 and "不能只交给提出人所在单位办理" in body
    assert "在窗口核实过。" in body and "请书面答复。" in body and '<details class="fold call-onward" open>' in body
    assert not Call.objects.exists() and not Dispatch.objects.exists()
    answer = client.post(f"/leads/{lead.pk}/call/", sent(world, lead, department=""))
    assert answer.status_code == 422 and not Call.objects.exists()


def test_the_call_alone_does_not_look_at_the_dispatch(world: World, client: Client) -> None:
    lead = world.lead()
    client.force_login(world.users["officer"])
    answer = client.post(f"/leads/{lead.pk}/call/", sent(world, lead, then="", department="", grade=""), follow=True)
    lead.refresh_from_db()
    assert lead.state == State.clarified and "通话已记录。" in answer.content.decode()


def test_a_page_that_somebody_has_overtaken_does_neither(world: World, client: Client) -> None:
    lead = world.lead()
    actions.log_unanswered(world.actor("head"), lead.pk, at=MONDAY)
    client.force_login(world.users["officer"])
    answer = client.post(f"/leads/{lead.pk}/call/", sent(world, lead))
    assert answer.status_code == 409 and "情况属实。" in answer.content.decode()
    assert not Call.objects.filter(answered=True).exists() and not Dispatch.objects.exists()
