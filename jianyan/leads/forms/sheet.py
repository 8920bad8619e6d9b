"""The upload of a spreadsheet of forms: read here, looked over on the next page."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from jianyan.core.form_sheet import NEEDED, ROWS_MAX, TITLES, example
from jianyan.files.sheet_form import Expected, SheetUpload


class SheetForm(SheetUpload):
    """A spreadsheet of opinion forms."""

    expected = Expected(
        titles=TITLES,
        needed=NEEDED,
        most=ROWS_MAX,
        example=example,
        label=_("意见表文件"),
        words={
            "too_big": _("文件太大，最大 {most} MB。请只保留意见表这一张表。"),
            "no_headings": _("没有找到表头。请用模板，第一行要有“姓名”“标题”“情况描述”等列名。"),
        },
    )
