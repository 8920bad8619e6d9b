"""线索核查: who may verify a lead, and what was found (4.2.c, 4.1.c)."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from jianyan.core.flow import Refused
from jianyan.leads import actions as lead_actions
from jianyan.leads.models import Lead
from jianyan.ledger.actions import verify
from jianyan.ledger.models import Entry
from jianyan.notify.models import Notice
from jianyan.studies import actions
from jianyan.studies.models import Finding, Verification
from jianyan.studies.queries.base import verifications_visible_to
from jianyan.studies.queries.verify import eligible, near_to
from tests.fixtures import MONDAY, World
from tests.studies.acts import LATER, assigned, carried_out, filed, lead_of, picture, taken


def refused(code: str):
    return pytest.raises(Refused, match=f"^{code}$")


@pytest.mark.clause("4.2.c")
def test_a_verification_is_assigned_taken_carried_out_and_filed(world: World) -> None:
    lead = lead_of(world)
    made = filed(world, lead, basket=picture(world))

    assert (made.no, made.state, made.ended_at) == ("2026-01", "filed", LATER)
    finding = made.findings.get()
    assert (finding.outcome, finding.place, finding.late) == ("confirmed", "政务服务大厅二楼", False)
    assert finding.files.get().type.is_image
    rows = Entry.objects.filter(dossier=world.supervisors["social"].pk, verb__startswith="verification.")
    assert list(rows.order_by("pk").values_list("verb", flat=True)) == [
        f"verification.{verb}" for verb in ("ask", "take", "carry_out", "took_part")
    ]
    assert "复印件" not in str(list(rows.values_list("data", flat=True)))
    assert Notice.objects.filter(user=world.users["social"], kind="verification.filed").count() == 1
    assert verify(world.zone, at=LATER).findings == []


@pytest.mark.clause("4.2.c")
def test_nobody_of_the_handling_unit_verifies(world: World) -> None:
    with refused("handling_unit"):
        assigned(world, lead_of(world), "internal")  # of commerce, which handles it
    with refused("handling_unit"):
        assigned(world, lead_of(world, by="third", company="海通供应链"), "social")  # works for the company
    assert not Verification.objects.exists()


def test_a_supporting_unit_handles_too_and_a_returned_dispatch_binds_nobody(world: World) -> None:
    lead = lead_of(world, state="clarified")
    lead_actions.dispatch(
        world.actor("officer"),
        lead.pk,
        at=MONDAY,
        department=world.departments["planning"].pk,
        supporting=[world.departments["commerce"].pk],
        grade="B",
    )
    lead.refresh_from_db()
    with refused("handling_unit"):
        assigned(world, lead, "internal")
    lead_actions.return_(
        world.actor("liaison_b"), lead.pk, at=MONDAY, reason="不属本局", should_be=world.departments["customs"].pk
    )
    assert assigned(world, Lead.objects.get(pk=lead.pk), "internal").verifiers.count() == 1


def test_employers_are_compared_by_name_too(world: World) -> None:
    world.supervisor("named", name="某人")
    world.supervisors["named"].employer = "商务促进局"
    world.supervisors["named"].save()
    lead = lead_of(world)
    there = eligible(lead, near_to(lead), MONDAY.date())
    assert world.supervisors["named"] not in there and world.supervisors["social"] in there


def test_whoever_handles_it_by_the_time_of_the_visit_does_not_report_it(world: World) -> None:
    lead = lead_of(world, state="clarified")
    made = taken(world, lead, "internal")
    world.walk(lead, "received")
    lead_actions.dispatch(
        world.actor("officer"), lead.pk, at=MONDAY, department=world.departments["commerce"].pk, grade="B"
    )
    with refused("handling_unit"):
        actions.carry_out(
            world.actor("internal"), made.pk, at=LATER, key=uuid4(), outcome="confirmed", found="是的。", place="大厅",
            happened_at=LATER,
        )  # fmt: skip
    assert not Finding.objects.exists()


def test_the_reporter_does_not_verify_alone(world: World) -> None:
    lead = world.walk(world.lead("social"), "accepted")
    with refused("reporter_alone"):
        assigned(world, lead, "social")
    world.supervisor("other")
    made = taken(world, lead, "social", "other")
    values = {"outcome": "confirmed", "found": "是的。", "place": "大厅", "happened_at": LATER}
    with refused("reporter_alone"):
        actions.carry_out(world.actor("social"), made.pk, at=LATER, key=uuid4(), **values)
    both = list(made.verifiers.values_list("pk", flat=True))
    actions.carry_out(world.actor("social"), made.pk, at=LATER, key=uuid4(), present=both, **values)
    assert made.verifiers.filter(present=True).count() == 2


@pytest.mark.clause("4.1.c")
def test_of_an_anonymous_lead_the_reporter_never_verifies_and_who_may_not_know_does_not_assign(world: World) -> None:
    world.supervisor("inner", "internal", unit=world.departments["planning"])
    lead = world.walk(world.lead("inner", hidden=True), "accepted")
    with refused("handling_unit"):
        assigned(world, lead, "inner", "social")
    made = assigned(world, lead, "social")
    assert made.brief == "到大厅看一看两个窗口各收哪些材料。"
    from jianyan.accounts.models import Role

    Role.objects.create(
        user=world.users["officer"], zone=world.zone, name="liaison", department=world.departments["customs"]
    )
    with refused("wrong_role"):
        assigned(world, lead, "social")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"outcome": "perhaps"}, "bad_outcome"),
        ({"found": " "}, "text_required"),
        ({"place": ""}, "text_required"),
        ({"happened_at": LATER + timedelta(minutes=1)}, "happened_later"),
        ({"happened_at": MONDAY - timedelta(minutes=1)}, "happened_before"),
        ({"present": [987654]}, "bad_choice"),
    ],
)
def test_what_is_no_finding_leaves_nothing_behind(world: World, changes: dict[str, object], code: str) -> None:
    with refused(code):
        carried_out(world, **changes)
    assert not Finding.objects.exists() and Verification.objects.get().state == "taken"


def test_after_the_last_day_a_finding_is_late(world: World) -> None:
    made = taken(world)
    at = MONDAY + timedelta(days=12)
    finding = actions.carry_out(
        world.actor("social"),
        made.pk,
        at=at,
        key=uuid4(),
        outcome="partly",
        found="有时。",
        place="大厅",
        happened_at=at,
    )
    assert finding.late


def test_the_same_page_is_one_finding(world: World) -> None:
    made, key = taken(world), uuid4()
    values = {"outcome": "confirmed", "found": "是的。", "place": "大厅", "happened_at": LATER, "key": key}
    one = actions.carry_out(world.actor("social"), made.pk, at=LATER, seen=made.revision, **values)
    assert actions.carry_out(world.actor("social"), made.pk, at=LATER, seen=made.revision, **values) == one
    assert Finding.objects.count() == 1


def test_an_unclear_finding_goes_back_and_the_next_one_counts(world: World) -> None:
    made = carried_out(world)
    actions.send_back_finding(world.actor("head"), made.pk, at=LATER, reason="请写明窗口号")
    actions.carry_out(
        world.actor("social"), made.pk, at=LATER, key=uuid4(), outcome="partly", found="三号窗口。", place="大厅",
        happened_at=LATER,
    )  # fmt: skip
    actions.file_finding(world.actor("head"), made.pk, at=LATER)
    assert list(made.findings.values_list("number", "verdict")) == [(2, "accepted"), (1, "returned")]
    assert Entry.objects.get(verb="verification.took_part").data["outcome"] == "partly"


def test_when_everybody_declines_it_waits_for_somebody_else(world: World) -> None:
    made = taken(world)
    actions.decline_task(world.actor("social"), made.pk, at=LATER, reason="出差")
    made.refresh_from_db()
    assert made.state == "assigned"
    assert Notice.objects.filter(kind="verification.declined", user=world.users["officer"]).exists()
    world.supervisor("fresh")
    actions.reassign(world.actor("officer"), made.pk, at=LATER, people=[world.supervisors["fresh"].pk])
    actions.take_on(world.actor("fresh"), made.pk, at=LATER)


def test_a_lead_that_is_over_is_not_verified(world: World) -> None:
    with refused("lead_over"):
        assigned(world, lead_of(world, state="closed"))


def test_calling_it_off_tells_who_was_asked(world: World) -> None:
    made = assigned(world)
    actions.cancel_verification(world.actor("officer"), made.pk, at=LATER, reason="已经整改")
    assert Notice.objects.get(kind="verification.cancelled").user == world.users["social"]
    with refused("wrong_state"):
        actions.take_on(world.actor("social"), made.pk, at=LATER)


def test_strangers_find_nothing(world: World, elsewhere: World) -> None:
    made = assigned(world)
    for actor in (world.actor("internal"), world.actor("liaison"), world.actor("leader"), elsewhere.actor("officer")):
        assert not verifications_visible_to(actor).exists()
    with pytest.raises(Verification.DoesNotExist):
        actions.take_on(world.actor("internal"), made.pk, at=LATER)
    with pytest.raises(Lead.DoesNotExist):
        actions.assign(
            elsewhere.actor("officer"), made.lead_id, at=MONDAY, key=uuid4(), title="a", brief="b",
            due_on=made.due_on, people=[world.supervisors["social"].pk],
        )  # fmt: skip
