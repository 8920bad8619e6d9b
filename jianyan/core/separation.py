"""三员分立 (等保 2.0): system, security and audit duties are apart from one another and from the office's own work.

Each function returns the code of what forbids the act, or None when nothing does.
"""

from __future__ import annotations

from collections.abc import Collection

ADMINISTRATORS = frozenset({"sysadmin", "secadmin", "auditor"})
BUSINESS = frozenset({"supervisor", "officer", "head", "liaison", "leader"})
#: Sees the figures of several zones and nothing of any: held alone, so that nobody looks over from one's own work.
AREA = "area"

#: Administrators that a zone cannot be without: nobody could make them anew from inside.
NEEDED = frozenset({"sysadmin", "secadmin"})


def grant_forbidden(role: str, *, held: Collection[str], own: bool) -> str | None:
    """Why ``role`` may not be granted to somebody who holds ``held`` in any zone; ``own``: to oneself.

    Codes: ``unknown_role``, ``own_account``, ``by_appointment``, ``role_held``, ``area_alone``,
    ``two_administrators``, ``administrator_at_work``.
    """
    worn = frozenset(held)
    if role not in ADMINISTRATORS | BUSINESS | {AREA}:
        return "unknown_role"
    if own:
        return "own_account"
    if role == "supervisor":
        return "by_appointment"
    if role in worn:
        return "role_held"
    if worn and AREA in worn | {role}:
        return "area_alone"
    if role in ADMINISTRATORS and worn & ADMINISTRATORS:
        return "two_administrators"
    if (role in ADMINISTRATORS and worn & BUSINESS) or (role in BUSINESS and worn & ADMINISTRATORS):
        return "administrator_at_work"
    return None


def revoke_forbidden(role: str, *, own: bool, others: int) -> str | None:
    """Why ``role`` may not be taken from somebody; ``others`` counts whoever else can act in that role in the zone.

    Codes: ``own_account``, ``by_appointment``, ``last_administrator``.
    """
    if own:
        return "own_account"
    if role == "supervisor":
        return "by_appointment"
    return "last_administrator" if role in NEEDED and not others else None


def disable_forbidden(*, own: bool, alone_in: Collection[str]) -> str | None:
    """Why an account may not be disabled; ``alone_in``: its roles that nobody else of the zone can act in.

    Codes: ``own_account``, ``last_administrator``.
    """
    if own:
        return "own_account"
    return "last_administrator" if NEEDED & frozenset(alone_in) else None
