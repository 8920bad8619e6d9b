from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RecruitConfig(AppConfig):
    name = "jianyan.recruit"
    label = "recruit"
    verbose_name = _("选聘")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from jianyan.recruit import receivers  # noqa: F401
