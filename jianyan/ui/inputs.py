"""Inputs and selects as HTML, written without templates: Django takes two for each option, and lists have hundreds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.forms.renderers import DjangoTemplates
from django.http import HttpRequest
from django.utils.html import conditional_escape as escaped
from django.utils.safestring import SafeString

Widget = Mapping[str, Any]


class Inputs(DjangoTemplates):
    """Django's renderer of forms; the widgets of `WRITTEN` come out the same, only sooner."""

    def render(self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None) -> SafeString:
        write = WRITTEN.get(template_name)
        if write:
            return write(context["widget"])
        return SafeString(super().render(template_name, context, request))


def _attrs(given: Mapping[str, Any]) -> str:
    return "".join(
        f" {name}" if value is True else f' {name}="{escaped(value)}"'
        for name, value in given.items()
        if value is not False
    )


def _input(widget: Widget) -> SafeString:
    value = "" if widget["value"] is None else f' value="{escaped(widget["value"])}"'
    name = escaped(widget["name"])
    return SafeString(f'<input type="{widget["type"]}" name="{name}"{value}{_attrs(widget["attrs"])}>')


def _select(widget: Widget) -> SafeString:
    parts = [f'<select name="{escaped(widget["name"])}"{_attrs(widget["attrs"])}>']
    for group, options, _ in widget["optgroups"]:
        lines = [
            f'\n  <option value="{escaped(each["value"])}"{_attrs(each["attrs"])}>{escaped(each["label"])}</option>'
            for each in options
        ]
        parts += [f'\n  <optgroup label="{escaped(group)}">', *lines, "\n  </optgroup>"] if group else lines
    return SafeString("".join([*parts, "\n</select>"]))


WRITTEN: dict[str, Callable[[Widget], SafeString]] = {
    "django/forms/widgets/select.html": _select,
    **{
        f"django/forms/widgets/{kind}.html": _input
        for kind in ("date", "datetime", "email", "hidden", "input", "number", "password", "text", "time", "url")
    },
}
