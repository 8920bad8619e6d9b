"""Addresses of recruitment that anybody may open, without an account."""

from django.urls import path

from jianyan.people.views.check import certificate

app_name = "public"
urlpatterns = [
    path("certificate/<uuid:token>/", certificate, name="certificate"),
]
