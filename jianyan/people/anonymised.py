"""How what lies above hears that a person is not to be known any more: a signal in the act's own transaction."""

from __future__ import annotations

from django.dispatch import Signal

#: Arguments: supervisor, name (what stands in its place), at. A receiver clears what its own app knows of the person;
#: what it raises undoes the whole act.
anonymised = Signal()
