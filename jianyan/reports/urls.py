"""Addresses of reports."""

from __future__ import annotations

from jianyan.reports.special_urls import urlpatterns as special_urlpatterns

app_name = "reports"
urlpatterns = [*special_urlpatterns]
