"""The pages that cross apps."""

from django.http import HttpResponse

from jianyan.web.views.calendar_import import calendar_import
from jianyan.web.views.department import department
from jianyan.web.views.desk import desk
from jianyan.web.views.home import home
from jianyan.web.views.my import my_dossier, my_home
from jianyan.web.views.overview import overview


def _stub(request, **kw):
    return HttpResponse("…")


form_months = _stub
