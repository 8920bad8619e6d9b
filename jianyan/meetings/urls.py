"""Addresses of meetings."""

from django.urls import path
from django.urls.resolvers import URLPattern

from jianyan.meetings.views import door, feed, files, lists, meeting, minutes, papers, people, plan, said

app_name = "meetings"
urlpatterns: list[URLPattern] = [
    path("", lists.meetings, name="list"),
    path("new/", plan.new, name="new"),
    path("visits/new/", plan.visit_new, name="visit_new"),
    path("feed/", feed.feed, name="feed"),
    path("feed/<str:token>.ics", feed.feed_file, name="feed_file"),
    path("<int:pk>/", meeting.meeting, name="meeting"),
    path("<int:pk>/meeting.ics", meeting.one_ics, name="ics"),
    path("<int:pk>/edit/", plan.edit, name="edit"),
    path("<int:pk>/cancel/", plan.cancel, name="cancel"),
    path("<int:pk>/hold/", plan.hold, name="hold"),
    path("<int:pk>/answer/", meeting.answer, name="answer"),
    path("<int:pk>/online/", meeting.online, name="online"),
    path("<int:pk>/people/", people.people, name="people"),
    path("<int:pk>/invite/", people.invite, name="invite"),
    path("<int:pk>/people/<int:row>/<slug:person_act>/", people.person_act, name="person_act"),
    path("<int:pk>/roll/", people.roll, name="roll"),
    path("<int:pk>/contacts/", people.contacts, name="contacts"),
    path("<int:pk>/code/", door.code, name="code"),
    path("<int:pk>/in/", door.sign_in, name="sign_in"),
    path("<int:pk>/in/<str:code>/", door.scan, name="scan"),
    path("<int:pk>/visit/", minutes.visit, name="visit"),
    path("<int:pk>/minutes/", minutes.minutes, name="minutes"),
    path("<int:pk>/minutes/<slug:minutes_act>/", minutes.minutes_act, name="minutes_act"),
    path("<int:pk>/said/", said.said, name="said"),
    path("<int:pk>/files/", files.attach, name="attach"),
    path("<int:pk>/files/<uuid:token>/", files.file, name="file"),
    path("<int:pk>/files/<uuid:token>/remove/", files.detach, name="detach"),
    path("<int:pk>/papers/<slug:paper>/<slug:kind>/", papers.paper, name="paper"),
]
