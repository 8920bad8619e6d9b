"""Officers hand over to one another without loss."""

from __future__ import annotations

import pytest
from django.test import Client

from jianyan.accounts.models import Role
from jianyan.core.flow import Refused
from jianyan.leads.actions.base import officers_of
from jianyan.ledger.actions import verify
from jianyan.ledger.models import Entry
from jianyan.notify.models import Notice
from jianyan.people.actions import handover
from jianyan.people.models import Supervisor
from tests.fixtures import MONDAY, World

URL = "/supervisors/handover/"


@pytest.fixture
def second(world: World) -> int:
    """Another officer."""
    return world.user("second", "officer", world.departments["office"], name="张蕾").pk


def officers(world: World) -> dict[str, str]:
    return {s.name: s.officer.name if s.officer else "" for s in Supervisor.objects.filter(zone=world.zone)}


@pytest.mark.clause("4.3.a")
def test_all_supervisors_of_an_officer_go_to_another(world: World, second: int, client: Client) -> None:
    lead = world.walk(world.lead("social"), "clarified")
    client.force_login(world.users["head"])
    everybody = [s.pk for s in world.supervisors.values()]

    page = client.get(URL)
    assert sorted(s.pk for s in page.context["held"]) == sorted(everybody)
    done = client.post(
        f"{URL}?officer={world.users['officer'].pk}", {"supervisors": everybody, "target": second, "reason": "轮岗"}
    )

    assert done.status_code == 302
    assert officers(world) == {"监督员social": "张蕾", "监督员internal": "张蕾"}
    rows = Entry.objects.filter(verb="supervisor.handover").order_by("dossier")
    assert [row.dossier for row in rows] == sorted(everybody)
    assert {(row.clause, tuple(row.data["officer"])) for row in rows} == {
        ("4.3.a", (world.users["officer"].pk, second))
    }
    assert "轮岗" not in str([row.data for row in rows])
    assert verify(world.zone, at=MONDAY).findings == []
    # The open lead follows: whoever is told of it now is the new officer, and the old notices are there still.
    lead.refresh_from_db()
    assert officers_of(lead, MONDAY) == [second]
    assert Notice.objects.filter(user=second, kind="supervisor.handover", params={"count": 2}).count() == 1
    told = set(Notice.objects.filter(kind="supervisor.officer").values_list("user", flat=True))
    assert told == {s.user_id for s in world.supervisors.values()}


def test_chosen_ones_go_and_the_others_stay(world: World, second: int, client: Client) -> None:
    client.force_login(world.users["head"])

    client.post(URL, {"supervisors": [world.supervisors["social"].pk], "target": second})

    assert officers(world) == {"监督员social": "张蕾", "监督员internal": "李敏"}


def test_supervisors_without_an_officer_get_one(world: World, second: int, client: Client) -> None:
    Supervisor.objects.filter(zone=world.zone).update(officer=None)
    client.force_login(world.users["head"])

    page = client.get(f"{URL}?officer=none")
    assert len(page.context["held"]) == 2
    client.post(f"{URL}?officer=none", {"supervisors": [s.pk for s in page.context["held"]], "target": second})

    assert set(officers(world).values()) == {"张蕾"}


def test_who_is_no_officer_any_more_can_still_be_relieved(world: World, second: int, client: Client) -> None:
    Role.objects.filter(user=world.users["officer"]).delete()
    client.force_login(world.users["head"])

    page = client.get(f"{URL}?officer={world.users['officer'].pk}")

    assert "李敏（已不任专员）" in page.content.decode()
    assert len(page.context["held"]) == 2


def test_only_the_head_may(world: World, second: int, client: Client) -> None:
    for key in ("officer", "leader", "social", "liaison"):
        client.force_login(world.users[key])
        assert client.get(URL).status_code == 403
        assert client.post(URL, {"supervisors": [world.supervisors["social"].pk], "target": second}).status_code == 403
    assert set(officers(world).values()) == {"李敏"}


def test_somebody_was_faster(world: World, second: int, client: Client) -> None:
    head, first = world.actor("head"), world.users["officer"].pk
    third = world.user("third", "officer", world.departments["office"], name="孙浩").pk
    chosen = world.supervisors["social"].pk
    handover(head, [chosen], at=MONDAY, source=first, target=third)
    client.force_login(world.users["head"])

    page = client.post(f"{URL}?officer={first}", {"supervisors": [chosen], "target": second})

    assert page.status_code == 409
    assert "名单已变化" in page.content.decode()
    assert officers(world)["监督员social"] == "孙浩"


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"target": ""}, "请"),
        ({"supervisors": []}, "请"),
        ({"supervisors": ["x"]}, "有的选项已不可用"),
        ({"target": "999999"}, "这个选项已不可用"),
        ({"reason": "字" * 501}, "最多 500 字"),
    ],
)
def test_bad_input_gets_a_sentence(
    world: World, second: int, client: Client, sent: dict[str, object], said: str
) -> None:
    client.force_login(world.users["head"])

    page = client.post(URL, {"supervisors": [world.supervisors["social"].pk], "target": second, **sent})

    assert page.status_code == 422
    assert said in page.content.decode()
    assert set(officers(world).values()) == {"李敏"}


@pytest.mark.clause("5.3.b")
def test_nobody_of_another_zone_is_handed_over_or_chosen(world: World, elsewhere: World, second: int) -> None:
    head, first = world.actor("head"), world.users["officer"].pk
    stranger = elsewhere.supervisors["social"]

    with pytest.raises(Refused, match="handover_changed"):
        handover(head, [stranger.pk], at=MONDAY, source=elsewhere.users["officer"].pk, target=second)
    mine = world.supervisors["social"].pk
    with pytest.raises(Refused, match="no_officer"):
        handover(head, [mine], at=MONDAY, source=first, target=elsewhere.users["officer"].pk)
    for code, changes in {
        "same_officer": {"target": first},
        "nobody_chosen": {"supervisors": []},
        "wrong_hat": {"actor": world.actor("officer")},
        "too_long": {"reason": "字" * 501},
    }.items():
        given = {
            "actor": head,
            "supervisors": [world.supervisors["social"].pk],
            "target": second,
            "reason": "",
            **changes,
        }
        with pytest.raises(Refused, match=code):
            handover(
                given["actor"],
                given["supervisors"],
                at=MONDAY,
                source=first,
                target=given["target"],
                reason=given["reason"],
            )


def test_the_page_takes_the_same_queries_for_two_and_for_five(
    world: World, second: int, client: Client, django_assert_num_queries
) -> None:
    client.force_login(world.users["head"])
    client.get(URL)
    # session, user, roles, unread; officers, how many each has, the supervisors
    with django_assert_num_queries(6):
        client.get(URL)
    for key in ("one", "two", "three"):
        world.supervisor(key)
    with django_assert_num_queries(6):
        assert len(client.get(URL).context["held"]) == 5
