"""A chapter as a page: Markdown to HTML, with anchors, contents, and links and pictures as they are served.

Raw HTML in a chapter is shown as text. What points nowhere is an error: the tests render every chapter.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from PIL import Image

from jianyan.web.help.chapters import CHAPTERS, FOLDER, Chapter

PICTURES = "pictures/"
#: Pictures up to this width were taken on a phone (at twice its pixels), and are not shown wider than one.
PHONE = 800


class Broken(ValueError):
    """A chapter points at what is not there, or a picture does not say what it shows."""


@dataclass(frozen=True, slots=True)
class Page:
    """A chapter, rendered. ``contents``: (anchor, text) of its sections, in order."""

    title: str
    contents: tuple[tuple[str, str], ...]
    html: SafeString


def page(chapter: Chapter) -> Page:
    """The chapter as it stands on the disk; read and rendered again only when its file has changed."""
    return _page(chapter, chapter.path.stat().st_mtime_ns)


@lru_cache(maxsize=32)
def _page(chapter: Chapter, _changed: int) -> Page:
    return render(chapter.path.read_text(encoding="utf-8"))


def render(text: str) -> Page:
    """Render a chapter. Raises `Broken` when it has no title, or points at what is not there."""
    markdown = _markdown()
    tokens = markdown.parse(text)
    title = _take_title(tokens)
    contents = tuple(_anchor_headings(tokens))
    for token in tokens:  # alignment comes as an inline style, which the content security policy drops
        if "right" in str(token.attrs.pop("style", "")):
            token.attrs["class"] = "num"
    for token in (child for block in tokens for child in block.children or ()):
        if token.type == "link_open":
            token.attrs["href"] = _address(str(token.attrs["href"]))
    html = markdown.renderer.render(tokens, markdown.options, {})
    return Page(title, contents, mark_safe(html))  # noqa: S308 the Markdown of the package, raw HTML escaped


def slug(heading: str) -> str:
    """The anchor of a heading, as code-hosting sites make it: letters and digits stay, spaces become hyphens."""
    kept = "".join(c for c in heading.lower() if c in " -_" or unicodedata.category(c)[0] in "LN")
    return re.sub(r" ", "-", kept.strip())


def _markdown() -> MarkdownIt:
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
    markdown.add_render_rule("image", _picture)
    markdown.add_render_rule("table_open", lambda *_: '<div class="table-wrap"><table class="table">\n')
    markdown.add_render_rule("table_close", lambda *_: "</table></div>\n")
    return markdown


def _take_title(tokens: list[Token]) -> str:
    if len(tokens) < 3 or tokens[0].tag != "h1":
        raise Broken("a chapter begins with its title")
    title = tokens[1].content
    del tokens[:3]
    return title


def _anchor_headings(tokens: Sequence[Token]) -> list[tuple[str, str]]:
    """Give every heading its anchor; returns those of the sections."""
    seen: set[str] = set()
    sections = []
    for opening, inline in pairwise(tokens):
        if opening.type != "heading_open":
            continue
        anchor = slug(inline.content)
        if not anchor or anchor in seen:
            raise Broken(f"two headings of one chapter have the same anchor: {inline.content}")
        seen.add(anchor)
        opening.attrs["id"] = anchor
        if opening.tag == "h2":
            sections.append((anchor, inline.content))
    return sections


def _address(href: str) -> str:
    """Where a link leads in the product: another chapter, or a heading."""
    file, _, anchor = href.partition("#")
    if not file:
        return f"#{anchor}"
    for chapter in CHAPTERS.values():
        if chapter.file == file:
            return f"{chapter.url}#{anchor}" if anchor else chapter.url
    raise Broken(f"a link to what is not a chapter: {href}")


def _picture(_self: RendererHTML, tokens: Sequence[Token], at: int, *_rest: Any) -> str:
    source, alt = str(tokens[at].attrs["src"]), tokens[at].content
    name = source.removeprefix(PICTURES)
    if not alt or not source.startswith(PICTURES) or not re.fullmatch(r"[a-z0-9-]+\.webp", name):
        raise Broken(f"a picture without words, or from elsewhere: {source}")
    try:
        with Image.open(FOLDER / PICTURES / name) as image:
            width, height = image.size
    except OSError as error:
        raise Broken(f"a picture that is not there: {source}") from error
    return format_html(
        '<a class="{}" href="{}"><img src="{}" alt="{}" width="{}" height="{}" loading="lazy"></a>',
        "handbook-picture handbook-phone" if width <= PHONE else "handbook-picture",
        *[static(f"handbook/{name}")] * 2,
        alt,
        width,
        height,
    )
