"""The product's own server with the bench's settings: `python -m bench.server PORT`."""

from __future__ import annotations

import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.settings")
django.setup()

from jianyan.web import serving  # noqa: E402 after the settings

#: As `jianyan serve` does it, without the clock, which would do its own work meanwhile.
WORKERS = 2

if __name__ == "__main__":
    place = serving.Place(port=int(sys.argv[1]), workers=WORKERS, ticks=False)
    serving.gather_static()
    serving.serve(place, lambda: print("ready", flush=True))
