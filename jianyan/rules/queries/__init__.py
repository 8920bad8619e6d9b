"""Reads of rules: versions and the calendar; drafts and the consultation on them."""

from jianyan.rules.queries.versions import (
    NoRulebook,
    book,
    book_today,
    calendar_of,
    calendar_read,
    forget_rulebooks,
    notices_of,
    rule_url,
    version_on,
    versions,
)

__all__ = [
    "NoRulebook",
    "book",
    "book_today",
    "calendar_of",
    "calendar_read",
    "forget_rulebooks",
    "notices_of",
    "rule_url",
    "version_on",
    "versions",
]
