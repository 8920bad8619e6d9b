"""Pictures taken on the spot in the demo year: drawn, since nobody was there."""

from __future__ import annotations

from io import BytesIO

from PIL import Image, ImageDraw

SIZE = (960, 640)
#: Wall, floor and counter of each room, one after the other.
ROOMS = (
    ("#d8dee6", "#b9a88f", "#7c8ea3"),
    ("#e4dccf", "#8f9aa3", "#a9744f"),
    ("#cfdcd6", "#a39c90", "#5f7f78"),
    ("#dcd3e0", "#9c948a", "#6d6787"),
)
GLASS, PAPER, LINE = "#eef4f8", "#fbfaf6", "#59636e"


def on_the_spot(number: int) -> bytes:
    """A service counter with its windows as a JPEG; each number has a view of its own."""
    wall, floor, counter = ROOMS[number % len(ROOMS)]
    picture = Image.new("RGB", SIZE, wall)
    draw = ImageDraw.Draw(picture)
    wide, high = SIZE
    draw.rectangle((0, high * 0.72, wide, high), fill=floor)
    windows = 2 + number % 3
    step = wide / windows
    for place in range(windows):
        left, right = place * step + 28, (place + 1) * step - 28
        draw.rectangle((left, 130, right, 400), fill=GLASS, outline=LINE, width=4)
        draw.rectangle((left, 80, right, 116), fill=counter)
        if (place + number) % 2:  # a notice on the glass
            draw.rectangle((left + 24, 160, left + 104, 260), fill=PAPER, outline=LINE, width=2)
            for row in range(5):
                draw.line((left + 34, 178 + row * 16, left + 94 - row * 6, 178 + row * 16), fill=LINE, width=3)
    draw.polygon([(0, 400), (wide, 400), (wide, 520), (0, 520)], fill=counter)
    draw.line((0, 400, wide, 400), fill=LINE, width=5)
    written = BytesIO()
    picture.save(written, "JPEG", quality=70)
    return written.getvalue()
