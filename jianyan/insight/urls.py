"""Addresses of the review, of what if and of zones side by side."""

from django.urls import path

from jianyan.insight.views.zones import zones

app_name = "insight"
urlpatterns = [
    path("zones/", zones, name="zones"),
]
