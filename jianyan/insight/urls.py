"""Addresses of the review, of what if and of zones side by side."""

from django.urls import path
from django.urls.resolvers import URLPattern

from jianyan.insight.views import review, review_files, review_leads, what_if
from jianyan.insight.views.zones import zones

app_name = "insight"
urlpatterns: list[URLPattern] = [
    path("review/", review.review, name="review"),
    path("review/leads/", review_leads.review_leads, name="review_leads"),
    path("review/file.pdf", review_files.review_pdf, name="review_pdf"),
    path("review/file.docx", review_files.review_docx, name="review_docx"),
    path("what-if/", what_if.page, name="what_if"),
    path("zones/", zones, name="zones"),
]
