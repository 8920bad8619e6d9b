"""A bulletin as pages show it: paragraphs whose figures are links, tables, comments and corrections."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from jianyan.core import bulletin as core
from jianyan.core.bulletin import BulletinState
from jianyan.core.bulletin import values as values_module
from jianyan.core.figures import Figures
from jianyan.reports.models import Bulletin, Comment, Correction, Section
from jianyan.reports.sheet import Entry, Sheet
from jianyan.reports.tables import sheets_of

#: The leads behind a figure of the prose, by its name.
BEHIND: dict[str, dict[str, str]] = {
    "收到线索": {"all": "1"},
    "社会监督员线索": {"channel": "social"},
    "内部监督员线索": {"channel": "internal"},
    "共性线索": {"common": "1"},
    "办结线索": {"closed": "1"},
    "转入线索": {"earlier": "1"},
    "转入办结": {"earlier": "1", "closed": "1"},
    "在办线索": {"open": "1"},
    "逾期线索": {"overdue": "1"},
    **{values_module.RESULT_NAMES[key]: {"result": key} for key in values_module.RESULT_NAMES},
    **{values_module.RATE_NAMES[key]: {"rate": key, "part": "num"} for key in values_module.RATE_NAMES},
}
#: A table with more columns stands alone in its row, and on a phone as cards.
MOST_COLUMNS = 5
TONES = {BulletinState.draft: "info", BulletinState.frozen: "ok"}
NAMES: dict[str, str | Promise] = {BulletinState.draft: _("起草中"), BulletinState.frozen: _("已定稿")}


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words of a paragraph; with ``url`` they are a figure that opens its leads."""

    text: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table as a page shows it."""

    text: str
    url: str
    number: bool
    label: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table as a page shows it."""

    sheet: Sheet
    rows: list[list[Cell]]

    @property
    def wide(self) -> bool:
        return len(self.sheet.headings) > MOST_COLUMNS


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One section as its reader sees it. ``changed``: who wrote it last, where somebody has edited it."""

    key: str
    title: str
    paragraphs: list[list[Piece]]
    tables: list[Table]
    section: Section | None = None
    comments: list[Comment] = field(default_factory=list)
    corrections: list[Correction] = field(default_factory=list)

    @property
    def waiting(self) -> int:
        return sum(comment.settled_at is None for comment in self.comments)


def sections_shown(bulletin: Bulletin, figures: Figures, *, links: bool, office: bool) -> list[Shown]:
    """The sections of a bulletin loaded `whole`; ``links`` where the reader may open the leads behind figures."""
    values, sheets = core.values_of(figures), sheets_of(figures)
    kept = {section.key: section for section in bulletin.sections.all()}
    corrections = list(bulletin.corrections.all())
    return [
        Shown(
            key=key,
            title=title,
            paragraphs=_paragraphs(bulletin, key, kept, values, links=links),
            tables=[_table(sheet, bulletin.snapshot_id, links=links, office=office) for sheet in sheets[key]],
            section=kept.get(key),
            comments=list(kept[key].comments.all()) if office and key in kept else [],
            corrections=[each for each in corrections if each.key == key],
        )
        for key, title in core.SECTIONS.items()
    ]


def _paragraphs(
    bulletin: Bulletin, key: str, kept: dict[str, Section], values: dict[str, str], *, links: bool
) -> list[list[Piece]]:
    return [
        [_piece(text, name, bulletin.snapshot_id, links=links) for text, name in line]
        for line in said_in(bulletin, key, kept[key].text if key in kept else "", values)
    ]


def said_in(bulletin: Bulletin, key: str, text: str, values: dict[str, str]) -> list[list[tuple[str, str]]]:
    """The paragraphs of a section in pieces: what was approved, or before that the words with the figures of now."""
    if bulletin.frozen:
        approved = (each["paragraphs"] for each in bulletin.content["sections"] if each["key"] == key)
        return [[(words, name) for words, name in line] for line in next(approved, [])]
    return [core.pieces(line, values) for line in core.paragraphs(text)]


def _piece(text: str, name: str, snapshot: int, *, links: bool) -> Piece:
    nothing = text in ("0", values_module.NOTHING, values_module.WITHHELD)
    behind = BEHIND.get(name) if links and not nothing else None
    if behind and text.startswith("0%"):  # of what came to nothing there is only the whole to look at
        behind = {**behind, "part": "den"}
    return Piece(text, leads_url(snapshot, behind) if behind else "")


def _table(sheet: Sheet, snapshot: int, *, links: bool, office: bool) -> Table:
    def cell(entry: Entry, label: str) -> Cell:
        may = links if entry.behind == "leads" else office
        return Cell(entry.text, list_url(snapshot, entry) if may and entry.query else "", entry.number, label)

    titles = [heading.title for heading in sheet.headings]
    return Table(sheet, [[cell(*each) for each in zip(row, titles, strict=True)] for row in sheet.rows])


def list_url(snapshot: int, entry: Entry) -> str:
    """The address of the list behind a cell."""
    if entry.behind == "leads":
        return leads_url(snapshot, entry.query)
    page = "form_months" if entry.behind == "forms" else "duties:list"
    return f"{reverse(page)}?{urlencode(entry.query)}"


def leads_url(snapshot: int, query: dict[str, str]) -> str:
    """The address of the leads behind a figure."""
    return f"{reverse('reports:leads', args=[snapshot])}?{urlencode(query)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """Where a bulletin stands, for a list and its head."""

    state: str
    tone: str
    title: str


def mark_of(bulletin: Bulletin) -> Mark:
    state = BulletinState(bulletin.state)
    return Mark(state=str(NAMES[state]), tone=TONES[state], title=core.quarter_title(bulletin.quarter))
