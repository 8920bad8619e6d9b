from django.urls import path
from django.http import HttpResponse


def _stub(request, **kw):
    return HttpResponse("…")


app_name = "ledger"
urlpatterns = [
    path("", _stub, name="list"),
    path("seals/", _stub, name="seals"),
]
