"""Pages for developers, mounted only when DEBUG is on."""

from django.urls import path

from jianyan.ui import views

app_name = "ui"
urlpatterns = [path("components/", views.components, name="components")]
