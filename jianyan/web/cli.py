"""The `jianyan` command: Django's own commands and ours."""

from __future__ import annotations

import os
import sys


def main() -> None:
    """Run a command with the product's settings."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jianyan.web.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
