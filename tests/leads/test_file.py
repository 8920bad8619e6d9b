"""Filing the month's form: who may, when, once, and what it sets going (5.1.e)."""

from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest

from jianyan.core.flow import Refused
from jianyan.core.opinion import Opinion
from jianyan.leads import actions
from jianyan.leads.actions import Invalid
from jianyan.leads.models import Clock, Draft, Lead, OpinionForm
from jianyan.ledger.models import Entry
from jianyan.notify.models import Notice
from jianyan.people.models import Appointment, Identity
from jianyan.rules.models import RulebookVersion
from jianyan.rules.queries import NoRulebook
from tests.fixtures import MONDAY, World, when

MARCH = date(2026, 3, 1)


def file(world: World, *opinions: Opinion, by: str = "social", at=MONDAY, month: date = MARCH, **more) -> OpinionForm:
    identity = world.supervisors[by].identities.get(level="district").pk
    return actions.file_form(world.actor(by), identity, month, opinions, at=at, **{"key": uuid4(), **more})


def nothing_happened() -> bool:
    return not (OpinionForm.objects.exists() or Lead.objects.exists() or Clock.objects.exists())


@pytest.mark.clause("5.1.e", "5.1.g", "5.1.h", "5.2.b")
def test_a_form_with_two_leads_is_filed_in_one_act(world: World) -> None:
    form = file(world, world.opinion(), world.opinion(title="冷链查验场地不足", kind="constraint"))

    leads = list(form.leads.order_by("id"))
    assert [lead.no for lead in leads] == ["东监 2026-0001", "东监 2026-0002"]
    assert not form.nil and not form.late and form.month == MARCH
    # Three working days to the call and seven to the dispatch; the call counts first.
    clocks = {clock.kind: clock for clock in Clock.objects.filter(lead=leads[0])}
    assert {kind: clock.due_on for kind, clock in clocks.items()} == {
        "call": date(2026, 3, 12),
        "dispatch": date(2026, 3, 18),
    }
    assert clocks["call"].governs and not clocks["dispatch"].governs
    rows = Entry.objects.filter(dossier=world.supervisors["social"].pk, at=MONDAY).order_by("id")
    assert [row.verb for row in rows] == ["form.file", "lead.file", "lead.file"]
    assert Notice.objects.get(kind="form.filed").user == world.users["officer"]


@pytest.mark.clause("5.1.e")
def test_a_nil_return_is_a_form_without_leads(world: World) -> None:
    form = file(world, nil=True)

    assert form.nil and not form.leads.exists()
    assert Entry.objects.get(subject=f"form:{form.pk}").verb == "form.nil"


def test_after_the_due_day_it_is_late_and_still_taken(world: World) -> None:
    assert not file(world, nil=True, at=when("2026-03-25 23:59")).late
    assert file(world, nil=True, at=when("2026-04-26 00:00"), month=date(2026, 4, 1)).late


def test_the_same_page_sent_again_files_once(world: World) -> None:
    key = uuid4()
    first = file(world, world.opinion(), key=key)

    assert file(world, world.opinion(), key=key) == first
    assert Lead.objects.count() == 1


def test_a_second_form_of_the_month_is_refused(world: World) -> None:
    file(world, world.opinion())

    with pytest.raises(Refused, match="already_filed"):
        file(world, world.opinion())
    assert Lead.objects.count() == 1


@pytest.mark.clause("4.1.b")
def test_each_identity_files_its_own(world: World) -> None:
    supervisor = world.supervisors["social"]
    other = Identity.objects.create(supervisor=supervisor, level="new_area")
    file(world, world.opinion())
    form = actions.file_form(world.actor("social"), other.pk, MARCH, [world.opinion()], at=MONDAY, key=uuid4())

    assert form.leads.get().identity == other
    assert Entry.objects.get(subject=f"form:{form.pk}").data["level"] == "new_area"


@pytest.mark.parametrize("by", ["internal", "officer", "head", "liaison", "leader", "auditor"])
def test_nobody_files_for_another(world: World, by: str) -> None:
    identity = world.supervisors["social"].identities.get().pk

    with pytest.raises(Identity.DoesNotExist):
        actions.file_form(world.actor(by), identity, MARCH, [world.opinion()], at=MONDAY, key=uuid4())
    with pytest.raises(Identity.DoesNotExist):
        actions.save_draft(world.actor(by), identity, MARCH, {}, at=MONDAY, key=uuid4())
    assert nothing_happened()


@pytest.mark.clause("5.3.b")
def test_a_supervisor_of_another_zone_is_a_stranger(world: World, elsewhere: World) -> None:
    identity = world.supervisors["social"].identities.get().pk

    with pytest.raises(Identity.DoesNotExist):
        actions.file_form(elsewhere.actor("social"), identity, MARCH, [], at=MONDAY, key=uuid4(), nil=True)


