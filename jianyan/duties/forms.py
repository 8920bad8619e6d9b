"""The filters of the list of duties. An address may be typed by hand: what is not known is passed over."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jianyan.accounts.models import User
from jianyan.core.opinion import clean_text
from jianyan.duties.queries.lists import Wanted
from jianyan.people.models import Channel

LONGEST = 40
NOBODY = "0"


class FilterForm(forms.Form):
    """Whose duties are looked at."""

    q = forms.CharField(label=_("姓名或拼音"), required=False)
    officer = forms.ChoiceField(label=_("联系专员"), required=False)
    channel = forms.ChoiceField(label=_("通道"), required=False, choices=[("", _("全部")), *Channel.choices])

    def __init__(self, data: Any, *, officers: Iterable[User]) -> None:
        super().__init__({name: data.get(name, "") for name in self.base_fields}, auto_id="duties_%s")
        everybody = [("", _("全部")), *((str(user.pk), user.name) for user in officers), (NOBODY, _("还没有专员"))]
        self.fields["officer"].choices = everybody  # type: ignore[attr-defined]

    def wanted(self) -> Wanted:
        """What the form asks for, without what is not known."""
        officer, channel = str(self.data["officer"]), str(self.data["channel"])
        known = {str(key) for key, _name in self.fields["officer"].choices if key}  # type: ignore[attr-defined]
        return Wanted(
            officer=int(officer) if officer in known else None,
            channel=channel if channel in Channel.values else "",
            words=clean_text(str(self.data["q"]), lines=False)[:LONGEST],
        )
