"""What the forms of all verbs have in common."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict

from jianyan.core.flow import Refused
from jianyan.leads import words
from jianyan.leads.actions import Invalid
from jianyan.leads.queries.page import LeadPage

Label = Any  # a text or a lazy one


def text(label: Label, longest: int, *, rows: int = 4, required: bool = True, hint: Label = "") -> forms.CharField:
    """A text of several lines."""
    return forms.CharField(
        label=label,
        max_length=longest,
        required=required,
        help_text=hint,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class VerbForm(forms.Form):
    """The inputs of one verb on one lead. ``about`` is the lead as the actor sees it now."""

    use_required_attribute = False

    def __init__(self, *args: Any, about: LeadPage, **kwargs: Any) -> None:
        self.about = about
        super().__init__(*args, **kwargs)

    @classmethod
    def redrawn(cls, data: QueryDict, *, about: LeadPage) -> VerbForm:
        """The form with what was typed so far, when an answer decides what else is asked; nothing is checked."""
        return cls(initial=typed(cls(data, about=about)), about=about)

    def values(self) -> dict[str, Any]:
        """The arguments of the action."""
        return dict(self.cleaned_data)

    def refuse(self, no: Refused) -> None:
        """Show why the action refused, at the field that it is about, else on top."""
        if isinstance(no, Invalid):
            for place, codes in no.params["leads"].items():  # type: ignore[attr-defined]
                for name, code in codes.items():
                    self.mark(place, name, words.PROBLEMS[code])
            return
        name = str(no.params.get("field", "")) if no.code == "too_long" else words.FIELDS.get(no.code, "")
        self.add_error(name if name in self.fields else None, words.refusal(no))

    def texts(self) -> list[tuple[str, str]]:
        """The texts that were typed, each with its label: to copy from when the act can no longer be done."""
        return written(self)

    def mark(self, place: int, name: str, problem: Label) -> None:
        """Put what is wrong with an opinion at its field."""
        self.add_error(name if name in self.fields else None, forms.ValidationError(problem))


def written(form: forms.Form) -> list[tuple[str, str]]:
    """The texts of one form that are not empty."""
    texts = [name for name, field in form.fields.items() if isinstance(field, forms.CharField)]
    sent = typed(form)
    return [(str(form.fields[name].label), sent[name]) for name in texts if sent[name]]


def typed(form: forms.Form) -> dict[str, Any]:
    """What was sent for each field, unchecked."""
    return {
        name: field.widget.value_from_datadict(form.data, form.files, form.add_prefix(name))
        for name, field in form.fields.items()
    }
