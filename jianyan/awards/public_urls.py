"""Addresses of awards that anybody may open, without an account."""

from django.urls import path

from jianyan.awards.views import public

app_name = "award_public"
urlpatterns = [
    path("<uuid:token>/", public.notice, name="notice"),
    path("<uuid:token>/objection/", public.object_to, name="object"),
    path("objection/<uuid:token>/", public.objection, name="objection"),
    path("certificate/<uuid:token>/", public.certificate, name="certificate"),
]
