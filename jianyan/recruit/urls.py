"""Addresses of recruitment behind sign-in; those of the public are in `public_urls`."""

from django.urls import path

from jianyan.recruit.views import recommend, sheet

app_name = "recruit"
urlpatterns = [
    path("recommend/<int:pk>/", recommend.recommended, name="recommended"),
    path("recommend/<int:pk>/new/", recommend.recommend, name="recommend"),
    path("<int:pk>/import/", sheet.list_import, name="list_import"),
    path("<int:pk>/import/template/", sheet.list_template, name="list_template"),
    path("import/<int:pk>/", sheet.list_batch, name="batch"),
]
