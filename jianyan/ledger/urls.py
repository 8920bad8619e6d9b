"""Addresses of the auditor's pages."""

from django.urls import path

from jianyan.ledger import views

app_name = "ledger"
urlpatterns = [
    path("", views.ledger, name="list"),
    path("<int:pk>/", views.row, name="row"),
    path("seals/", views.seals, name="seals"),
    path("verify/", views.verify, name="verify"),
]
