"""The pages of studies and verifications, as each role finds them."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from jianyan.studies import actions
from jianyan.studies.models import Finding, Report, Study, StudyFile, Verification
from tests.files import image
from tests.fixtures import MONDAY, World, when
from tests.studies.acts import (
    DUE,
    LATER,
    TEXT,
    assigned,
    called,
    carried_out,
    delivered,
    filed,
    joined,
    lead_of,
    picture,
    taken,
)


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: LATER)


def sent(study: Study | Verification, **more: object) -> dict[str, object]:
    return {"seen": study.revision, "key": str(uuid4()), **more}


@pytest.mark.clause("4.2.c")
def test_the_officer_calls_a_study_on_a_page(world: World, client: Client) -> None:
    client.force_login(world.users["officer"])
    page = client.get("/studies/new/")
    assert page.status_code == 200 and "监督员social" in page.content.decode()
    key = page.context["form"]["key"].value()
    typed = {"title": "重复交件", "text": "走访三家企业。", "due_on": "2026-03-20", "key": str(key), "find": "internal"}

    found = client.post("/studies/new/", {**typed, "do": "find"})  # looking for somebody keeps what was typed
    assert found.status_code == 200 and "走访三家企业。" in found.content.decode()
    assert "监督员internal" in found.content.decode() and "监督员social" not in found.content.decode()

    done = client.post("/studies/new/", {**typed, "people": [world.supervisors["internal"].pk]})
    study = Study.objects.get()
    assert done.status_code == 302 and done.headers["Location"] == f"/studies/{study.pk}/"
    assert client.post("/studies/new/", {**typed, "people": [world.supervisors["internal"].pk]}).status_code == 302
    assert Study.objects.count() == 1
    assert "2026-01" in client.get("/studies/?state=open").content.decode()


def test_an_empty_page_says_what_is_missing(world: World, client: Client) -> None:
    client.force_login(world.users["officer"])
    page = client.post("/studies/new/", {"key": str(uuid4())})
    assert page.status_code == 422 and not Study.objects.exists()
    page = client.post("/studies/new/", {"title": "题", "text": "要求", "due_on": "2026-03-01", "key": str(uuid4())})
    assert page.status_code == 422 and "期限已经过去" in page.content.decode()


@pytest.mark.clause("4.2.c", "5.1.b")
def test_a_report_goes_back_and_forth_on_pages(world: World, client: Client) -> None:
    study = called(world)
    url = f"/studies/{study.pk}/"
    client.force_login(world.users["social"])
    assert "要求" in client.get(url).content.decode()
    assert client.post(f"{url}do/join/", sent(study)).status_code == 302
    study.refresh_from_db()

    form = client.get(f"{url}do/deliver/")
    assert form.status_code == 200
    basket = str(form.context["basket"].token)
    sends = sent(study, text=TEXT, basket=basket)
    kept = client.post(f"{url}do/deliver/", {**sends, "do": "files", "file": SimpleUploadedFile("照片.jpg", image())})
    assert kept.status_code == 200 and "照片.jpg" in kept.content.decode() and TEXT in kept.content.decode()
    assert client.post(f"{url}do/deliver/", sends).status_code == 302
    assert client.post(f"{url}do/deliver/", sends).status_code == 302  # pressed twice
    report = Report.objects.get()
    token = report.files.get().token
    assert client.get(f"/studies/files/{token}/").status_code == 200

    client.force_login(world.users["officer"])
    study.refresh_from_db()
    page = client.get(url).content.decode()
    assert "待验收" in page and "照片.jpg" in page
    assert client.post(f"{url}do/send-back/", {"seen": study.revision, "reason": ""}).status_code == 422
    assert client.post(f"{url}do/send-back/", {"seen": study.revision, "reason": "请补充数据"}).status_code == 302
    stale = client.post(f"{url}do/cancel/", {"seen": study.revision, "reason": "不用了"})
    assert stale.status_code == 409 and "退回课题调研" in stale.content.decode() and "不用了" in stale.content.decode()

    client.force_login(world.users["social"])
    assert "请补充数据" in client.get(url).content.decode()
    home = client.get("/my/").content.decode()
    assert study.title in home


def test_a_bad_file_is_said_at_once_and_the_rest_stays(world: World, client: Client) -> None:
    study = joined(world)
    client.force_login(world.users["social"])
    url = f"/studies/{study.pk}/do/deliver/"
    data = sent(study, text=TEXT, file=SimpleUploadedFile("报告.pdf", b"<script>"))
    page = client.post(url, data)
    assert page.status_code == 422 and "只收照片" in page.content.decode() and TEXT in page.content.decode()
    assert not StudyFile.objects.exists() and not Report.objects.exists()


def test_whoever_was_asked_reads_no_reports_before_joining(world: World, client: Client) -> None:
    study = delivered(world, "social")
    actions.send_back(world.actor("officer"), study.pk, at=LATER, reason="再写")
    basket = picture(world)
    actions.deliver(world.actor("social"), study.pk, at=LATER, key=uuid4(), text=TEXT, basket=basket)
    token = StudyFile.objects.get().token
    client.force_login(world.users["internal"])
    page = client.get(f"/studies/{study.pk}/").content.decode()
    assert TEXT not in page and "监督员social" not in page
    assert client.get(f"/studies/files/{token}/").status_code == 404


def test_strangers_and_other_roles(world: World, elsewhere: World, client: Client) -> None:
    study, made = called(world), assigned(world)
    outsider = world.supervisor("outsider")
    for key, status in (("liaison", 403), ("leader", 403), ("auditor", 403)):
        client.force_login(world.users[key])
        assert client.get(f"/studies/{study.pk}/").status_code == status
    client.force_login(outsider.user)
    assert client.get(f"/studies/{study.pk}/").status_code == 404
    assert client.get(f"/studies/verifications/{made.pk}/").status_code == 404
    assert client.get("/studies/new/").status_code == 403
    client.force_login(elsewhere.users["officer"])
    for url in (f"/studies/{study.pk}/", f"/studies/verifications/{made.pk}/", f"/studies/leads/{made.lead_id}/"):
        assert client.get(url).status_code == 404
    client.force_login(world.users["social"])
    assert client.post(f"/studies/{study.pk}/do/accept/", sent(study)).status_code == 403
    assert client.get(f"/studies/{study.pk}/do/explode/").status_code == 404


@pytest.mark.clause("4.2.c")
def test_a_verification_is_arranged_on_the_lead_and_its_result_stands_there(world: World, client: Client) -> None:
    lead = lead_of(world)
    client.force_login(world.users["officer"])
    page = client.get(f"/leads/{lead.pk}/").content.decode()
    assert "安排核查" in page and "线索核查</h2>" not in page
    form = client.get(f"/studies/leads/{lead.pk}/")
    text = form.content.decode()
    assert lead.body in text and "监督员social" in text and "监督员internal" not in text  # of the handling unit
    sends = {
        "title": "看窗口",
        "brief": "两个窗口各收什么。",
        "place": "大厅",
        "due_on": "2026-03-20",
        "people": [world.supervisors["social"].pk],
        "key": str(form.context["form"]["key"].value()),
    }
    assert client.post(f"/studies/leads/{lead.pk}/", sends).status_code == 302
    made = Verification.objects.get()

    client.force_login(world.users["social"])
    page = client.get(f"/studies/verifications/{made.pk}/").content.decode()
    assert "两个窗口各收什么。" in page and lead.no not in page and "监督员second" not in page and lead.body not in page
    assert client.post(f"/studies/verifications/{made.pk}/do/take/", {"seen": made.revision}).status_code == 302
    made.refresh_from_db()
    url = f"/studies/verifications/{made.pk}/do/carry-out/"
    form = client.get(url)
    basket = str(form.context["basket"].token)
    upload = {"do": "files", "basket": basket, "file": SimpleUploadedFile("现场.jpg", image())}
    part = client.post(url, upload, headers={"HX-Request": "true"})
    assert part.status_code == 200 and "<h1" not in part.content.decode() and "现场.jpg" in part.content.decode()
    sends = sent(
        made,
        basket=basket,
        outcome="confirmed",
        happened_at="2026-03-11T10:00",
        place="大厅二楼",
        found="两个窗口都收章程。",
    )
    assert client.post(url, sends).status_code == 302
    assert Finding.objects.get().files.count() == 1

    client.force_login(world.users["officer"])
    made.refresh_from_db()
    assert client.post(f"/studies/verifications/{made.pk}/do/file/", {"seen": made.revision}).status_code == 302
    page = client.get(f"/leads/{lead.pk}/").content.decode()
    assert "两个窗口都收章程。" in page and "监督员social" in page and "属实" in page


def test_who_reads_the_result_on_the_lead(world: World, client: Client) -> None:
    lead = lead_of(world)
    made = carried_out(world, lead, basket=picture(world))
    url, token = f"/leads/{lead.pk}/", StudyFile.objects.get().token

    def read(key: str) -> str:
        client.force_login(world.users[key])
        return client.get(url).content.decode()

    for key in ("liaison", "second", "leader"):  # not before it is filed
        assert "复印件" not in read(key)
        assert client.get(f"/studies/findings/{token}/").status_code in (403, 404)
    actions.file_finding(world.actor("officer"), made.pk, at=LATER)
    for key, picture_there in (("liaison", 200), ("leader", 200), ("second", 404)):
        page = read(key)
        assert "复印件" in page and "监督员social" not in page and "监督员 1 人" in page
        assert client.get(f"/studies/findings/{token}/").status_code == picture_there
    client.force_login(world.users["liaison_b"])
    assert client.get(f"/studies/findings/{token}/").status_code == 404


@pytest.mark.clause("4.1.c")
def test_of_an_anonymous_lead_nothing_is_prefilled(world: World, client: Client) -> None:
    lead = world.walk(world.lead("internal", hidden=True), "dispatched", department="planning")
    client.force_login(world.users["officer"])
    page = client.get(f"/studies/leads/{lead.pk}/").content.decode()
    assert "隐名" in page and lead.body not in page and "监督员internal" not in page


def test_of_a_lead_that_is_over_nothing_is_arranged(world: World, client: Client) -> None:
    lead = lead_of(world, state="closed")
    client.force_login(world.users["officer"])
    assert "安排核查" not in client.get(f"/leads/{lead.pk}/").content.decode()
    assert client.get(f"/studies/leads/{lead.pk}/").status_code == 302


def test_home_and_lists_of_a_supervisor(world: World, client: Client) -> None:
    study, made = called(world), assigned(world)
    client.force_login(world.users["social"])
    home = client.get("/my/").content.decode()
    mine = client.get("/studies/").content.decode()
    for page in (home, mine):
        assert study.title in page and made.title in page and "待答复" in page
    client.force_login(world.users["internal"])
    assert made.title not in client.get("/studies/").content.decode()
    assert client.get("/studies/verifications/").status_code == 403


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("url", ["/studies/", "/studies/verifications/"])
def test_lists_take_as_many_queries_for_more_rows(
    world: World, client: Client, count: int, url: str, django_assert_num_queries
) -> None:
    lead = lead_of(world)
    for _ in range(count):
        called(world)
        filed(world, lead)
    client.force_login(world.users["officer"])
    client.get(url)
    with django_assert_num_queries(7):  # 3 for every page; counts, how many, rows, the rules
        page = client.get(url)
    assert page.content.decode().count('class="cell-title"') == count


@pytest.mark.parametrize("count", [1, 3])
def test_a_lead_with_verifications_takes_as_many_queries_for_more(
    world: World, client: Client, count: int, django_assert_num_queries
) -> None:
    lead = lead_of(world)
    for _ in range(count):
        filed(world, lead)
    client.force_login(world.users["officer"])
    client.get(f"/leads/{lead.pk}/")
    with django_assert_num_queries(15):
        client.get(f"/leads/{lead.pk}/")


@pytest.mark.parametrize("state", ["late", "nonsense", "delivered", "accepted"])
def test_unknown_filters_are_passed_over(world: World, client: Client, state: str) -> None:
    called(world)
    client.force_login(world.users["head"])
    assert client.get(f"/studies/?state={state}&page=x").status_code == 200
    assert client.get(f"/studies/verifications/?state={state}").status_code == 200


def test_what_is_late_is_among_the_late(world: World, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    called(world, due_on=DUE - timedelta(days=5))  # a Sunday
    for day, late in (("2026-03-16 23:00", False), ("2026-03-17 08:00", True)):
        moment = when(day)
        monkeypatch.setattr(timezone, "now", lambda: moment)  # noqa: B023 used before the next round
        client.force_login(world.users["officer"])
        assert ("重复交件情况" in client.get("/studies/?state=late").content.decode()) == late


def test_time_reminds_once_before_the_last_day(world: World) -> None:
    from jianyan.notify.models import Notice

    joined(world)
    taken(world, lead_of(world))
    assert actions.tick_studies(world.zone, at=when("2026-03-16 09:00")) == 0
    assert actions.tick_studies(world.zone, at=when("2026-03-17 07:00")) == 0
    assert actions.tick_studies(world.zone, at=when("2026-03-17 09:00")) == 2
    assert actions.tick_studies(world.zone, at=when("2026-03-18 09:00")) == 0
    assert Notice.objects.filter(kind="study.due", user=world.users["social"]).count() == 1
    assert Notice.objects.filter(kind="verification.due", user=world.users["social"]).count() == 1
    assert MONDAY < LATER
