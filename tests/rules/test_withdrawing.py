"""撤回: a version that was adopted and has not begun is withdrawn; what is in force goes on."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from jianyan.core.flow import Refused
from jianyan.ledger.models import Entry
from jianyan.ledger.words import sentence
from jianyan.notify.models import Notice
from jianyan.rules import actions
from jianyan.rules.models import Draft, RulebookVersion
from jianyan.rules.queries import version_on, versions
from tests.fixtures import World
from tests.rules.consulting import AFTER, adopted, drafted

WHY = "期限表述有误，重新征求意见。"


def refused(world: World, key: str = "head", **options: object) -> str:
    with pytest.raises(Refused) as no:
        actions.withdraw(world.actor(key), Draft.objects.latest("pk").pk, **{"at": AFTER, "why": WHY, **options})
    return no.value.code


@pytest.mark.clause("4.0")
def test_before_its_day_and_everybody_is_told(world: World) -> None:
    version = adopted(world)
    made = actions.withdraw(world.actor("head"), Draft.objects.get().pk, at=AFTER, why=WHY)
    assert (made.state, made.withdrawn_why) == ("withdrawn", WHY)
    kept = RulebookVersion.objects.get(pk=version.pk)
    assert kept.withdrawn_at == AFTER and kept.text == version.text
    for day in (AFTER.date(), version.effective_on, version.effective_on + timedelta(days=400)):
        assert version_on(world.zone.pk, day).number == 1
    assert [each.number for each in versions(world.zone.pk)] == [1]
    row = Entry.objects.get(verb="rules.withdraw")
    assert row.data["number"] == 2 and WHY not in str(row.data) and row.role == "head"
    assert sentence(row.verb, row.data, departments={}) == "撤回未施行的规则第 2 版，已写明理由"
    heard = set(Notice.objects.filter(kind="rules.adopted").values_list("user", flat=True))
    assert set(Notice.objects.filter(kind="rules.withdrawn").values_list("user", flat=True)) == heard
    assert world.users["social"].pk in heard


def test_the_day_is_free_again_and_the_number_is_not(world: World) -> None:
    version = adopted(world)
    actions.withdraw(world.actor("head"), Draft.objects.get().pk, at=AFTER, why=WHY)
    again = adopted(world, drafted(world, at=AFTER), on=version.effective_on)
    assert (again.number, again.effective_on) == (3, version.effective_on)
    assert version_on(world.zone.pk, version.effective_on) == again
    assert Draft.objects.latest("pk").base.number == 1


def test_who_and_when_not(world: World) -> None:
    drafted(world)
    assert refused(world) == "wrong_state"
    version = adopted(world, Draft.objects.get())
    assert refused(world, "officer") == "wrong_role"
    assert refused(world, why="  ") == "text_required"
    assert refused(world, why="长" * 2001) == "too_long"
    assert refused(world, seen=0) == "stale"
    assert refused(
        world, at=AFTER.replace(year=2026, month=version.effective_on.month, day=version.effective_on.day)
    ) == ("begun")
    actions.withdraw(world.actor("head"), Draft.objects.get().pk, at=AFTER, why=WHY)
    assert refused(world) == "wrong_state", "twice"


def test_not_what_another_draft_goes_on_from(world: World) -> None:
    adopted(world)
    first = Draft.objects.get()
    second = drafted(world, at=AFTER)
    with pytest.raises(Refused, match="built_on"):
        actions.withdraw(world.actor("head"), first.pk, at=AFTER, why=WHY)
    actions.drop(world.actor("head"), second.pk, at=AFTER)
    assert actions.withdraw(world.actor("head"), first.pk, at=AFTER, why=WHY).state == "withdrawn"


def test_another_zones_is_not_there(world: World, elsewhere: World) -> None:
    adopted(world)
    with pytest.raises(Draft.DoesNotExist):
        actions.withdraw(elsewhere.actor("head"), Draft.objects.get().pk, at=AFTER, why=WHY)


@pytest.mark.clause("4.0")
def test_the_head_withdraws_on_a_page(world: World, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: AFTER)
    adopted(world)
    made = Draft.objects.get()
    url = f"/rules/drafts/{made.pk}/"
    client.force_login(world.users["officer"])
    assert "撤回这一版" not in client.get(url).content.decode()
    assert client.get(f"{url}withdraw/").status_code == 403
    client.force_login(world.users["head"])
    assert f'href="{url}withdraw/"' in client.get(url).content.decode()
    assert client.post(f"{url}withdraw/", {"seen": made.revision}).status_code == 422
    assert client.post(f"{url}withdraw/", {"seen": 0, "why": WHY}).status_code == 409
    answer = client.post(f"{url}withdraw/", {"seen": made.revision, "why": WHY}, follow=True)
    page = answer.content.decode()
    assert "第 2 版已撤回，现行规则继续施行。" in page and WHY in page and "已撤回" in page
    assert f'href="{url}withdraw/"' not in page
    assert client.get("/rules/v2/").status_code == 404
    assert client.get(f"{url}withdraw/").status_code == 409
    assert "/rules/v2/" not in client.get("/rules/drafts/").content.decode()


def test_nothing_to_withdraw_once_it_is_in_force(world: World, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    version = adopted(world)
    made = Draft.objects.get()
    monkeypatch.setattr(timezone, "now", lambda: AFTER + (version.effective_on - AFTER.date()))
    client.force_login(world.users["head"])
    url = f"/rules/drafts/{made.pk}/"
    assert "撤回这一版" not in client.get(url).content.decode()
    answer = client.post(f"{url}withdraw/", {"seen": made.revision, "why": WHY})
    assert answer.status_code == 422 and "已经施行，不能撤回" in answer.content.decode()
