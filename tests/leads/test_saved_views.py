"""视图: an officer names filters, opens them again, renames and removes them; nobody else sees them."""

import pytest
from django.test import Client

from jianyan.core.flow import Refused
from jianyan.leads import actions
from jianyan.leads.actions.saved import MOST
from jianyan.leads.models import SavedView
from jianyan.ledger.models import Entry
from tests.fixtures import World


def save(client: Client, name: str = "红灯", query: str = "light=red", place: str = "desk"):
    return client.post("/views/save/", {"name": name, "query": query, "place": place})


@pytest.fixture
def officer(world: World, client: Client) -> Client:
    client.force_login(world.users["officer"])
    return client


def test_filters_are_saved_under_a_name_and_opened_again(officer: Client) -> None:
    body = officer.get("/desk/?light=red&queue=call&page=2&x=y").content.decode()
    assert 'name="query" value="queue=call&amp;light=red"' in body  # a page is no filter
    rows = Entry.objects.count()
    answer = save(officer, query="light=red&queue=call&page=2&x=y&grade=")
    assert (answer.status_code, answer.url) == (302, "/desk/?queue=call&light=red")
    body = officer.get(answer.url).content.decode()
    assert "已保存视图“红灯”。" in body
    assert 'class="chip chip-on" href="/desk/?queue=call&amp;light=red" aria-current="true">红灯</a>' in body
    assert 'chip" href="/desk/?queue=call&amp;light=red">红灯</a>' in officer.get("/desk/").content.decode()
    assert Entry.objects.count() == rows  # a bookmark is no act


def test_the_list_has_its_own(officer: Client) -> None:
    assert save(officer, "重办", "reopened=1&state=open", "list").url == "/leads/?state=open&reopened=1"
    assert "重办</a>" in officer.get("/leads/").content.decode()
    assert "重办</a>" not in officer.get("/desk/").content.decode()
    assert save(officer, "重办").status_code == 302  # the same name on another page


def test_a_name_is_needed_short_and_used_once(officer: Client) -> None:
    save(officer)
    for name, said in (
        ("  ", "请填写名称。"),
        ("红灯", "已经有叫“红灯”的视图，请换一个名称。"),
        ("长" * 21, "文字太长，最多 20 个字。"),
    ):
        answer = save(officer, name, "light=green")
        body = answer.content.decode()
        assert answer.status_code == 422 and said in body
        assert 'value="light=green"' in body and f'value="{name}"' in body  # to put right and send again
    assert SavedView.objects.count() == 1


def test_what_holds_no_filter_is_not_saved(officer: Client) -> None:
    for query, place in (("", "desk"), ("page=2&lead=1", "desk"), ("light=red", "nowhere"), ("x" * 9000, "desk")):
        answer = save(officer, query=query, place=place)
        assert answer.status_code == 422 and "没有条件可存" in answer.content.decode()


def test_the_number_is_bounded(world: World, officer: Client) -> None:
    for n in range(MOST):
        save(officer, f"视图{n}")
    answer = save(officer, "再一个")
    assert answer.status_code == 422 and f"最多 {MOST} 个视图" in answer.content.decode()
    assert SavedView.objects.count() == MOST


def test_renaming_and_removing_with_a_way_back(officer: Client) -> None:
    save(officer), save(officer, "绿灯", "light=green")
    first, second = SavedView.objects.order_by("id")
    assert officer.post(f"/views/{first.pk}/", {"do": "rename", "name": "逾期"}).url == "/views/"
    assert "视图已改名为“逾期”。" in officer.get("/views/").content.decode()
    answer = officer.post(f"/views/{first.pk}/", {"do": "rename", "name": "绿灯"})
    assert answer.status_code == 422 and "已经有叫“绿灯”的视图" in answer.content.decode()
    assert officer.post(f"/views/{second.pk}/", {"do": "rename", "name": "绿灯"}).status_code == 302  # its own name

    officer.post(f"/views/{first.pk}/", {"do": "delete"})
    body = officer.get("/views/").content.decode()
    assert "已删除视图“逾期”。" in body and "恢复" in body
    assert "恢复" not in officer.get("/views/").content.decode()
    assert save(officer, "逾期").status_code == 302  # what the button sends
    assert set(SavedView.objects.values_list("name", "query")) == {("绿灯", "light=green"), ("逾期", "light=red")}


def test_views_are_private(world: World, elsewhere: World, officer: Client) -> None:
    officer.get(save(officer).url)
    view = SavedView.objects.get()
    officer.force_login(world.users["head"])
    assert "红灯" not in officer.get("/desk/").content.decode() + officer.get("/views/").content.decode()
    assert officer.post(f"/views/{view.pk}/", {"do": "delete"}).status_code == 404
    officer.force_login(elsewhere.users["officer"])
    assert officer.post(f"/views/{view.pk}/", {"name": "x"}).status_code == 404
    for key in ("liaison", "leader", "social", "auditor"):
        officer.force_login(world.users[key])
        assert officer.get("/views/").status_code == 403 and save(officer).status_code == 403
    with pytest.raises(Refused, match="wrong_hat"):
        actions.save_view(world.actor("liaison"), "list", name="x", query="light=red")
    assert SavedView.objects.get() == view


def test_a_view_whose_value_is_gone_still_opens(world: World, officer: Client) -> None:
    save(officer, query=f"department={world.departments['customs'].pk}")
    world.departments["customs"].active = False
    world.departments["customs"].save()
    body = officer.get("/desk/?" + SavedView.objects.get().query).content.decode()
    assert "没有采用：主办部门。" in body


@pytest.mark.parametrize("count", [1, 3])
def test_one_query_for_all_views(officer: Client, django_assert_num_queries, count: int) -> None:
    for n in range(count):
        save(officer, f"视图{n}")
    officer.get("/desk/")
    with django_assert_num_queries(4):  # 3 for every page
        officer.get("/views/")


def test_only_posts_change_anything(officer: Client) -> None:
    assert officer.get("/views/save/").status_code == 405
    assert officer.get("/views/1/").status_code == 405
