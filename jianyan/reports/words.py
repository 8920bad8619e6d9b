"""The words for bulletins: states, acts, refusals, as pages show them."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from jianyan.core.flow import Refused

Text = str | Promise

#: What is said when an act is refused, by its code.
REFUSALS: dict[str, Text] = {
    "not_begun": _("这个季度还没有开始，没有可以统计的。"),
}


def refusal(no: Refused) -> str:
    """The sentence that a refusal shows."""
    return str(REFUSALS.get(no.code, _now("现在不能这样做。"))).format(**no.params)
