"""Addresses of recruitment behind sign-in; those of the public are in `public_urls`."""

from django.urls.resolvers import URLPattern

app_name = "recruit"
urlpatterns: list[URLPattern] = []
