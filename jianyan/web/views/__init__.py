"""The pages that cross apps."""

from jianyan.web.views.calendar_import import calendar_import
from jianyan.web.views.department import department
from jianyan.web.views.department_rates import department_rates
from jianyan.web.views.desk import desk
from jianyan.web.views.desk_below import desk_below
from jianyan.web.views.dossier_file import dossier_file, my_dossier_file
from jianyan.web.views.export import (
    export_forms,
    export_leads,
    export_ledger,
    export_overview,
    export_supervisors,
    export_zones,
)
from jianyan.web.views.failures import failures, failures_retry
from jianyan.web.views.form_months import form_months
from jianyan.web.views.handbook import handbook, handbook_chapter
from jianyan.web.views.health import clock, live, ready
from jianyan.web.views.home import home
from jianyan.web.views.my import my_dossier, my_home
from jianyan.web.views.overview import overview
from jianyan.web.views.remind_forms import remind_forms
from jianyan.web.views.trends import trends

__all__ = [
    "calendar_import",
    "clock",
    "department",
    "department_rates",
    "desk",
    "desk_below",
    "dossier_file",
    "export_forms",
    "export_leads",
    "export_ledger",
    "export_overview",
    "export_supervisors",
    "export_zones",
    "failures",
    "failures_retry",
    "form_months",
    "handbook",
    "handbook_chapter",
    "home",
    "live",
    "my_dossier",
    "my_dossier_file",
    "my_home",
    "overview",
    "ready",
    "remind_forms",
    "trends",
]
