from django.urls import path
from django.http import HttpResponse


def _stub(request, **kw):
    return HttpResponse("…")


app_name = "people"
urlpatterns = [
    path("", _stub, name="list"),
]
