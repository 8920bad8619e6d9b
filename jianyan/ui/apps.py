from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class UiConfig(AppConfig):
    name = "jianyan.ui"
    label = "ui"
    verbose_name = _("界面")

    def ready(self) -> None:
        from jianyan.ui.wording import use_our_wording

        use_our_wording()
