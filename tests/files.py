"""Files for tests, made here: good ones of each type, and the corpus of bad ones."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from PIL import Image

OFFICE = "application/vnd.openxmlformats-officedocument"
MAIN = {
    "docx": ("word/document.xml", f"{OFFICE}.wordprocessingml.document.main+xml"),
    "xlsx": ("xl/workbook.xml", f"{OFFICE}.spreadsheetml.sheet.main+xml"),
}
SCRIPT = b"<script>alert(1)</script>"


def image(kind: str = "JPEG", size: tuple[int, int] = (320, 200), colour: str = "teal", **options: object) -> bytes:
    """A small image in one colour."""
    written = BytesIO()
    Image.new("RGB", size, colour).save(written, kind, **options)
    return written.getvalue()


def moving(kind: str, pictures: int = 5) -> bytes:
    """An image of several pictures, one after the other."""
    colours = ["red", "green", "blue", "teal", "white"][:pictures]
    first, *rest = [Image.new("RGB", (60, 40), colour) for colour in colours]
    written = BytesIO()
    first.save(written, kind, save_all=True, append_images=rest, duration=100)
    return written.getvalue()


def photo(orientation: int = 6) -> bytes:
    """A photo as a phone takes it: lying on its side, with place, camera, comment and profile."""
    exif = Image.Exif()
    exif[0x0112], exif[0x010F], exif[0x013B] = orientation, "TELLING-CAMERA", "TELLING-ARTIST"
    exif.get_ifd(0x8825).update({1: "N", 2: (38.0, 59.0, 1.0), 3: "E", 4: (117.0, 45.0, 1.0)})
    return image(size=(400, 200), exif=exif.tobytes(), comment=b"TELLING-COMMENT", icc_profile=b"TELLING-PROFILE")


def archive(parts: dict[str, bytes], compression: int = ZIP_DEFLATED) -> bytes:
    written = BytesIO()
    with ZipFile(written, "w", compression) as made:
        for name, data in parts.items():
            made.writestr(name, data)
    return written.getvalue()


def office(kind: str = "docx", more: dict[str, bytes] | None = None, types: str = "") -> bytes:
    """A document as small as one can be."""
    name, main = MAIN[kind]
    table = f'<Types><Override PartName="/{name}" ContentType="{types or main}"/></Types>'
    return archive({"[Content_Types].xml": table.encode(), name: b"<document/>", **(more or {})})


def pdf(inside: bytes = b"", after: bytes = b"") -> bytes:
    return (
        b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog " + inside + b" >>\nendobj\n"
        b"2 0 obj\n<< /Length 9 >>\nstream\n/JS /Lau\nendstream\nendobj\n"
        b"trailer\n<< /Root 1 0 R >>\nstartxref\n9\n%%EOF\n" + after
    )


def png_header(width: int, height: int) -> bytes:
    """A PNG that claims a size in its header and holds next to nothing."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack("!L", len(data)) + kind + data + struct.pack("!L", zlib.crc32(kind + data))

    header = struct.pack("!LLBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0")) + chunk(b"IEND", b"")


def overlapping() -> bytes:
    """A document two of whose parts are the same bytes."""
    data = office(more={"word/a.xml": b"a" * 5000, "word/b.xml": b"a" * 5000})
    table = data.index(b"PK\x01\x02")
    entries = data[table:].split(b"PK\x01\x02")[1:]
    offset = entries[2][38:42]
    entries[3] = entries[3][:38] + offset + entries[3][42:]
    return data[:table] + b"".join(b"PK\x01\x02" + entry for entry in entries)


GOOD = {
    "jpg": image(),
    "png": image("PNG"),
    "webp": image("WEBP"),
    "pdf": pdf(),
    "docx": office("docx"),
    "xlsx": office("xlsx"),
}
EXE = b"MZ\x90\0" + b"\0" * 200
GIF_JS = b"GIF89a/*" + b"\0" * 40 + b"*/=1;alert(1)"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg">' + SCRIPT + b"</svg>"

#: What is sent → why it is not taken in.
BAD: dict[str, tuple[bytes, str]] = {
    "an exe renamed jpg": (EXE, "not_accepted"),
    "a gif that is a script": (GIF_JS, "not_accepted"),
    "a picture with script": (SVG, "not_accepted"),
    "a moving gif": (moving("GIF"), "not_accepted"),
    "a photo in a telephone's own format": (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0" * 200, "not_accepted"),
    "a page before a pdf": (b"<html>" + SCRIPT + b"-->" + pdf(), "not_accepted"),
    "a page": (b"<html>" + SCRIPT, "not_accepted"),
    "nothing": (b"", "empty"),
    "a text": ("说明".encode(), "not_accepted"),
    "a png of 30,000 by 30,000": (png_header(30_000, 30_000), "too_many_pixels"),
    "a png of 60,000 by 100": (png_header(60_000, 100), "too_many_pixels"),
    "a jpg cut short": (GOOD["jpg"][:300], "damaged"),
    "a jpg of nothing but its mark": (b"\xff\xd8\xff\xe0", "damaged"),
    "a tiff called jpg": (image("TIFF"), "not_accepted"),
    "an archive": (archive({"a.txt": b"a"}), "not_accepted"),
    "an archive with a table of types": (archive({"[Content_Types].xml": b"<Types/>"}), "not_accepted"),
    "a document without its main part": (
        archive({"[Content_Types].xml": MAIN["docx"][1].encode()}),
        "not_accepted",
    ),
    "macros": (office(more={"word/vbaProject.bin": b"x"}), "active"),
    "macros by the table of types": (
        office(types="application/vnd.ms-word.document.macroEnabled.main+xml"),
        "active",
    ),
    "a program inside": (office(more={"word/embeddings/oleObject1.bin": b"x"}), "active"),
    "a template from elsewhere": (
        office(
            more={
                "word/_rels/settings.xml.rels": b'<Relationship Type="x/attachedTemplate" Target="http://x/t.dotm" '
                b'TargetMode="External"/>'
            }
        ),
        "active",
    ),
    "a zip bomb": (office("xlsx", more={"xl/worksheets/sheet1.xml": b"\0" * 20_000_000}), "swollen"),
    "a zip bomb in many parts": (office(more={f"word/{i}.xml": b"ab" * 4000 * i for i in range(200)}), "swollen"),
    "parts that share bytes": (overlapping(), "swollen"),
    "a name that leaves": (office(more={"../../etc/cron.d/x": b"x"}), "damaged"),
    "something behind an archive": (office() + SCRIPT, "damaged"),
    "something before an archive": (b"PK\x03\x04" + office(), "damaged"),
    "an archive cut short": (office()[:-30], "damaged"),
    "a script in a pdf": (pdf(b"/OpenAction << /S /JavaScript /JS (app.alert(1)) >>"), "active"),
    "a script in a pdf, escaped": (pdf(b"/OpenAction << /S /J#61vaScript >>"), "active"),
    "a program in a pdf": (pdf(b"/Names << /EmbeddedFiles 3 0 R >>"), "active"),
    "a page behind a pdf": (pdf(after=SCRIPT), "damaged"),
    "a pdf without an end": (pdf()[:80], "damaged"),
}
