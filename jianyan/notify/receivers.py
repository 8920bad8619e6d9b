"""What is told of acts on a floor below, which cannot import notices."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver

from jianyan.notify.actions import tell
from jianyan.rules.telling import told


@receiver(told)
def tell_of_rules(sender: None, *, signal: Any, users: list[int], **notice: Any) -> bool:
    """A notice for each of them."""
    tell(users, **notice)
    return True
