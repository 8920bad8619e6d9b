"""Addresses of the consultation that anybody may open, without an account."""

from django.urls import path

from jianyan.rules.views import public

app_name = "public_rules"
urlpatterns = [
    path("comment/<uuid:token>/", public.receipt, name="receipt"),
    path("<uuid:token>/", public.consultation, name="consultation"),
    path("<uuid:token>/comment/", public.comment, name="comment"),
    path("<slug:code>/", public.zone_consultations, name="zone"),
]
