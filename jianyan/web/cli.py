"""The `jianyan` command: Django's own commands and ours."""

from __future__ import annotations

import os
import sys


def main() -> None:
    """Run a command with the product's settings."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jianyan.web.settings")
    from django.core.management import execute_from_command_line

    # Commands are typed with a hyphen; a module of that name could not be imported.
    name = [word.replace("-", "_") if not word.startswith("-") else word for word in sys.argv[1:2]]
    execute_from_command_line([*sys.argv[:1], *name, *sys.argv[2:]])


if __name__ == "__main__":
    main()
