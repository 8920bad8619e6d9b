"""How people hear of the rules: notices lie one floor up, so that a signal is sent in the act's own transaction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.dispatch import Signal

from jianyan.accounts.queries import Actor

#: Arguments: users (ids), zone_id, at, kind, path, params, by. `notify` makes a notice for each.
told = Signal()


def tell(
    users: Iterable[int],
    *,
    zone_id: int,
    at: datetime,
    kind: str,
    path: str,
    by: Actor,
    params: Mapping[str, object] | None = None,
) -> None:
    """Have people told, in the caller's transaction; whoever acted is not told of it.

    Raises:
        LookupError: nobody listens; whom it concerns must hear of it.
    """
    if not told.send(
        None, users=list(users), zone_id=zone_id, at=at, kind=kind, path=path, params=dict(params or {}), by=by
    ):
        raise LookupError("notices do not listen")
