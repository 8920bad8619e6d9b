from django.urls import path
from django.http import HttpResponse


def _stub(request, **kw):
    return HttpResponse("…")


app_name = "rules"
urlpatterns = [
    path("", _stub, name="book"),
    path("calendar/", _stub, name="calendar"),
]
