"""Addresses that every page asks for many times."""

from __future__ import annotations

from functools import lru_cache

from django.conf import settings
from django.urls import get_script_prefix, reverse


def address(name: str) -> str:
    """The address of a page without parameters; as `reverse`, which takes long when a page asks hundreds of times."""
    return _address(name, get_script_prefix(), settings.ROOT_URLCONF)


@lru_cache(maxsize=256)
def _address(name: str, prefix: str, urls: str) -> str:
    return reverse(name)
