"""Every write about accounts, roles, units and zones. Each is recorded in the ledger of the zone."""

from jianyan.accounts.actions.area import admit
from jianyan.accounts.actions.invite import activate, invitation, invite
from jianyan.accounts.actions.password import change_password
from jianyan.accounts.actions.roles import grant, revoke
from jianyan.accounts.actions.sessions import sign_out_everywhere, unlock
from jianyan.accounts.actions.units import create_unit, edit_unit, edit_zone, set_unit_active
from jianyan.accounts.actions.users import create_user, edit_user, reset_password, set_active

__all__ = [
    "activate",
    "admit",
    "change_password",
    "create_unit",
    "create_user",
    "edit_unit",
    "edit_user",
    "edit_zone",
    "grant",
    "invitation",
    "invite",
    "reset_password",
    "revoke",
    "set_active",
    "set_unit_active",
    "sign_out_everywhere",
    "unlock",
]
