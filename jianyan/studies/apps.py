from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StudiesConfig(AppConfig):
    name = "jianyan.studies"
    label = "studies"
    verbose_name = _("调研核查")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from jianyan.leads.beside import register
        from jianyan.studies.beside import VERIFICATIONS

        register(VERIFICATIONS)
