"""The pages of bulletins, as each role meets them."""

from __future__ import annotations

import io
import re
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from docx import Document

from jianyan.ledger.models import Entry
from jianyan.reports import actions
from jianyan.reports.models import Bulletin, Section
from tests.fixtures import World, when
from tests.reports.scene import AFTER, QUARTER, lead_at, quarter

LATER = when("2026-04-21 15:00")
MARCH = when("2026-03-09 10:00")


@pytest.fixture
def draft(world: World) -> Bulletin:
    lead_at(world, "social", MARCH, "closed")
    return actions.draft(world.actor("officer"), QUARTER, at=AFTER)


def signed_in(world: World, role: str) -> Client:
    client = Client()
    client.force_login(world.users[role])
    return client


def at(bulletin: Bulletin, name: str = "bulletin", *more: object) -> str:
    return reverse(f"reports:{name}", args=[bulletin.pk, *more])


def frozen(world: World, bulletin: Bulletin) -> Bulletin:
    return actions.freeze(world.actor("head"), bulletin.pk, at=LATER)


@pytest.mark.clause("5.1.i")
def test_an_officer_drafts_in_one_step_and_finds_it_the_second_time(world: World) -> None:
    officer = signed_in(world, "officer")
    lead_at(world, "social", MARCH, "closed")

    assert "起草通报" in officer.get(reverse("reports:home")).content.decode()
    made = officer.post(reverse("reports:bulletin_new"), {"quarter": QUARTER})
    assert made.status_code == 302 and made["Location"] == at(Bulletin.objects.get())
    again = officer.post(reverse("reports:bulletin_new"), {"quarter": QUARTER}, follow=True)
    assert "已经起草了" in again.content.decode() and Bulletin.objects.count() == 1


@pytest.mark.parametrize("quarter", ["", "2026Q5", "2999Q1", "二〇二六"])
def test_no_quarter_is_no_bulletin(world: World, quarter: str) -> None:
    said = signed_in(world, "officer").post(reverse("reports:bulletin_new"), {"quarter": quarter}, follow=True)

    assert said.status_code == 200 and not Bulletin.objects.exists()


@pytest.mark.clause("5.1.i")
def test_every_figure_opens_its_leads(world: World, draft: Bulletin) -> None:
    head = signed_in(world, "head")
    page = head.get(at(draft))

    links = {link for link in page.content.decode().split('"') if f"/snapshots/{draft.snapshot_id}/leads/" in link}
    assert len(links) > 15
    for link in links:
        assert "1 件线索" in head.get(link.replace("&amp;", "&")).content.decode(), link


