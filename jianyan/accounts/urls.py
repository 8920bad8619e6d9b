from django.urls import path
from django.http import HttpResponse


def _stub(request, **kw):
    return HttpResponse("…")


app_name = "accounts"
urlpatterns = [
    path("sign-in/", _stub, name="sign_in"),
    path("sign-out/", _stub, name="sign_out"),
    path("password/", _stub, name="password"),
    path("manage/accounts/", _stub, name="users"),
    path("manage/departments/", _stub, name="departments"),
    path("manage/zone/", _stub, name="zone"),
]
