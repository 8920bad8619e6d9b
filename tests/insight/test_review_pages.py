"""The pages of the trial-year review: who reads them, what they link to, what is taken out of them."""

from __future__ import annotations

import re
from html import unescape
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from docx import Document

from jianyan.leads import actions
from jianyan.leads.models import Lead
from jianyan.ledger.models import Entry
from tests.fixtures import MONDAY, World, when
from tests.leads.walks import wander

MARCH = {"from": "2026-03", "to": "2026-03"}
NOW = when("2026-04-20 09:00")
PAGES = ("review", "review_leads", "review_pdf", "review_docx")
LINK = re.compile(r'<a class="figure" href="([^"]+)">(\d+)</a>')


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOW)


def page(client: Client, world: World, key: str, name: str = "review", **query: str) -> str:
    client.force_login(world.users[key])
    answer = client.get(reverse(f"insight:{name}"), {**MARCH, **query})
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.clause("5.3.a")
@pytest.mark.parametrize("role", ["officer", "head", "leader"])
def test_whoever_draws_conclusions_reads_it(client: Client, world: World, role: str) -> None:
    world.walk(world.lead(), "closed")
    text = page(client, world, role)
    assert "从发现到解决的走法" in text
    assert "<svg" in text and "style=" not in text
    assert "1 次 · 0 日" in text
    assert reverse("insight:review") in text.split("<main")[0]  # in the menu


def test_others_do_not_and_nobody_writes(client: Client, world: World) -> None:
    for name in PAGES:
        client.force_login(world.users["liaison"])
        assert client.get(reverse(f"insight:{name}")).status_code == 403
        client.force_login(world.users["head"])
        assert client.post(reverse(f"insight:{name}")).status_code == 405


def test_the_public_is_led_to_sign_in(client: Client, world: World) -> None:
    answer = client.get(reverse("insight:review"))
    assert answer.status_code == 302
    assert "sign-in" in answer["Location"]


@pytest.mark.clause("5.3.b")
def test_another_zone_is_not_there(client: Client, world: World, elsewhere: World) -> None:
    lead = world.walk(world.lead(title="只属于东疆的一件"), "closed")
    assert "这一期间没有线索" in page(client, elsewhere, "head")
    listed = page(client, elsewhere, "head", "review_leads", unit=str(world.departments["commerce"].pk))
    assert lead.title not in listed
    assert "没有线索" in listed


@pytest.mark.parametrize("role", ["head", "leader"])
def test_every_number_opens_as_many_leads_as_it_says(client: Client, world: World, role: str) -> None:
    wander(world, 3, leads=10, steps=100)
    client.force_login(world.users[role])
    text = client.get(reverse("insight:review"), {"from": "2026-03", "to": "2026-04"}).content.decode()
    links = {(unescape(url), number) for url, number in LINK.findall(text) if "/insight/" in url}
    assert len(links) > 10
    for url, number in sorted(links):
        listed = client.get(url).content.decode()
        assert f">{number} 件线索</h1>" in listed, url
        assert len(re.findall(r'class="cell-title', listed)) == int(number), url


@pytest.mark.clause("4.1.c")
def test_a_leader_finds_no_anonymous_lead_by_its_kind(client: Client, world: World) -> None:
    world.lead("internal", hidden=True, title="隐名的一件")
    text = page(client, world, "leader")
    assert "kind=" not in text and "channel=" not in text
    listed = page(client, world, "leader", "review_leads", kind="practice")
    assert "隐名的一件" not in listed
    assert "隐名线索不按类型和通道列出" in listed
    assert "隐名的一件" in page(client, world, "officer", "review_leads", kind="practice")
    listed = page(client, world, "leader", "review_leads")
    assert "隐名的一件" in listed
    assert "隐名监督员" in listed
    assert world.supervisors["internal"].name not in listed


@pytest.mark.clause("5.3.a")
def test_the_draft_is_taken_out_as_a_document_and_recorded(client: Client, world: World) -> None:
    world.walk(world.lead(), "closed")
    client.force_login(world.users["leader"])
    word = client.get(reverse("insight:review_docx"), MARCH)
    assert "attachment" in word["Content-Disposition"]
    said = "\n".join(each.text for each in Document(BytesIO(word.getvalue())).paragraphs)
    assert "营商环境监督员工作试行评估报告（草稿）" in said
    assert "2026年3月共收到线索1件" in said
    assert client.get(reverse("insight:review_pdf"), MARCH).getvalue().startswith(b"%PDF")
    rows = Entry.objects.filter(verb="review.export").order_by("pk")
    assert [(row.actor, row.role, row.data["format"], row.data["first"]) for row in rows] == [
        (world.users["leader"], "leader", kind, "2026-03") for kind in ("docx", "pdf")
    ]
    assert all(row.zone_id == world.zone.pk and row.data["digest"] for row in rows)


def test_what_is_not_known_in_the_address_is_passed_over(client: Client, world: World) -> None:
    world.lead()
    odd = {"what": "explode", "step": "x", "unit": "9" * 12, "kind": "x" * 99, "channel": "x", "page": "x"}
    assert "1 件线索" in page(client, world, "head", "review_leads", **odd)
    assert "0 件线索" in page(client, world, "head", "review_leads", kind="unheard_of")
    assert "1 件线索" in page(client, world, "head", "review_leads", **{**odd, "kind": "\0"})
    client.force_login(world.users["head"])
    assert client.get(reverse("insight:review"), {"from": "x", "to": "9999-99"}).status_code == 200


def test_a_period_without_leads_says_what_will_be_there(client: Client, world: World) -> None:
    text = page(client, world, "head", **{"from": "2025-01", "to": "2025-02"})
    assert "这一期间没有线索" in text
    assert reverse("insight:review_docx") not in text


def test_the_list_takes_as_many_queries_for_three_as_for_one(
    client: Client, world: World, django_assert_num_queries
) -> None:
    client.force_login(world.users["officer"])
    url = reverse("insight:review_leads")
    world.walk(world.lead(), "dispatched")
    client.get(url, MARCH)
    with django_assert_num_queries(8):
        client.get(url, MARCH)
    for key in ("a", "b"):
        world.supervisor(key)
        world.walk(world.lead(key), "replied")
    with django_assert_num_queries(8):
        client.get(url, MARCH)
    assert Lead.objects.count() == 3


def test_marks_stand_in_words_beside_the_picture(client: Client, world: World) -> None:
    lead = world.walk(world.lead(), "dispatched")
    liaison = world.actor("liaison")
    back = when("2026-03-10 09:00")
    actions.return_(
        liaison, lead.pk, at=back, should_be=world.departments["planning"].pk, reason="审批权限在规划建设局。"
    )
    actions.dispatch(world.actor("officer"), lead.pk, at=back, department=world.departments["planning"].pk, grade="B")
    text = page(client, world, "head")
    table = text.partition("<tbody>")[2].partition("</tbody>")[0]
    assert "↺ 反复" in table
    assert "审批权限在规划建设局。" in text
    assert back > MONDAY
