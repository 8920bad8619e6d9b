"""Addresses of the groups: announcements, members, receipts, questions."""

from django.urls import path

from jianyan.people.views.announcement import announcement, answer, ask, receipts, take_back
from jianyan.people.views.groups import announce, group_members, groups

app_name = "groups"
urlpatterns = [
    path("", groups, name="home"),
    path("announce/", announce, name="announce"),
    path("members/<str:group>/", group_members, name="members"),
    path("<int:pk>/", announcement, name="announcement"),
    path("<int:pk>/receipts/", receipts, name="receipts"),
    path("<int:pk>/take-back/", take_back, name="take_back"),
    path("<int:pk>/ask/", ask, name="ask"),
    path("questions/<int:pk>/answer/", answer, name="answer"),
]
