"""Rules of the house that neither a linter nor the import check can say."""

from __future__ import annotations

import ast
import importlib
import importlib.util
import tomllib
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest
from django.apps import apps
from django.db.models import Field, Model

from jianyan.core.flow import ClockKind, Hat, Result, State, Verb
from jianyan.leads import words
from jianyan.leads.models import Grade, Lead
from jianyan.ledger import words as ledger_words

ROOT = Path(__file__).resolve().parents[1]
OURS = [app for app in apps.get_app_configs() if app.name.startswith("jianyan.")]


# ------------------------------------------------------------------------------------------------------------- models


def floors() -> list[set[str]]:
    """The apps of each floor, from the top down, as the import check reads them."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf8"))["tool"]["importlinter"]["contracts"]
    layers = next(c["layers"] for c in contracts if c["id"] == "floors")
    return [{part.strip(" ()").removeprefix("jianyan.") for part in layer.split("|")} for layer in layers]


def relations() -> Iterator[tuple[type[Model], Field]]:
    """Every field of ours that points to another model."""
    for app in OURS:
        for model in app.get_models(include_auto_created=True):
            for field in [*model._meta.local_fields, *model._meta.local_many_to_many]:
                if field.is_relation and field.related_model:
                    yield model, field


def test_a_key_to_another_app_points_down_and_cannot_be_read_backwards() -> None:
    level = {name: place for place, names in enumerate(floors()) for name in names}
    checked = 0
    for model, field in relations():
        here, there = model._meta.app_label, field.related_model._meta.app_label  # type: ignore[union-attr]
        if here == there or model._meta.auto_created:
            continue
        checked += 1
        assert level[here] < level[there], f"{model.__name__}.{field.name} points up or sideways"
        assert str(field.remote_field.related_name).endswith("+"), (
            f'{model.__name__}.{field.name} needs related_name="+"'
        )  # type: ignore[union-attr]
    assert checked > 20


def test_nothing_of_the_record_is_deleted_with_what_it_points_to() -> None:
    """Only what is nobody's record goes with its owner: drafts, views, notices, roles, days of a notice."""
    cascades = {f"{m.__name__}.{f.name}" for m, f in relations() if _cascades(f) and not m._meta.auto_created}
    assert cascades <= {
        "Draft.identity",
        "Notice.user",
        "Role.user",
        "CalendarDay.notice",
        "SavedView.user",
        "Invitation.user",
    }


def _cascades(field: Field) -> bool:
    on_delete = getattr(field.remote_field, "on_delete", None)
    return getattr(on_delete, "__name__", "") == "CASCADE"


# -------------------------------------------------------------------------------------------------------------- words


@pytest.mark.parametrize(
    ("members", "table"),
    [(State, words.STATES), (Verb, words.VERBS), (Result, words.RESULTS), (ClockKind, words.CLOCKS), (Hat, words.HATS)],
)
def test_every_member_has_a_word_and_no_two_share_one(members: type[State], table: dict[str, str]) -> None:
    assert set(table) == set(members)
    said = [str(word) for word in table.values()]
    assert all(said) and len(said) == len(set(said))


def test_what_fits_in_a_column() -> None:
    longest = {name: Lead._meta.get_field(name).max_length for name in ("state", "result", "satisfaction", "grade")}
    assert max(map(len, State)) <= longest["state"] and max(map(len, Result)) <= longest["result"]
    assert max(map(len, words.SATISFACTION)) <= longest["satisfaction"]
    assert max(map(len, Grade.values)) <= longest["grade"]


def test_every_verb_reads_as_a_sentence_of_the_ledger() -> None:
    assert {f"lead.{verb}" for verb in Verb} <= set(ledger_words.WORDS)


# ----------------------------------------------------------------------------------------------------------- refusals


def calls(folder: Path, name: str) -> Iterator[ast.Call]:
    """Calls of a function by its plain name in a folder's code."""
    for path in sorted(folder.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name:
                yield node


def texts_returned(module: str) -> Iterator[str]:
    """Every text that some function of a module answers with."""
    found = importlib.util.find_spec(module)
    assert found and found.origin
    for node in ast.walk(ast.parse(Path(found.origin).read_text("utf8"))):
        if isinstance(node, ast.Return) and node.value:
            for part in ast.walk(node.value):
                if isinstance(part, ast.Constant) and isinstance(part.value, str):
                    yield part.value


def keyword(call: ast.Call, name: str) -> ast.expr | None:
    return next((k.value for k in call.keywords if k.arg == name), None)


#: Where the codes of an app come from beside its own `Refused("…")`.
RULES_OF = {
    "leads": ("jianyan.core.flow.guards", "jianyan.core.flow.undo"),
    "accounts": ("jianyan.core.separation",),
}


def refused_in(app: str) -> dict[str, set[str]]:
    """Code → the params that come with it, of everything that an app refuses."""
    folder = ROOT / "jianyan" / app
    found: dict[str, set[str]] = {}
    # What the store and the scanner refuse, leads tell of.
    deeper = calls(ROOT / "jianyan" / "files", "Refused") if app == "leads" else []
    for call in [*calls(folder, "Refused"), *deeper]:
        if call.args and isinstance(call.args[0], ast.Constant):
            params = {k.arg for k in call.keywords if k.arg}
            code = str(call.args[0].value)
            found[code] = found[code] & params if code in found else params
    if app == "leads":
        for call in calls(folder / "actions", "words"):
            code, needed = keyword(call, "code"), keyword(call, "needed")
            never = isinstance(needed, ast.Constant) and needed.value is False
            if isinstance(code, ast.Constant) and not never:
                found[f"{code.value}_required"] = set()
        found |= {"wrong_hat": {"verb"}, "wrong_state": {"verb", "state"}, "invalid": set()}
    for module in RULES_OF.get(app, ()):
        found |= {code: set() for code in texts_returned(module)}
    return found


#: What pages across apps refuse is an export, whose words the ledger keeps; those of rules are not the rulebook's.
WORDS_OF = {"web": "jianyan.ledger.export_words", "rules": "jianyan.rules.draft_words"}
#: `files` has no words of its own: see `refused_in`.
TELLS_NO = [app.label for app in OURS if app.label != "files" and any(calls(ROOT / "jianyan" / app.label, "Refused"))]


@pytest.mark.parametrize("app", TELLS_NO)
def test_every_refusal_says_why_in_words_that_can_be_filled_in(app: str) -> None:
    table = importlib.import_module(WORDS_OF.get(app, f"jianyan.{app}.words")).REFUSALS
    if app == "reports":  # two documents, each with words of its own; instructions become tasks
        for more in ("reports.special_words", "tasks.words"):
            table = table | importlib.import_module(f"jianyan.{more}").REFUSALS
    for code, params in refused_in(app).items():
        assert code in table, f"{app} refuses with {code!r}, which has no words"
        asked = {name for _, name, _, _ in Formatter().parse(str(table[code])) if name}
        assert asked <= params, f"the words of {code!r} ask for {asked - params}"


def test_no_words_are_kept_for_refusals_that_nobody_gives() -> None:
    assert set(words.REFUSALS) == set(refused_in("leads"))


def test_a_refusal_at_a_field_is_one_that_there_is() -> None:
    assert set(words.FIELDS) <= set(words.REFUSALS)


def test_the_apps_that_refuse_are_those_that_write() -> None:
    assert {"leads", "accounts", "people"} <= set(TELLS_NO)
