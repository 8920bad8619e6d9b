"""The form that brings in a notice of days off and worked: text typed or pasted, or a file from a spreadsheet."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jianyan.core.notice import LONGEST_NAME, LONGEST_RANGE, LONGEST_TEXT, MOST_DAYS, Odd, Trouble, Wrong, parse
from jianyan.core.opinion import clean_text
from jianyan.core.workdays import Calendar, Day

#: What is wrong with a line.
WRONG: dict[Wrong, str | Promise] = {
    Wrong.empty: _("没有日期，请每行写一天或一段"),
    Wrong.too_long: _("文字太长，请只保留日期各行"),
    Wrong.too_many_days: _("天数太多，一份通知最多 {days} 天"),
    Wrong.columns: _("要有三项：日期,放假或上班,名称"),
    Wrong.date: _("日期不对，请写成 2027-02-06"),
    Wrong.out_of_range: _("日期不在工作日历的范围内（{first} 至 {last} 年）"),
    Wrong.order: _("结束日期早于开始日期"),
    Wrong.range_too_long: _("一段最多 {range} 天，请核对日期"),
    Wrong.word: _("第二项请写“放假”或“上班”"),
    Wrong.name: _("请写名称，如“春节”“春节调休”“台风停工”"),
    Wrong.name_too_long: _("名称太长，最多 {name} 个字"),
    Wrong.twice: _("与上面某行的日期重复"),
}
BOUNDS = {
    "days": MOST_DAYS,
    "range": LONGEST_RANGE,
    "name": LONGEST_NAME,
    "first": Calendar.first.year,
    "last": Calendar.last.year,
}

#: What is odd about a day that can be read.
ODD: dict[Odd, str | Promise] = {
    Odd.already_off: _("本来就不上班"),
    Odd.already_worked: _("本来就上班"),
    Odd.other_year: _("不在所公布的年份"),
    Odd.past: _("已经过去"),
    Odd.changes_notice: _("与以前的通知不同，以这份为准"),
}

#: How many wrong lines are told at once.
MOST_TROUBLES = 20


def trouble_words(trouble: Trouble) -> str:
    """What is wrong with a line, with its number."""
    said = str(WRONG[trouble.why]).format(**BOUNDS)
    return gettext("第 {line} 行：{said}").format(line=trouble.line, said=said) if trouble.line else said


def decoded(file: UploadedFile) -> str | None:
    """The text of an uploaded file: UTF-8, or what spreadsheets here write; None when it is neither."""
    content = file.read(LONGEST_TEXT + 1) if file.size and file.size <= LONGEST_TEXT else b"\xff"
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


class NoticeForm(forms.Form):
    """Name, year and days of a notice. ``days`` holds the days after a successful validation."""

    name = forms.CharField(
        label=_("通知名称"), max_length=120, help_text=_("如“国务院办公厅关于2027年部分节假日安排的通知”")
    )
    year = forms.IntegerField(
        label=_("公布的年份"),
        required=False,
        min_value=Calendar.first.year,
        max_value=Calendar.last.year,
        help_text=_("公布全年安排的填写，这一年的日期就不再是暂定；台风停工等临时调整不填"),
    )
    text = forms.CharField(
        label=_("日期"),
        required=False,
        strip=False,
        widget=forms.Textarea(
            attrs={"rows": 10, "placeholder": "2027-02-06~2027-02-12,放假,春节\n2027-02-14,上班,春节调休"}
        ),
        help_text=_("每行一天或一段：日期,放假或上班,名称。从表格中复制也可以"),
    )
    file = forms.FileField(label=_("或者上传文件"), required=False, help_text=_("CSV 或文本文件"))
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput())

    days: tuple[Day, ...] = ()

    def clean_name(self) -> str:
        name = clean_text(self.cleaned_data["name"], lines=False)
        if not name:
            raise forms.ValidationError(gettext("请填写这一项"))
        return name

    def clean(self) -> dict[str, Any]:
        known = super().clean() or {}
        file = known.get("file")
        text = known.get("text") or ""
        if file:
            read = decoded(file)
            if read is None:
                self.add_error("file", gettext("读不出这个文件：请存为 CSV（UTF-8）后再上传，大小不超过 100 KB"))
                return known
            text = read
            self.data = {**dict(self.data.items()), "text": text}  # shown in the text, where it can be put right
        found = parse(text)
        for trouble in found.troubles[:MOST_TROUBLES]:
            self.add_error("text", trouble_words(trouble))
        self.days = found.days
        return {**known, "text": text}
