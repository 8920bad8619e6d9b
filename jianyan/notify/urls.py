from django.urls import path
from django.http import HttpResponse


def _stub(request, **kw):
    return HttpResponse("…")


app_name = "notify"
urlpatterns = [
    path("", _stub, name="inbox"),
]