@pytest.mark.clause("5.1.i", "5.1.a", "5.1.e")
def test_every_figure_of_forms_and_duties_opens_its_list_for_the_office(
    world: World, draft: Bulletin, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By name: for the office alone."""
    monkeypatch.setattr(timezone, "now", lambda: AFTER)
    head = signed_in(world, "head")
    page = unescape(head.get(at(draft)).content.decode())
    found = re.findall(r'href="((?:/forms/|/duties/)\?[^"]*)">(\d+)</a>', page)
    assert {url.partition("?")[0] for url, _n in found} == {"/forms/", "/duties/"} and len(found) > 15
    for url, n in found:
        opened = head.get(url)
        if url.startswith("/forms/") or "channel=" in url:
            assert opened.context["page_obj"].paginator.count == int(n), url
        assert opened.status_code == 200
    frozen(world, draft)
    for role in ("leader", "social", "liaison"):
        other = signed_in(world, role).get(at(draft)).content.decode()
        assert "/forms/?" not in other and "/duties/?" not in other


def test_whoever_may_not_see_leads_gets_numbers_without_links(world: World, draft: Bulletin) -> None:
    frozen(world, draft)
    for role in ("social", "liaison"):
        page = signed_in(world, role).get(at(draft)).content.decode()
        assert "共收到监督员反映的线索1件" in page and "/snapshots/" not in page and "审阅意见" not in page
        assert signed_in(world, role).get(reverse("reports:leads", args=[draft.snapshot_id])).status_code == 403


@pytest.mark.clause("4.1.c")
def test_a_leader_does_not_find_an_anonymous_lead_by_its_kind(world: World) -> None:
    for key in "abcde":
        lead_at(world, key, MARCH, "received", channel="internal", hidden=key == "a", title=f"线索{key}线索")
    made = actions.draft(world.actor("officer"), QUARTER, at=AFTER)
    url = reverse("reports:leads", args=[made.snapshot_id]) + "?kind=practice"

    leader, officer = (signed_in(world, role).get(url).content.decode() for role in ("leader", "officer"))
    assert "线索a线索" in officer and "线索a线索" not in leader
    assert "隐名线索不按类型和通道列出" in leader and "线索b线索" in leader


def test_an_address_that_asks_for_nonsense_is_read_kindly(world: World, draft: Bulletin) -> None:
    url = reverse("reports:leads", args=[draft.snapshot_id])
    for query in ("?month=x&unit=nobody", "?rate=x&part=y", "?unit=99999999999&of=z", "?kind=none&page=9", "?unit=7"):
        assert signed_in(world, "officer").get(url + query).status_code == 200


@pytest.mark.clause("5.1.i")
def test_the_second_of_two_editors_is_told_and_loses_nothing(world: World, draft: Bulletin) -> None:
    officer, head, url = signed_in(world, "officer"), signed_in(world, "head"), at(draft, "section", "demands")
    first = head.post(url, {"seen": 1, "text": "负责人写的要求。"})
    second = officer.post(url, {"seen": 1, "text": "专员写的要求。"})

    assert first.status_code == 302 and second.status_code == 409
    said = second.content.decode()
    assert "王建 于" in said and "负责人写的要求。" in said and "专员写的要求。" in said
    again = officer.post(url, {"seen": second.context["seen"], "text": "两个人的要求。"})
    assert again.status_code == 302 and Section.objects.get(key="demands").text == "两个人的要求。"


def test_what_is_wrong_stands_at_the_field_and_the_words_stay(world: World, draft: Bulletin) -> None:
    url = at(draft, "section", "leads")
    said = signed_in(world, "officer").post(url, {"seen": 1, "text": "收到12件，{没有这个}。"})

    page = said.content.decode()
    assert said.status_code == 422 and "收到12件，{没有这个}。" in page
    assert "没有名为“没有这个”的数据" in page and "“12件”是手写的数字" in page and "这一部分要写明“收到线索”" in page


def test_looking_and_starting_over_save_nothing(world: World, draft: Bulletin) -> None:
    officer, url = signed_in(world, "officer"), at(draft, "section", "leads")
    look = officer.post(url, {"seen": 1, "text": "看看{收到线索}件", "look": "1"}).content.decode()
    redraft = officer.post(url, {"seen": 1, "text": "看看", "redraft": "1"}).content.decode()

    assert "看看1件" in look and "{收到线索}" in redraft and "看看1件" not in redraft
    assert not Section.objects.get(bulletin=draft, key="leads").edited


def test_a_comment_is_made_answered_and_shown(world: World, draft: Bulletin) -> None:
    head, officer = signed_in(world, "head"), signed_in(world, "officer")
    empty = head.post(at(draft, "section_comment", "leads"), {"text": " "})
    head.post(at(draft, "section_comment", "leads"), {"text": "请写实。"})
    page = officer.get(at(draft)).content.decode()

    assert empty.status_code == 422 and "请填写意见" in empty.content.decode()
    assert "请写实。" in page and "还有审阅意见没有处理" in page
    officer.post(reverse("reports:comment_settle", args=[draft.sections.get(key="leads").comments.get().pk]))
    assert "李敏 已处理" in officer.get(at(draft)).content.decode()


@pytest.mark.clause("5.1.i")
def test_the_head_approves_what_is_on_the_page(world: World, draft: Bulletin) -> None:
    head = signed_in(world, "head")
    old = head.post(at(draft, "bulletin_freeze"), {"seen": draft.revision - 1})
    done = head.post(at(draft, "bulletin_freeze"), {"seen": draft.revision}, follow=True)

    assert old.status_code == 409 and "刚刚被别人改过" in old.content.decode()
    page = done.content.decode()
    assert "通报已定稿" in page and "内容与定稿时一致" in page and "修改文字" not in page
    assert head.post(at(draft, "bulletin_freeze"), {"seen": draft.revision + 1}).status_code == 409
    assert head.get(at(draft, "section", "leads")).status_code == 409


def test_a_quarter_that_is_not_over_says_so(world: World) -> None:
    made = actions.draft(world.actor("officer"), "2026Q2", at=when("2026-04-20 09:00"))
    Bulletin.objects.filter(pk=made.pk).update(quarter="2099Q4")

    assert "还没有结束，可以起草，不能定稿" in signed_in(world, "head").get(at(made)).content.decode()


@pytest.mark.clause("5.1.i")
def test_a_correction_stands_beside_with_its_reason(world: World, draft: Bulletin) -> None:
    frozen(world, draft)
    head, url = signed_in(world, "head"), at(draft, "bulletin_correct")
    bare = head.post(url, {"key": "leads", "text": "", "reason": ""})
    head.post(url, {"key": "leads", "text": "应为两件。", "reason": "漏统计"})

    assert bare.status_code == 422
    page = signed_in(world, "social").get(at(draft)).content.decode()
    assert "更正 1" in page and "应为两件。" in page and "更正原因：漏统计" in page


@pytest.mark.clause("5.1.i")
def test_it_is_shown_on_a_wall_slide_by_slide(world: World, draft: Bulletin) -> None:
    page = signed_in(world, "head").get(at(draft, "bulletin_slides")).content.decode()

    assert "草稿，尚未定稿" in page and "本季度概况" in page and page.count('class="slide') > 10
    assert "style=" not in page and "<script>" not in page


@pytest.mark.clause("5.1.i")
@pytest.mark.parametrize("kind", ["pdf", "docx"])
def test_it_goes_out_as_a_file_that_the_ledger_knows(world: World, draft: Bulletin, kind: str) -> None:
    frozen(world, draft)
    client, url = signed_in(world, "liaison"), at(draft, f"bulletin_{kind}")
    first, second = (b"".join(client.get(url).streaming_content) for _ in range(2))

    row = Entry.objects.filter(verb="bulletin.export").first()
    assert row is not None and row.data["format"] == kind
    assert first[:4] == (b"%PDF" if kind == "pdf" else b"PK\x03\x04")
    if kind == "pdf":
        assert first == second
    else:
        text = "\n".join(paragraph.text for paragraph in Document(io.BytesIO(first)).paragraphs)
        assert "一、线索反馈" in text and "五、要求" in text and "草稿" not in text


def test_a_supervisor_reads_it_from_home(world: World, draft: Bulletin) -> None:
    frozen(world, draft)
    client = signed_in(world, "social")

    assert reverse("reports:home") in client.get(reverse("my_home")).content.decode()
    assert at(draft) in client.get(reverse("reports:home")).content.decode()


@pytest.mark.parametrize("leads", [1, 3])
def test_the_pages_ask_the_same_number_of_queries(world: World, django_assert_num_queries, leads: int) -> None:
    for key in "abc"[:leads]:
        lead_at(world, key, MARCH, "closed")
    made = actions.draft(world.actor("officer"), QUARTER, at=AFTER)
    client = signed_in(world, "head")
    for name, more, queries in (("bulletin", (), 7), ("bulletin_slides", (), 7), ("section", ("leads",), 6)):
        client.get(at(made, name, *more))
        with django_assert_num_queries(queries):
            client.get(at(made, name, *more))
    listed = reverse("reports:leads", args=[made.snapshot_id])
    with django_assert_num_queries(7):
        client.get(listed)
    with django_assert_num_queries(5):
        client.get(reverse("reports:home"))


@pytest.mark.clause("5.1.i")
def test_the_page_shows_the_tables_of_every_section(world: World) -> None:
    quarter(world)
    made = actions.draft(world.actor("officer"), QUARTER, at=AFTER)
    page = signed_in(world, "leader").get(at(made))
    assert page.status_code == 404
    page = signed_in(world, "officer").get(at(made)).content.decode()

    for title in ("按月份", "按类型", "各项指标", "部门办理情况", "监督意见表"):
        assert f"<caption>{title}</caption>" in page
    assert "＊ 为保护隐名监督员" in page
