"""Addresses of awards behind sign-in; those of the public are in `public_urls`."""

from django.urls import path
from django.urls.resolvers import URLPattern

from jianyan.awards.views import certificate, objections, own, people, run_acts, runs

app_name = "awards"
urlpatterns: list[URLPattern] = [
    path("", runs.runs, name="runs"),
    path("new/", runs.run_new, name="new"),
    path("mine/", own.mine, name="mine"),
    path("mine/<int:pk>/", own.own, name="own"),
    path("<int:pk>/", runs.run, name="run"),
    path("<int:pk>/do/<slug:award_act>/", run_acts.run_act, name="act"),
    path("<int:pk>/objections/", objections.objections, name="objections"),
    path("objections/<int:pk>/", objections.objection, name="objection"),
    path("people/<int:pk>/", people.standing, name="standing"),
    path("people/<int:pk>/do/<slug:standing_act>/", people.standing_act, name="standing_act"),
    path("people/<int:pk>/certificate/", certificate.certificate, name="certificate"),
]
