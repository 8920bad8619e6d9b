"""A special report (clause 5.1.j): drafted from the records, edited by two people, signed, and never changed again."""

from __future__ import annotations

from typing import Any

import pytest

from jianyan.core.figures import read
from jianyan.core.flow import Refused
from jianyan.ledger.models import Entry
from jianyan.notify.models import Notice
from jianyan.reports import actions
from jianyan.reports.actions.special import WrongWords, digest_of
from jianyan.reports.models import Instruction, Special, SpecialItem
from jianyan.reports.queries.special import OFFERED, offered, specials_visible_to, whole
from jianyan.reports.special_content import content_of
from jianyan.tasks.actions import finish
from tests.fixtures import World, when
from tests.reports.scene import AFTER, QUARTER, file, quarter
from tests.reports.special_scene import drafted, instructed, signed

pytestmark = pytest.mark.django_db


def verbs(special: Special) -> list[str]:
    return list(Entry.objects.filter(subject=special.subject).order_by("place").values_list("verb", flat=True))


def content(special: Special) -> dict[str, Any]:
    return content_of(whole(Special.objects.all()).get(pk=special.pk), AFTER)


@pytest.mark.clause("5.1.j")
def test_it_is_drafted_from_the_records_with_what_calls_for_the_committee(world: World) -> None:
    leads = quarter(world)
    made = actions.draft_special(world.actor("officer"), QUARTER, at=AFTER)
    said = content(made)
    figures = read(made.snapshot.figures)

    assert [section["title"] for section in said["sections"]] == [
        "一、本季概况",
        "二、突出共性问题",
        "三、办理及超期",
        "四、产业风险",
        "五、需管委会协调",
        "六、下步安排",
    ]
    assert f"收到监督员反映的线索{figures.received}件" in said["sections"][0]["paragraphs"][0]
    by_section = {section["key"]: section["items"] for section in said["sections"]}
    assert [item["leads"][0][1] for item in by_section["common"]] == [leads["closed"].no]
    risks = {leads["late"].no, leads["called"].no, leads["reopened"].no}
    assert {item["leads"][0][1] for item in by_section["risks"]} == risks
    assert by_section["coordinate"]
    chosen = [item["leads"][0][0] for items in by_section.values() for item in items]
    assert len(chosen) == len(set(chosen)), "no lead stands twice"
    assert len(said["annex"]) == figures.received
    assert verbs(made) == ["special.draft"]


@pytest.mark.clause("5.1.j", "4.1.c")
def test_an_anonymous_reporter_is_nowhere_in_it(world: World) -> None:
    leads = quarter(world)
    hidden = leads["inside"]
    made = signed(world, leads=False)
    said = str(content(made)) + str(made.content)

    assert hidden.no in said
    assert hidden.identity.supervisor.name not in said
    assert "隐名监督员" in said


def test_figures_of_the_bulletin_are_taken_where_they_were_drawn_after_the_quarter(world: World) -> None:
    quarter(world)
    early = actions.take(world.actor("officer"), QUARTER, at=when("2026-03-31 09:00"))
    whole_ = actions.take(world.actor("officer"), QUARTER, at=when("2026-04-10 09:00"))
    made = actions.draft_special(world.actor("officer"), QUARTER, at=AFTER)

    assert made.snapshot == whole_
    assert made.snapshot != early


def test_a_second_draft_of_a_quarter_leads_to_the_first(world: World) -> None:
    made = drafted(world)
    with pytest.raises(Refused) as no:
        actions.draft_special(world.actor("head"), QUARTER, at=AFTER)

    assert (no.value.code, no.value.params["pk"]) == ("already_drafted", made.pk)


def test_a_quarter_that_is_not_over_can_be_drafted_but_not_signed(world: World) -> None:
    quarter(world)
    at = when("2026-03-20 10:00")
    made = actions.draft_special(world.actor("officer"), QUARTER, at=at)
    with pytest.raises(Refused, match="not_over"):
        actions.sign_special(world.actor("head"), made.pk, at=at)
    with pytest.raises(Refused, match="figures_early"):
        actions.sign_special(world.actor("head"), made.pk, at=AFTER)
    actions.refresh_special(world.actor("officer"), made.pk, at=AFTER)

    assert actions.sign_special(world.actor("head"), made.pk, at=AFTER).signed


