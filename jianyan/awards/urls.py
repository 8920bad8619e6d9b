"""Addresses of awards."""

from django.urls.resolvers import URLPattern

app_name = "awards"
urlpatterns: list[URLPattern] = []
