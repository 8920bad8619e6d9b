"""A document as blocks, before it is a .docx or a PDF. One writer for each; whoever makes a document knows neither.

The official page is that of GB/T 9704-2012.
"""

from jianyan.core.paper.blocks import (
    Align,
    Annex,
    Block,
    Break,
    Column,
    Cover,
    Fields,
    Heading,
    Honour,
    Imprint,
    Masthead,
    Page,
    Paper,
    Para,
    Picture,
    Sign,
    Space,
    Table,
    Title,
)
from jianyan.core.paper.fonts import Faces, Role, stand_ins
from jianyan.core.paper.qr import qr_picture
from jianyan.core.paper.writers import fonts_at, to_docx, to_pdf

__all__ = [
    "Align",
    "Annex",
    "Block",
    "Break",
    "Column",
    "Cover",
    "Faces",
    "Fields",
    "Heading",
    "Honour",
    "Imprint",
    "Masthead",
    "Page",
    "Paper",
    "Para",
    "Picture",
    "Role",
    "Sign",
    "Space",
    "Table",
    "Title",
    "fonts_at",
    "qr_picture",
    "stand_ins",
    "to_docx",
    "to_pdf",
]
