"""The office's pages of candidates: the list, the review of one, the number, objections."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlencode
from uuid import uuid4

import pytest
from django.core.files.storage import storages
from django.test import Client
from django.utils import timezone

from jianyan.files import store
from jianyan.ledger.models import Entry
from jianyan.recruit import actions
from jianyan.recruit.models import Candidate, CandidateFile, Round
from tests.files import image
from tests.fixtures import MONDAY, World
from tests.recruit.acts import applied, brought_to, checked, opened, qualified

DURING = MONDAY + timedelta(days=13)


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: DURING)


@pytest.fixture
def officer(world: World, client: Client) -> Client:
    client.force_login(world.users["officer"])
    return client


@pytest.fixture
def round_(world: World) -> Round:
    return opened(world)


def url(candidate: Candidate, rest: str = "") -> str:
    return f"/recruit/candidates/{candidate.pk}/{rest}"


def seen(candidate: Candidate) -> int:
    return Candidate.objects.values_list("revision", flat=True).get(pk=candidate.pk)


def names(client: Client, round_: Round, **query: object) -> list[str]:
    page = client.get(f"/recruit/{round_.pk}/candidates/?{urlencode(query)}")
    assert page.status_code == 200
    return [row.candidate.name for row in page.context["rows"]]


# The list


def test_an_empty_list(officer: Client, round_: Round) -> None:
    assert "还没有候选人" in officer.get(f"/recruit/{round_.pk}/candidates/").content.decode()


def test_the_filters_stand_in_the_address(world: World, officer: Client, round_: Round) -> None:
    first = applied(world, round_, 0)
    second = qualified(world, applied(world, round_, 1, category="expert", name="欧阳娜娜"))
    both = [first.name, second.name]
    assert names(officer, round_) == both
    assert names(officer, round_, state="received") == [first.name]
    assert names(officer, round_, state="fit") == [second.name]
    assert names(officer, round_, category="expert") == [second.name]
    assert names(officer, round_, channel="internal") == []
    assert names(officer, round_, way="applied") == both
    for word in ("娜娜", "ouyang", "ouyangna", "OUYANG", "1号公司", second.receipt, second.receipt[5:], second.phone):
        assert names(officer, round_, q=word) == [second.name], word
    assert "没有符合条件的候选人" in officer.get(f"/recruit/{round_.pk}/candidates/?q=无此人").content.decode()


@pytest.mark.parametrize(
    "query", ["state=x", "category=x", "way=%00", "page=x", "page=-3", "q=" + "长" * 500, "channel=1"]
)
def test_unknown_filters_are_passed_over(world: World, officer: Client, round_: Round, query: str) -> None:
    applied(world, round_)
    assert officer.get(f"/recruit/{round_.pk}/candidates/?{query}").status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_as_many_queries_for_three_as_for_one(
    world: World, officer: Client, round_: Round, django_assert_num_queries, count: int
) -> None:
    for number in range(count):
        applied(world, round_, number)
    officer.get(f"/recruit/{round_.pk}/candidates/")
    with django_assert_num_queries(6):
        page = officer.get(f"/recruit/{round_.pk}/candidates/")
    assert len(page.context["rows"]) == count


def test_fifty_stand_on_a_page(world: World, officer: Client, round_: Round) -> None:
    made = applied(world, round_)
    many = [
        Candidate(
            **{
                field.attname: getattr(made, field.attname)
                for field in Candidate._meta.concrete_fields
                if field.attname not in ("id", "token", "key", "receipt", "phone")
            },
            key=uuid4(),
            receipt=f"2026-{number:04d}",
            phone=f"1390000{number:04d}",
        )
        for number in range(2, 62)
    ]
    Candidate.objects.bulk_create(many)
    assert len(names(officer, round_)) == 50
    assert len(names(officer, round_, page=2)) == 11


def test_no_number_is_on_the_list(world: World, officer: Client, round_: Round) -> None:
    candidate = applied(world, round_)
    page = officer.get(f"/recruit/{round_.pk}/candidates/").content.decode()
    assert candidate.phone not in page
    assert "138****0000" in page


# One candidate


def test_who_may_open_one(world: World, elsewhere: World, round_: Round, client: Client) -> None:
    candidate = applied(world, round_)
    statuses = {"officer": 200, "head": 200, "leader": 403, "liaison": 403, "social": 403, "auditor": 403}
    for key, status in statuses.items():
        client.force_login(world.users[key])
        assert client.get(url(candidate)).status_code == status, key
    client.force_login(elsewhere.users["officer"])
    for rest in ("", "do/qualify/", "phone/"):
        assert client.get(url(candidate, rest)).status_code == 404
    assert client.post(url(candidate, "same/")).status_code == 404


def test_negative_conditions_are_asked_the_other_way_round(world: World, officer: Client, round_: Round) -> None:
    candidate = applied(world, round_)
    form = officer.get(url(candidate)).context["form"]
    assert [text for _key, text in form.fields["willing"].choices] == ["符合", "不符合"]
    assert [text for _key, text in form.fields["sanctioned"].choices] == ["没有这种情形", "有这种情形，不予聘任"]


FIT = {
    key: value
    for name in ("willing", "knows_industry", "confidential", "sanctioned", "dishonest")
    for key, value in ((name, "fit"), (f"{name}_evidence", "查验材料"))
}


@pytest.mark.clause("4.0")
def test_each_condition_is_found_with_its_evidence(world: World, officer: Client, round_: Round) -> None:
    candidate = applied(world, round_)
    assert officer.post(url(candidate), {"seen": 0, **FIT}).status_code == 302
    found = dict(candidate.findings.values_list("condition", "met"))
    assert found == {
        "willing": True,
        "knows_industry": True,
        "confidential": True,
        "sanctioned": False,
        "dishonest": False,
    }
    page = officer.get(url(candidate))
    assert page.context["form"].initial == {}
    assert [bound.value() for _c, bound, _e, _b in page.context["form"].rows()] == ["fit"] * 5
    assert page.context["verdicts"].first.verb == "qualify"
    assert officer.post(url(candidate, "do/qualify/"), {"seen": seen(candidate)}).status_code == 302
    candidate.refresh_from_db()
    assert candidate.state == "qualified"


def test_whoever_was_sanctioned_is_found_so_and_stopped(world: World, officer: Client, round_: Round) -> None:
    candidate = applied(world, round_)
    sent = FIT | {"sanctioned": "unfit", "sanctioned_evidence": "处分决定"}
    assert officer.post(url(candidate), {"seen": 0, **sent}).status_code == 302
    assert candidate.findings.get(condition="sanctioned").met is True
    page = officer.get(url(candidate))
    assert page.context["verdicts"].first is None
    assert "有条件不符合" in page.context["verdicts"].reason
    refused = officer.post(url(candidate, "do/qualify/"), {"seen": seen(candidate)})
    assert refused.status_code == 422
    assert "有条件不符合" in refused.content.decode()


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"willing": "fit"}, "willing_evidence"),
        ({"willing_evidence": "查验"}, "willing"),
        ({"willing": "fit", "willing_evidence": "字" * 501}, "willing_evidence"),
        ({"willing": "maybe", "willing_evidence": "查验"}, "willing"),
        ({}, "__all__"),
    ],
)
def test_a_finding_without_evidence_is_none(
    world: World, officer: Client, round_: Round, sent: dict[str, str], field: str
) -> None:
    candidate = applied(world, round_)
    page = officer.post(url(candidate), {"seen": 0, **sent})
    assert page.status_code == 422
    assert field in page.context["form"].errors
    assert not candidate.findings.exists()


def test_only_what_is_new_is_found_anew(world: World, officer: Client, round_: Round) -> None:
    candidate = applied(world, round_)
    officer.post(url(candidate), {"seen": 0, **FIT})
    officer.post(url(candidate), {"seen": 1, **FIT, "willing_evidence": "面谈"})
    told = Entry.objects.filter(subject=f"candidate:{candidate.pk}", verb="candidate.check").last()
    assert told is not None
    assert told.data["found"] == {"willing": True}
    assert "面谈" not in str(told.data)


def test_an_old_page_finds_nothing(world: World, officer: Client, round_: Round) -> None:
    candidate = checked(world, applied(world, round_))
    page = officer.post(url(candidate), {"seen": 0, **FIT, "willing_evidence": "旧页面"})
    assert page.status_code == 409
    assert "李敏" in page.context["note"]
    assert "旧页面" in page.content.decode(), "what was typed is kept"
    assert not candidate.findings.filter(evidence="旧页面").exists()


@pytest.mark.clause("4.1.b")
def test_a_look_alike_is_offered_and_joined_or_told_apart(world: World, officer: Client, round_: Round) -> None:
    known = world.supervisors["social"]
    joined, apart = (applied(world, round_, n, name=known.name, employer=known.employer) for n in (0, 1))
    page = officer.get(url(joined))
    assert list(page.context["alikes"]) == [known]
    assert known.phone not in page.content.decode()
    assert officer.post(url(joined, "same/"), {"seen": 0, "known": known.pk}).status_code == 302
    assert officer.post(url(apart, "same/"), {"seen": 0, "known": "none"}).status_code == 302
    joined.refresh_from_db()
    apart.refresh_from_db()
    assert (joined.known, apart.told_apart) == (known, True)
    for candidate in (joined, apart):
        assert officer.get(url(candidate)).context["alikes"] == []


@pytest.mark.parametrize(("sent", "status"), [({"known": "x"}, 422), ({}, 422), ({"known": "999999"}, 422)])
def test_who_is_nobody_is_not_joined(
    world: World, officer: Client, round_: Round, sent: dict[str, str], status: int
) -> None:
    candidate = applied(world, round_)
    assert officer.post(url(candidate, "same/"), {"seen": 0, **sent}).status_code == status
    assert officer.post(url(candidate, "same/"), {"seen": 7, "known": "none"}).status_code == 409
    assert officer.get(url(candidate, "same/")).status_code == 405


def test_refused_with_a_reason_and_taken_up_again(world: World, officer: Client, round_: Round) -> None:
    candidate = applied(world, round_)
    assert officer.get(url(candidate, "do/refuse/")).status_code == 200
    assert officer.post(url(candidate, "do/refuse/"), {"seen": 0, "reason": ""}).status_code == 422
    assert officer.post(url(candidate, "do/refuse/"), {"seen": 0, "reason": "材料不全"}).status_code == 302
    assert "材料不全" in officer.get(url(candidate)).content.decode()
    assert officer.post(url(candidate, "do/reconsider/"), {"seen": 1}).status_code == 302
    candidate.refresh_from_db()
    assert (candidate.state, candidate.refusal) == ("received", "")
    assert officer.post(url(candidate, "do/withdraw/"), {"seen": 2}).status_code == 302
    assert officer.post(url(candidate, "do/qualify/"), {"seen": 3}).status_code == 409
    assert officer.post(url(candidate, "do/explode/"), {"seen": 3}).status_code == 404


def test_only_the_head_takes_somebody_off_a_decided_list(world: World, officer: Client, round_: Round) -> None:
    candidate = qualified(world, applied(world, round_))
    qualified(world, applied(world, round_, 1))
    brought_to(world, round_, "publish")
    refuse = {"seen": seen(candidate), "reason": "异议成立"}
    assert officer.post(url(candidate, "do/refuse/"), refuse).status_code == 403
    officer.force_login(world.users["head"])
    assert officer.post(url(candidate, "do/refuse/"), refuse).status_code == 302


def test_the_next_one_to_review_is_one_press_away(world: World, officer: Client, round_: Round) -> None:
    first, second = applied(world, round_, 0), applied(world, round_, 1)
    assert officer.get(url(first)).context["next"] == second.pk
    assert officer.get(url(second)).context["next"] == first.pk
    qualified(world, second)
    assert officer.get(url(first)).context["next"] is None


# The number, files, objections


@pytest.mark.clause("5.2.a")
def test_the_number_is_shown_for_a_reason_and_the_look_is_recorded(
    world: World, officer: Client, round_: Round
) -> None:
    candidate = applied(world, round_)
    page = officer.get(url(candidate)).content.decode()
    assert candidate.phone not in page
    assert officer.post(url(candidate, "phone/"), {}).status_code == 422
    assert officer.post(url(candidate, "phone/"), {"reason": "curious"}).status_code == 422
    assert not Entry.objects.filter(verb="candidate.reveal").exists()
    shown = officer.post(url(candidate, "phone/"), {"reason": "review"})
    assert candidate.phone in shown.content.decode()
    row = Entry.objects.get(verb="candidate.reveal")
    assert row.data == {"round": round_.pk, "what": "phone", "reason": "review"}
    assert candidate.phone not in str(row.data)


@pytest.mark.usefixtures("attachments_in_memory")
def test_a_file_is_given_to_the_office_alone(world: World, officer: Client, round_: Round) -> None:
    candidate, other = applied(world, round_), applied(world, round_, 1)
    name = store.new_name()
    store.put({name: image()}, at=MONDAY)
    store.claim(name)
    row = CandidateFile.objects.create(
        round=round_, candidate=candidate, basket=uuid4(), name="=证书.jpg", kind="jpg", size=3, sent="a", digest="b",
        stored=name, uploaded_at=MONDAY,
    )  # fmt: skip
    answer = officer.get(url(candidate, f"files/{row.token}/"))
    assert answer.status_code == 200
    assert answer["Content-Security-Policy"].startswith("sandbox")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert b"".join(answer.streaming_content) == image()
    assert officer.get(url(other, f"files/{row.token}/")).status_code == 404
    officer.force_login(world.users["leader"])
    assert officer.get(url(candidate, f"files/{row.token}/")).status_code == 403


@pytest.fixture
def attachments_in_memory(settings) -> None:
    settings.STORAGES = {
        **settings.STORAGES,
        "attachments": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    }
    storages._storages.pop("attachments", None)  # type: ignore[attr-defined]


@pytest.mark.clause("4.0")
def test_an_objection_is_settled_with_what_was_found(world: World, officer: Client, round_: Round) -> None:
    candidate = qualified(world, applied(world, round_))
    brought_to(world, round_, "publish")
    objection = actions.object_to(
        world.system, candidate.pk, at=DURING, text="与事实不符", key=uuid4(), name="某某", phone="13900001111"
    )
    here = f"/recruit/objections/{objection.pk}/"
    page = officer.get(here).content.decode()
    assert "与事实不符" in page
    assert "13900001111" not in page
    assert "13900001111" in officer.post(f"{here}phone/", {"reason": "objection"}).content.decode()
    fresh = {"seen": seen(candidate)}
    for sent in ({}, {"outcome": "upheld"}, {"outcome": "x", "findings": "查了"}):
        assert officer.post(here, {**fresh, **sent}).status_code == 422
    sent = {"outcome": "dismissed", "findings": "经核实，与事实相符。"}
    assert officer.post(here, {"seen": 0, **sent}).status_code == 409
    answer = officer.post(here, {**fresh, **sent})
    assert answer["Location"] == f"/recruit/{round_.pk}/notice/"
    objection.refresh_from_db()
    assert (objection.outcome, objection.settled_by) == ("dismissed", world.users["officer"])
    again = officer.get(here)
    assert again.context["may_settle"] is False
    assert "经核实" in again.content.decode()
    officer.force_login(world.users["leader"])
    assert officer.get(here).status_code == 403
