"""Every address of the product."""

from __future__ import annotations

from django.conf import settings
from django.urls import include, path
from django.views.i18n import set_language

from jianyan.meetings.views.lists import my_meetings
from jianyan.web import views

urlpatterns = [
    path("", views.home, name="home"),
    path("my/", views.my_home, name="my_home"),
    path("my/dossier/", views.my_dossier, name="my_dossier"),
    path("my/meetings/", my_meetings, name="my_meetings"),
    path("my/dossier/file/", views.my_dossier_file, name="my_dossier_file"),
    path("desk/", views.desk, name="desk"),
    path("desk/below/", views.desk_below, name="desk_below"),
    path("department/", views.department, name="department"),
    path("department/rates/", views.department_rates, name="department_rates"),
    path("overview/", views.overview, name="overview"),
    path("overview/trends/", views.trends, name="trends"),
    path("forms/", views.form_months, name="form_months"),
    path("forms/remind/", views.remind_forms, name="remind_forms"),
    path("help/", views.handbook, name="handbook"),
    path("help/<slug:key>/", views.handbook_chapter, name="handbook_chapter"),
    path("rules/calendar/import/", views.calendar_import, name="calendar_import"),
    path("leads/export/", views.export_leads, name="export_leads"),
    path("supervisors/export/", views.export_supervisors, name="export_supervisors"),
    path("supervisors/<int:pk>/file/", views.dossier_file, name="dossier_file"),
    path("forms/export/", views.export_forms, name="export_forms"),
    path("ledger/export/", views.export_ledger, name="export_ledger"),
    path("overview/export/", views.export_overview, name="export_overview"),
    path("insight/zones/export/", views.export_zones, name="export_zones"),
    path("failures/", views.failures, name="failures"),
    path("failures/<int:pk>/", views.failures_retry, name="failures_retry"),
    path("health/live/", views.live, name="live"),
    path("health/ready/", views.ready, name="ready"),
    path("health/clock/", views.clock, name="clock"),
    path("language/", set_language, name="set_language"),
    path("notices/", include("jianyan.notify.urls")),
    path("ledger/", include("jianyan.ledger.urls")),
    path("rules/", include("jianyan.rules.urls")),
    path("supervisors/", include("jianyan.people.urls")),
    path("groups/", include("jianyan.people.group_urls")),
    path("recruit/", include("jianyan.recruit.urls")),
    path("public/rules/", include("jianyan.rules.public_urls")),
    path("public/award/", include("jianyan.awards.public_urls")),
    path("public/", include("jianyan.recruit.public_urls")),
    path("tasks/", include("jianyan.tasks.urls")),
    path("meetings/", include("jianyan.meetings.urls")),
    path("studies/", include("jianyan.studies.urls")),
    path("duties/", include("jianyan.duties.urls")),
    path("reports/", include("jianyan.reports.urls")),
    path("awards/", include("jianyan.awards.urls")),
    path("insight/", include("jianyan.insight.urls")),
    path("", include("jianyan.leads.urls")),
    path("", include("jianyan.accounts.urls")),
]

handler500 = "jianyan.web.middleware.server_error"

if settings.DEBUG:
    urlpatterns.append(path("ui/", include("jianyan.ui.urls")))
