"""The upload of a spreadsheet: read here, looked over on the next page. Each table has its form."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.functional import Promise
from django.utils.translation import gettext

from jianyan.core.chain import file_digest
from jianyan.core.sheets import FILE_MAX, Cell, Table, Unreadable, read
from jianyan.files.sheet_words import Text, unreadable


@dataclass(frozen=True, slots=True)
class Expected:
    """The table that a form takes: headings by key, the keys it cannot do without, rows at most, which row is the
    template's example; the field's label, and ``too_big`` and ``no_headings`` in the words of this table."""

    titles: Mapping[str, str]
    needed: Sequence[str]
    most: int
    example: Callable[[Mapping[str, Cell]], bool]
    label: str | Promise
    words: Mapping[str, Text]


class SheetUpload(forms.Form):
    """``table`` and ``digest`` hold what was read after a successful validation; ``unused`` the columns passed over."""

    expected: ClassVar[Expected]

    file = forms.FileField(widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.txt"}))

    table: Table
    digest = ""
    unused: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].label = str(self.expected.label)
        self.fields["file"].help_text = gettext(".xlsx 或 .csv，最多 {most} 行").format(most=f"{self.expected.most:,}")

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        known = frozenset(self.expected.titles.values())
        try:
            if (file.size or 0) > FILE_MAX:
                raise Unreadable("too_big", most=FILE_MAX // 1_000_000)
            data = file.read()
            self.table = read(data, known=known, most=self.expected.most)
            self._check_headings(known)
        except Unreadable as no:
            raise forms.ValidationError(unreadable(no, self.expected.words)) from no
        self.digest = file_digest(data)
        return file

    def _check_headings(self, known: frozenset[str]) -> None:
        counted = Counter(name for name in self.table.headings if name)
        needed = [self.expected.titles[key] for key in self.expected.needed]
        if missing := [title for title in needed if title not in counted]:
            raise Unreadable("missing", columns=gettext("、").join(missing))
        if doubled := [name for name, n in counted.items() if n > 1 and name in known]:
            raise Unreadable("doubled", columns=gettext("、").join(doubled))
        if all(self.expected.example(line.cells) for line in self.table.lines):
            raise Unreadable("no_rows")
        self.unused = tuple(name[:20] for name in counted if name not in known)
