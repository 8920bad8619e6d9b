"""Addresses of forms and leads."""

from django.urls import path

from jianyan.leads.views.dispatch_together import dispatch_together
from jianyan.leads.views.enter import form_enter
from jianyan.leads.views.files import lead_file, loose_file
from jianyan.leads.views.form import form, form_done
from jianyan.leads.views.form_autosave import autosave
from jianyan.leads.views.form_undo import undo_nil
from jianyan.leads.views.lead import lead
from jianyan.leads.views.list import leads
from jianyan.leads.views.month import month
from jianyan.leads.views.month_acts import month_act
from jianyan.leads.views.remind_together import remind_together
from jianyan.leads.views.reply_draft import keep
from jianyan.leads.views.saved import change, save, views
from jianyan.leads.views.sheet import form_batch, form_import, form_template
from jianyan.leads.views.undo import undo
from jianyan.leads.views.verbs import verb

app_name = "leads"
urlpatterns = [
    path("my/form/", form, name="form"),
    path("my/form/autosave/", autosave, name="autosave"),
    path("my/form/<int:pk>/", form_done, name="form_done"),
    path("my/form/<int:pk>/undo/", undo_nil, name="undo_nil"),
    path("my/files/<uuid:token>/", loose_file, name="loose_file"),
    path("forms/import/", form_import, name="form_import"),
    path("forms/import/template/", form_template, name="form_template"),
    path("forms/import/<int:pk>/", form_batch, name="form_batch"),
    path("forms/enter/<int:pk>/", form_enter, name="form_enter"),
    path("views/", views, name="views"),
    path("views/save/", save, name="view_save"),
    path("views/<int:pk>/", change, name="view"),
    path("leads/", leads, name="list"),
    path("leads/together/dispatch/", dispatch_together, name="dispatch_together"),
    path("leads/together/remind/", remind_together, name="remind_together"),
    path("leads/month/", month, name="month"),
    path("leads/month/act/", month_act, name="month_act"),
    path("leads/undo/", undo, name="undo"),
    path("leads/<int:pk>/", lead, name="lead"),
    path("leads/<int:pk>/files/<uuid:token>/", lead_file, name="file"),
    path("leads/<int:pk>/reply-draft/", keep, name="keep_reply"),
    path("leads/<int:pk>/<slug:verb>/", verb, name="verb"),
]
