from django.urls import path
from django.http import HttpResponse


def _stub(request, **kw):
    return HttpResponse("…")


app_name = "leads"
urlpatterns = [
    path("my/form/", _stub, name="form"),
    path("leads/", _stub, name="list"),
    path("leads/<int:pk>/", _stub, name="lead"),
]
