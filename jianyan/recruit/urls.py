"""Addresses of recruitment behind sign-in; those of the public are in `public_urls`."""

from django.urls import path
from django.urls.resolvers import URLPattern

from jianyan.recruit.views import (
    appoint,
    candidate,
    candidate_acts,
    candidates,
    files,
    list_paper,
    objections,
    phones,
    recommend,
    round,
    round_acts,
    rounds,
    sheet,
)

app_name = "recruit"
urlpatterns: list[URLPattern] = [
    path("", rounds.rounds, name="rounds"),
    path("new/", rounds.round_new, name="round_new"),
    path("<int:pk>/", round.round_page, name="round"),
    path("<int:pk>/edit/", rounds.round_edit, name="round_edit"),
    path("<int:pk>/do/<slug:round_act>/", round_acts.round_act, name="round_act"),
    path("<int:pk>/candidates/", candidates.candidates, name="candidates"),
    path("<int:pk>/list/", round.shortlist_page, name="shortlist"),
    path("<int:pk>/list.pdf", list_paper.list_pdf, name="list_pdf"),
    path("<int:pk>/list.docx", list_paper.list_docx, name="list_docx"),
    path("<int:pk>/notice/", round.notice_page, name="notice"),
    path("candidates/<int:pk>/", candidate.candidate, name="candidate"),
    path("candidates/<int:pk>/do/<slug:candidate_act>/", candidate_acts.candidate_act, name="candidate_act"),
    path("candidates/<int:pk>/same/", candidate.same_person, name="same_person"),
    path("candidates/<int:pk>/phone/", phones.candidate_phone, name="candidate_phone"),
    path("candidates/<int:pk>/files/<uuid:token>/", files.candidate_file, name="candidate_file"),
    path("objections/<int:pk>/", objections.objection, name="objection"),
    path("objections/<int:pk>/phone/", phones.objector_phone, name="objector_phone"),
    path("recommend/<int:pk>/", recommend.recommended, name="recommended"),
    path("recommend/<int:pk>/new/", recommend.recommend, name="recommend"),
    path("<int:pk>/import/", sheet.list_import, name="list_import"),
    path("<int:pk>/import/template/", sheet.list_template, name="list_template"),
    path("import/<int:pk>/", sheet.list_batch, name="batch"),
    path("<int:pk>/appoint/", appoint.appoint, name="appoint"),
    path("<int:pk>/appoint/certificates/", appoint.certificates, name="certificates"),
    path("<int:pk>/appoint/links/", appoint.links, name="links"),
]
