"""The pages of recruitment without an account: the notice, the application, its status, the list and objections."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from jianyan.recruit import actions
from jianyan.recruit.models import Candidate, CandidateFile, Objection, Round
from tests import files
from tests.fixtures import MONDAY, World
from tests.recruit.acts import applied, brought_to, opened, plan, qualified

AGREED = {"consent": "on", "notice": "on", "promise": "on"}


class Clock:
    """The moment at which pages are opened."""

    now = MONDAY

    def move_to(self, moment: datetime) -> None:
        self.now = moment


@pytest.fixture(autouse=True)
def monday(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The day on which the round is open."""
    clock = Clock()
    monkeypatch.setattr(timezone, "now", lambda: clock.now)
    return clock


@pytest.fixture(autouse=True)
def store(settings: Any, tmp_path: Any) -> None:
    """A store of the test's own."""
    options = {"location": str(tmp_path / "files")}
    attachments = {**settings.STORAGES["attachments"], "OPTIONS": options}
    settings.STORAGES = {**settings.STORAGES, "attachments": attachments}


@pytest.fixture
def round_(world: World) -> Round:
    return opened(world)


def typed(**changes: Any) -> dict[str, Any]:
    base = {
        "name": "买买提·吐尔逊",
        "phone": "138 0000 9999",
        "category": "entity",
        "employer": "远洋物流公司",
        "post": "经理",
        "reason": "熟悉企业办事流程。",
        "levels": ["new_area"],
        "key": str(uuid4()),
        "basket": str(uuid4()),
    }
    return {**AGREED, **base, **changes}


def url(name: str, token: UUID) -> str:
    return reverse(f"public:{name}", args=[token])


@pytest.mark.clause("4.1.a")
def test_the_notice_says_conditions_places_dates_and_state(client: Client, round_: Round) -> None:
    answer = client.get(url("round", round_.token))
    page = answer.content.decode()
    for said in ("正在报名", "受过党纪、政务处分或刑事处罚的", "市场主体代表", "022-25601200", "我要报名"):
        assert said in page
    assert answer.headers["X-Robots-Tag"].startswith("noindex")
    assert round_.title in client.get(reverse("public:zone", args=["dj"])).content.decode()


def test_a_draft_and_a_guess_are_not_there(client: Client, world: World) -> None:
    draft = actions.draft_round(world.actor("officer"), plan(), at=MONDAY)
    for token in (draft.token, uuid4()):
        for name in ("round", "apply", "list", "object"):
            assert client.get(url(name, token)).status_code == 404
    for name in ("status", "receipt", "withdraw", "objection"):
        assert client.get(url(name, uuid4())).status_code == 404


def test_nothing_is_kept_without_consent(client: Client, round_: Round) -> None:
    address = url("apply", round_.token)
    assert "个人信息处理说明" in client.get(address).content.decode()
    for missing in AGREED:
        sent = typed(do="send", file=files_upload())
        del sent[missing]
        answer = client.post(address, sent)
        assert answer.status_code == 422
        assert "买买提" not in answer.content.decode()
    assert not Candidate.objects.exists()
    assert not CandidateFile.objects.exists()


def files_upload() -> Any:
    return SimpleUploadedFile("证书.jpg", files.image(), "image/jpeg")


@pytest.mark.clause("4.1.a")
def test_an_application_is_written_looked_over_sent_once_and_followed(client: Client, round_: Round) -> None:
    address = url("apply", round_.token)
    assert client.post(address, {**AGREED, "do": "begin"}).status_code == 200
    data = typed(do="look")
    looked = client.post(address, {**data, "file": files_upload()})
    assert looked.status_code == 200
    assert "买买提·吐尔逊" in looked.content.decode()
    assert "证书.jpg" in looked.content.decode()
    assert not Candidate.objects.exists(), "looking over keeps nothing of the person"
    for _ in range(2):
        sent = client.post(address, {**data, "do": "send"})
    made = Candidate.objects.get()
    assert sent.headers["Location"] == url("receipt", made.token)
    assert (made.phone, made.levels, made.consented_at) == ("13800009999", ["new_area"], MONDAY)
    assert made.files.get().name == "证书.jpg"
    receipt = client.get(url("receipt", made.token)).content.decode()
    assert made.receipt in receipt
    assert url("status", made.token) in receipt
    status = client.get(url("status", made.token)).content.decode()
    assert "138****9999" in status
    assert "13800009999" not in status


