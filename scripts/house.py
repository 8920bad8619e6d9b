"""The rules of the house that no linter knows. Each is one function that yields `file:line: what is wrong`.

- core is given its dates: it never asks what time it is.
- pages carry no inline script, style or event handler: the content security policy would drop them.
- a file outgrown is split by verb or page: no module of the package is longer than 300 lines.
"""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "jianyan"
LONGEST = 300

CLOCK_CALLS = {"now", "today", "utcnow", "time", "time_ns", "monotonic", "localtime"}
INLINE = [
    (re.compile(r"\sstyle\s*=", re.I), "an inline style"),
    (re.compile(r"<style\b", re.I), "an inline style sheet"),
    (re.compile(r"\son[a-z]+\s*=\s*[\"']", re.I), "an inline event handler"),
    (re.compile(r"\bhx-on\b|\bjavascript:", re.I), "an inline script"),
    (re.compile(r"<script\b(?![^>]*\b(src|type=\"application/json\"))", re.I), "an inline script"),
]
TEMPLATE_COMMENT = re.compile(r"\{% comment.*?endcomment %\}|\{#.*?#\}", re.S)


def core_asks_no_time() -> Iterator[str]:
    for path in modules(PACKAGE / "core"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            match node:
                case ast.Call(func=ast.Attribute(attr=name, value=ast.Name(id="date" | "datetime" | "time"))) if (
                    name in CLOCK_CALLS
                ):
                    yield f"{shown(path)}:{node.lineno}: core asks for the time ({name}); take it as an argument"


def pages_have_no_inline_code() -> Iterator[str]:
    for path in sorted(PACKAGE.rglob("templates/**/*.html")):
        text = TEMPLATE_COMMENT.sub(lambda found: "\n" * found[0].count("\n"), path.read_text(encoding="utf-8"))
        for pattern, what in INLINE:
            for found in pattern.finditer(text):
                line = text.count("\n", 0, found.start()) + 1
                yield f"{shown(path)}:{line}: {what}, which the content security policy drops"


def files_are_short() -> Iterator[str]:
    for path in modules(PACKAGE):
        length = len(path.read_text(encoding="utf-8").splitlines())
        if length > LONGEST:
            yield f"{shown(path)}:{LONGEST}: {length} lines; split it by verb or page (at most {LONGEST})"


def modules(folder: Path) -> list[Path]:
    return [path for path in sorted(folder.rglob("*.py")) if "migrations" not in path.parts]


def shown(path: Path) -> str:
    return str(path.relative_to(ROOT))


def main() -> int:
    wrong = [*core_asks_no_time(), *pages_have_no_inline_code(), *files_are_short()]
    print(*wrong, sep="\n", end="\n" if wrong else "", file=sys.stderr)
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
