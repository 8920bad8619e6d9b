"""The pages of signing in, of one's own account, and of the administrators."""

from jianyan.accounts.views.accounts import edit_user, new_user, reset_user, set_user, user, users
from jianyan.accounts.views.activate import activate
from jianyan.accounts.views.door import locked_out, sign_in, sign_out
from jianyan.accounts.views.guard import admit_area, grant_role, revoke_role, sign_user_out, unlock_user
from jianyan.accounts.views.own import password, sign_out_everywhere, switch_zone
from jianyan.accounts.views.units import department, department_new, departments, set_department, zone

__all__ = [
    "activate",
    "admit_area",
    "department",
    "department_new",
    "departments",
    "edit_user",
    "grant_role",
    "locked_out",
    "new_user",
    "password",
    "reset_user",
    "revoke_role",
    "set_department",
    "set_user",
    "sign_in",
    "sign_out",
    "sign_out_everywhere",
    "sign_user_out",
    "switch_zone",
    "unlock_user",
    "user",
    "users",
    "zone",
]
