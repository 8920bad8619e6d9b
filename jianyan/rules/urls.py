"""Addresses of the rules, their next version, the consultation on it, and of the working calendar."""

from django.urls import path

from jianyan.rules.views import answers, book, calendar, consultations, decide, drafts, edit

app_name = "rules"
urlpatterns = [
    path("", book.current, name="book"),
    path("v<int:number>/", book.version, name="version"),
    path("v<int:number>/rulebook.toml", book.version_toml, name="version_toml"),
    path("v<int:number>/changes/", book.version_changes, name="version_changes"),
    path("calendar/", calendar.year, name="calendar"),
    path("drafts/", drafts.drafts, name="drafts"),
    path("drafts/new/", drafts.draft_new, name="draft_new"),
    path("drafts/<int:pk>/", drafts.draft, name="draft"),
    path("drafts/<int:pk>/rulebook.toml", drafts.draft_toml, name="draft_toml"),
    path("drafts/<int:pk>/text/", edit.draft_text, name="draft_text"),
    path("drafts/<int:pk>/edit/<slug:section>/", edit.draft_edit, name="draft_edit"),
    path("drafts/<int:pk>/edit/<slug:section>/<slug:key>/", edit.draft_rule, name="draft_rule"),
    path("drafts/<int:pk>/consult/", decide.draft_consult, name="draft_consult"),
    path("drafts/<int:pk>/adopt/", decide.draft_adopt, name="draft_adopt"),
    path("drafts/<int:pk>/drop/", decide.draft_drop, name="draft_drop"),
    path("drafts/<int:pk>/withdraw/", decide.draft_withdraw, name="draft_withdraw"),
    path("consultations/", consultations.consultations, name="consultations"),
    path("consultations/<int:pk>/", consultations.consultation, name="consultation"),
    path("consultations/<int:pk>/comment/", consultations.comment, name="comment"),
    path("consultations/<int:pk>/conclude/", answers.conclude, name="conclude"),
    path("consultations/<int:pk>/summary.pdf", answers.summary_pdf, name="summary_pdf"),
    path("consultations/<int:pk>/summary.docx", answers.summary_docx, name="summary_docx"),
    path("comments/<int:pk>/", answers.answer, name="answer"),
]
