"""Components that stand inside a sentence: drawn once for each set of values, since lists repeat the same few."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import get_language


def inline(name: str, **shown: Any) -> SafeString:
    """The component without the line break that ends its file. What it shows depends on these values alone."""
    said = {key: str(value) if isinstance(value, Promise) else value for key, value in shown.items()}
    return _drawn(name, get_language(), **said)


# Typed: a text that is safe and one that is not may be equal, and are not drawn alike.
@lru_cache(maxsize=4096, typed=True)
def _drawn(name: str, language: str | None, **shown: Any) -> SafeString:
    return SafeString(render_to_string(f"ui/parts/{name}.html", shown).strip())
