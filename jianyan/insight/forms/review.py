"""The period of a review, and which leads of it: both stand in the address, and what is not known is passed over."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from jianyan.accounts.models import Department, Zone
from jianyan.core.periods import shifted
from jianyan.insight.queries.review_behind import WHATS, Wanted, is_step
from jianyan.insight.queries.review_scope import LONGEST
from jianyan.people.models import Channel
from jianyan.ui.widgets import MonthInput

#: No system kept such records before.
EARLIEST = date(2000, 1, 1)
#: What a key of the rulebook looks like.
KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")


class PeriodForm(forms.Form):
    """From which month to which; either may be missing."""

    use_required_attribute = False

    def __init__(self, data: Mapping[str, str]) -> None:
        super().__init__(data, auto_id="period_%s")
        for name, label in (("from", _("从")), ("to", _("到"))):
            self.fields[name] = forms.DateField(
                label=label, required=False, widget=MonthInput(), input_formats=["%Y-%m"]
            )


def period_in(query: Mapping[str, str], usual: tuple[date, date], today: date) -> tuple[date, date]:
    """The months that an address asks for: in order, none in the future, no more than the longest period."""
    form = PeriodForm(query)
    form.is_valid()  # a month that is none is not in cleaned_data, and so passed over
    asked = [form.cleaned_data.get(name) or month for name, month in zip(("from", "to"), usual, strict=True)]
    first, last = sorted(max(EARLIEST, min(month, today.replace(day=1))) for month in asked)
    return max(first, shifted(last, 1 - LONGEST)), last


def wanted_in(query: Mapping[str, str], zone: Zone) -> Wanted:
    """Which leads an address asks for."""
    what, step, unit = query.get("what", ""), query.get("step", ""), query.get("unit", "")
    known = unit if unit.isascii() and unit.isdigit() and len(unit) < 10 else "0"
    here = Department.objects.filter(zone=zone, pk=int(known)).exists() if int(known) else False
    return Wanted(
        what=what if what in WHATS else "",
        step=step if is_step(step) else "",
        unit=int(known) if here else None,
        kind=kind if KEY.fullmatch(kind := query.get("kind", "")) else "",
        channel=query.get("channel", "") if query.get("channel", "") in Channel.values else "",
    )
