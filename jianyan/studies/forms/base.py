"""What the forms of studies and verifications have in common."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from jianyan.core.flow import Refused
from jianyan.people.models import Supervisor
from jianyan.studies import words
from jianyan.studies.queries.verify import SHOWN, named

Label = Any  # a text or a lazy one


def lines(label: Label, longest: int, *, rows: int = 4, hint: Label = "", required: bool = True) -> forms.CharField:
    """A text of several lines."""
    area = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, max_length=longest, help_text=hint, widget=area, required=required)


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

    def typed(self) -> dict[str, Any]:
        """What was sent for each field, unchecked."""
        return {
            name: field.widget.value_from_datadict(self.data, self.files, self.add_prefix(name))
            for name, field in self.fields.items()
        }

    def texts(self) -> list[tuple[str, str]]:
        """The texts that were typed, each with its label: to copy from when the act can no longer be done."""
        sent = self.typed()
        texts = [name for name, field in self.fields.items() if isinstance(field, forms.CharField)]
        shown = [name for name in texts if not isinstance(self.fields[name].widget, forms.HiddenInput)]
        return [(str(self.fields[name].label), str(sent[name])) for name in shown if sent[name]]


class Keyed(ActForm):
    """A form whose page has a key, so that sending it twice acts once."""

    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["key"].initial = uuid4

    def clean_key(self) -> UUID:
        return self.cleaned_data["key"]


class ReasonForm(ActForm):
    """An act that says why."""

    reason = lines(_("原因"), 200, rows=3)


class AnyOf(forms.TypedMultipleChoiceField):
    """Several ids of those shown; whether they still stand there is for the act to say, under its lock."""

    def valid_value(self, value: str) -> bool:
        return value.isascii() and value.isdigit() and len(value) < 19


class PeopleForm(ActForm):
    """A form that chooses supervisors: found by words, and kept when others are looked for.

    ``people`` are those who may be chosen; ``more`` is how many the words find beside those that are shown.
    """

    find = forms.CharField(
        label=_("查找监督员"), required=False, max_length=40, help_text=_("姓名、拼音、单位、职务或行业；选中的会保留")
    )
    people = AnyOf(label=_("选择监督员"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, people: QuerySet[Supervisor], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sent = self.typed() if self.is_bound else self.initial
        kept = {int(text) for text in map(str, sent.get("people") or ()) if AnyOf().valid_value(text)}
        matching = named(people.exclude(pk__in=kept), str(sent.get("find") or ""))
        chosen = [*people.filter(pk__in=kept), *matching[:SHOWN]]
        self.fields["people"].choices = [(each.pk, in_words(each)) for each in chosen]  # type: ignore[attr-defined]
        self.more = max(0, matching.count() - SHOWN)
        self.nobody = not chosen

    def values(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "find"}


def in_words(supervisor: Supervisor) -> str:
    """李四 · 海通供应链 · 社会监督员."""
    return " · ".join(filter(None, (supervisor.name, supervisor.unit_name, supervisor.get_channel_display())))
