"""What a list must say to become a file, and the file: first who took it and why, then the rows."""

from __future__ import annotations

import hashlib
import secrets
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import IO

from django import forms
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from jianyan.accounts.access import Request
from jianyan.core.chain import ALGORITHM, text_digest
from jianyan.core.sheets import Writer
from jianyan.core.sheets.writing import Value
from jianyan.core.workdays import TZ, local_date
from jianyan.ui.formats import in_english, long_datetime, month_in_words
from jianyan.web.nav import role_names

Text = str | Promise

#: What an address says of the place in a list, not of what is in it.
PLACES = frozenset({"page", "after", "before"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """One list under its filters. ``lines`` is read once, row by row; ``back`` is the page that shows the same.

    ``filters`` are for people, label and value; ``codes`` are for the ledger, without words that somebody typed.
    ``zones``: whose figures these are, where not those of the one that the actor works in.
    """

    key: str
    title: Text
    back: str
    headings: Sequence[Text]
    widths: Sequence[int]
    count: int
    lines: Callable[[], Iterable[Sequence[object]]]
    filters: list[tuple[Text, str]] = field(default_factory=list)
    codes: dict[str, str] = field(default_factory=dict)
    zones: tuple[int, ...] = ()


def said(form: forms.Form) -> list[tuple[Text, str]]:
    """The filters in force of a form that has been checked, in words."""
    found: list[tuple[Text, str]] = []
    for name, each in form.fields.items():
        value = form.cleaned_data.get(name)
        if value in (None, ""):
            continue
        if isinstance(each, forms.ChoiceField):
            value = _chosen(each, str(value))
        elif isinstance(value, date):
            value = month_in_words(value) if name == "month" else value.isoformat()
        found.append((str(each.label), str(value)))
    return found


def _chosen(each: forms.ChoiceField, value: str) -> str:
    """The words of a choice, which may stand in a group."""
    for key, label in each.choices:  # type: ignore[union-attr, misc]
        group = label if isinstance(label, list | tuple) else [(key, label)]
        for inner, words in group:
            if str(inner) == value:
                return str(words)
    return value


def codes_of(query: Mapping[str, str], typed: Iterable[str]) -> dict[str, str]:
    """An address's filters for the ledger: what was typed in words stands as its digest."""
    kept = sorted((name[:40], str(value)[:80]) for name, value in query.items() if value and name not in PLACES)
    return {name: text_digest(value) if name in typed else value for name, value in kept[:30]}


def number_for(now: datetime) -> str:
    """A number for one file that can be said on the phone: the day, and figures that nobody can guess."""
    return f"{local_date(now):%Y%m%d}-{secrets.randbelow(10**8):08d}"


def make_file(
    request: Request, listing: Listing, *, number: str, now: datetime, reason: str, words: str
) -> tuple[IO[bytes], int, str]:
    """The workbook in a file of its own that is gone when it is closed, its number of rows, and its digest."""
    name, title = request.actor.name, str(listing.title)
    at = long_datetime(now)
    book = Writer()
    about = book.sheet(_("导出说明"), widths=(16, 80))
    footer = _("建言 导出编号 {number} · {name} · {at}").format(number=number, name=name, at=at)
    sheet = book.sheet(title, [str(heading) for heading in listing.headings], listing.widths, footer=footer)
    for line in listing.lines():
        sheet.add([_plain(value) for value in line])
    for label, value in (
        (_("清单"), title),
        (_("导出编号"), number),
        (_("导出人"), f"{name}（{role_names(request.actor)}）"),
        (_("导出时间"), at),
        (_("原因"), f"{reason}：{words}" if words else reason),
        *((f"{_('条件')} · {label}", value) for label, value in listing.filters or [(_("全部"), _("没有设条件"))]),
        (_("行数"), str(sheet.lines)),
        (_("范围"), _("只含导出人有权查看的内容；隐名监督员不列姓名，手机号已遮挡。")),
        (_("提示"), _("本次导出已记入台账。内部资料，请勿外传；用完请及时删除。")),
        (_("单位"), role_names(request.actor) if listing.zones else request.zone.office_name),
    ):
        about.add([label, value], wrap=True)
    file = tempfile.TemporaryFile(prefix="jianyan-export-")  # noqa: SIM115 - the response closes it
    book.save(file)
    file.seek(0)
    digest = hashlib.file_digest(file, lambda: hashlib.new(ALGORITHM)).hexdigest()
    file.seek(0)
    return file, sheet.lines, f"{ALGORITHM}:{digest}"


def _plain(value: object) -> Value:
    """A value as a workbook holds it; moments are those of Shanghai and without a zone, which no workbook knows."""
    match value:
        case datetime():
            return timezone.localtime(value, TZ).replace(tzinfo=None, second=0, microsecond=0)
        case bool():
            return _("是") if value else _("否")
        case str() | int() | float() | date() | None:
            return value
    return str(value)


def file_name(listing: Listing, number: str) -> str:
    """What the file is called on the disk of whoever took it."""
    return f"{listing.key if in_english() else listing.title}-{number}.xlsx"
