"""Addresses of supervisors: the list, a dossier, a contact, a handover, leaves."""

from django.urls import path

from jianyan.people.views.certificate import certificate
from jianyan.people.views.contact import contact
from jianyan.people.views.dismissal import dismissal, propose
from jianyan.people.views.dossier import dossier
from jianyan.people.views.handover import handover
from jianyan.people.views.leave import leave, leave_new, leaves
from jianyan.people.views.links import link
from jianyan.people.views.list import supervisors
from jianyan.people.views.phone import phone
from jianyan.people.views.promise import promise
from jianyan.people.views.retention import retention
from jianyan.people.views.terms import certificate_back, edit, renew, resign, resign_oneself

app_name = "people"
urlpatterns = [
    path("", supervisors, name="list"),
    path("handover/", handover, name="handover"),
    path("resign/", resign_oneself, name="resign_oneself"),
    path("dismissals/<int:pk>/", dismissal, name="dismissal"),
    path("certificates/<int:pk>/back/", certificate_back, name="certificate_back"),
    path("<int:pk>/renew/", renew, name="renew"),
    path("<int:pk>/resign/", resign, name="resign"),
    path("<int:pk>/dismissal/", propose, name="propose"),
    path("<int:pk>/edit/", edit, name="edit"),
    path("promise/", promise, name="promise"),
    path("retention/", retention, name="retention"),
    path("leaves/", leaves, name="leaves"),
    path("leaves/new/", leave_new, name="leave_new"),
    path("leaves/<int:pk>/", leave, name="leave"),
    path("<int:pk>/", dossier, name="dossier"),
    path("<int:pk>/contact/", contact, name="contact"),
    path("certificates/<int:pk>/", certificate, name="certificate"),
    path("<int:pk>/link/", link, name="link"),
    path("<int:pk>/phone/", phone, name="phone"),
]
