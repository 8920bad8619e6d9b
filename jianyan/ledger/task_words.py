"""The words for tasks: the rows that they leave in the ledger."""

from __future__ import annotations

from django.utils.functional import Promise

Text = str | Promise

#: As in `ledger.words.WORDS`: verb → its short name, then the parts of its sentence.
WORDS: dict[str, tuple[Text, ...]] = {}