@pytest.mark.parametrize("month", [date(2026, 2, 1), date(2026, 4, 1), date(2999, 1, 1), date(2026, 3, 2)])
def test_only_the_present_month_is_open(world: World, month: date) -> None:
    with pytest.raises(Refused, match="month_closed"):
        file(world, world.opinion(), month=month)
    assert nothing_happened()


def test_outside_a_term_nothing_is_filed(world: World) -> None:
    Appointment.objects.filter(supervisor=world.supervisors["social"]).update(ends_on=date(2026, 3, 8))

    with pytest.raises(Refused, match="no_term"):
        file(world, world.opinion())
    assert nothing_happened()


def test_without_a_rulebook_nothing_is_filed(world: World) -> None:
    RulebookVersion.objects.update(effective_on=date(2030, 1, 1))

    with pytest.raises(NoRulebook):
        file(world, world.opinion())
    assert nothing_happened()


def test_a_form_has_leads_or_is_a_nil_return(world: World) -> None:
    with pytest.raises(Refused, match="no_leads"):
        file(world)
    with pytest.raises(Refused, match="nil_with_leads"):
        file(world, world.opinion(), nil=True)
    with pytest.raises(Refused, match="too_many_leads"):
        file(world, *[world.opinion()] * 21)
    assert nothing_happened()


BAD = [
    ({"title": ""}, {"title": "required"}),
    ({"title": "标" * 61}, {"title": "too_long"}),
    ({"body": ""}, {"body": "required"}),
    ({"body": "\x00\x07\u200b" * 20}, {"body": "required"}),
    ({"body": "太短"}, {"body": "too_short"}),
    ({"body": "长" * 100_000}, {"body": "too_long"}),
    ({"suggestion": "长" * 100_000}, {"suggestion": "too_long"}),
    ({"company": "某" * 81}, {"company": "too_long"}),
    ({"company_code": "911201160000000000"}, {"company_code": "bad_code"}),
    ({"kind": ""}, {"kind": "required"}),
    ({"kind": "forged"}, {"kind": "unknown"}),
    ({"kind": "practice", "policy": "某办法"}, {"kind": "not_yours"}),
    ({"kind": "trend"}, {"aspect": "required"}),
    ({"kind": "trend", "aspect": "forged"}, {"aspect": "unknown"}),
    ({"field": ""}, {"field": "required"}),
    ({"field": "forged"}, {"field": "unknown"}),
    ({"hidden": True}, {"hidden": "not_yours"}),
]


@pytest.mark.parametrize(("changes", "codes"), BAD)
def test_a_bad_lead_is_named_by_place_and_field_and_nothing_is_saved(world: World, changes, codes) -> None:
    with pytest.raises(Invalid) as no:
        file(world, world.opinion(), world.opinion(**changes))

    assert no.value.params["leads"] == {1: codes}
    assert nothing_happened()


@pytest.mark.clause("4.2.b")
@pytest.mark.parametrize(
    ("changes", "missing"),
    [
        ({"kind": "practice", "policy": ""}, {"policy"}),
        ({"kind": "effect", "policy": ""}, {"policy", "effect"}),
        ({"kind": "common"}, {"stage"}),
        ({"kind": "service"}, {"kind"}),
    ],
)
def test_the_internal_kinds_ask_for_what_they_need(world: World, changes, missing) -> None:
    with pytest.raises(Invalid) as no:
        file(world, world.opinion("internal", **changes), by="internal")

    assert set(no.value.params["leads"][0]) == missing


def test_texts_are_cleaned_and_answers_not_asked_for_left_out(world: World) -> None:
    typed = replace(
        world.opinion(), title=" 标\x07题\n一行\t", body="第一行够长了吧，写满\r\n十个字。\x1b[0m", stage="setup"
    )

    lead = file(world, typed).leads.get()

    assert lead.title == "标题 一行"
    assert lead.body == "第一行够长了吧，写满\n十个字。[0m"
    assert lead.stage == ""


def test_a_draft_is_kept_as_typed_and_gone_when_filed(world: World) -> None:
    identity = world.supervisors["social"].identities.get().pk
    key, data = uuid4(), {"leads": [{"title": " 未写完 "}], "at": "lead-1"}

    for _ in range(2):
        actions.save_draft(world.actor("social"), identity, MARCH, data, at=MONDAY, key=key)

    assert Draft.objects.get().data == data
    file(world, world.opinion())
    assert not Draft.objects.exists()
    # A draft is nobody's business but the writer's.
    assert not Entry.objects.filter(verb__contains="draft").exists()


def test_a_refused_form_leaves_the_draft(world: World) -> None:
    identity = world.supervisors["social"].identities.get().pk
    actions.save_draft(world.actor("social"), identity, MARCH, {"leads": []}, at=MONDAY, key=uuid4())

    with pytest.raises(Invalid):
        file(world, world.opinion(title=""))
    assert Draft.objects.exists()
