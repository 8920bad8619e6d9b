"""Messages with a button beside them: what was just done can be taken back while the message is fresh."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from django.contrib import messages
from django.contrib.messages.storage.base import Message
from django.http import HttpRequest


@dataclass(frozen=True, slots=True)
class MessageButton:
    """One button: it posts ``values`` of the field ``name`` to ``url`` and is offered for so many ``seconds``."""

    url: str
    label: str
    name: str
    values: tuple[str, ...]
    seconds: int


def say(request: HttpRequest, text: str, button: MessageButton | None = None) -> None:
    """A message that something was done, with a button where there is one."""
    messages.success(request, text, extra_tags=json.dumps(asdict(button)) if button else "")


def button_for(*, url: str, label: str, name: str, values: Iterable[object], seconds: int) -> MessageButton | None:
    """The button, or None when there is nothing that it would act on."""
    sent = tuple(str(value) for value in values)
    return MessageButton(url, label, name, sent, seconds) if sent else None


def button_of(message: Message) -> MessageButton | None:
    """The button of a message that is shown."""
    tags = message.extra_tags or ""
    if not tags.startswith("{"):
        return None
    found: dict[str, Any] = json.loads(tags)
    return MessageButton(**{**found, "values": tuple(found["values"])})
