"""The upload of a list: read here, looked over on the next page."""

from __future__ import annotations

from collections import Counter

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jianyan.core.candidate_sheet import KEYS, NEEDED, ROWS_MAX, TITLES, example
from jianyan.core.sheets import FILE_MAX, Table, Unreadable, read
from jianyan.recruit import sheet_words
from jianyan.recruit.actions.sheet import file_digest


class ListForm(forms.Form):
    """``table`` and ``digest`` hold what was read after a successful validation; ``unused`` the columns passed over."""

    file = forms.FileField(
        label=_("名单文件"),
        help_text=_(".xlsx 或 .csv，最多 5,000 行"),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.txt"}),
    )

    table: Table
    digest = ""
    unused: tuple[str, ...] = ()

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        try:
            if (file.size or 0) > FILE_MAX:
                raise Unreadable("too_big", most=FILE_MAX // 1_000_000)
            data = file.read()
            self.table = read(data, known=KEYS, most=ROWS_MAX)
            self._check_headings()
        except Unreadable as no:
            raise forms.ValidationError(sheet_words.unreadable(no)) from no
        self.digest = file_digest(data)
        return file

    def _check_headings(self) -> None:
        counted = Counter(name for name in self.table.headings if name)
        if missing := [TITLES[key] for key in NEEDED if TITLES[key] not in counted]:
            raise Unreadable("missing", columns=gettext("、").join(missing))
        if doubled := [name for name, n in counted.items() if n > 1 and name in KEYS]:
            raise Unreadable("doubled", columns=gettext("、").join(doubled))
        if all(example(line.cells) for line in self.table.lines):
            raise Unreadable("no_rows")
        self.unused = tuple(name[:20] for name in counted if name not in KEYS)
