"""Addresses of reports."""

from __future__ import annotations

from django.urls import path

from jianyan.reports.special_urls import urlpatterns as special_urlpatterns
from jianyan.reports.views import acts, bulletin, files, home, leads, section, slides

app_name = "reports"
urlpatterns = [
    path("", home.reports, name="home"),
    path("bulletins/", acts.bulletin_new, name="bulletin_new"),
    path("bulletins/<int:pk>/", bulletin.bulletin, name="bulletin"),
    path("bulletins/<int:pk>/slides/", slides.slides, name="bulletin_slides"),
    path("bulletins/<int:pk>/file.pdf", files.bulletin_pdf, name="bulletin_pdf"),
    path("bulletins/<int:pk>/file.docx", files.bulletin_docx, name="bulletin_docx"),
    path("bulletins/<int:pk>/refresh/", acts.bulletin_refresh, name="bulletin_refresh"),
    path("bulletins/<int:pk>/submit/", acts.bulletin_submit, name="bulletin_submit"),
    path("bulletins/<int:pk>/freeze/", acts.bulletin_freeze, name="bulletin_freeze"),
    path("bulletins/<int:pk>/correct/", acts.bulletin_correct, name="bulletin_correct"),
    path("bulletins/<int:pk>/sections/<slug:key>/", section.section_edit, name="section"),
    path("bulletins/<int:pk>/sections/<slug:key>/comment/", section.section_comment, name="section_comment"),
    path("comments/<int:pk>/settle/", section.comment_settle, name="comment_settle"),
    path("snapshots/<int:pk>/leads/", leads.counted_leads, name="leads"),
    *special_urlpatterns,
]
