from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AwardsConfig(AppConfig):
    name = "jianyan.awards"
    label = "awards"
    verbose_name = _("评优")
    default_auto_field = "django.db.models.BigAutoField"
