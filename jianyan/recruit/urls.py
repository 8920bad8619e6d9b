"""Addresses of recruitment behind sign-in; those of the public are in `public_urls`."""

from django.urls import path

from jianyan.recruit.views import recommend

app_name = "recruit"
urlpatterns = [
    path("recommend/<int:pk>/", recommend.recommended, name="recommended"),
    path("recommend/<int:pk>/new/", recommend.recommend, name="recommend"),
]
