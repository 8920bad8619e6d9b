"""The components page, which the product itself mounts only with DEBUG."""

from django.urls import include, path
from django.views.i18n import set_language

urlpatterns = [
    path("ui/", include("jianyan.ui.urls")),
    path("language/", set_language, name="set_language"),
]
