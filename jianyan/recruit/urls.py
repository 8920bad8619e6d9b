"""Addresses of recruitment behind sign-in; those of the public are in `public_urls`."""

from django.urls import path
from django.urls.resolvers import URLPattern

from jianyan.recruit.views import appoint

app_name = "recruit"
urlpatterns: list[URLPattern] = [
    path("<int:pk>/appoint/", appoint.appoint, name="appoint"),
    path("<int:pk>/appoint/certificates/", appoint.certificates, name="certificates"),
    path("<int:pk>/appoint/links/", appoint.links, name="links"),
]
