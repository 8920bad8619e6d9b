"""The checks check: each finds the fault it is there for, and leaves what is right alone."""

import ast
import importlib.util
import shutil
import subprocess
from pathlib import Path
from types import ModuleType

import pytest

SCRIPTS = Path(__file__).resolve().parents[2] / "scripts"


def load(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, SCRIPTS / f"{name}.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_clause_markers_are_found_on_modules_classes_functions_and_parameters():
    source = """
pytestmark = pytest.mark.clause("0")
@pytest.mark.clause("5.1.g", "5.1.h")
class TestCall:
    @pytest.mark.parametrize("x", [pytest.param(1, marks=pytest.mark.clause("2"))])
    def test_it(self, x): ...
"""
    found = [(number, owner) for number, owner, _ in load("clauses").markers(ast.parse(source))]
    assert sorted(found) == [("0", ""), ("2", "::TestCall::test_it"), ("5.1.g", "::TestCall"), ("5.1.h", "::TestCall")]


def test_the_list_of_clauses_is_read():
    assert load("clauses").known()["5.1.g"].startswith("a logged phone call")


@pytest.fixture
def house(tmp_path, monkeypatch) -> ModuleType:
    module = load("house")
    monkeypatch.setattr(module, "ROOT", tmp_path)
    monkeypatch.setattr(module, "PACKAGE", tmp_path / "jianyan")
    return module


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


@pytest.mark.parametrize("call", ["datetime.now(TZ)", "date.today()", "time.time()"])
def test_core_that_asks_for_the_time_is_found(house, tmp_path, call):
    write(tmp_path / "jianyan/core/late.py", f"def late(due):\n    return due < {call}\n")
    assert [line.split(": ")[0] for line in house.core_asks_no_time()] == ["jianyan/core/late.py:2"]


@pytest.mark.parametrize(
    "fault",
    ['<p style="color:red">', "<style>", '<a onclick="go()">', "<script>go()</script>", '<a href="javascript:go()">'],
)
def test_inline_code_in_a_page_is_found(house, tmp_path, fault):
    write(tmp_path / "jianyan/leads/templates/leads/lead.html", f"<h1>\n{fault}\n")
    assert [line.split(": ")[0] for line in house.pages_have_no_inline_code()] == [
        "jianyan/leads/templates/leads/lead.html:2"
    ]


def test_scripts_from_files_data_and_comments_are_left_alone(house, tmp_path):
    write(
        tmp_path / "jianyan/ui/templates/ui/base.html",
        '<script src="app.js" defer></script>\n<script type="application/json">{}</script>\n'
        '{# <p style="x"> #}{% comment %}<script>x</script>{% endcomment %}\n<p data-style="x" class="on">\n',
    )
    assert list(house.pages_have_no_inline_code()) == []


def test_a_file_outgrown_is_found(house, tmp_path):
    write(tmp_path / "jianyan/leads/actions.py", "x = 1\n" * 301)
    write(tmp_path / "jianyan/leads/queries.py", "x = 1\n" * 300)
    assert [line.split(":")[0] for line in house.files_are_short()] == ["jianyan/leads/actions.py"]


class TestOnce:
    """scripts/once runs a command again when what it depends on has other content or what it made has gone."""

    @pytest.fixture
    def once(self, tmp_path):
        (tmp_path / "scripts").mkdir()
        shutil.copy(SCRIPTS / "once", tmp_path / "scripts/once")
        write(tmp_path / "input", "a")

        def run(command: str = "echo . >> runs; touch made") -> int:
            arguments = ["scripts/once", "it", "Doing it", "--made", "made", "input", "--", "bash", "-c", command]
            return subprocess.run(arguments, cwd=tmp_path, capture_output=True, check=False).returncode

        run.count = lambda: len((tmp_path / "runs").read_text().split())
        return run

    def test_it_runs_once(self, once, tmp_path):
        assert [once(), once()] == [0, 0]
        (tmp_path / "input").touch()
        assert once() == 0
        assert once.count() == 1

    def test_it_runs_again_for_other_content(self, once, tmp_path):
        once()
        write(tmp_path / "input", "b")
        once()
        assert once.count() == 2

    def test_it_runs_again_when_what_it_made_has_gone(self, once, tmp_path):
        once()
        (tmp_path / "made").unlink()
        once()
        assert once.count() == 2

    def test_a_failure_is_passed_on_and_tried_again(self, once, tmp_path):
        assert once("echo . >> runs; touch made; exit 3") == 1
        assert once() == 0
        assert once.count() == 2
