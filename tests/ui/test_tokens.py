"""The colours of both themes: text is read on every ground it lies on, and a light is more than its colour."""

import re
from pathlib import Path

import pytest
from django.template import Context, Template
from django.utils.translation import override

TOKENS = Path(__file__).parents[2] / "jianyan" / "ui" / "assets" / "tokens.css"
GROUNDS = ("ground", "surface", "surface-2", "hover")
#: (what is written, on what): text needs 4.5 (WCAG 1.4.3, GB/T 37668).
TEXT = [
    *((ink, ground) for ink in ("ink", "ink-2") for ground in GROUNDS),
    *((ink, ground) for ink in ("accent", "ok", "warn", "bad") for ground in ("ground", "surface", "hover")),
    *((tone, f"{tone}-soft") for tone in ("ok", "warn", "bad")),
    *((ink, f"{tone}-soft") for ink in ("ink", "ink-2") for tone in ("accent", "ok", "warn", "bad")),
    ("accent-strong", "accent-soft"),
    ("accent-strong", "hover"),
    ("bad-strong", "surface"),
    ("on-accent", "accent"),
    ("on-accent", "accent-strong"),
    ("on-bad", "bad"),
    ("on-bad", "bad-strong"),
]
#: Edges of inputs and the mark of the focus need 3 (WCAG 1.4.11).
SIGNS = [("line-strong", "surface"), ("focus", "ground"), ("focus", "surface"), ("accent", "surface")]


def themes() -> dict[str, dict[str, str]]:
    """Name of a token → its colour, by theme; what the dark theme does not name is as in the light one."""
    light, dark = TOKENS.read_text(encoding="utf-8").split("@media screen", 1)
    colours = [dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", part)) for part in (light, dark)]
    return {"light": colours[0], "dark": {**colours[0], **colours[1]}}


def brightness(colour: str) -> float:
    """Relative luminance as WCAG defines it."""
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """How many times brighter one colour is than the other, both raised by the light of the room: 1 to 21."""
    low, high = sorted((brightness(one), brightness(other)))
    return (high + 0.05) / (low + 0.05)


def test_the_measure_itself() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("pairs", "least"), [(TEXT, 4.5), (SIGNS, 3.0)], ids=["text", "signs"])
def test_every_pair_of_colours_can_be_read(theme: str, pairs: list[tuple[str, str]], least: float) -> None:
    colours = themes()[theme]
    low = {
        f"{ink} on {ground}": round(found, 2)
        for ink, ground in pairs
        if (found := contrast(colours[ink], colours[ground])) < least
    }
    assert not low, f"below {least} in the {theme} theme"


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_light_has_a_word_and_a_shape_of_its_own(language: str) -> None:
    """Whoever sees no colours tells them apart; a screen reader reads the word and not the shape."""
    with override(language):
        lights = {
            tone: Template("{% load ui %}{% light tone %}").render(Context({"tone": tone}))
            for tone in ("green", "yellow", "red")
        }
    shapes = {re.search(r'light-shape" aria-hidden="true">(.)<', shown).group(1) for shown in lights.values()}  # type: ignore[union-attr]
    words = {re.sub(r"<span class=\"light-shape\".*?</span>|<.*?>", "", shown).strip() for shown in lights.values()}
    assert len(shapes) == len(words) == 3
    assert all(words)
    tones = {re.search(r"light light-(\w+)", shown).group(1) for shown in lights.values()}  # type: ignore[union-attr]
    assert tones == {"ok", "warn", "bad"}
