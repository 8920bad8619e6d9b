from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DutiesConfig(AppConfig):
    name = "jianyan.duties"
    label = "duties"
    verbose_name = _("履职")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from jianyan.duties.beside import in_dossier
        from jianyan.duties.queries.lists import missed_since
        from jianyan.people.beside import register, register_missed

        register("duties/dossier.html", in_dossier)
        register_missed("duties", missed_since)
