"""Every string a person reads goes through gettext, and the English catalogue has no gap."""

import ast
import os
import re
import shutil
import string
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import polib
import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "jianyan"
CATALOGUE = PACKAGE / "locale" / "en" / "LC_MESSAGES" / "django.po"
CJK = re.compile(r"[\u4e00-\u9fff]")

#: Where Chinese is data or the office's own record, not a string of a page: the rules' words and reasons, the names
#: of holidays, errors of core (pages word their own), documents of the office, the demo's texts, and what commands
#: print on the console.
DATA = (
    "core/",
    "web/demo/",
    "web/help/pages.py",
    "web/management/",
    "web/replay/",
    "rules/actions/store.py",
    "rules/summary_paper.py",
    "recruit/notice_text.py",
    "recruit/list_paper.py",
    "web/dossier_file/",
    "people/certificate.py",
    "people/actions/base.py",
    "people/actions/anonymise.py",
    "recruit/actions/forget.py",
    "leads/actions/numbers.py",
    "awards/actions/course.py",
    "awards/actions/given.py",
    "awards/certificate.py",
    "insight/review_paper.py",
    "meetings/papers.py",
    "reports/bulletin_paper.py",
    "reports/lead_papers.py",
    "reports/queries/",
    "reports/shown.py",
    "reports/special_content.py",
    "reports/special_paper.py",
)
#: Both languages side by side (dates), samples for developers, an input format that has Chinese words in it.
BOTH = (
    "ui/formats.py",
    "ui/samples.py",
    "rules/views/calendar.py",
    "web/notice_form.py",
    "leads/views/sheet_template.py",
    "recruit/views/sheet_template.py",
)
DEVELOPERS = "ui/components.html"
GETTEXT = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy", "npgettext"}


@pytest.fixture(scope="module")
def gathered(tmp_path_factory: pytest.TempPathFactory) -> polib.POFile:
    """The strings that the code has now, gathered in a copy of the package."""
    if not shutil.which("xgettext"):
        pytest.skip("gettext is not installed")
    copy = tmp_path_factory.mktemp("messages") / "jianyan"
    shutil.copytree(PACKAGE, copy, ignore=shutil.ignore_patterns("static", "assets", "*.mo", "locale", "__pycache__"))
    (copy / "locale" / "en").mkdir(parents=True)
    command = [sys.executable, "-m", "django", "makemessages", "--locale", "en", "--no-wrap", "--settings"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [*command, "jianyan.web.settings"], cwd=copy, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return polib.pofile(str(copy / "locale" / "en" / "LC_MESSAGES" / "django.po"))


def names(text: str) -> set[str]:
    """The placeholders of a string, of either style."""
    braces = {field for _, field, _, _ in string.Formatter().parse(text) if field} if "{" in text else set()
    return braces | set(re.findall(r"%\((\w+)\)", text))


def test_the_english_catalogue_has_every_string_and_no_other(gathered: polib.POFile) -> None:
    wanted = {(entry.msgctxt, entry.msgid) for entry in gathered}
    catalogue = polib.pofile(str(CATALOGUE))
    translated = {
        (entry.msgctxt, entry.msgid)
        for entry in catalogue
        if "fuzzy" not in entry.flags and (entry.msgstr or (entry.msgstr_plural and all(entry.msgstr_plural.values())))
    }
    missing = sorted(text for _, text in wanted - translated)
    assert not missing, f"{len(missing)} without English (make messages, then translate): {missing[:20]}"
    assert not sorted(text for _, text in translated - wanted), "strings that left the code: make messages"


def test_translations_keep_the_placeholders() -> None:
    for entry in polib.pofile(str(CATALOGUE)):
        for text in [entry.msgstr] if entry.msgstr else entry.msgstr_plural.values():
            assert names(text) == names(entry.msgid), entry.msgid
            assert not CJK.search(text) or entry.msgid in ("简体中文", "中文"), entry.msgid


def test_templates_have_no_bare_chinese() -> None:
    blocks = (r"\{% comment.*?endcomment %\}", r"\{% blocktrans(?:late)?\b.*?endblocktrans(?:late)? %\}")
    marked = re.compile("|".join((*blocks, r"\{#.*?#\}", r"\{[%{].*?[%}]\}")), re.S)
    found = []
    for path in sorted(PACKAGE.rglob("templates/**/*.html")):
        if path.as_posix().endswith(DEVELOPERS):
            continue
        rest = marked.sub("", path.read_text(encoding="utf-8"))
        found += [
            f"{path.relative_to(ROOT)}: {line.strip()}"
            for line in rest.splitlines()
            if CJK.search(line) and "lang=" not in line
        ]
    assert not found


def bare_strings(path: Path) -> Iterator[str]:
    """Chinese string literals of a module that are neither docstrings nor arguments of gettext."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    excused = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            excused.add(node.value)
        elif isinstance(node, ast.Call):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            if name in GETTEXT:
                excused |= {part for arg in node.args for part in ast.walk(arg) if isinstance(part, ast.Constant)}
    for node in ast.walk(tree):
        bare = isinstance(node, ast.Constant) and node not in excused
        if bare and isinstance(node.value, str) and CJK.search(node.value):
            yield f"{path.relative_to(ROOT)}:{node.lineno}: {node.value}"


def test_modules_have_no_bare_chinese() -> None:
    found = []
    for path in sorted(PACKAGE.rglob("*.py")):
        place = path.relative_to(PACKAGE).as_posix()
        if "migrations/" not in place and not place.startswith(DATA + BOTH):
            found += bare_strings(path)
    assert not found
