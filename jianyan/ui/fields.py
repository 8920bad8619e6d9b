"""A bound form field, taken apart into what the field template shows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

TEXT_CLASS = "form-control"
CLASSES: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.CheckboxInput, "form-check-input"),
    (forms.Select, "form-select"),
)


def kind_of(widget: forms.Widget) -> str:
    """How the field is laid out: hidden, choices (one or many of a list), check (one tick) or line."""
    if widget.is_hidden:
        return "hidden"
    if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        return "choices"
    return "check" if isinstance(widget, forms.CheckboxInput) else "line"


def class_of(widget: forms.Widget) -> str:
    """The class of the input, added to those that the form itself names."""
    ours = next((name for kind, name in CLASSES if isinstance(widget, kind)), TEXT_CLASS)
    return f"{ours} {widget.attrs.get('class', '')}".strip()


def options_of(bound: BoundField, examples: dict[str, str]) -> list[dict[str, Any]]:
    """The choices of a radio or checkbox list, each with its example if there is one."""
    return [
        {
            "id": data["attrs"].get("id", ""),
            "type": data["type"],
            "name": data["name"],
            "value": str(data["value"]),
            "label": data["label"],
            "checked": data["selected"],
            "disabled": data["attrs"].get("disabled", False),
            "example": examples.get(str(data["value"]), ""),
        }
        for data in (part.data for part in bound.subwidgets)
    ]


def field_context(
    bound: BoundField,
    *,
    label: str | None,
    hint: str | None,
    cards: bool,
    examples: dict[str, str] | None,
    rows: int | None,
    suffix: str,
    count: bool,
) -> dict[str, Any]:
    """Everything ui/parts/field.html shows. The input points at its hint, error and counter by aria-describedby.

    A text area loses its maxlength: the browser would cut a pasted text off without a word; the counter warns and the
    form refuses instead.
    """
    widget = bound.field.widget
    kind = kind_of(widget)
    hint_text = bound.help_text if hint is None else hint
    limit = getattr(bound.field, "max_length", None)
    counted = bool(limit) and (isinstance(widget, forms.Textarea) or count)
    parts = ((hint_text, "hint"), (bound.errors, "error"), (counted, "count"))
    described_by = " ".join(f"{bound.auto_id}_{name}" for there, name in parts if there)
    attrs: dict[str, Any] = {"class": class_of(widget)}
    if described_by:
        attrs["aria-describedby"] = described_by
    if counted:
        attrs |= {"data-count-max": limit, "maxlength": False}
    if rows:
        attrs["rows"] = rows
    return {
        "bound": bound,
        "kind": kind,
        "label": bound.label if label is None else label,
        "hint": hint_text,
        "errors": bound.errors,
        "optional": not bound.field.required and kind != "check",
        "control": "" if kind == "choices" else bound.as_widget(attrs=attrs),
        "options": options_of(bound, {str(k): v for k, v in (examples or {}).items()}) if kind == "choices" else [],
        "cards": cards,
        "suffix": suffix,
        "limit": limit if counted else None,
        "described_by": described_by,
        "length": len(str(bound.value() or "")) if counted else 0,
    }


def first_id(bound: BoundField) -> str:
    """The id that a link to the field jumps to: the input, or the first choice of a list."""
    if kind_of(bound.field.widget) == "choices":
        return next((part.data["attrs"].get("id", "") for part in bound.subwidgets), bound.auto_id)
    return str(bound.id_for_label or bound.auto_id)


def errors_of(sources: Iterable[forms.BaseForm | forms.BaseFormSet | None]) -> tuple[list[str], list[dict[str, str]]]:
    """The errors of forms and formsets: those of a whole form, then those of fields with the id to jump to."""
    general: list[str] = []
    entries: list[dict[str, str]] = []
    flat: list[forms.BaseForm] = []
    for source in sources:
        if isinstance(source, forms.BaseFormSet):
            general += [str(error) for error in source.non_form_errors()]
            flat += source.forms
        elif source is not None:
            flat.append(source)
    for form in flat:
        general += [str(error) for error in form.non_field_errors()]
        for bound in form:
            if bound.is_hidden:  # nothing to jump to: the page, not the person, is at fault
                general += [str(error) for error in bound.errors]
                continue
            entries += [
                {"id": first_id(bound), "label": str(bound.label), "text": str(error)} for error in bound.errors
            ]
    return general, entries