def test_a_quarter_with_nothing_says_so(world: World) -> None:
    made = signed(world, leads=False)
    said = content(made)

    assert "没有收到监督员反映的线索" in said["sections"][0]["paragraphs"][0]
    assert said["annex"] == []
    with pytest.raises(ValueError, match="quarter"):
        actions.draft_special(world.actor("officer"), "2026第一", at=AFTER)
    with pytest.raises(Refused, match="not_begun"):
        actions.draft_special(world.actor("officer"), "2027Q1", at=AFTER)


@pytest.mark.clause("5.1.j")
def test_two_people_edit_one_section_and_the_second_is_told(world: World) -> None:
    made = drafted(world)
    first, second = world.actor("officer"), world.actor("head")
    actions.edit_special(first, made.pk, at=AFTER, key="next", text="（一）专员写的。", seen=1)
    with pytest.raises(Refused, match="stale"):
        actions.edit_special(second, made.pk, at=AFTER, key="next", text="（一）负责人写的。", seen=1)
    # Another section is nobody's business.
    actions.edit_special(second, made.pk, at=AFTER, key="risks", text="另一节。", seen=1)

    assert made.sections.get(key="next").text == "（一）专员写的。"


def test_words_that_cannot_stand_are_refused_all_at_once(world: World) -> None:
    made = drafted(world)
    with pytest.raises(WrongWords) as no:
        actions.edit_special(world.actor("officer"), made.pk, at=AFTER, key="next", text="{没有} {也没有} {")

    assert [each.code for each in no.value.troubles] == ["unknown", "unknown", "brace"]


def test_new_figures_leave_changed_words_alone(world: World) -> None:
    made = drafted(world)
    actions.edit_special(world.actor("officer"), made.pk, at=AFTER, key="next", text="我写的。")
    before = content(made)["sections"][0]["paragraphs"][0]
    file(world, "later", when("2026-03-30 10:00"))
    actions.refresh_special(world.actor("officer"), made.pk, at=AFTER)
    after = content(made)

    assert after["sections"][5]["paragraphs"] == ["我写的。"]
    assert after["sections"][0]["paragraphs"][0] != before


def test_matters_are_chosen_worded_and_dropped(world: World) -> None:
    leads = quarter(world)
    made = drafted(world, leads=False)
    officer = world.actor("officer")
    item = actions.add_item(
        officer,
        made.pk,
        at=AFTER,
        section="coordinate",
        title="窗口合并",
        text="请管委会协调。",
        leads=[leads["answered"].pk, leads["closed"].pk],
    )
    actions.edit_item(officer, item.pk, at=AFTER, title="窗口合并", text="改过。", leads=[], seen=1)
    with pytest.raises(Refused, match="stale"):
        actions.edit_item(officer, item.pk, at=AFTER, title="窗口", text="又改。", leads=[], seen=1)
    with pytest.raises(Refused, match="bad_leads"):
        actions.edit_item(officer, item.pk, at=AFTER, title="窗口", text="改。", leads=[leads["next"].pk])
    with pytest.raises(Refused, match="too_long"):
        actions.edit_item(officer, item.pk, at=AFTER, title="长" * 300, text="改。")
    with pytest.raises(Refused, match="no_section"):
        actions.add_item(officer, made.pk, at=AFTER, section="handling", title="窗口", text="改。")
    actions.drop_item(officer, item.pk, at=AFTER)

    assert not SpecialItem.objects.filter(pk=item.pk).exists()
    assert "窗口合并" not in str(list(Entry.objects.filter(subject=made.subject).values_list("data", flat=True)))


