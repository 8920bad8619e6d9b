"""Addresses of studies and verifications."""

from django.urls import path
from django.urls.resolvers import URLPattern

from jianyan.studies.views import files, lists, study, verification

app_name = "studies"
urlpatterns: list[URLPattern] = [
    path("", lists.home, name="home"),
    path("new/", study.study_new, name="study_new"),
    path("<int:pk>/", study.study_page, name="study"),
    path("<int:pk>/do/<slug:study_act>/", study.study_act, name="study_act"),
    path("verifications/", lists.verifications, name="verifications"),
    path("verifications/<int:pk>/", verification.verification_page, name="verification"),
    path("verifications/<int:pk>/do/<slug:verification_act>/", verification.verification_act, name="verification_act"),
    path("leads/<int:pk>/", verification.assign, name="assign"),
    path("files/<uuid:token>/", files.report_file, name="report_file"),
    path("findings/<uuid:token>/", files.finding_file, name="finding_file"),
    path("loose/<uuid:token>/", files.loose_file, name="loose_file"),
]
