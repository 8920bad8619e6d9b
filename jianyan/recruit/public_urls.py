"""Addresses of recruitment that anybody may open, without an account."""

from django.urls import path

from jianyan.people.views.check import certificate
from jianyan.recruit.views import apply, public, public_objections, status

app_name = "public"
urlpatterns = [
    path("certificate/<uuid:token>/", certificate, name="certificate"),
    path("recruit/<uuid:token>/", public.round_notice, name="round"),
    path("recruit/<uuid:token>/apply/", apply.apply, name="apply"),
    path("recruit/<uuid:token>/list/", public.public_list, name="list"),
    path("recruit/<uuid:token>/objection/", public_objections.object_to, name="object"),
    path("application/<uuid:token>/", status.status, name="status"),
    path("application/<uuid:token>/receipt/", status.receipt, name="receipt"),
    path("application/<uuid:token>/withdraw/", status.withdraw, name="withdraw"),
    path("objection/<uuid:token>/", public_objections.objection_receipt, name="objection"),
    path("<slug:code>/", public.zone_rounds, name="zone"),
]
