"""Addresses of the review, of what if and of zones side by side."""

from __future__ import annotations

from django.urls import path

from jianyan.insight.views import review, review_files, review_leads

app_name = "insight"
urlpatterns = [
    path("review/", review.review, name="review"),
    path("review/leads/", review_leads.review_leads, name="review_leads"),
    path("review/file.pdf", review_files.review_pdf, name="review_pdf"),
    path("review/file.docx", review_files.review_docx, name="review_docx"),
]
