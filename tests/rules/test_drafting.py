"""The next version of the rules: drafted, worked on, adopted for a day to come; what is in force never changes."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from jianyan.core.flow import Refused
from jianyan.core.rule_changes import changes
from jianyan.core.rulebook import RulebookError, load
from jianyan.ledger.models import Entry
from jianyan.ledger.words import sentence
from jianyan.notify.models import Notice
from jianyan.rules import actions
from jianyan.rules.actions import packaged_rulebook
from jianyan.rules.models import Draft, RulebookVersion
from jianyan.rules.queries import book, version_on
from jianyan.rules.queries.drafts import changes_of, drafts_visible_to
from tests.fixtures import MONDAY, World, when
from tests.rules.consulting import AFTER, UNTIL, adopted, asked, concluded, drafted


def code_of(refused: pytest.ExceptionInfo[Refused]) -> str:
    return refused.value.code


@pytest.mark.clause("4.0")
def test_a_draft_is_a_copy_of_the_latest_version_and_changes_one_value(world: World) -> None:
    made = drafted(world)

    rules = load(made.text)
    assert (rules.number, rules.clocks["call"].amount, made.number) == (2, 5, 2)
    (change,) = changes_of(made)
    assert (change.rule, change.fields) == ("clocks.call", ("amount",))
    rows = list(Entry.objects.filter(subject=made.subject).order_by("place"))
    assert [row.verb for row in rows] == ["rules.draft", "rules.edit"]
    assert rows[1].data["rules"] == ["clocks.call"]
    assert sentence(rows[1].verb, rows[1].data, departments={}) == "修改规则第 2 版草案，涉及 1 条"
    assert RulebookVersion.objects.count() == 1


@pytest.mark.parametrize(
    ("values", "key"),
    [
        ({"scores.forms.points": 20}, "scores"),
        ({"numbers.award_ratio.value": 0}, "numbers.award_ratio.value"),
        ({"numbers.award_ratio.value": 1.2}, "numbers.award_ratio.value"),
        ({"numbers.form_due_day.value": 31}, "numbers.form_due_day.value"),
        ({"clocks.call.amount": -1}, "clocks.call.amount"),
        ({"clocks.call.words": "{amount:>99999999999} 天"}, "clocks.call.words"),
        ({"clocks.call.words": "{amount.real} 天"}, "clocks.call.words"),
        ({"clocks.call.words": "{days} 天"}, "clocks.call.words"),
        ({"clocks.call.colour": "red"}, "clocks.call"),
        ({"colour": "red"}, "rulebook"),
    ],
)
def test_what_cannot_be_used_is_named_and_changes_nothing(world: World, values: dict[str, object], key: str) -> None:
    made = drafted(world)

    with pytest.raises(RulebookError) as caught:
        actions.edit(world.actor("officer"), made.pk, values, at=MONDAY)

    assert caught.value.key == key
    assert Draft.objects.get(pk=made.pk).text == made.text


def test_the_points_of_two_parts_are_shifted_together_and_no_part_is_left_without_a_deed(world: World) -> None:
    made = drafted(world)
    parts = {"scores.forms.points": 20, "scores.quality.points": 40}
    with pytest.raises(RulebookError) as caught:
        actions.edit(world.actor("officer"), made.pk, {**parts, "merits.form.part": "quality"}, at=MONDAY)
    assert caught.value.key == "scores.forms"
    actions.edit(world.actor("officer"), made.pk, parts, at=MONDAY)
    assert load(Draft.objects.get().text).scores["quality"].points == 40


def test_two_who_edit_do_not_overwrite_each_other(world: World) -> None:
    made = drafted(world)
    seen = made.revision
    actions.edit(world.actor("head"), made.pk, {"clocks.call.amount": 4}, at=MONDAY, seen=seen)
    with pytest.raises(Refused) as no:
        actions.edit(world.actor("officer"), made.pk, {"clocks.call.amount": 6}, at=MONDAY, seen=seen)
    assert code_of(no) == "stale"


def test_what_says_the_same_leaves_no_row(world: World) -> None:
    made = drafted(world)
    actions.edit(world.actor("officer"), made.pk, {"clocks.call.amount": 5}, at=MONDAY)
    assert Entry.objects.filter(subject=made.subject).count() == 2


@pytest.mark.clause("4.0")
def test_a_text_from_elsewhere_takes_the_place_of_the_drafts(world: World) -> None:
    text = packaged_rulebook().replace("amount = 7", "amount = 5", 1).replace("number = 1", "number = 77", 1)
    made = actions.draft(world.actor("officer"), at=MONDAY)

    actions.replace_text(world.actor("officer"), made.pk, text, at=MONDAY)

    rules = load(Draft.objects.get().text)
    assert (rules.number, rules.clocks["dispatch"].amount) == (2, 5)
    (change,) = changes(load(packaged_rulebook()), rules)
    assert change.rule == "clocks.dispatch"
    assert Entry.objects.get(verb="rules.edit").data["way"] == "toml"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x = " + "[" * 3000,
        "x = " + "9" * 3900,
        ("a." * 1900 + "b = 1\n") * 40,
        "x = 1\n" * 60_000,
        "x = '" + "字" * 5000 + "'",
        "\x00",
    ],
    ids=["empty", "nested", "digits", "dots", "long", "long line", "nul"],
)
def test_hostile_texts_are_refused_soon(world: World, text: str) -> None:
    made = actions.draft(world.actor("officer"), at=MONDAY)
    with pytest.raises(RulebookError):
        actions.replace_text(world.actor("officer"), made.pk, text, at=MONDAY)


def test_one_draft_at_a_time_and_only_of_the_office(world: World) -> None:
    for key in ("liaison", "leader", "social", "auditor", "sysadmin"):
        with pytest.raises(Refused) as no:
            actions.draft(world.actor(key), at=MONDAY)
        assert code_of(no) == "wrong_role"
    made = actions.draft(world.actor("head"), at=MONDAY)
    with pytest.raises(Refused) as no:
        actions.draft(world.actor("officer"), at=MONDAY)
    assert code_of(no) == "one_at_a_time"
    actions.drop(world.actor("head"), made.pk, at=MONDAY)
    assert actions.draft(world.actor("officer"), at=MONDAY).number == 2


@pytest.mark.clause("5.3.b")
def test_another_zones_draft_is_not_there(world: World, elsewhere: World) -> None:
    made = drafted(elsewhere)
    assert not drafts_visible_to(world.actor("head")).exists()
    with pytest.raises(Draft.DoesNotExist):
        actions.edit(world.actor("head"), made.pk, {"clocks.call.amount": 4}, at=MONDAY)


@pytest.mark.clause("4.0")
def test_an_adopted_draft_is_in_force_from_its_day_and_leads_keep_their_version(world: World) -> None:
    before = world.lead("social")

    version = adopted(world, on=date(2026, 4, 1))

    assert (version.number, version.effective_on) == (2, date(2026, 4, 1))
    assert load(version.text).effective_on == date(2026, 4, 1)
    assert version_on(world.zone.pk, date(2026, 3, 31)).number == 1
    assert version_on(world.zone.pk, date(2026, 4, 1)).number == 2
    after = world.lead("social", when("2026-04-01 09:00"))
    before.refresh_from_db()
    assert book(before.rules_id).clocks["call"].amount == 3
    assert book(after.rules_id).clocks["call"].amount == 5
    made = Draft.objects.get()
    assert (made.state, made.version_id, made.unasked) == ("adopted", version.pk, "只改文字。")
    verbs = list(
        Entry.objects.filter(subject__in=(made.subject, f"rules:{version.pk}"))
        .order_by("id")
        .values_list("verb", flat=True)
    )
    assert verbs == ["rules.draft", "rules.edit", "rules.store", "rules.adopt"]
    told = Notice.objects.filter(kind="rules.adopted")
    assert set(told.values_list("user__name", flat=True)) == {
        "李敏",
        "赵主任",
        "陈晨",
        "周同",
        "监督员social",
        "监督员internal",
    }


def test_a_version_in_force_cannot_be_changed_only_superseded(world: World) -> None:
    version = adopted(world)
    made = Draft.objects.get()
    for act in (
        lambda: actions.edit(world.actor("head"), made.pk, {"clocks.call.amount": 9}, at=AFTER),
        lambda: actions.drop(world.actor("head"), made.pk, at=AFTER),
        lambda: actions.adopt(world.actor("head"), made.pk, at=AFTER, effective_on=date(2027, 1, 1), unasked="…"),
    ):
        with pytest.raises(Refused) as no:
            act()
        assert code_of(no) == "wrong_state"
    version.text = "changed"
    with pytest.raises(TypeError):
        version.save()


@pytest.mark.parametrize(
    ("day", "code"),
    [
        (date(2020, 1, 1), "day_past"),
        (AFTER.date() - timedelta(days=1), "day_past"),
        (AFTER.date(), "day_past"),
        (date(2199, 1, 1), "day_far"),
    ],
)
def test_a_day_that_cannot_be(world: World, day: date, code: str) -> None:
    made = drafted(world)
    with pytest.raises(Refused) as no:
        actions.adopt(world.actor("head"), made.pk, at=AFTER, effective_on=day, unasked="…")
    assert code_of(no) == code
    assert RulebookVersion.objects.count() == 1


def test_two_versions_on_one_day_and_one_that_an_earlier_would_replace(world: World) -> None:
    adopted(world, on=date(2026, 4, 1))
    again = drafted(world, at=AFTER, **{"clocks.call.amount": 6})
    assert again.number == 3
    for day in (date(2026, 4, 1), date(2026, 3, 25)):
        with pytest.raises(Refused) as no:
            actions.adopt(world.actor("head"), again.pk, at=AFTER, effective_on=day, unasked="…")
        assert code_of(no) == "day_taken"
    assert adopted(world, again, on=date(2026, 4, 2)).number == 3


def test_only_the_head_adopts_what_differs_and_everybody_was_asked_about(world: World) -> None:
    made = actions.draft(world.actor("officer"), at=MONDAY)
    day = date(2026, 6, 1)
    with pytest.raises(Refused) as no:
        actions.adopt(world.actor("head"), made.pk, at=MONDAY, effective_on=day)
    assert code_of(no) == "nothing_changed"
    made = actions.edit(world.actor("officer"), made.pk, {"clocks.call.amount": 5}, at=MONDAY)
    with pytest.raises(Refused) as no:
        actions.adopt(world.actor("officer"), made.pk, at=MONDAY, effective_on=day)
    assert code_of(no) == "wrong_role"
    with pytest.raises(Refused) as no:
        actions.adopt(world.actor("head"), made.pk, at=MONDAY, effective_on=day)
    assert code_of(no) == "not_asked"
    concluded(world, asked(world, made))
    later = AFTER + timedelta(days=1)
    concluded(
        world,
        asked(world, made, "public", at=later, until=later.date() + timedelta(days=7)),
        at=later + timedelta(days=9),
    )
    version = actions.adopt(world.actor("head"), made.pk, at=later + timedelta(days=9), effective_on=day)
    assert version.number == 2 and day > UNTIL
