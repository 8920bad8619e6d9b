"""What serving pages does not load: libraries that few acts need wait until somebody asks for what they make."""

from __future__ import annotations

import subprocess
import sys

#: In MB of each worker: pypinyin 55, openpyxl 20, docx 15, segno 9, typst 7.
HEAVY = ("pypinyin", "openpyxl", "docx", "segno", "typst", "lxml", "boto3")
LOADED = f"""
import sys, django
django.setup()
import jianyan.web.urls
print(*[name for name in {HEAVY!r} if name in sys.modules])
"""


def test_the_pages_are_loaded_without_what_few_acts_need() -> None:
    done = subprocess.run([sys.executable, "-c", LOADED], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []
