"""The pages of a draft: figures beside words, errors at the field, what changed, TOML in and out."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from jianyan.core.rulebook import load
from jianyan.core.workdays import local_date
from jianyan.rules import actions
from jianyan.rules.actions import packaged_rulebook
from jianyan.rules.models import Draft, RulebookVersion
from tests.fixtures import MONDAY, World
from tests.rules.consulting import adopted, asked, drafted


@pytest.fixture
def officer(world: World, client: Client) -> Client:
    client.force_login(world.users["officer"])
    return client


def fields(page: object, made: Draft, section: str) -> dict[str, object]:
    """What the form of a section holds, to be sent again."""
    form = page.context["form"]  # type: ignore[attr-defined]
    return {name: form.initial[name] for name in form.fields if form.initial.get(name) is not None} | {
        "seen": made.revision
    }


@pytest.mark.clause("4.0")
def test_a_draft_is_begun_from_the_latest_version_and_edited_on_a_page(officer: Client) -> None:
    begun = officer.post("/rules/drafts/new/", {"why": "试行一年后修订。"})
    made = Draft.objects.get()
    assert begun.headers["Location"] == f"/rules/drafts/{made.pk}/"
    url = f"/rules/drafts/{made.pk}/edit/clocks/"
    page = officer.get(url)
    assert "专员在意见表提交后 3 个工作日内，与监督员电话沟通了解情况。" in page.content.decode()

    saved = officer.post(url, {**fields(page, made, "clocks"), "clocks.call.amount": "5"})

    assert saved.status_code == 302
    made.refresh_from_db()
    assert load(made.text).clocks["call"].amount == 5
    body = officer.get(f"/rules/drafts/{made.pk}/").content.decode()
    assert "专员在意见表提交后 5 个工作日内" in body and "3 个工作日" in body
    assert "第 1 版：3 个工作日" in officer.get(url).content.decode()


@pytest.mark.parametrize(
    ("section", "values", "said"),
    [
        ("scores", {"scores.forms.points": "20"}, "各项分值之和是 95，应为 100"),
        ("numbers", {"numbers.award_ratio.value": "0"}, "须大于 0、不超过 1"),
        ("numbers", {"numbers.award_ratio.value": "1.5"}, "须在 0 至 1 之间"),
        ("numbers", {"numbers.form_due_day.value": "31"}, "须在 1 至 28 之间"),
        ("numbers", {"numbers.award_ratio.value": "nan"}, "请填写数字"),
        ("clocks", {"clocks.call.amount": "-1"}, "不能小于 0"),
        ("clocks", {"clocks.call.amount": "三"}, "请填写整数"),
    ],
)
def test_what_cannot_be_is_said_and_what_was_typed_stays(
    world: World, officer: Client, section: str, values: dict[str, str], said: str
) -> None:
    made = drafted(world)
    url = f"/rules/drafts/{made.pk}/edit/{section}/"
    page = officer.post(url, {**fields(officer.get(url), made, section), **values})
    assert page.status_code == 422
    body = page.content.decode()
    assert said in body and all(f'value="{value}"' in body for value in values.values())
    assert Draft.objects.get().text == made.text


def test_one_rule_with_all_its_parts(world: World, officer: Client) -> None:
    made = drafted(world)
    url = f"/rules/drafts/{made.pk}/edit/clocks/call/"
    page = officer.get(url)
    sent = fields(page, made, "clocks")

    bad = officer.post(url, {**sent, "clocks.call.words": "{days} 天内"})
    assert bad.status_code == 422 and "大括号里只能写这一条自己的项，不能写“days”" in bad.content.decode()
    good = officer.post(
        url, {**sent, "clocks.call.words": "专员应在 {amount} 天内致电。", "clocks.call.close": "business"}
    )

    assert good.headers["Location"] == f"/rules/drafts/{made.pk}/edit/clocks/#clocks.call"
    made.refresh_from_db()
    call = load(made.text).clocks["call"]
    assert (call.words, call.close.value) == ("专员应在 {amount} 天内致电。", "business")
    for section in load(made.text).items():
        assert officer.get(f"/rules/drafts/{made.pk}/edit/{section[0]}/{section[1]}/").status_code == 200
    about = officer.post(
        f"/rules/drafts/{made.pk}/edit/about/",
        {"title": "规则", "title_en": "Rules", "status": "正式", "status_en": "In force", "seen": made.revision},
    )
    assert about.status_code == 302 and load(Draft.objects.get().text).status == "正式"


def test_sections_and_rules_that_are_not_there(world: World, officer: Client) -> None:
    made = drafted(world)
    for path in ("edit/lunch/", "edit/clocks/lunch/", "edit/title/x/"):
        assert officer.get(f"/rules/drafts/{made.pk}/{path}").status_code == 404


def test_two_who_edit_at_once(world: World, officer: Client) -> None:
    made = drafted(world)
    url = f"/rules/drafts/{made.pk}/edit/clocks/"
    sent = fields(officer.get(url), made, "clocks")
    actions.edit(world.actor("head"), made.pk, {"clocks.call.amount": 4}, at=MONDAY)
    page = officer.post(url, {**sent, "clocks.call.amount": "6"})
    assert page.status_code == 409
    body = page.content.decode()
    assert "刚刚有人改动过" in body and 'value="6"' in body


def toml(text: str | bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("rules.toml", text.encode() if isinstance(text, str) else text, "application/toml")


@pytest.mark.clause("4.0")
def test_toml_out_and_in(world: World, officer: Client) -> None:
    made = drafted(world)
    out = officer.get(f"/rules/drafts/{made.pk}/rulebook.toml")
    assert out["Content-Type"].startswith("application/toml") and load(out.content.decode()).number == 2
    text = out.content.decode().replace("amount = 5", "amount = 2", 1)

    done = officer.post(f"/rules/drafts/{made.pk}/text/", {"file": toml(text), "seen": made.revision})

    assert done.status_code == 302
    assert load(Draft.objects.get().text).clocks["call"].amount == 2
    assert load(officer.get("/rules/v1/rulebook.toml").content.decode()) == load(packaged_rulebook())


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("x = [", "不是能读的 TOML"),
        (packaged_rulebook() + "\n[lunch]\n", "有不认识的项“lunch”"),
        (packaged_rulebook().replace("amount = 3\n", "", 1), "clocks.call：缺少“amount”"),
        (packaged_rulebook().replace("points = 25", "points = 24", 1), "各项分值之和是 99，应为 100"),
        (b"\xff\xfe\x00", "UTF-8"),
        ("x = 1\n" * 40_000, "文件太长"),
        ("x" * 700_000, "文件太大"),
        ("", "这个文件是空的"),
    ],
    ids=["toml", "unknown", "missing", "weights", "encoding", "long", "huge", "empty"],
)
def test_a_file_that_cannot_be_used(world: World, officer: Client, text: str | bytes, said: str) -> None:
    made = drafted(world)
    page = officer.post(f"/rules/drafts/{made.pk}/text/", {"file": toml(text), "seen": made.revision})
    assert page.status_code == 422
    assert said in page.content.decode()
    assert Draft.objects.get().text == made.text


@pytest.mark.clause("4.0")
def test_the_head_adopts_on_a_page_and_the_versions_are_compared(world: World, client: Client) -> None:
    made = drafted(world)
    client.force_login(world.users["head"])
    url = f"/rules/drafts/{made.pk}/adopt/"
    today = local_date(timezone.now())
    assert "还没有征求过意见的：" in client.get(url).content.decode()
    for day, why, said in (
        (today, "急", "施行日期须晚于今天"),
        (today + timedelta(days=9), "", "请写明理由"),
        ("2026-13-01", "急", "日期"),
    ):
        page = client.post(url, {"effective_on": str(day), "unasked": why, "seen": made.revision})
        assert page.status_code == 422 and said in page.content.decode()

    day = today + timedelta(days=9)
    done = client.post(url, {"effective_on": day.isoformat(), "unasked": "急", "seen": made.revision}, follow=True)

    assert done.redirect_chain == [("/rules/v2/", 302)]
    assert RulebookVersion.objects.get(number=2).effective_on == day
    assert "5 个工作日" in client.get("/rules/v2/changes/").content.decode()
    assert client.get("/rules/v1/changes/").status_code == 404
    again = client.get(url)
    assert again.status_code == 409 and "草案的状态已变化" in again.content.decode()
    assert client.get(f"/rules/drafts/{made.pk}/edit/clocks/").status_code == 409


def test_the_head_drops_a_draft(world: World, client: Client) -> None:
    made = asked(world).draft
    client.force_login(world.users["head"])
    page = client.get(f"/rules/drafts/{made.pk}/drop/")
    assert "放弃后不能恢复" in page.content.decode()
    assert client.post(f"/rules/drafts/{made.pk}/drop/", {"seen": made.revision}).status_code == 302
    assert Draft.objects.get().state == "dropped"


def test_who_opens_what(world: World, elsewhere: World, client: Client) -> None:
    made, away = drafted(world), drafted(elsewhere)
    pages = ("", "rulebook.toml", "text/", "edit/clocks/", "edit/clocks/call/")
    for key in ("social", "liaison", "leader", "auditor", "sysadmin", "secadmin"):
        client.force_login(world.users[key])
        assert all(client.get(f"/rules/drafts/{made.pk}/{page}").status_code == 403 for page in pages)
    client.force_login(world.users["officer"])
    for page in ("consult/", "adopt/", "drop/"):
        assert client.get(f"/rules/drafts/{made.pk}/{page}").status_code == 403
    client.force_login(world.users["head"])
    for page in (*pages, "consult/", "adopt/", "drop/"):
        assert client.get(f"/rules/drafts/{made.pk}/{page}").status_code == 200
        assert client.get(f"/rules/drafts/{away.pk}/{page}").status_code == 404


def test_a_second_draft_is_refused_with_the_reason(world: World, officer: Client) -> None:
    drafted(world)
    page = officer.post("/rules/drafts/new/", {"why": ""})
    assert page.status_code == 409 and "已有一份草案没有办完" in page.content.decode()
    assert "起草新版" not in officer.get("/rules/drafts/").content.decode()


def test_the_list_takes_the_same_queries_for_one_and_three(
    world: World, officer: Client, django_assert_num_queries: object
) -> None:
    adopted(world, on=date(2026, 4, 1))
    officer.get("/rules/drafts/")
    with django_assert_num_queries(5):  # type: ignore[operator]  # session, user, unread; count, drafts
        officer.get("/rules/drafts/")
    adopted(world, drafted(world, **{"clocks.call.amount": 6}), on=date(2026, 4, 2))
    drafted(world, **{"clocks.call.amount": 7})
    with django_assert_num_queries(5):  # type: ignore[operator]
        officer.get("/rules/drafts/")


def test_in_english_the_changes_read_english(world: World, officer: Client) -> None:
    made = drafted(
        world, **{"clocks.call.words": "专员在 {amount} 天内致电。", "clocks.call.words_en": "A call in {amount} days."}
    )
    officer.cookies["jianyan_language"] = "en"
    body = officer.get(f"/rules/drafts/{made.pk}/").content.decode()
    assert "A call in 5 days." in body and "专员在 5 天内致电。" in body
    officer.cookies["jianyan_language"] = "zh-hans"
    body = officer.get(f"/rules/drafts/{made.pk}/").content.decode()
    assert "英文文字" in body and "A call in 5 days." in body


def test_what_a_kind_of_lead_asks_and_its_basis_are_compared_in_words(world: World, officer: Client) -> None:
    text = packaged_rulebook().replace('asks = ["policy", "effect"]', 'asks = ["policy"]', 1)
    made = actions.draft(world.actor("officer"), at=MONDAY, text=text)
    actions.edit(
        world.actor("officer"), made.pk, {"kinds.trend.basis": "practice", "kinds.risk.information": True}, at=MONDAY
    )
    body = officer.get(f"/rules/drafts/{made.pk}/").content.decode()
    assert "政策名称、影响的方向" in body and "试行期内由营商环境办确定的办法" in body
    assert "<ins>" in body and "是</ins>" in body


def test_what_a_deed_counts_and_the_part_that_it_counts_for_are_edited(world: World, officer: Client) -> None:
    made = drafted(world)
    scores, merits = (f"/rules/drafts/{made.pk}/edit/{section}/" for section in ("scores", "merits"))
    alone = officer.post(scores, {**fields(officer.get(scores), made, "scores"), "scores.forms.points": "20"})
    assert alone.status_code == 422
    shifted = {"scores.forms.points": "20", "scores.quality.points": "40"}
    assert officer.post(scores, {**fields(officer.get(scores), made, "scores"), **shifted}).status_code == 302
    made.refresh_from_db()
    moved = {**fields(officer.get(f"{merits}form/"), made, "merits"), "merits.form.part": "quality"}
    bare = officer.post(f"{merits}form/", moved)
    assert bare.status_code == 422
    assert "没有任何事项计入这一项" in bare.content.decode()
    sent = {**fields(officer.get(merits), made, "merits"), "merits.form.points": "20", "merits.lead.points": "1.25"}
    assert officer.post(merits, sent).status_code == 302
    made.refresh_from_db()
    rules = load(made.text)
    assert (rules.merits["lead"].points, rules.scores["quality"].points) == (1.25, 40)
    one = officer.get(f"/rules/drafts/{made.pk}/edit/merits/lead/").content.decode()
    assert "计入哪一项" in one and "每次计分" in one
