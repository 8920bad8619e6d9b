from django.http import HttpResponse
from django.urls import path

from jianyan.people.views.dossier import dossier


def _stub(request, **kw):
    return HttpResponse("…")


app_name = "people"
urlpatterns = [
    path("", _stub, name="list"),
    path("<int:pk>/", dossier, name="dossier"),
]