@pytest.mark.clause("5.1.j")
def test_the_head_signs_it_gets_its_number_and_the_leaders_are_told(world: World) -> None:
    made = drafted(world)
    with pytest.raises(Refused, match="wrong_hat"):
        actions.sign_special(world.actor("officer"), made.pk, at=AFTER)
    actions.offer_special(world.actor("officer"), made.pk, at=AFTER)
    actions.send_back_special(world.actor("head"), made.pk, at=AFTER, reason="概况再短些")
    actions.offer_special(world.actor("officer"), made.pk, at=AFTER)
    done = actions.sign_special(world.actor("head"), made.pk, at=AFTER)
    second = actions.draft_special(world.actor("officer"), "2025Q4", at=AFTER)
    later = actions.sign_special(world.actor("head"), second.pk, at=AFTER)

    assert (done.year, done.number, later.number) == (2026, 1, 2)
    assert verbs(made) == [f"special.{verb}" for verb in ("draft", "offer", "send_back", "offer", "sign")]
    assert Notice.objects.filter(user=world.users["leader"], kind="special.signed").count() == 2
    assert Notice.objects.filter(user=world.users["head"], kind="special.offered").count() == 2


@pytest.mark.clause("5.1.j")
def test_a_signed_report_says_what_it_said_whatever_happens(world: World) -> None:
    made = signed(world)
    before, digest = content(made), made.digest
    for act in (
        lambda: actions.edit_special(world.actor("officer"), made.pk, at=AFTER, key="next", text="改"),
        lambda: actions.title_special(world.actor("officer"), made.pk, at=AFTER, title="改"),
        lambda: actions.refresh_special(world.actor("officer"), made.pk, at=AFTER),
        lambda: actions.sign_special(world.actor("head"), made.pk, at=AFTER),
        lambda: actions.drop_item(world.actor("officer"), made.items.first().pk, at=AFTER),
    ):
        with pytest.raises(Refused, match="wrong_state"):
            act()
    file(world, "later", when("2026-03-30 10:00"))
    made.refresh_from_db()

    assert content(made) == before
    assert digest_of(made) == digest == made.digest
    made.content["title"] = "改了"
    assert digest_of(made) != digest


def test_leaders_read_the_signed_ones_and_nobody_else_any(world: World, elsewhere: World) -> None:
    made = drafted(world)
    seen = {key: specials_visible_to(world.actor(key)).count() for key in ("officer", "head", "leader", "liaison")}
    assert seen == {"officer": 1, "head": 1, "leader": 0, "liaison": 0}
    signed(world)

    assert specials_visible_to(world.actor("leader")).get() == made
    assert not specials_visible_to(world.actor("social")).exists()
    assert not specials_visible_to(elsewhere.actor("leader")).exists()
    with pytest.raises(Special.DoesNotExist):
        actions.offer_special(elsewhere.actor("officer"), made.pk, at=AFTER)


def test_what_came_of_instructions_is_told_in_the_next_issue_until_it_is_done(world: World) -> None:
    row = instructed(world)
    task = actions.assign(
        world.actor("officer"),
        row.pk,
        at=AFTER,
        title="拿出合并窗口的办法",
        due_on=when("2026-04-30 00:00").date(),
        key=row.key,
        department=world.departments["commerce"].pk,
    )
    later = when("2026-07-06 10:00")
    second = signed(world, at=later, name="2026Q2", leads=False)
    assert [each["state"] for each in second.content["followed"]] == ["正在办理"]
    assert second.content["followed"][0]["tasks"][0]["title"] == task.title

    finish(world.actor("liaison"), task.pk, at=later, text="办法已印发。")
    third = signed(world, at=when("2026-10-09 10:00"), name="2026Q3", leads=False)
    fourth = signed(world, at=when("2027-01-08 10:00"), name="2026Q4", leads=False)

    assert [each["state"] for each in third.content["followed"]] == ["已落实"]
    assert "办法已印发" in str(third.content["followed"])
    assert fourth.content["followed"] == []
    assert Instruction.objects.get().told_in == third


def test_leads_are_offered_where_they_belong(world: World) -> None:
    leads = quarter(world)
    made = drafted(world, leads=False)

    assert leads["closed"] in offered(made, "common")
    assert leads["late"] in offered(made, "risks")
    assert leads["late"] in offered(made, "coordinate")
    assert leads["closed"] not in offered(made, "coordinate")
    assert OFFERED >= 20
