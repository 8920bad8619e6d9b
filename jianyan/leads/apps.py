from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LeadsConfig(AppConfig):
    name = "jianyan.leads"
    label = "leads"
    verbose_name = _("线索")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from jianyan.leads import receivers  # noqa: F401
