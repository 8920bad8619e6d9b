"""Addresses of the review, of what if and of zones side by side."""

from django.urls import path
from django.urls.resolvers import URLPattern

from jianyan.insight.views import what_if

app_name = "insight"
urlpatterns: list[URLPattern] = [
    path("what-if/", what_if.page, name="what_if"),
]
