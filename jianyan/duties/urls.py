"""Addresses of duties."""

from django.urls import path
from django.urls.resolvers import URLPattern

from jianyan.duties.views import quarter

app_name = "duties"
urlpatterns: list[URLPattern] = [
    path("", quarter.duties, name="list"),
    path("remind/", quarter.remind, name="remind"),
]
