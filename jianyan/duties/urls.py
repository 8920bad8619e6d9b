"""Addresses of duties."""

from django.urls.resolvers import URLPattern

app_name = "duties"
urlpatterns: list[URLPattern] = []
