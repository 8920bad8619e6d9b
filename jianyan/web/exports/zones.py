"""The compared zones as a file: one row for each figure of each zone."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jianyan.accounts.access import Request
from jianyan.core.periods import quarter_name
from jianyan.core.workdays import local_date
from jianyan.insight.forms.zones import asked_in
from jianyan.insight.queries.zones import side_by_side_of
from jianyan.insight.zones_shown import file_line, lines_of, untold_of
from jianyan.ui.formats import quarter_in_words
from jianyan.web.exports.base import Listing


def zones(request: Request, now: datetime) -> Listing:
    """The zones that let the actor see their figures, over the quarters of the address."""
    quarters = asked_in(request.GET, local_date(now))
    columns = side_by_side_of(request.actor, quarters, now)
    found = [file_line(line, cell) for line in lines_of(columns) for cell in line.cells]
    first, last = (quarter_name(each.first) for each in (quarters[0], quarters[-1]))
    whole = _("{first}至{last}").format(first=quarter_in_words(first), last=quarter_in_words(last))
    return Listing(
        key="zones",
        title=gettext_lazy("各区对照"),
        back=f"{reverse('insight:zones')}?from={first}&to={last}",
        headings=(_("指标"), _("算法"), _("功能区"), _("分子"), _("分母"), _("数值"), _("未计入")),
        widths=(16, 40, 16, 8, 8, 16, 50),
        count=len(found),
        lines=lambda: found,
        filters=[
            (_("季度"), whole),
            (_("功能区"), _("、").join(column.zone.name for column in columns)),
            *((_("说明"), sentence) for sentence in untold_of(columns)),
        ],
        codes={"from": first, "to": last},
        zones=tuple(column.zone.pk for column in columns),
    )
