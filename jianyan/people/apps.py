from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    name = "jianyan.people"
    label = "people"
    verbose_name = _("监督员")
    default_auto_field = "django.db.models.BigAutoField"
