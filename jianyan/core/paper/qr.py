"""A QR code as a picture of a document."""

from __future__ import annotations

import io

from jianyan.core.paper.blocks import Align, Picture


def qr_png(text: str, *, scale: int = 8) -> bytes:
    """A QR code as PNG, with the quiet zone that the standard asks for."""
    import segno  # 9 MB: loaded by whoever asks for a code

    out = io.BytesIO()
    segno.make_qr(text, error="m").save(out, kind="png", scale=scale, border=4)
    return out.getvalue()


def qr_picture(text: str, *, width: float = 26, caption: str = "", align: Align = "center") -> Picture:
    """A QR code, ``width`` mm wide."""
    return Picture(qr_png(text), width, caption, align)
