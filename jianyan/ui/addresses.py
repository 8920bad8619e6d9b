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


def address_of(name: str, pk: int, *more: str) -> str:
    """The address of one object's page, and of what is behind it: as `address`, for the rows of a list."""
    before, after = _around(name, more, get_script_prefix(), settings.ROOT_URLCONF)
    return f"{before}{pk}{after}"


#: A number that stands in no address.
_MARK = 7000000007


@lru_cache(maxsize=256)
def _around(name: str, more: tuple[str, ...], prefix: str, urls: str) -> tuple[str, str]:
    before, _, after = reverse(name, args=[_MARK, *more]).partition(str(_MARK))
    return before, after
