"""三员分立: no order of grants brings two duties together (等保 2.0)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jianyan.accounts.models import RoleName
from jianyan.core.separation import ADMINISTRATORS, AREA, BUSINESS, disable_forbidden, grant_forbidden, revoke_forbidden

ROLES = sorted(RoleName.values)


def test_every_role_is_on_one_side() -> None:
    assert set(ROLES) == ADMINISTRATORS | BUSINESS | {AREA}
    assert not ADMINISTRATORS & BUSINESS and AREA not in ADMINISTRATORS | BUSINESS


@given(wished=st.lists(st.sampled_from([*ROLES, "root"])), own=st.booleans())
def test_whatever_is_wished_nobody_comes_to_hold_two_sides(wished: list[str], own: bool) -> None:
    held: set[str] = set()
    for role in wished:
        if grant_forbidden(role, held=held, own=own) is None:
            held.add(role)
    assert len(held & ADMINISTRATORS) <= 1
    assert not (held & ADMINISTRATORS and held & BUSINESS)
    assert AREA not in held or held == {AREA}
    assert "supervisor" not in held, "that comes with the appointment"
    assert not (own and held)


@pytest.mark.parametrize(
    ("role", "held", "code"),
    [
        ("officer", set(), None),
        ("head", {"officer"}, None),
        ("liaison", {"supervisor"}, None),
        ("officer", {"officer"}, "role_held"),
        ("auditor", {"secadmin"}, "two_administrators"),
        ("sysadmin", {"auditor"}, "two_administrators"),
        ("secadmin", {"head"}, "administrator_at_work"),
        ("liaison", {"sysadmin"}, "administrator_at_work"),
        ("area", set(), None),
        ("area", {"leader"}, "area_alone"),
        ("area", {"auditor"}, "area_alone"),
        ("officer", {"area"}, "area_alone"),
        ("area", {"area"}, "role_held"),
        ("supervisor", set(), "by_appointment"),
        ("emperor", set(), "unknown_role"),
    ],
)
def test_says_why_not(role: str, held: set[str], code: str | None) -> None:
    assert grant_forbidden(role, held=held, own=False) == code


def test_the_last_administrator_stays() -> None:
    assert revoke_forbidden("secadmin", own=False, others=0) == "last_administrator"
    assert revoke_forbidden("secadmin", own=False, others=1) is None
    assert revoke_forbidden("officer", own=False, others=0) is None
    assert revoke_forbidden("officer", own=True, others=1) == "own_account"
    assert revoke_forbidden("supervisor", own=False, others=1) == "by_appointment"
    assert disable_forbidden(own=False, alone_in=["officer"]) is None
    assert disable_forbidden(own=False, alone_in=["sysadmin"]) == "last_administrator"
    assert disable_forbidden(own=True, alone_in=[]) == "own_account"
