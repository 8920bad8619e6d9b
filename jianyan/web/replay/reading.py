"""Reading messages with their replies from a CSV: what can be used, and what cannot and why."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.utils.translation import gettext as _

from jianyan.core.opinion import BODY_MAX, BODY_MIN, TITLE_MAX, clean_text
from jianyan.core.workdays import TZ, Calendar
from jianyan.leads.actions.reply import LONGEST

COLUMNS = ("id", "author", "title", "time", "body", "reply", "reply_time")


class Unreadable(ValueError):
    """The file as a whole cannot be used; the text says why."""


@dataclass(frozen=True, slots=True)
class Message:
    """One message with its reply, cleaned: the title fits, and is kept whole in the body where it had to be cut."""

    id: str
    author: str
    title: str
    body: str
    reply: str
    filed: datetime
    replied: datetime


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A row that cannot be used. ``line``: its number in the file, the header being 1."""

    line: int
    id: str
    why: str


def read(path: Path, limit: int | None = None) -> tuple[list[Message], list[LeftOut]]:
    """The messages of the first ``limit`` rows by time of filing, and the rows left out in the order of the file.

    Raises:
        Unreadable: not there, not UTF-8, or a column is missing.
    """
    used: list[Message] = []
    left: list[LeftOut] = []
    seen: set[str] = set()
    try:
        for line, row in _rows(path, limit):
            made = _message(row, seen)
            if isinstance(made, str):
                left.append(LeftOut(line, row["id"], made))
            else:
                seen.add(made.id)
                used.append(made)
    except OSError as no:
        raise Unreadable(_("打不开文件：{why}").format(why=no.strerror or no)) from no
    except UnicodeDecodeError as no:
        raise Unreadable(_("文件不是 UTF-8 编码。")) from no
    except csv.Error as no:
        raise Unreadable(_("文件不是可读的 CSV：{why}").format(why=no)) from no
    return sorted(used, key=lambda message: (message.filed, message.id)), left


def _rows(path: Path, limit: int | None) -> Iterator[tuple[int, dict[str, str]]]:
    usual = csv.field_size_limit(10_000_000)  # the limit is the whole process's: it goes back to what it was
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            if missing := [name for name in COLUMNS if name not in (reader.fieldnames or ())]:
                raise Unreadable(_("缺少列：{columns}").format(columns="、".join(missing)))
            for number, row in enumerate(reader):
                if limit is not None and number >= limit:
                    return
                yield reader.line_num, {name: row[name] or "" for name in COLUMNS}
    finally:
        csv.field_size_limit(usual)


def _message(row: dict[str, str], seen: set[str]) -> Message | str:
    """The message of a row, or why there is none."""
    key, author = clean_text(row["id"], lines=False), clean_text(row["author"], lines=False)
    title, body = clean_text(row["title"], lines=False), clean_text(row["body"])
    reply = clean_text(row["reply"])
    filed, replied = _moment(row["time"]), _moment(row["reply_time"])
    if not key or not author:
        return _("没有编号或作者")
    if key in seen:
        return _("编号重复")
    if filed is None or replied is None:
        return _("时间看不懂，或在工作日历的范围之外")
    if replied <= filed:
        return _("答复不晚于提交")
    if not reply:
        return _("没有答复")
    if len(reply) > LONGEST:
        return _("答复超过 {n} 字").format(n=LONGEST)
    title, body = _fitted(title, body)
    if not BODY_MIN <= len(body) <= BODY_MAX:
        return _("正文不在 {low} 到 {high} 字之间").format(low=BODY_MIN, high=BODY_MAX)
    return Message(key, author, title, body, reply, filed, replied)


def _fitted(title: str, body: str) -> tuple[str, str]:
    """A title that fits: one too long is cut, and goes before the body whole; a missing one is the first line."""
    if not title:
        first = body.partition("\n")[0]
        return (first if len(first) <= TITLE_MAX else f"{first[: TITLE_MAX - 1]}…"), body
    if len(title) <= TITLE_MAX:
        return title, body
    return f"{title[: TITLE_MAX - 1]}…", f"{title}\n{body}"


def _moment(text: str) -> datetime | None:
    """An instant in Shanghai, ISO or with slashes as spreadsheets write it; None when it is not one to count from."""
    try:
        at = datetime.fromisoformat(_padded(text.strip().replace("/", "-")))
    except ValueError:
        return None
    at = at if at.tzinfo else at.replace(tzinfo=TZ)
    # A clock of a month and an extension must still fit before the calendar's end.
    return at if Calendar.first.year <= at.year < Calendar.last.year else None


def _padded(text: str) -> str:
    """2019-4-5 9:05 as 2019-04-05 09:05."""
    day, _between, moment = text.partition(" ")
    parts = [part.zfill(2) for part in day.split("-")]
    times = [part.zfill(2) for part in moment.split(":")] if moment else []
    return "-".join(parts) + (" " + ":".join(times) if times else "")
