"""Addresses of special reports and instructions; part of those of reports."""

from __future__ import annotations

from django.urls import path

from jianyan.reports.views import instruction, lead_papers, special, special_edit, special_files, special_list

urlpatterns = [
    path("special/", special_list.specials, name="specials"),
    path("special/new/", special_list.special_new, name="special_new"),
    path("special/<int:pk>/", special.special, name="special"),
    path("special/<int:pk>/title/", special_edit.special_title, name="special_title"),
    path("special/<int:pk>/sections/<slug:section>/", special_edit.special_section, name="special_section"),
    path("special/<int:pk>/sections/<slug:section>/new/", special_edit.special_item_new, name="special_item_new"),
    path("special/items/<int:pk>/", special_edit.special_item, name="special_item"),
    path("special/items/<int:pk>/drop/", special_edit.special_item_drop, name="special_item_drop"),
    path("special/<int:pk>/act/<slug:special_act>/", special.special_act, name="special_act"),
    path("special/<int:pk>/instruct/", special.special_instruct, name="special_instruct"),
    path("special/<int:pk>/file.pdf", special_files.special_pdf, name="special_pdf"),
    path("special/<int:pk>/file.docx", special_files.special_docx, name="special_docx"),
    path("instructions/<int:pk>/", instruction.instruction, name="instruction"),
    path("instructions/<int:pk>/assign/", instruction.instruction_assign, name="instruction_assign"),
    path("instructions/<int:pk>/note/", instruction.instruction_note, name="instruction_note"),
    path("leads/<int:pk>/<slug:lead_paper>/<int:which>/<slug:file>/", lead_papers.lead_paper, name="lead_paper"),
]
