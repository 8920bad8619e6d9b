"""Addresses of supervisors: the list, a dossier, a contact, a handover, leaves."""

from django.urls import path

from jianyan.people.views.contact import contact
from jianyan.people.views.dossier import dossier
from jianyan.people.views.handover import handover
from jianyan.people.views.leave import leave, leave_new, leaves
from jianyan.people.views.list import supervisors
from jianyan.people.views.phone import phone
from jianyan.people.views.retention import retention

app_name = "people"
urlpatterns = [
    path("", supervisors, name="list"),
    path("handover/", handover, name="handover"),
    path("retention/", retention, name="retention"),
    path("leaves/", leaves, name="leaves"),
    path("leaves/new/", leave_new, name="leave_new"),
    path("leaves/<int:pk>/", leave, name="leave"),
    path("<int:pk>/", dossier, name="dossier"),
    path("<int:pk>/contact/", contact, name="contact"),
    path("<int:pk>/phone/", phone, name="phone"),
]
