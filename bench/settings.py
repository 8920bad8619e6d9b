"""The product's settings with an empty page beside its own, and the year that is copied as a second database."""

import os

from jianyan.web.settings import *  # noqa: F403
from jianyan.web.settings import DATABASES

ROOT_URLCONF = "bench.urls"

if year := os.environ.get("BENCH_YEAR"):
    DATABASES["year"] = {"ENGINE": "django.db.backends.sqlite3", "NAME": year}
