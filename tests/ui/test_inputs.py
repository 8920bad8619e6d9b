"""Inputs and selects come out as Django's own templates write them."""

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.template import Context, Template
from django.utils.safestring import SafeString

from jianyan.ui.inputs import Inputs


class Everything(forms.Form):
    text = forms.CharField(max_length=5)
    choice = forms.ChoiceField(choices=[("", "--"), ("1", "<b>&'"), ("组", [("2", "x"), ("3", 'y"')])])
    day = forms.DateField(widget=forms.DateInput(attrs={"on": True, "off": False, "said": "\"<'"}))
    mail = forms.EmailField()
    number = forms.IntegerField(min_value=1)
    hidden = forms.CharField(widget=forms.HiddenInput)
    password = forms.CharField(widget=forms.PasswordInput)
    several = forms.MultipleChoiceField(choices=[(1, 1), (2, 2)])
    long = forms.CharField(widget=forms.Textarea)


SENT = {"text": "<&\"'>", "choice": "2", "day": "2026-01-01", "number": "7", "several": ["1", "2"], "hidden": "é<"}


@pytest.mark.parametrize("data", [None, SENT])
@pytest.mark.parametrize("name", list(Everything.base_fields))
def test_an_input_is_written_as_django_writes_it(name: str, data: dict[str, object] | None) -> None:
    theirs, ours = (str(Everything(data, renderer=kind())[name]).split() for kind in (DjangoTemplates, Inputs))
    assert ours == theirs


def test_what_is_drawn_once_is_not_drawn_for_a_text_that_is_not_safe() -> None:
    badge = Template("{% load ui %}{% badge said %}")
    assert "<b>" in badge.render(Context({"said": SafeString("<b>")}))
    assert "<b>" not in badge.render(Context({"said": "<b>"}))
