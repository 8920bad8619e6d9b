"""Which clauses of the founding text are shown by which tests: reads the `clause` markers without running anything.

`--check` prints nothing and fails when a marker names a clause that tests/clauses.txt does not.
"""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TESTS = ROOT / "tests"


def known() -> dict[str, str]:
    """Number of each clause, and what it asks."""
    lines = (TESTS / "clauses.txt").read_text(encoding="utf-8").splitlines()
    return {number: text.strip() for number, _, text in (line.partition(" ") for line in lines if line[:1] not in "#")}


def markers(node: ast.AST, owner: str = "") -> Iterator[tuple[str, str, int]]:
    """Each clause named at or below ``node``, with the function or class that carries it and the line."""
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        owner = f"{owner}::{node.name}"
    match node:
        case ast.Call(func=ast.Attribute(attr="clause", value=ast.Attribute(attr="mark")), args=arguments):
            for argument in arguments:
                yield ast.literal_eval(argument), owner, node.lineno
    for child in ast.iter_child_nodes(node):
        yield from markers(child, owner)


def main() -> int:
    clauses = known()
    shown: dict[str, set[str]] = {number: set() for number in clauses}
    unknown = []
    for path in sorted(TESTS.rglob("*.py")):
        name = path.relative_to(ROOT)
        for number, owner, line in markers(ast.parse(path.read_text(encoding="utf-8"), filename=str(name))):
            if number in shown:
                shown[number].add(f"{name}{owner}")
            else:
                unknown.append(f"{name}:{line}: there is no clause {number!r} in tests/clauses.txt")

    if "--check" not in sys.argv:
        for number, tests in shown.items():
            print(f"{'●' if tests else '○'} {number:<6} {clauses[number]}")
            for test in sorted(tests):
                print(f"           {test}")
        print(f"\n{sum(bool(tests) for tests in shown.values())} of {len(shown)} clauses are shown by tests.")
    print(*unknown, sep="\n", end="\n" if unknown else "", file=sys.stderr)
    return bool(unknown)


if __name__ == "__main__":
    sys.exit(main())
