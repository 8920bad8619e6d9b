"""Make the year that is copied, by the ordinary actions: `python -m bench.year MONTHS`."""

from __future__ import annotations

import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.settings")
django.setup()

from django.core.management import call_command  # noqa: E402
from django.utils import timezone  # noqa: E402

from jianyan.web.demo.load import load_year  # noqa: E402

if __name__ == "__main__":
    call_command("migrate", verbosity=0, interactive=False)
    load_year(timezone.localdate(), months=int(sys.argv[1]), beside=False)
