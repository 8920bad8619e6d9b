"""A term from its promise to its end: renewed, resigned, dismissed; and what changes of a person meanwhile."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from jianyan.accounts.models import Role
from jianyan.core.flow import Refused
from jianyan.leads.models import Lead
from jianyan.ledger.models import Entry
from jianyan.notify.models import Notice
from jianyan.people import actions
from jianyan.people.models import Change, Dismissal, Supervisor
from jianyan.people.queries import in_term
from jianyan.people.queries.promise import unsigned
from tests.fixtures import MONDAY, World

TODAY = MONDAY.date()


def with_term(world: World, key: str = "social", starts: date = date(2025, 10, 1)) -> Supervisor:
    """A supervisor of the world with a term of one year, instead of the long one."""
    supervisor = world.supervisors[key]
    ends = starts.replace(year=starts.year + 1) - timedelta(days=1)
    supervisor.appointments.update(starts_on=starts, ends_on=ends, certificate="东监聘〔2025〕7号", promised_at=None)
    return supervisor


def verbs(supervisor: Supervisor) -> list[str]:
    return list(Entry.objects.filter(dossier=supervisor.pk).order_by("pk").values_list("verb", flat=True))


@pytest.mark.clause("4.3.c")
def test_a_renewed_term_begins_when_the_last_one_ends(world: World) -> None:
    supervisor = with_term(world)
    made = actions.renew(world.actor("head"), supervisor.pk, at=MONDAY)
    assert (made.starts_on, made.ends_on) == (date(2026, 10, 1), date(2027, 9, 30))
    assert made.certificate == "东监聘〔2026〕1号"
    assert verbs(supervisor)[-1] == "supervisor.renew"
    with pytest.raises(Refused, match="terms_used_up"):
        actions.renew(world.actor("head"), supervisor.pk, at=MONDAY)
    with pytest.raises(Refused, match="wrong_hat"):
        actions.renew(world.actor("officer"), supervisor.pk, at=MONDAY)


def test_a_term_does_not_overlap_another(world: World) -> None:
    supervisor = with_term(world)
    with pytest.raises(Refused, match="term_overlaps"):
        actions.renew(world.actor("head"), supervisor.pk, at=MONDAY, starts_on=date(2026, 9, 30))
    with pytest.raises(Refused, match="starts_too_early"):
        actions.renew(world.actor("head"), supervisor.pk, at=MONDAY, starts_on=date(2026, 3, 1))


@pytest.mark.clause("4.3.c")
def test_after_resigning_no_form_is_owed_and_the_account_is_closed(world: World) -> None:
    supervisor = with_term(world)
    lead = world.walk(world.lead(), "replied")
    actions.resign(world.actor("social"), supervisor.pk, at=MONDAY)
    supervisor.user.refresh_from_db()
    assert not in_term(supervisor.pk, TODAY)
    assert in_term(supervisor.pk, TODAY - timedelta(days=1))
    assert not supervisor.user.is_active
    assert not Role.objects.filter(user=supervisor.user).exists()
    from jianyan.leads.actions import follow_up

    follow_up(world.actor("officer"), lead.pk, at=MONDAY, solved=True, satisfaction="satisfied")
    assert Lead.objects.get(pk=lead.pk).state == "closed", "what was open stays handled"
    with pytest.raises(Refused, match="broken_off"):
        actions.renew(world.actor("head"), supervisor.pk, at=MONDAY)


def test_the_office_writes_down_how_somebody_resigned(world: World) -> None:
    supervisor = with_term(world)
    with pytest.raises(Refused, match="words_required"):
        actions.resign(world.actor("officer"), supervisor.pk, at=MONDAY)
    actions.resign(world.actor("officer"), supervisor.pk, at=MONDAY, reason="本人来电，调往外地工作。")
    row = Entry.objects.get(verb="supervisor.resign")
    assert "外地" not in str(row.data)
    term = supervisor.appointments.get()
    with pytest.raises(Refused, match="day_to_come"):
        actions.take_certificate_back(world.actor("officer"), term.pk, at=MONDAY, on=TODAY + timedelta(days=1))
    actions.take_certificate_back(world.actor("officer"), term.pk, at=MONDAY, on=TODAY)
    with pytest.raises(Refused, match="back_already"):
        actions.take_certificate_back(world.actor("officer"), term.pk, at=MONDAY, on=TODAY)


def test_whoever_has_another_role_keeps_the_account(world: World) -> None:
    supervisor = with_term(world)
    Role.objects.create(user=supervisor.user, zone=world.zone, name="liaison", department=world.departments["commerce"])
    actions.resign(world.actor("social"), supervisor.pk, at=MONDAY)
    supervisor.user.refresh_from_db()
    assert supervisor.user.is_active


def proposed(world: World, supervisor: Supervisor) -> Dismissal:
    return actions.propose_dismissal(
        world.actor("officer"),
        supervisor.pk,
        at=MONDAY,
        ground="inactive",
        text="连续四个月没有提交意见表。",
        answer_by=TODAY + timedelta(days=7),
    )


@pytest.mark.clause("4.3.c")
def test_a_dismissal_hears_the_person_before_it_is_decided(world: World) -> None:
    supervisor = with_term(world)
    head = world.actor("head")
    dismissal = proposed(world, supervisor)
    assert Notice.objects.filter(user=supervisor.user, kind="dismissal.proposed").exists()
    with pytest.raises(Refused, match="dismissal_open"):
        proposed(world, supervisor)
    with pytest.raises(Refused, match="dismissal_open"):
        actions.resign(world.actor("social"), supervisor.pk, at=MONDAY)
    with pytest.raises(Refused, match="statement_awaited"):
        actions.decide_dismissal(head, dismissal.pk, at=MONDAY, approved=True, reason="情况属实。")
    with pytest.raises(Dismissal.DoesNotExist):
        actions.state_on_dismissal(world.actor("internal"), dismissal.pk, at=MONDAY, text="不是我")
    actions.state_on_dismissal(world.actor("social"), dismissal.pk, at=MONDAY, text="因病住院，愿意继续。")
    with pytest.raises(Refused, match="wrong_hat"):
        actions.decide_dismissal(world.actor("officer"), dismissal.pk, at=MONDAY, approved=True, reason="同意。")
    actions.decide_dismissal(head, dismissal.pk, at=MONDAY, approved=True, reason="情况属实。")
    term = supervisor.appointments.get()
    assert (term.left_on, term.leaving) == (TODAY, "dismissed")
    assert not Role.objects.filter(user=supervisor.user).exists()
    assert [v for v in verbs(supervisor) if "dismiss" in v or v.endswith(".state")] == [
        "supervisor.propose_dismissal",
        "supervisor.state",
        "supervisor.dismiss",
    ]
    assert "住院" not in str(list(Entry.objects.values_list("data", flat=True)))


def test_a_rejected_dismissal_changes_nothing(world: World) -> None:
    supervisor = with_term(world)
    dismissal = proposed(world, supervisor)
    later = MONDAY + timedelta(days=8)
    with pytest.raises(Refused, match="answer_over"):
        actions.state_on_dismissal(world.actor("social"), dismissal.pk, at=later, text="晚了")
    actions.decide_dismissal(world.actor("head"), dismissal.pk, at=later, approved=False, reason="再给一次机会。")
    assert in_term(supervisor.pk, later.date())
    assert Notice.objects.filter(user=supervisor.user, kind="dismissal.rejected").exists()


def test_a_change_is_a_row_and_no_overwrite(world: World) -> None:
    supervisor = world.supervisors["social"]
    new = actions.Particulars(phone="+85298765432", category="entity", employer="远洋物流", post="经理")
    assert actions.change(world.actor("officer"), supervisor.pk, new, at=MONDAY) == ["unit", "phone", "post"]
    assert {(c.field, c.was, c.now) for c in Change.objects.all()} == {
        ("unit", "海通供应链", "远洋物流"),
        ("phone", "13900000001", "+85298765432"),
        ("post", "", "经理"),
    }
    rows = Entry.objects.filter(verb="supervisor.change").order_by("pk")
    assert [row.data for row in rows] == [{"field": "unit"}, {"field": "phone"}, {"field": "post"}]
    assert actions.change(world.actor("officer"), supervisor.pk, new, at=MONDAY) == []
    wrong = actions.Particulars(phone="12345", category="entity", employer="远洋物流")
    with pytest.raises(Refused, match="bad_phone"):
        actions.change(world.actor("officer"), supervisor.pk, wrong, at=MONDAY)


def test_each_term_has_its_own_promise(world: World) -> None:
    supervisor = with_term(world)
    social = world.actor("social")
    assert unsigned(social, TODAY).count() == 1
    with pytest.raises(Refused, match="no_promise"):
        actions.sign_promise(social, at=MONDAY, promise=False, consent=True)
    with pytest.raises(Refused, match="no_consent"):
        actions.sign_promise(social, at=MONDAY, promise=True, consent=False)
    actions.sign_promise(social, at=MONDAY, promise=True, consent=True)
    assert not unsigned(social, TODAY).exists()
    actions.renew(world.actor("head"), supervisor.pk, at=MONDAY)
    assert not unsigned(social, TODAY).exists(), "not before it begins"
    assert unsigned(social, date(2026, 10, 1)).count() == 1
    actions.sign_promise(social, at=MONDAY + timedelta(days=300), promise=True, consent=False)
