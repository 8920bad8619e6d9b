"""The pages of a round: a unit's comments, the office's answers, the summary; the public's page without account."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone
from docx import Document

from jianyan.core.workdays import local_date
from jianyan.ledger.models import Entry
from jianyan.rules import actions
from jianyan.rules.models import Comment, Consultation
from tests.fixtures import World
from tests.rules.consulting import asked, drafted, said

NOW = timezone.now
SOON = timedelta(days=7)


@pytest.fixture
def round_(world: World) -> Consultation:
    """With the units, today."""
    return asked(world, drafted(world), at=NOW(), until=local_date(NOW()) + SOON)


@pytest.fixture
def open_(world: World) -> Consultation:
    """With the public, today."""
    return asked(world, drafted(world), "public", at=NOW(), until=local_date(NOW()) + SOON)


def over(round_: Consultation) -> None:
    """Its last day was yesterday."""
    Consultation.objects.filter(pk=round_.pk).update(until=local_date(NOW()) - timedelta(days=1))


def signed_in(world: World, key: str) -> Client:
    client = Client()
    client.force_login(world.users[key])
    return client


@pytest.mark.clause("3")
def test_the_head_opens_a_round_and_a_unit_comments(world: World) -> None:
    made = drafted(world)
    head, liaison = signed_in(world, "head"), signed_in(world, "liaison")
    until = local_date(NOW()) + SOON
    url = f"/rules/drafts/{made.pk}/consult/"
    assert "专员在意见表提交后 5 个工作日内" in head.get(url).content.decode()
    bad = head.post(url, {"audience": "units", "until": local_date(NOW()), "seen": made.revision})
    assert bad.status_code == 422 and "截止日期须晚于今天" in bad.content.decode()
    sent = head.post(url, {"audience": "units", "until": until, "note": "请提出。", "seen": made.revision})
    round_ = Consultation.objects.get()
    assert sent.headers["Location"] == f"/rules/consultations/{round_.pk}/"

    page = liaison.get(f"/rules/consultations/{round_.pk}/").content.decode()
    assert "请提出。" in page and "?rule=clocks.call" in page and "看草案</a>" not in page
    form = f"/rules/consultations/{round_.pk}/comment/"
    assert 'value="clocks.call" selected' in liaison.get(f"{form}?rule=clocks.call").content.decode()
    done = liaison.post(form, {"rule": "clocks.call", "text": "五天太长。", "key": uuid4()}, follow=True)
    assert "五天太长。" in done.content.decode()
    assert "五天太长。" not in signed_in(world, "liaison_b").get(f"/rules/consultations/{round_.pk}/").content.decode()
    assert "陈晨" in head.get(f"/rules/consultations/{round_.pk}/").content.decode()


@pytest.mark.clause("3")
def test_the_office_answers_and_concludes_and_the_unit_reads_why(world: World, round_: Consultation) -> None:
    mine = said(world, round_)
    officer = signed_in(world, "officer")
    url = f"/rules/comments/{mine.pk}/"
    assert "专员在意见表提交后 5 个工作日内" in officer.get(url).content.decode()
    assert officer.post(url, {}).status_code == 422
    bad = officer.post(url, {"outcome": "rejected", "reason": ""})
    assert bad.status_code == 422 and "请填写。" in bad.content.decode()
    conclude = f"/rules/consultations/{round_.pk}/conclude/"
    early = officer.post(conclude)
    assert early.status_code == 422 and "期满后才能结束" in early.content.decode()
    over(round_)
    open_ones = officer.post(conclude)
    assert open_ones.status_code == 422 and "还有 1 条意见没有处理" in open_ones.content.decode()
    assert officer.post(url, {"outcome": "partly", "reason": "改为四天。"}).status_code == 302
    assert officer.post(conclude).status_code == 302

    page = signed_in(world, "liaison").get(f"/rules/consultations/{round_.pk}/").content.decode()
    assert "部分采纳" in page and "改为四天。" in page
    assert officer.get(url).status_code == 409
    assert officer.post(conclude).status_code == 409


@pytest.mark.clause("3")
def test_the_summary_names_units_and_nobody_of_the_public(world: World, open_: Consultation) -> None:
    made = actions.comment(
        world.system, open_.pk, at=NOW(), text="建议四天。", key=uuid4(), rule="clocks.call", name="张某某"
    )
    actions.answer(world.actor("officer"), made.pk, at=NOW(), outcome="adopted")
    actions.edit(world.actor("officer"), open_.draft_id, {"clocks.call.amount": 4}, at=NOW())
    officer = signed_in(world, "officer")
    answer = officer.get(f"/rules/consultations/{open_.pk}/summary.docx")
    document = Document(BytesIO(b"".join(answer)))
    texts = [p.text for p in document.paragraphs]
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    assert any("共收到意见1条，其中采纳1条" in text for text in texts)
    assert {"建议四天。", "社会公众", "采纳", "时限 · 电话沟通"} <= set(cells)
    assert any("4 个工作日" in cell for cell in cells)
    assert not any("张某某" in text for text in (*texts, *cells))
    pdf = officer.get(f"/rules/consultations/{open_.pk}/summary.pdf")
    assert b"".join(pdf).startswith(b"%PDF")
    assert Entry.objects.filter(verb="rules.summary").count() == 2
    for key in ("liaison", "leader", "social"):
        assert signed_in(world, key).get(f"/rules/consultations/{open_.pk}/summary.pdf").status_code == 403


@pytest.mark.clause("3")
def test_anybody_reads_the_draft_comments_and_follows_it(world: World, open_: Consultation, client: Client) -> None:
    page = client.get(f"/public/rules/{open_.token}/")
    body = page.content.decode()
    assert page.status_code == 200 and page["X-Robots-Tag"] == "noindex, nofollow"
    assert "专员在意见表提交后 5 个工作日内" in body and "?rule=clocks.call" in body
    form = f"/public/rules/{open_.token}/comment/"
    assert 'value="clocks.call" selected' in client.get(f"{form}?rule=clocks.call").content.decode()

    sent = client.post(form, {"rule": "clocks.call", "text": "建议<b>四</b>天。", "name": "", "key": uuid4()})

    made = Comment.objects.get()
    assert sent.headers["Location"] == f"/public/rules/comment/{made.token}/"
    assert "正在处理" in client.get(sent.headers["Location"]).content.decode()
    actions.answer(world.actor("officer"), made.pk, at=NOW(), outcome="partly", reason="改为四天。")
    assert "正在处理" in client.get(sent.headers["Location"]).content.decode()
    over(open_)
    actions.conclude(world.actor("officer"), open_.pk, at=NOW())
    after = client.get(sent.headers["Location"]).content.decode()
    assert "部分采纳" in after and "改为四天。" in after
    result = client.get(f"/public/rules/{open_.token}/").content.decode()
    assert "共收到 1 条意见" in result and "改为四天。" in result
    assert "四</b>天" not in result and "四&lt;/b&gt;天" not in result
    late = client.post(form, {"rule": "", "text": "来晚了", "key": uuid4()})
    assert late.status_code == 409 and "来晚了" in late.content.decode()


def test_what_the_public_cannot_send(open_: Consultation, client: Client) -> None:
    form = f"/public/rules/{open_.token}/comment/"
    good = {"rule": "", "text": "好", "name": "", "key": str(uuid4())}
    for changes, said_ in (
        ({"text": ""}, "请填写这一项"),
        ({"text": "字" * 300_000}, "2000"),
        ({"rule": "clocks.lunch"}, "这个选项已不可用"),
        ({"key": "x"}, "UUID"),
        ({"website": "http://spam"}, "最后一栏请留空"),
        ({"text": "\x00"}, "控制字符"),
        ({"name": "名" * 61}, "60"),
    ):
        page = client.post(form, {**good, **changes})
        assert page.status_code == 422 and said_ in page.content.decode(), changes.keys()
        assert not Comment.objects.exists()


def test_a_body_of_many_megabytes_is_cut_off(open_: Consultation, client: Client) -> None:
    page = client.post(f"/public/rules/{open_.token}/comment/", {"text": "x" * 3_000_000, "key": str(uuid4())})
    assert page.status_code in (400, 413)
    assert not Comment.objects.exists()


def test_one_address_is_slowed_down(open_: Consultation, client: Client) -> None:
    form = f"/public/rules/{open_.token}/comment/"
    statuses = [client.post(form, {"text": "好", "key": uuid4()}).status_code for _ in range(62)]
    assert statuses.count(302) == 60 and statuses[-1] == 429


def test_rounds_with_the_units_and_dropped_ones_are_not_public(
    world: World, round_: Consultation, client: Client
) -> None:
    assert client.get(f"/public/rules/{round_.token}/").status_code == 404
    assert client.get(f"/public/rules/{round_.token}/comment/").status_code == 404
    mine = said(world, round_)
    assert client.get(f"/public/rules/comment/{mine.token}/").status_code == 404
    assert client.get(f"/public/rules/{uuid4()}/").status_code == 404


def test_the_zones_page_lists_public_rounds(world: World, open_: Consultation, client: Client) -> None:
    page = client.get(f"/public/rules/{world.zone.code}/").content.decode()
    assert str(open_.token) in page and "征求意见中" in page
    actions.drop(world.actor("head"), open_.draft_id, at=NOW())
    assert "现在没有征求意见的规则" in client.get(f"/public/rules/{world.zone.code}/").content.decode()
    assert client.get(f"/public/rules/{open_.token}/").status_code == 404
    assert client.get("/public/rules/nowhere/").status_code == 404


def test_who_sees_the_tabs(world: World, round_: Consultation) -> None:
    for key, links in (("officer", 2), ("head", 2), ("liaison", 1), ("social", 0), ("leader", 0), ("auditor", 0)):
        body = signed_in(world, key).get("/rules/v1/").content.decode()
        found = ('href="/rules/drafts/"' in body) + ('href="/rules/consultations/"' in body)
        assert found == links, key


def test_the_list_and_the_round_take_the_same_queries_for_one_and_three(
    world: World, round_: Consultation, django_assert_num_queries: object
) -> None:
    officer = signed_in(world, "officer")
    said(world, round_)
    url = f"/rules/consultations/{round_.pk}/"
    officer.get(url)
    with django_assert_num_queries(6):  # type: ignore[operator]  # session, user, unread; round, order, comments
        officer.get(url)
    said(world, round_, "再想想。", "")
    said(world, round_, "好。")
    with django_assert_num_queries(6):  # type: ignore[operator]
        officer.get(url)
    with django_assert_num_queries(5):  # type: ignore[operator]  # …; count, rounds
        officer.get("/rules/consultations/")


def test_many_comments_come_by_pages(world: World, open_: Consultation) -> None:
    rows = [
        Comment(
            consultation=open_, number=n, key=uuid4(), rule="" if n % 2 else "clocks.call", text=f"第{n}号", at=NOW()
        )
        for n in range(1, 121)
    ]
    Comment.objects.bulk_create(rows)
    officer, url = signed_in(world, "officer"), f"/rules/consultations/{open_.pk}/"
    pages = [officer.get(f"{url}?page={page}").content.decode() for page in (1, 2, 3)]
    shown = [[n for n in range(1, 121) if f"第{n}号" in page] for page in pages]
    assert [len(each) for each in shown] == [50, 50, 20]
    assert sorted(n for each in shown for n in each) == list(range(1, 121)) and shown[0] == list(range(1, 100, 2))
    assert officer.get(f"{url}?page=zzz").status_code == 200
