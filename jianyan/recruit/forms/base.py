"""What the forms of recruitment have in common."""

from __future__ import annotations

from typing import Any

from django import forms

from jianyan.core.flow import Refused
from jianyan.recruit import words

Label = Any  # a text or a lazy one


def lines(label: Label, longest: int, *, rows: int = 4, hint: Label = "") -> forms.CharField:
    """A text of several lines."""
    return forms.CharField(label=label, max_length=longest, help_text=hint, widget=forms.Textarea(attrs={"rows": rows}))


class ActForm(forms.Form):
    """The inputs of one act; one without inputs asks for nothing but the press."""

    use_required_attribute = False

    def values(self) -> dict[str, Any]:
        """The arguments of the action."""
        return dict(self.cleaned_data)

    def refuse(self, no: Refused) -> None:
        """Show why the action refused, at the field that it is about, else on top."""
        name = words.field_of(no)
        self.add_error(name if name in self.fields else None, words.refusal(no))

    def texts(self) -> list[tuple[str, str]]:
        """The texts that were typed, each with its label: to copy from when the act can no longer be done."""
        found = []
        for name, field in self.fields.items():
            sent = field.widget.value_from_datadict(self.data, self.files, self.add_prefix(name))
            if isinstance(field, forms.CharField) and sent:
                found.append((str(field.label), str(sent)))
        return found
