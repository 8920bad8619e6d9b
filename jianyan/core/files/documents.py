"""Documents: PDF and the two common office formats, by their structure; none with a program inside."""

from __future__ import annotations

import re
from io import BytesIO
from itertools import pairwise
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo, is_zipfile
from zlib import error as ZlibError

from jianyan.core.files.kinds import FileType, Unfit

#: Parts of one office document; a workbook with hundreds of sheets and pictures stays far below.
PARTS_MAX = 3000
#: How much larger a part may be unpacked; text of spreadsheets reaches 100.
SWELL = 250
#: Below this nothing is called swollen, in bytes.
HARMLESS = 1_000_000
#: The tables of a document's parts are small, in bytes.
TABLE_MAX = 2_000_000

_MAIN = {
    b"wordprocessingml.document.main+xml": FileType.docx,
    b"spreadsheetml.sheet.main+xml": FileType.xlsx,
}
_PROGRAMS = re.compile(
    r"(vbaproject\.bin|/activex/|\.(exe|dll|com|scr|bat|cmd|js|vbs|ps1|hta|jar|lnk|html?|svg)$)", re.I
)
_EMBEDDED = re.compile(r"/embeddings/.*\.(bin|ole)$", re.I)
#: A document that fetches its template elsewhere runs that template's macros.
_FETCHED = re.compile(rb"<Relationship\b(?=[^>]*attachedTemplate)(?=[^>]*TargetMode\s*=\s*[\"']External)", re.I)

_STREAM = re.compile(rb"stream\r?\n.*?endstream", re.S)
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
_ACTIVE = re.compile(rb"/(JavaScript|JS|Launch|EmbeddedFiles?|RichMedia|XFA|SubmitForm|ImportData)\b")


def check_pdf(data: bytes) -> FileType:
    """A PDF from its first byte to its last, without scripts, programs or files inside as far as they can be seen.

    What is packed inside its streams only the virus scanner sees.
    """
    if not re.match(rb"%PDF-[12]\.\d", data):
        raise Unfit("not_accepted")
    end = data.rfind(b"%%EOF")
    if end < 0 or data[end + 5 :].strip(b"\r\n\t \0") or b"startxref" not in data[:end]:
        raise Unfit("damaged")
    if is_zipfile(BytesIO(data)):  # an archive that calls itself a PDF too
        raise Unfit("active")
    frame = _ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), _STREAM.sub(b"stream endstream", data))
    if _ACTIVE.search(frame):
        raise Unfit("active")
    return FileType.pdf


def check_office(data: bytes, unpacked_max: int) -> FileType:
    """A .docx or .xlsx from its first byte to its last, without macros, unpacked no larger than a document is."""
    try:
        with ZipFile(BytesIO(data)) as archive:
            parts = archive.infolist()
            _check_frame(data, archive, parts)
            _check_sizes(parts, unpacked_max)
            kind = _kind(archive, parts)
            _unpack(archive, parts)
    except (BadZipFile, ZlibError, NotImplementedError, OSError, EOFError, RuntimeError, ValueError, KeyError) as error:
        raise Unfit("damaged") from error
    return kind


def _check_frame(data: bytes, archive: ZipFile, parts: list[ZipInfo]) -> None:
    """Nothing before, behind or between what the table of parts names, and only names that stay inside."""
    if not parts or len(parts) > PARTS_MAX or archive.comment or data[-22:-18] != b"PK\x05\x06":
        raise Unfit("damaged")
    names = [part.filename for part in parts]
    if len(set(names)) != len(names) or min(part.header_offset for part in parts) != 0:
        raise Unfit("damaged")
    for part in parts:
        steps = part.filename.split("/")
        if part.filename.startswith("/") or "\\" in part.orig_filename or ".." in steps or part.flag_bits & 1:
            raise Unfit("damaged")
        if part.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
            raise Unfit("damaged")
    ends = sorted((part.header_offset, part.header_offset + part.compress_size) for part in parts)
    if any(end > start for (_, end), (start, _) in pairwise(ends)):
        raise Unfit("swollen")  # parts that share their bytes


def _check_sizes(parts: list[ZipInfo], unpacked_max: int) -> None:
    if sum(part.file_size for part in parts) > unpacked_max:
        raise Unfit("swollen")
    if any(part.file_size > HARMLESS and part.file_size > SWELL * part.compress_size for part in parts):
        raise Unfit("swollen")


def _kind(archive: ZipFile, parts: list[ZipInfo]) -> FileType:
    names = {part.filename: part for part in parts}
    table = names.get("[Content_Types].xml")
    if table is None or table.file_size > TABLE_MAX:
        raise Unfit("not_accepted")
    types = archive.read(table)
    if re.search(rb"macroEnabled|vbaProject", types, re.I):
        raise Unfit("active")
    kind = next((kind for main, kind in _MAIN.items() if main in types), None)
    if kind is None or {FileType.docx: "word/document.xml", FileType.xlsx: "xl/workbook.xml"}[kind] not in names:
        raise Unfit("not_accepted")
    if any(_PROGRAMS.search(f"/{name}") or _EMBEDDED.search(f"/{name}") for name in names):
        raise Unfit("active")
    for name, part in names.items():
        if name.endswith(".rels") and (part.file_size > TABLE_MAX or _FETCHED.search(archive.read(part))):
            raise Unfit("active")
    return kind


def _unpack(archive: ZipFile, parts: list[ZipInfo]) -> None:
    """Unpack everything once and keep nothing: sizes and check sums are claims until then."""
    for part in parts:
        with archive.open(part) as opened:
            while opened.read(1 << 16):
                pass
