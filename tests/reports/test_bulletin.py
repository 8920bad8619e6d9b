"""The bulletin on its way: drafted, edited, commented on, approved, corrected (clause 5.1.i)."""

from __future__ import annotations

import pytest

from jianyan.core.bulletin import SECTIONS, drafted, filled, values_of
from jianyan.core.figures import read
from jianyan.core.flow import Refused
from jianyan.ledger.models import Entry
from jianyan.notify.models import Notice
from jianyan.reports import actions
from jianyan.reports.models import Bulletin, Correction, Section
from jianyan.reports.queries.visible import bulletins_visible_to
from tests.fixtures import World, when
from tests.reports.scene import AFTER, QUARTER, file, quarter

LATER = when("2026-04-21 15:00")


@pytest.fixture
def draft(world: World) -> Bulletin:
    world.walk(world.lead(at=when("2026-03-09 10:00")), "closed", when("2026-03-09 11:00"))
    return actions.draft(world.actor("officer"), QUARTER, at=AFTER)


def section(bulletin: Bulletin, key: str) -> Section:
    return Section.objects.get(bulletin=bulletin, key=key)


def edit(world: World, bulletin: Bulletin, key: str, text: str, seen: int = 1, who: str = "officer") -> Section:
    return actions.edit(world.actor(who), bulletin.pk, key, text, at=LATER, seen=seen)


@pytest.mark.clause("5.1.i")
def test_one_action_drafts_all_five_sections_from_the_records(world: World) -> None:
    quarter(world)
    draft = actions.draft(world.actor("officer"), QUARTER, at=AFTER)
    texts = {each.key: each.text for each in draft.sections.all()}
    figures = read(draft.snapshot.figures)

    assert list(texts) == list(SECTIONS) and texts == drafted(figures)
    assert "共收到监督员反映的线索10件" in filled(texts["leads"], values_of(figures))
    assert "涉及两个系统改造" in texts["departments"]


def test_a_quarter_has_one_bulletin(world: World, draft: Bulletin) -> None:
    with pytest.raises(Refused, match="already_drafted") as no:
        actions.draft(world.actor("head"), QUARTER, at=LATER)

    assert no.value.params == {"pk": draft.pk}


def test_who_is_not_of_the_office_drafts_none(world: World) -> None:
    for role in ("leader", "liaison", "social"):
        with pytest.raises(Refused, match="wrong_hat"):
            actions.draft(world.actor(role), QUARTER, at=AFTER)


def test_a_quarter_with_nothing_says_so(world: World) -> None:
    made = actions.draft(world.actor("officer"), QUARTER, at=AFTER)
    values = values_of(read(made.snapshot.figures))

    said = {each.key: filled(each.text, values) for each in made.sections.all()}
    assert said["leads"] == "2026年第一季度没有收到监督员反映的线索。"
    assert "没有需要办理的线索" in said["solving"] and "不作时效统计" in said["departments"]


@pytest.mark.clause("5.1.i")
def test_the_words_are_edited_and_the_figures_are_not(world: World, draft: Bulletin) -> None:
    edited = edit(world, draft, "leads", "{季度}收到线索{收到线索}件，{较上季度}。")

    assert edited.edited and edited.revision == 2
    with pytest.raises(actions.Wrong) as no:
        edit(world, draft, "leads", "本季度收到线索12件。", seen=2)
    assert {(t.code, t.about) for t in no.value.troubles} == {("missing", "收到线索"), ("typed", "12件")}


def test_a_figure_that_is_not_there_is_told_by_its_name(world: World, draft: Bulletin) -> None:
    with pytest.raises(actions.Wrong) as no:
        edit(world, draft, "leads", "收到线索{收到线索}件，{平均用时}，{")

    assert [(t.code, t.about) for t in no.value.troubles] == [("unknown", "平均用时"), ("brace", "")]


def test_the_second_of_two_who_edit_one_section_is_told(world: World, draft: Bulletin) -> None:
    edit(world, draft, "demands", "抓紧办理。")
    with pytest.raises(Refused, match="stale"):
        edit(world, draft, "demands", "尽快办理。", seen=1, who="head")
    edit(world, draft, "duties", section(draft, "duties").text + "\n请按月提交。", seen=1, who="head")

    assert section(draft, "demands").text == "抓紧办理。"


def test_saving_what_stands_there_changes_nothing(world: World, draft: Bulletin) -> None:
    rows = Entry.objects.count()
    edit(world, draft, "leads", section(draft, "leads").text)

    assert Entry.objects.count() == rows and not section(draft, "leads").edited


def test_new_figures_leave_the_edited_words_alone(world: World, draft: Bulletin) -> None:
    edit(world, draft, "leads", "共{收到线索}件。")
    late = file(world, "late", when("2026-03-30 10:00"))
    done = actions.refresh(world.actor("officer"), draft.pk, at=LATER)

    assert late and done.snapshot_id != draft.snapshot_id
    assert section(draft, "leads").text == "共{收到线索}件。"
    assert read(done.snapshot.figures).received == 2 and "逾期提交" in section(draft, "duties").text


