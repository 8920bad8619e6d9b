"""Files on the pages: kept with every press, with scripts off and on, and served only to whom they are for."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from jianyan.core.flow import Verb
from jianyan.leads import actions
from jianyan.leads.models import Attachment, Draft, Lead, OpinionForm, Supplement
from jianyan.leads.views.text import verb_url
from tests import files
from tests.fixtures import MONDAY, World
from tests.leads.acts import bring
from tests.leads.test_attachments import file_with, store, upload
from tests.leads.test_form_page import GOOD, Hand, draft, hand, now

__all__ = ["hand", "now", "store"]

HTMX = {"HTTP_HX_REQUEST": "true"}


def sent(data: bytes = files.GOOD["jpg"], name: str = "窗口.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, "image/jpeg")


def link(row: Attachment, small: bool = False) -> str:
    if row.lead_id is None:
        return reverse("leads:loose_file", args=[row.token])
    return reverse("leads:file", args=[row.lead_id, row.token]) + ("?small=1" if small else "")


def read(answer: Any) -> bytes:
    return b"".join(answer.streaming_content)


# ------------------------------------------------------------------------------------------------------------ the form


def basket_in(html: str, name: str = "basket") -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', html)
    assert found
    return found[1]


@pytest.mark.clause("5.1.e")
def test_with_scripts_off_files_come_with_any_press_and_stay_when_something_is_wrong(
    hand: Hand, now: dict[str, datetime]
) -> None:
    now["at"] = MONDAY.astimezone(UTC)  # as the clock of a server gives it
    hand.page()
    answer = hand.press("look", {**GOOD, "title": ""}, **{"leads-0-file": [sent(), sent(files.GOOD["pdf"], "a.pdf")]})
    assert answer.status_code == 422
    assert "窗口.jpg" in hand.html and "a.pdf" in hand.html
    basket = basket_in(hand.html, "leads-0-basket")
    assert Attachment.objects.filter(basket=basket).count() == 2
    assert hand.press("look", {**GOOD, "basket": basket}).status_code == 302
    assert "2 个：窗口.jpg、a.pdf" in hand.html
    assert hand.press("send").status_code == 302
    lead = Lead.objects.get()
    assert lead.attachments.count() == 2 and not Draft.objects.exists()


def test_the_same_press_twice_takes_a_file_once(hand: Hand) -> None:
    hand.page()
    hand.press("save", GOOD, **{"leads-0-file": [sent()]})
    basket = basket_in(hand.html, "leads-0-basket")
    hand.press("save", {**GOOD, "basket": basket}, **{"leads-0-file": [sent()]})
    assert Attachment.objects.count() == 1
    assert draft()[0]["basket"] == basket


def test_what_is_refused_is_said_at_its_lead_and_the_text_is_kept(hand: Hand) -> None:
    hand.page()
    bad = {"leads-1-file": [sent(files.EXE, "病毒.jpg"), sent()]}
    assert hand.press("look", GOOD, {**GOOD, "title": "第二条"}, **bad).status_code == 422
    assert "“病毒.jpg”：只收照片" in hand.html and "第 2 条 照片和文件" in hand.html
    assert [lead["title"] for lead in draft()] == [GOOD["title"], "第二条"]
    assert Attachment.objects.get().name == "窗口.jpg"
    hand.press("save", GOOD, **{"leads-0-file": [sent(files.SVG, "x.svg")]})
    assert "“x.svg”：只收照片" in hand.html


def test_with_scripts_a_chosen_file_goes_up_at_once_and_the_answer_is_the_part(hand: Hand) -> None:
    hand.page()
    typed = {f"leads-0-{name}": value for name, value in GOOD.items()}
    press = {**hand.hidden, **typed, "do": "files-0"}
    part = hand.client.post(hand.url, {**press, "leads-0-file": [sent()]}, **HTMX).content.decode()
    assert part.startswith('<div class="field basket"') and "窗口.jpg" in part
    basket = basket_in(part, "leads-0-basket")
    bad = {**press, "leads-0-basket": basket, "leads-0-file": [sent(files.EXE, "a.jpg")]}
    assert "只收照片" in hand.client.post(hand.url, bad, **HTMX).content.decode()
    token = Attachment.objects.get().token
    away = {**press, "leads-0-basket": basket, "unfile": token}
    part = hand.client.post(hand.url, away, **HTMX).content.decode()
    assert "窗口.jpg" not in part and basket_in(part, "leads-0-basket") == ""
    assert not Attachment.objects.exists() and draft()[0]["basket"] == ""


def test_a_button_takes_a_file_out_with_scripts_off(hand: Hand) -> None:
    hand.page()
    hand.press("save", GOOD, **{"leads-0-file": [sent()]})
    basket, token = basket_in(hand.html, "leads-0-basket"), Attachment.objects.get().token
    answer = hand.client.post(
        hand.url, {**hand.hidden, "leads-0-title": "题", "leads-0-basket": basket, "unfile": token}
    )
    assert answer.status_code == 302 and not Attachment.objects.exists()
    assert draft()[0] == {**draft()[0], "title": "题", "basket": ""}


def test_files_go_with_their_lead_when_another_is_taken_out(hand: Hand) -> None:
    hand.page()
    hand.press("add", GOOD)
    hand.press("save", GOOD, {**GOOD, "title": "第二条"}, **{"leads-1-file": [sent()]})
    basket = draft()[1]["basket"]
    hand.press("remove-0", GOOD, {**GOOD, "title": "第二条", "basket": basket})
    assert [(lead["title"], lead["basket"]) for lead in draft()] == [("第二条", basket)]
    assert "窗口.jpg" in hand.html


def test_a_lead_of_nothing_but_a_photo_is_not_lost(hand: Hand) -> None:
    hand.page()
    hand.press("look", {}, {}, **{"leads-0-title": "", "leads-0-file": [sent()]})
    assert Attachment.objects.count() == 1 and draft()[0]["basket"]


def test_a_forged_basket_is_none(hand: Hand, world: World) -> None:
    theirs = upload(world.actor("internal"), uuid4())
    hand.looked({**GOOD, "basket": "../x"})
    assert "照片和文件" not in hand.html
    hand.page()
    hand.press("look", {**GOOD, "basket": str(theirs.basket)})
    hand.press("send")
    assert OpinionForm.objects.count() == 1 and not Lead.objects.get().attachments.exists()


@pytest.mark.parametrize("count", [1, 3])
def test_the_form_costs_the_same_for_one_file_and_three(hand: Hand, count: int, django_assert_num_queries: Any) -> None:
    hand.page()
    colours = ("red", "green", "blue")[:count]
    hand.press("save", GOOD, **{"leads-0-file": [sent(files.image(colour=colour)) for colour in colours]})
    with django_assert_num_queries(8):
        hand.client.get(hand.url)


# ------------------------------------------------------------------------------------------------------------- serving


def test_a_file_is_served_alone_and_to_nobody_else(world: World, elsewhere: World, client: Client) -> None:
    lead = bring(world, file_with(world, files.photo(), files.GOOD["pdf"]), "accepted")
    photo, document = lead.attachments.order_by("id")
    for key in ("social", "officer", "head", "leader", "liaison"):
        client.force_login(world.users[key])
        answer = client.get(link(photo))
        assert answer.status_code == 200 and Image.open(BytesIO(read(answer))).size == (200, 400)
        assert answer["Content-Type"] == "image/jpeg" and answer["Content-Disposition"].startswith("inline")
        assert answer["X-Content-Type-Options"] == "nosniff" and answer["Cache-Control"] == "private, no-cache"
        assert answer["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
        answer = client.get(link(document))
        assert answer["Content-Disposition"].startswith("attachment; ") and answer["Content-Type"] == "application/pdf"
        assert b"".join(answer.streaming_content) == files.GOOD["pdf"]
    for world_, key in ((world, "internal"), (world, "liaison_b"), (elsewhere, "officer"), (elsewhere, "liaison")):
        client.force_login(world_.users[key])
        assert client.get(link(photo)).status_code == 404, key
    for key in ("auditor", "sysadmin", "secadmin"):
        client.force_login(world.users[key])
        assert client.get(link(photo)).status_code == 403
    client.logout()
    assert client.get(link(photo)).status_code == 302


def test_a_file_is_not_found_under_another_lead_or_before_it_is_sent(world: World, client: Client) -> None:
    lead, basket = file_with(world, files.GOOD["jpg"]), uuid4()
    other = world.lead("internal")
    client.force_login(world.users["officer"])
    row = lead.attachments.get()
    assert client.get(reverse("leads:file", args=[other.pk, row.token])).status_code == 404
    assert client.get(reverse("leads:loose_file", args=[row.token])).status_code == 404
    loose = upload(world.actor("social"), basket)
    assert client.get(link(loose)).status_code == 404
    client.force_login(world.users["social"])
    assert client.get(link(loose)).status_code == 200
    assert client.post(link(loose)).status_code == 405


def test_an_unchanged_file_is_not_sent_again_and_the_small_one_is_small(world: World, client: Client) -> None:
    lead = file_with(world, files.image(size=(2000, 1000)))
    row = lead.attachments.get()
    client.force_login(world.users["officer"])
    first = client.get(link(row))
    assert client.get(link(row), HTTP_IF_NONE_MATCH=first["ETag"]).status_code == 304
    small = client.get(link(row, small=True))
    assert small["ETag"] != first["ETag"] and Image.open(BytesIO(read(small))).size == (360, 180)


def test_a_file_that_the_store_has_lost_is_not_found(world: World, client: Client, store: Path) -> None:
    row = file_with(world, files.GOOD["jpg"]).attachments.get()
    (store / row.stored).unlink()
    client.force_login(world.users["officer"])
    assert client.get(link(row)).status_code == 404


@pytest.mark.clause("4.1.c")
def test_nothing_of_an_anonymous_reporter_goes_out_with_a_file(world: World, client: Client) -> None:
    world.supervisor("secret", "internal", name="司徒暗香")
    lead = bring(world, file_with(world, files.GOOD["docx"], files.photo(), by="secret", hidden=True), "accepted")
    document, photo = lead.attachments.order_by("id")
    client.force_login(world.users["liaison"])
    html = client.get(f"/leads/{lead.pk}/").content.decode()
    assert "附件1.jpg" in html and "李四" not in html and str(document.token) not in html
    assert client.get(link(document)).status_code == 404
    answer = client.get(link(photo))
    assert "%E9%99%84%E4%BB%B61.jpg" in answer["Content-Disposition"]
    assert b"TELLING" not in read(answer)
    client.force_login(world.users["officer"])
    assert client.get(link(document)).status_code == 200


# --------------------------------------------------------------------------------------------------- supplement, reply


def test_a_supplement_with_a_photo_and_the_same_page_again(world: World, client: Client) -> None:
    lead = bring(world, world.lead(), "accepted")
    client.force_login(world.users["social"])
    url = verb_url(lead, Verb.supplement)
    html = client.get(url).content.decode()
    assert "给谁看" not in html and 'enctype="multipart/form-data"' in html
    page = {"seen": lead.revision, "basket": basket_in(html), "words_": "又发生了一次。"}
    for _ in range(2):
        assert client.post(url, {**page, "file": [sent()]}).status_code == 302
    assert Supplement.objects.count() == 1 and Attachment.objects.get().lead == lead
    client.force_login(world.users["liaison"])
    html = client.get(f"/leads/{lead.pk}/").content.decode()
    assert "又发生了一次。" in html and "窗口.jpg" in html


def test_an_empty_supplement_keeps_its_page_and_a_bad_file_its_words(world: World, client: Client) -> None:
    lead = world.lead()
    client.force_login(world.users["social"])
    url, page = verb_url(lead, Verb.supplement), {"seen": lead.revision, "basket": str(uuid4())}
    answer = client.post(url, page)
    assert answer.status_code == 422 and "请写几句补充说明" in answer.content.decode()
    answer = client.post(url, {**page, "words_": "说明在此", "file": [sent(files.EXE), sent()]})
    html = answer.content.decode()
    assert answer.status_code == 422 and "只收照片" in html and "说明在此" in html and "窗口.jpg" in html
    assert not Supplement.objects.exists()
    assert client.post(url, {**page, "words_": "说明在此"}).status_code == 302
    assert Attachment.objects.get().supplement == Supplement.objects.get()


def test_the_office_says_for_whom(world: World, client: Client) -> None:
    lead = world.lead()
    client.force_login(world.users["officer"])
    url = verb_url(lead, Verb.supplement)
    assert "给谁看" in client.get(url).content.decode()
    page = {"seen": lead.revision, "basket": str(uuid4()), "words_": "内部核对。"}
    assert client.post(url, page).status_code == 422
    assert client.post(url, {**page, "audience": "office"}).status_code == 302
    client.force_login(world.users["social"])
    assert "内部核对" not in client.get(f"/leads/{lead.pk}/").content.decode()


def test_files_of_a_reply_stay_while_the_result_is_chosen_anew(world: World, client: Client) -> None:
    lead = bring(world, world.lead(), "accepted")
    client.force_login(world.users["liaison"])
    url, basket = verb_url(lead, Verb.reply), str(uuid4())
    page = {"seen": lead.revision, "basket": basket}
    answer = client.post(url, {**page, "redraw": "result", "result": "solved", "file": [sent(name="批复.jpg")]})
    assert "批复.jpg" in answer.content.decode()
    part = client.post(url, {**page, "redraw": "result", "result": "explained"}, **HTMX).content.decode()
    assert "批复.jpg" in part and basket_in(part) == basket
    part = client.post(url, {**page, "do": "files-0", "file": [sent(files.GOOD["pdf"], "b.pdf")]}, **HTMX)
    assert part.content.decode().startswith('<div class="field basket"') and "b.pdf" in part.content.decode()
    assert client.post(url, {**page, "result": "solved"}).status_code == 422
    assert client.post(url, {**page, "result": "solved", "process": "已办好。"}).status_code == 302
    assert lead.replies.get().attachments.count() == 2
    client.force_login(world.users["social"])
    assert "批复.jpg" in client.get(f"/leads/{lead.pk}/").content.decode()


def test_a_page_that_somebody_has_overtaken_keeps_its_files(world: World, client: Client) -> None:
    lead = bring(world, world.lead(), "accepted")
    client.force_login(world.users["liaison"])
    url, page = verb_url(lead, Verb.reply), {"seen": lead.revision, "basket": str(uuid4())}
    actions.supplement(world.actor("social"), lead.pk, at=MONDAY, words_="补充一句。")
    answer = client.post(url, {**page, "result": "solved", "process": "已办好。", "file": [sent()]})
    html = answer.content.decode()
    assert answer.status_code == 409 and "补充材料" in html and "窗口.jpg" in html and "补充一句。" in html


def test_whoever_may_not_act_leaves_no_file(world: World, client: Client) -> None:
    lead = bring(world, world.lead(), "replied")
    client.force_login(world.users["liaison"])
    client.post(verb_url(lead, Verb.reply), {"seen": lead.revision, "basket": str(uuid4()), "file": [sent()]})
    client.force_login(world.users["social"])
    client.post(verb_url(lead, Verb.reply), {"seen": lead.revision, "basket": str(uuid4()), "file": [sent()]})
    assert not Attachment.objects.exists()


def test_a_body_larger_than_anything_may_be_is_not_read(client: Client, db: None, settings: Any) -> None:
    settings.BODY_MAX = 1_000_000
    answer = client.post("/my/form/", data=b"", content_type="text/plain", CONTENT_LENGTH="1000000000")
    assert answer.status_code == 413 and "一次发送的内容太大" in answer.content.decode()
    assert client.post("/my/form/", data=b"", content_type="text/plain", CONTENT_LENGTH="x").status_code == 413
    assert client.get("/my/form/").status_code == 302


def test_the_enter_key_takes_no_file_out(world: World, client: Client) -> None:
    lead, basket = bring(world, world.lead(), "accepted"), uuid4()
    upload(world.actor("liaison"), basket)
    client.force_login(world.users["liaison"])
    page = {"seen": lead.revision, "basket": basket, "redraw": "result", "result": "solved"}
    html = client.post(verb_url(lead, Verb.reply), page).content.decode()
    form = html[html.index("<main") :]
    first = re.search(r"<button[^>]*>", form)
    assert first and "unfile" in form and "name=" not in first[0]