def test_all_that_is_wrong_is_said_at_once_and_what_was_typed_is_kept(client: Client, round_: Round) -> None:
    answer = client.post(
        url("apply", round_.token), typed(do="send", name="x3", phone="12", employer="", resume="字" * 2001)
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    for said in ("姓名只能有汉字", "11 位手机号", "熟悉企业办事流程。"):
        assert said in page
    assert page.count("field-wrong") >= 4


def test_going_back_to_change_keeps_everything(client: Client, round_: Round) -> None:
    page = client.post(url("apply", round_.token), typed(do="change", phone="12")).content.decode()
    assert "熟悉企业办事流程。" in page
    assert "field-wrong" not in page


def test_a_program_that_fills_in_everything_is_stopped(client: Client, round_: Round) -> None:
    answer = client.post(url("apply", round_.token), typed(do="send", website="http://spam.example"))
    assert answer.status_code == 422
    assert not Candidate.objects.exists()


def test_the_same_person_applies_once(client: Client, round_: Round) -> None:
    client.post(url("apply", round_.token), typed(do="send"))
    again = client.post(url("apply", round_.token), typed(do="send"))
    assert again.status_code == 422
    assert "已有报名" in again.content.decode()


def test_a_file_is_taken_in_once_and_out_again(client: Client, round_: Round) -> None:
    data = typed(do="files")
    for _ in range(2):
        page = client.post(url("apply", round_.token), {**data, "file": files_upload()}).content.decode()
    assert page.count('name="unfile"') == 1
    kept = CandidateFile.objects.get()
    client.post(url("apply", round_.token), {**data, "unfile": str(kept.token)})
    assert not CandidateFile.objects.exists()


def test_a_file_that_is_no_document_is_refused(client: Client, round_: Round) -> None:
    sent = SimpleUploadedFile("证书.jpg", b"<script>alert(1)</script>", "image/jpeg")
    answer = client.post(url("apply", round_.token), typed(do="look", file=sent))
    assert answer.status_code == 422
    assert "按内容判断" in answer.content.decode()


def test_files_never_sent_are_cleared_away(client: Client, world: World, round_: Round) -> None:
    client.post(url("apply", round_.token), typed(do="files", file=files_upload()))
    actions.tick_rounds(world.zone.pk, at=MONDAY + timedelta(days=1))
    assert CandidateFile.objects.exists()
    actions.tick_rounds(world.zone.pk, at=MONDAY + timedelta(days=3))
    assert not CandidateFile.objects.exists()


def test_after_the_last_day_what_was_typed_can_be_copied(client: Client, round_: Round, monday: Clock) -> None:
    monday.move_to(MONDAY + timedelta(days=11))
    answer = client.post(url("apply", round_.token), typed(do="send"))
    assert answer.status_code == 409
    assert "熟悉企业办事流程。" in answer.content.decode()


@pytest.mark.clause("4.0")
def test_a_person_reads_why_not(client: Client, world: World, round_: Round) -> None:
    one = applied(world, round_)
    actions.refuse(world.actor("officer"), one.pk, at=MONDAY, reason="材料与单位不符")
    page = client.get(url("status", one.token)).content.decode()
    assert "不予聘任" in page
    assert "材料与单位不符" in page


def test_a_person_withdraws_after_being_asked(client: Client, world: World, round_: Round) -> None:
    one = applied(world, round_)
    assert "确定撤回吗" in client.get(url("withdraw", one.token)).content.decode()
    assert client.post(url("withdraw", one.token)).status_code == 302
    one.refresh_from_db()
    assert one.state == "withdrawn"
    assert client.post(url("withdraw", one.token)).status_code == 409


def test_a_round_called_off_says_why(client: Client, world: World, round_: Round) -> None:
    one = applied(world, round_)
    actions.cancel(world.actor("head"), round_.pk, at=MONDAY, reason="机构调整")
    for page in (client.get(url("round", round_.token)), client.get(url("status", one.token))):
        assert "已取消" in page.content.decode()
        assert "机构调整" in page.content.decode()


def test_that_somebody_is_chosen_is_not_told_before_the_list_is_public(
    client: Client, world: World, round_: Round
) -> None:
    one = qualified(world, applied(world, round_))
    brought_to(world, round_, "decide")
    one.refresh_from_db()
    assert one.state == "chosen"
    page = client.get(url("status", one.token)).content.decode()
    assert "等待审定" in page
    assert "拟聘名单" not in page


@pytest.mark.clause("4.1.a")
def test_the_list_hangs_with_four_things_and_takes_objections_until_it_is_gone(
    client: Client, world: World, round_: Round, monday: Clock
) -> None:
    one = qualified(world, applied(world, round_, 3))
    round_ = brought_to(world, round_, "publish")
    monday.move_to(MONDAY + timedelta(days=12))
    page = client.get(url("list", round_.token)).content.decode()
    for said in (one.name, one.employer, one.post, "市场主体代表"):
        assert said in page
    for hidden in (one.phone, str(one.token), one.receipt, one.reason):
        assert hidden not in page
    assert "正在公示" in client.get(url("status", one.token)).content.decode()
    key = str(uuid4())
    for _ in range(2):
        sent = client.post(url("object", round_.token), {"about": one.pk, "text": "正在被调查。", "key": key})
    made = Objection.objects.get()
    assert sent.headers["Location"] == url("objection", made.token)
    receipt = client.get(url("objection", made.token)).content.decode()
    assert made.receipt in receipt
    assert "正在被调查" not in receipt
    monday.move_to(MONDAY + timedelta(days=30))
    gone = client.get(url("list", round_.token)).content.decode()
    assert one.name not in gone
    assert "名单不再显示" in gone
    assert client.get(url("object", round_.token)).status_code == 302


def test_somebody_who_is_not_on_the_list_cannot_be_objected_to(
    client: Client, world: World, round_: Round, monday: Clock
) -> None:
    qualified(world, applied(world, round_, 0))
    other = applied(world, round_, 1)
    actions.refuse(world.actor("officer"), other.pk, at=MONDAY, reason="材料不全")
    brought_to(world, round_, "publish")
    monday.move_to(MONDAY + timedelta(days=12))
    answer = client.post(url("object", round_.token), {"about": other.pk, "text": "不行。", "key": str(uuid4())})
    assert answer.status_code == 422
    assert other.name not in answer.content.decode()


def test_guessing_is_stopped_and_tells_nothing(client: Client, world: World) -> None:
    answers = [client.get(url("status", uuid4())).status_code for _ in range(125)]
    assert answers[0] == 404
    assert answers[-1] == 429