@pytest.mark.clause("5.1.i")
def test_comments_are_dealt_with_before_it_is_approved(world: World, draft: Bulletin) -> None:
    head, officer = world.actor("head"), world.actor("officer")
    said = actions.comment(head, draft.pk, "departments", "请写实。", at=LATER)
    with pytest.raises(Refused, match="open_comments"):
        actions.freeze(head, draft.pk, at=LATER)
    actions.settle(officer, said.pk, at=LATER)
    actions.settle(officer, said.pk, at=LATER)
    done = actions.freeze(head, draft.pk, at=LATER)

    assert done.frozen and done.digest and actions.intact(done)
    assert Entry.objects.filter(verb="bulletin.settle").count() == 1
    assert Notice.objects.filter(kind="bulletin.commented", user=world.users["officer"]).exists()


def test_only_the_head_comments_and_approves(world: World, draft: Bulletin) -> None:
    officer = world.actor("officer")
    for act in (
        lambda: actions.comment(officer, draft.pk, "leads", "好。", at=LATER),
        lambda: actions.freeze(officer, draft.pk, at=LATER),
        lambda: actions.correct(officer, draft.pk, at=LATER, key="leads", text="…", reason="…"),
    ):
        with pytest.raises(Refused, match="wrong_hat"):
            act()


def test_a_quarter_that_is_not_over_is_drafted_and_not_approved(world: World) -> None:
    made = actions.draft(world.actor("officer"), "2026Q2", at=AFTER)
    with pytest.raises(Refused, match="not_over"):
        actions.freeze(world.actor("head"), made.pk, at=LATER)
    over = when("2026-07-03 09:00")
    with pytest.raises(Refused, match="figures_early"):
        actions.freeze(world.actor("head"), made.pk, at=over)
    actions.refresh(world.actor("officer"), made.pk, at=over)

    assert actions.freeze(world.actor("head"), made.pk, at=over).frozen


def test_words_that_new_figures_do_not_know_hold_it_up(world: World, draft: Bulletin) -> None:
    Section.objects.filter(bulletin=draft, key="leads").update(text="{没有这个数}", edited=True)
    with pytest.raises(Refused, match="section_wrong"):
        actions.freeze(world.actor("head"), draft.pk, at=LATER)


@pytest.mark.clause("5.1.i")
def test_what_is_approved_stays_and_is_corrected_beside(world: World, draft: Bulletin) -> None:
    head = world.actor("head")
    frozen = actions.freeze(head, draft.pk, at=LATER)
    with pytest.raises(Refused, match="wrong_state"):
        edit(world, draft, "leads", "改一下{收到线索}")
    for text in ("第一处应为九件。", "第二处应为八件。"):
        actions.correct(head, draft.pk, at=LATER, key="leads", text=text, reason="统计口径")

    frozen.refresh_from_db()
    assert actions.intact(frozen) and [c.number for c in frozen.corrections.all()] == [1, 2]
    Correction.objects.filter(number=1).update(text="没有错。")
    assert not actions.intact(Bulletin.objects.get(pk=draft.pk))


def test_what_was_changed_behind_its_back_is_noticed(world: World, draft: Bulletin) -> None:
    frozen = actions.freeze(world.actor("head"), draft.pk, at=LATER)
    frozen.content["sections"][0]["paragraphs"][0][0][0] = "别的季度"
    frozen.save(update_fields=["content"])

    assert not actions.intact(Bulletin.objects.get(pk=draft.pk))


def test_everybody_is_told_of_the_approved_one(world: World, draft: Bulletin) -> None:
    actions.submit(world.actor("officer"), draft.pk, at=LATER)
    actions.freeze(world.actor("head"), draft.pk, at=LATER)

    told = set(Notice.objects.filter(kind="bulletin.frozen").values_list("user__name", flat=True))
    assert {"李敏", "赵主任", "陈晨", "监督员social"} <= told
    assert Notice.objects.filter(kind="bulletin.submitted", user=world.users["head"]).count() == 1


def test_who_reads_what(world: World, elsewhere: World, draft: Bulletin) -> None:
    def reads(who: str, zone: World = world) -> bool:
        return bulletins_visible_to(zone.actor(who)).filter(pk=draft.pk).exists()

    assert reads("officer") and reads("head") and not reads("leader") and not reads("social")
    actions.submit(world.actor("officer"), draft.pk, at=LATER)
    assert reads("leader") and not reads("liaison")
    actions.freeze(world.actor("head"), draft.pk, at=LATER)
    assert all(reads(who) for who in ("leader", "liaison", "social", "internal"))
    assert not reads("auditor") and not reads("head", elsewhere)


def test_every_step_stands_in_the_ledger_without_words(world: World, draft: Bulletin) -> None:
    edit(world, draft, "demands", "抓紧办理。")
    actions.freeze(world.actor("head"), draft.pk, at=LATER)

    rows = list(Entry.objects.filter(subject=draft.subject).order_by("place"))
    assert [row.verb for row in rows] == ["bulletin.draft", "bulletin.edit", "bulletin.freeze"]
    assert "抓紧" not in str([row.data for row in rows]) and rows[2].data["digest"].startswith(("sm3:", "sha256:"))
