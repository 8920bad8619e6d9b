"""Compile every catalogue of the package (.po) into what gettext reads (.mo). Fuzzy entries are left out.

Done with polib, so that a machine without gettext's own tools can run the product in every language.
"""

from pathlib import Path

import polib

PACKAGE = Path(__file__).resolve().parent.parent / "jianyan"


def main() -> None:
    for source in sorted(PACKAGE.rglob("LC_MESSAGES/*.po")):
        polib.pofile(str(source), encoding="utf-8").save_as_mofile(str(source.with_suffix(".mo")))


if __name__ == "__main__":
    main()
