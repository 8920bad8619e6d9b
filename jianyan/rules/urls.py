"""Addresses of the rules and of the working calendar."""

from django.urls import path

from jianyan.rules.views import book, calendar

app_name = "rules"
urlpatterns = [
    path("", book.current, name="book"),
    path("v<int:number>/", book.version, name="version"),
    path("calendar/", calendar.year, name="calendar"),
]
