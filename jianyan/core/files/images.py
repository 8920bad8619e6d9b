"""Images: drawn anew, upright, not larger than needed, without anything but what can be seen."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageOps

from jianyan.core.files.kinds import FileType, Unfit

#: The longer side of what is kept, in pixels: the small print of a notice on a wall can still be read.
LONGEST = 4096
#: The longer side of the small picture in a list.
SMALL = 360
#: No camera and no screen makes a longer side; a header may claim any.
SIDE_MAX = 20_000

_TYPES = {"JPEG": FileType.jpeg, "MPO": FileType.jpeg, "PNG": FileType.png, "WEBP": FileType.webp}
#: How each type is written. Quality 88 keeps the writing on a photographed page.
_WRITTEN: dict[FileType, tuple[str, dict[str, object]]] = {
    FileType.jpeg: ("JPEG", {"quality": 88, "optimize": True}),
    FileType.png: ("PNG", {}),
    FileType.webp: ("WEBP", {"quality": 88}),
}
#: What a decoder raises about a file that is not what it says.
_BROKEN = (OSError, ValueError, SyntaxError, EOFError, OverflowError, IndexError, KeyError, TypeError)


@dataclass(frozen=True, slots=True)
class Drawn:
    """An image drawn anew: its bytes, its size in pixels, and a small picture of it (always JPEG)."""

    kind: FileType
    data: bytes
    width: int
    height: int
    small: bytes


def draw(data: bytes, megapixels: int) -> Drawn:
    """Draw an image anew, upright and without metadata; a moving one is its first picture.

    Raises:
        Unfit: ``too_many_pixels`` by the header alone, before anything is unpacked; ``damaged``.
    """
    try:
        with Image.open(BytesIO(data), formats=["JPEG", "PNG", "WEBP"]) as image:
            kind = _TYPES[image.format or ""]
            width, height = image.size
            if width * height > megapixels * 1_000_000 or max(width, height) > SIDE_MAX:
                raise Unfit("too_many_pixels", longest=megapixels)
            # A JPEG can be unpacked at half or a quarter of its size at once, which spares the memory.
            image.draft("RGB", (LONGEST, LONGEST))
            image.thumbnail((LONGEST, LONGEST), Image.Resampling.LANCZOS)
            ImageOps.exif_transpose(image, in_place=True)
            plain = _plain(image, kind)
            small = _plain(plain, FileType.jpeg)
            small.thumbnail((SMALL, SMALL))
            return Drawn(kind, _written(plain, kind), plain.width, plain.height, _written(small, FileType.jpeg))
    except Image.DecompressionBombError as error:
        raise Unfit("too_many_pixels", longest=megapixels) from error
    except _BROKEN as error:
        raise Unfit("damaged") from error


def _plain(image: Image.Image, kind: FileType) -> Image.Image:
    """A copy of the pixels alone, in a mode that the type can keep: no palette, profile, comment or position."""
    see_through = kind != FileType.jpeg and image.has_transparency_data
    pixels = image.convert("RGBA") if see_through or image.has_transparency_data else image.convert("RGB")
    plain = Image.new("RGBA" if see_through else "RGB", pixels.size, (255, 255, 255, 0) if see_through else "white")
    plain.paste(pixels, mask=pixels if pixels.mode == "RGBA" and not see_through else None)
    return plain


def _written(image: Image.Image, kind: FileType) -> bytes:
    written = BytesIO()
    how, options = _WRITTEN[kind]
    image.save(written, how, **options)
    return written.getvalue()
