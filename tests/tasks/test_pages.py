"""The pages of tasks."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from jianyan.tasks import actions
from jianyan.tasks.models import Task
from tests.fixtures import MONDAY, World, when
from tests.tasks.test_acts import given

pytestmark = pytest.mark.django_db


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> list[datetime]:
    moment = [MONDAY]
    monkeypatch.setattr(timezone, "now", lambda: moment[0])
    return moment


def client_of(world: World, key: str) -> Client:
    client = Client()
    client.force_login(world.users[key])
    return client


def sent(task: Task, **values: Any) -> dict[str, Any]:
    return {"seen": task.revision, **values}


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_the_same_number_of_queries(
    world: World, now: list[datetime], count: int, django_assert_num_queries: Any
) -> None:
    for number in range(count):
        given(world, title=f"任务{number}")
    client = client_of(world, "officer")
    with django_assert_num_queries(7):
        page = client.get(reverse("tasks:list")).content.decode()

    assert page.count("cell-title") == count


def test_the_list_is_filtered_by_its_address_and_shrugs_at_nonsense(world: World, now: list[datetime]) -> None:
    given(world, title="本周到期")
    given(world, title="以后到期", due_on=(MONDAY + timedelta(days=60)).date())
    dropped = given(world, title="不办的")
    actions.drop(world.actor("officer"), dropped.pk, at=MONDAY, text="撤销")
    now[0] = when("2026-03-23 10:00")
    client = client_of(world, "officer")

    def titles(query: str) -> set[str]:
        page = client.get(f"{reverse('tasks:list')}?{query}").content.decode()
        return {title for title in ("本周到期", "以后到期", "不办的") if title in page}

    assert titles("") == {"本周到期", "以后到期"}
    assert titles("light=red") == {"本周到期"}
    assert titles("light=green") == {"以后到期"}
    assert titles("state=dropped") == {"不办的"}
    assert titles("state=all") == {"本周到期", "以后到期", "不办的"}
    assert titles("q=以后") == {"以后到期"}
    assert titles("state=x&light=x&department=x&page=x") == {"本周到期", "以后到期"}


def test_each_sees_what_is_theirs(world: World, elsewhere: World, now: list[datetime]) -> None:
    task = given(world)
    url = reverse("tasks:task", args=[task.pk])
    seen = {key: client_of(world, key).get(url).status_code for key in ("officer", "head", "leader", "liaison")}

    assert set(seen.values()) == {200}
    assert client_of(world, "liaison_b").get(url).status_code == 404
    assert client_of(world, "social").get(url).status_code == 403
    assert client_of(world, "auditor").get(url).status_code == 403
    assert client_of(elsewhere, "officer").get(url).status_code == 404
    assert task.title not in client_of(world, "liaison_b").get(reverse("tasks:list")).content.decode()
    assert task.title in client_of(world, "liaison").get(reverse("department")).content.decode()


@pytest.mark.clause("5.1.j")
def test_a_liaison_finishes_from_the_page(world: World, now: list[datetime]) -> None:
    task, client = given(world), client_of(world, "liaison")
    act = reverse("tasks:task_act", args=[task.pk, "finish"])

    assert client.post(act, sent(task, text="")).status_code == 422
    assert client.post(act, sent(task, text="\x00")).status_code == 422
    assert client.post(act, sent(task, text="字" * 2001)).status_code == 422
    assert client.post(act, sent(task, text="已合并窗口。"), follow=True).status_code == 200
    task.refresh_from_db()
    assert (task.state, task.result) == ("done", "已合并窗口。")
    again = client.post(act, sent(task, text="再来一次"))
    assert again.status_code == 409
    assert "再来一次" in again.content.decode()


def test_an_old_page_is_told_and_keeps_what_was_typed(world: World, now: list[datetime]) -> None:
    task, client = given(world), client_of(world, "liaison")
    actions.report(world.actor("officer"), task.pk, at=MONDAY, text="进展。")
    answer = client.post(reverse("tasks:task_act", args=[task.pk, "report"]), {"seen": 0, "text": "与海关会商"})

    assert answer.status_code == 409
    assert "与海关会商" in answer.content.decode()
    assert Task.objects.get().notes.count() == 1


def test_verbs_that_are_not_ones_own_are_neither_offered_nor_done(world: World, now: list[datetime]) -> None:
    task, client = given(world), client_of(world, "liaison")
    page = client.get(reverse("tasks:task", args=[task.pk])).content.decode()
    drop = reverse("tasks:task_act", args=[task.pk, "drop"])

    assert drop not in page
    assert client.post(drop, sent(task, text="不办")).status_code == 403
    assert client.post(reverse("tasks:task_act", args=[task.pk, "explode"]), sent(task)).status_code == 404
    assert client_of(world, "leader").post(drop, sent(task, text="不办")).status_code == 403
    read = client_of(world, "leader").get(reverse("tasks:task", args=[task.pk])).content.decode()
    assert 'name="text"' not in read


def test_a_date_on_a_day_off_is_shown_with_the_day_it_means(world: World, now: list[datetime]) -> None:
    task = given(world, due_on=when("2026-04-04 00:00").date())
    page = client_of(world, "officer").get(reverse("tasks:task", args=[task.pk])).content.decode()

    assert "原定 4月4日 周六" in page
    assert "4月7日" in page


def test_the_office_moves_a_date_from_the_page(world: World, now: list[datetime]) -> None:
    task, client = given(world), client_of(world, "officer")
    act = reverse("tasks:task_act", args=[task.pk, "move"])

    assert client.post(act, sent(task, text="等批复", due_on="2026-03-01")).status_code == 422
    assert client.post(act, sent(task, text="等批复", due_on="不是日期")).status_code == 422
    assert client.post(act, sent(task, text="等批复", due_on="2026-04-10")).status_code == 302
    task.refresh_from_db()
    assert task.due_on.isoformat() == "2026-04-10"
