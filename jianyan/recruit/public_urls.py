"""Addresses of recruitment that anybody may open, without an account."""

from django.urls.resolvers import URLPattern

app_name = "public"
urlpatterns: list[URLPattern] = []
