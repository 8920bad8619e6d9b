"""Addresses of supervisors: the list, a dossier, a contact, a handover."""

from django.urls import path

from jianyan.people.views.certificate import certificate
from jianyan.people.views.contact import contact
from jianyan.people.views.dossier import dossier
from jianyan.people.views.handover import handover
from jianyan.people.views.links import link
from jianyan.people.views.list import supervisors
from jianyan.people.views.phone import phone
from jianyan.people.views.promise import promise

app_name = "people"
urlpatterns = [
    path("", supervisors, name="list"),
    path("handover/", handover, name="handover"),
    path("promise/", promise, name="promise"),
    path("<int:pk>/", dossier, name="dossier"),
    path("<int:pk>/contact/", contact, name="contact"),
    path("certificates/<int:pk>/", certificate, name="certificate"),
    path("<int:pk>/link/", link, name="link"),
    path("<int:pk>/phone/", phone, name="phone"),
]
