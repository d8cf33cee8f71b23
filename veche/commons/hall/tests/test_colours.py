"""The palette of any colour can be read, or the colour is refused with one that can."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from veche.commons.hall import colours

LIGHT = {"paper": colours.PAPER, "card": colours.CARD, "ink": colours.INK, "bell-deep": "#7a4510"}
DARK = {
    "paper": colours.DARK_PAPER,
    "card": colours.DARK_CARD,
    "ink": colours.DARK_INK,
    "bell-deep": colours.DARK_BELL_DEEP,
}
# The pairs of frontend/tests/contrast.test.ts in which a town's colour takes part.
WORDS = (
    ("ink", "brand-soft"),
    ("brand", "paper"),
    ("brand", "card"),
    ("brand-hover", "paper"),
    ("brand-hover", "card"),
    ("brand-deep", "brand-soft"),
    ("bell-deep", "brand-soft"),
    ("brand-ink", "brand"),
    ("brand-ink", "brand-hover"),
    ("hero-ink", "hero"),
    ("hero-ink", "hero-tag"),
    ("hero-ink-2", "hero"),
    ("hero-button-ink", "hero-button"),
    ("hero-button-ink", "hero-button-hover"),
)
CONTROLS = (("brand", "card"), ("brand", "brand-soft"))
any_colour = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


@given(any_colour)
def test_every_colour_has_a_neighbour_that_can_be_read(colour: str) -> None:
    found = colours.nearest(colour)
    assert colours.passes(found)
    if colours.passes(colour):
        assert found == colour
    made = colours.palette(found)
    for tokens, known in ((made.light, LIGHT), (made.dark, DARK)):
        shown = {**known, **tokens}
        for word, ground in WORDS:
            assert colours.contrast(shown[word], shown[ground]) >= 4.49, (colour, word, ground)
        for word, ground in CONTROLS:
            assert colours.contrast(shown[word], shown[ground]) >= 3, (colour, word, ground)


@pytest.mark.parametrize("colour", ["#ffff00", "#ffffff", "#7fb3a6", "#777777"])
def test_pale_colours_are_refused(colour: str) -> None:
    assert not colours.passes(colour)
    with pytest.raises(ValueError, match="read"):
        colours.palette(colour)


@pytest.mark.parametrize("text", ["", "red", "#FFF", "#0d6b57;}", "url(x)", "#0d6b5"])
def test_only_a_plain_colour_becomes_a_stylesheet(text: str) -> None:
    with pytest.raises(ValueError, match=r"read|invalid|unpack"):
        colours.stylesheet(text)


def test_nothing_of_the_leading_card_keeps_the_houses_colour() -> None:
    """A red town has a red card and red words on its button, not malachite ones."""
    made = colours.palette("#9b1c2f")
    house = colours.palette("#0d6b57")
    for tokens, others in ((made.light, house.light), (made.dark, house.dark)):
        assert tokens["hero-button-ink"] != others["hero-button-ink"]
        red, green, _blue = (int(tokens["hero-button-ink"][at : at + 2], 16) for at in (1, 3, 5))
        assert red > green


def test_the_houses_own_colour_passes() -> None:
    sheet = colours.stylesheet("#0d6b57")
    assert sheet.count("--brand:") == 3
    assert ':root[data-theme="dark"]' in sheet
    assert "prefers-color-scheme:dark" in sheet
