"""Addresses of signing in, one's own account, and the administrators' pages."""

from django.urls import path

from jianyan.accounts import views

app_name = "accounts"
urlpatterns = [
    path("sign-in/", views.sign_in, name="sign_in"),
    path("sign-out/", views.sign_out, name="sign_out"),
    path("activate/<slug:token>/", views.activate, name="activate"),
    path("password/", views.password, name="password"),
    path("sign-out-everywhere/", views.sign_out_everywhere, name="sign_out_everywhere"),
    path("zones/", views.switch_zone, name="switch_zone"),
    path("manage/accounts/", views.users, name="users"),
    path("manage/accounts/new/", views.new_user, name="user_new"),
    path("manage/accounts/area/", views.admit_area, name="admit_area"),
    path("manage/accounts/<int:pk>/", views.user, name="user"),
    path("manage/accounts/<int:pk>/edit/", views.edit_user, name="user_edit"),
    path("manage/accounts/<int:pk>/disable/", views.set_user, {"active": False}, name="user_disable"),
    path("manage/accounts/<int:pk>/enable/", views.set_user, {"active": True}, name="user_enable"),
    path("manage/accounts/<int:pk>/reset/", views.reset_user, name="user_reset"),
    path("manage/accounts/<int:pk>/unlock/", views.unlock_user, name="user_unlock"),
    path("manage/accounts/<int:pk>/sign-out/", views.sign_user_out, name="user_sign_out"),
    path("manage/accounts/<int:pk>/roles/", views.grant_role, name="role_grant"),
    path("manage/accounts/<int:pk>/roles/<int:role>/revoke/", views.revoke_role, name="role_revoke"),
    path("manage/departments/", views.departments, name="departments"),
    path("manage/departments/new/", views.department_new, name="department_new"),
    path("manage/departments/<int:pk>/", views.department, name="department"),
    path("manage/departments/<int:pk>/disable/", views.set_department, {"active": False}, name="department_disable"),
    path("manage/departments/<int:pk>/enable/", views.set_department, {"active": True}, name="department_enable"),
    path("manage/zone/", views.zone, name="zone"),
]
