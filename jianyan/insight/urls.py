"""Addresses of the review, of what if and of zones side by side."""

from django.urls.resolvers import URLPattern

app_name = "insight"
urlpatterns: list[URLPattern] = []
