"""A unit recommends: its own staff as internal supervisors, a sector body social ones; nobody else's person."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from jianyan.accounts.actions import create_unit, edit_unit
from jianyan.accounts.models import Department
from jianyan.core.flow import Refused
from jianyan.notify.models import Notice
from jianyan.recruit import actions
from jianyan.recruit.models import Candidate
from tests.fixtures import MONDAY, World
from tests.recruit.acts import applicant, applied, opened


@pytest.fixture(autouse=True)
def monday(monkeypatch: pytest.MonkeyPatch) -> None:
    """The day on which the round is open."""
    monkeypatch.setattr(timezone, "now", lambda: MONDAY)


def typed(**changes: Any) -> dict[str, Any]:
    base = {
        "do": "send",
        "name": "孙小峰",
        "phone": "13800009999",
        "category": "department",
        "post": "科员",
        "opinion": "同意推荐。",
        "consent": "on",
        "key": str(uuid4()),
        "basket": str(uuid4()),
    }
    return {**base, **changes}


@pytest.mark.clause("4.1.c")
def test_a_department_recommends_its_own_staff(client: Client, world: World) -> None:
    round_ = opened(world, places={"department": 1, "entity": 1})
    client.force_login(world.users["liaison"])
    assert reverse("recruit:recommended", args=[round_.pk]) in client.get(reverse("department")).content.decode()
    address = reverse("recruit:recommend", args=[round_.pk])
    assert "单位意见" in client.get(address).content.decode()
    data = typed()
    for _ in range(2):
        assert client.post(address, data).status_code == 302
    made = Candidate.objects.get()
    commerce = world.departments["commerce"]
    assert (made.channel, made.unit, made.recommending, made.employer) == ("internal", commerce, commerce, "")
    assert "孙小峰" in client.get(reverse("recruit:recommended", args=[round_.pk])).content.decode()
    assert Notice.objects.filter(user=world.users["liaison"], kind="recruit.opened").exists()
    client.force_login(world.users["liaison_b"])
    assert "孙小峰" not in client.get(reverse("recruit:recommended", args=[round_.pk])).content.decode()


def test_without_the_persons_consent_or_the_units_opinion_nobody_is_recommended(client: Client, world: World) -> None:
    round_ = opened(world)
    client.force_login(world.users["liaison"])
    for missing in ("consent", "opinion", "name"):
        answer = client.post(reverse("recruit:recommend", args=[round_.pk]), typed(**{missing: ""}))
        assert answer.status_code == 422
    assert not Candidate.objects.exists()


def test_a_unit_recommends_nobody_else(world: World) -> None:
    round_ = opened(world)
    liaison, planning = world.actor("liaison"), world.departments["planning"].pk
    for wrong in ({"channel": "internal", "category": "department", "unit": planning}, {"channel": "social"}):
        one = applicant(**wrong)
        with pytest.raises(Refused, match="own_staff_only"):
            actions.recommend(liaison, round_.pk, one, at=MONDAY, key=uuid4(), consent=True)


@pytest.mark.clause("4.1.a")
def test_a_sector_body_recommends_social_candidates_and_handles_no_leads(client: Client, world: World) -> None:
    made = create_unit(
        world.actor("sysadmin"), at=MONDAY, code="leasing", name="融资租赁协会", kind="sector", handles=True
    )
    assert not made.handles
    edit_unit(world.actor("sysadmin"), made.pk, at=MONDAY, handles=True)
    assert not Department.objects.get(pk=made.pk).handles
    user = world.user("sector", "liaison", made, name="郑海宁")
    round_ = opened(world)
    client.force_login(user)
    data = typed(category="entity", employer="远洋租赁公司")
    assert client.post(reverse("recruit:recommend", args=[round_.pk]), data).status_code == 302
    one = Candidate.objects.get()
    assert (one.channel, one.employer, one.recommending) == ("social", "远洋租赁公司", made)
    own = applicant(channel="internal", category="department", unit=made.pk)
    with pytest.raises(Refused, match="sector_social_only"):
        actions.recommend(world.actor("sector"), round_.pk, own, at=MONDAY, key=uuid4(), consent=True)


def test_the_pages_are_the_liaisons_alone(client: Client, world: World, elsewhere: World) -> None:
    round_ = opened(world)
    for key, status in (("officer", 403), ("social", 403), ("liaison", 200)):
        client.force_login(world.users[key])
        for name in ("recommended", "recommend"):
            assert client.get(reverse(f"recruit:{name}", args=[round_.pk])).status_code == status
    client.force_login(elsewhere.users["liaison"])
    assert client.get(reverse("recruit:recommend", args=[round_.pk])).status_code == 404


@pytest.mark.parametrize("people", [1, 3])
def test_the_list_costs_the_same_for_one_and_three(
    client: Client, world: World, people: int, django_assert_num_queries: Any
) -> None:
    round_ = opened(world)
    applied(world, round_)
    for number in range(people):
        one = applicant(10 + number, channel="internal", category="department", unit=world.departments["commerce"].pk)
        actions.recommend(world.actor("liaison"), round_.pk, one, at=MONDAY, key=uuid4(), consent=True)
    client.force_login(world.users["liaison"])
    with django_assert_num_queries(9):
        client.get(reverse("recruit:recommended", args=[round_.pk]))
