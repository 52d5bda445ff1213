"""The colours: all in one file, and readable upon each other in every look the system may ask for."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bedside import ui

STYLES = Path(ui.__file__).parent / "static" / "ui"
TOKENS = (STYLES / "tokens.css").read_text()

LIGHT = [""]
DARK = ["", "(prefers-color-scheme: dark)"]
LOOKS = {
    "light": LIGHT,
    "dark": DARK,
    "more contrast": [*LIGHT, "(prefers-contrast: more)"],
    "more contrast in the dark": [
        *DARK,
        "(prefers-contrast: more)",
        "(prefers-contrast: more) and (prefers-color-scheme: dark)",
    ],
    "a screen on the wall": [*LIGHT, ".dark"],
}
GROUNDS = ["paper", "card", "warm"]
TEXT = [
    *((words, ground) for words in ("ink", "ink-soft", "action", "emergency") for ground in GROUNDS),
    *(("ink", tint) for tint in ("action-tint", "emergency-tint", "urgent-tint", "good-tint")),
    *(("action", tint) for tint in ("action-tint", "urgent-tint", "good-tint", "emergency-tint")),
    *(("ink-soft", tint) for tint in ("action-tint", "urgent-tint")),
    ("action-dark", "action-tint"),
    ("action-dark", "card"),
    ("emergency", "emergency-tint"),
    ("urgent", "urgent-tint"),
    ("good", "good-tint"),
    ("on-action", "action"),
    ("on-action", "action-dark"),
    ("on-emergency", "emergency"),
    ("on-emergency", "emergency-dark"),
    ("on-focus", "focus"),
]
SHAPES = [(shape, "card") for shape in ("edge", "improving", "concerning", "common", "action", "urgent")] + [
    ("edge", "paper"),
    ("edge", "warm"),
]


def colours(look: list[str]) -> dict[str, str]:
    """The colours that hold under these media conditions, or in a class, later blocks over earlier ones."""
    outside = re.sub(r"@media[^{]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}", "", TOKENS)
    found: dict[str, str] = {}
    for condition in look:
        block = "".join(re.findall(r":root \{([^{}]*)\}", outside))
        if condition.startswith("."):
            block = "".join(re.findall(re.escape(condition) + r" \{([^{}]*)\}", outside))
        elif condition:
            inside = re.search(r"@media " + re.escape(condition) + r" \{((?:[^{}]*\{[^{}]*\})*)[^{}]*\}", TOKENS)
            assert inside, condition
            block = inside[1]
        found |= dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", block))
    return found


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_the_measure_of_contrast_knows_black_on_white() -> None:
    assert contrast("#000000", "#ffffff") == 21
    assert round(contrast("#767676", "#ffffff"), 2) == 4.54


@pytest.mark.parametrize("look", LOOKS)
def test_words_can_be_read_on_every_ground_they_stand_on(look: str) -> None:
    here = colours(LOOKS[look])

    faint = {
        (words, ground): round(contrast(here[words], here[ground]), 2)
        for words, ground in TEXT
        if contrast(here[words], here[ground]) < 4.5
    }

    assert faint == {}


@pytest.mark.parametrize("look", LOOKS)
def test_what_one_fills_in_and_what_a_chart_draws_stands_out(look: str) -> None:
    here = colours(LOOKS[look])

    faint = {pair for pair in SHAPES if contrast(here[pair[0]], here[pair[1]]) < 3}

    assert faint == set()


@pytest.mark.parametrize("look", LOOKS)
def test_where_the_keyboard_is_can_be_seen_on_every_ground(look: str) -> None:
    here = colours(LOOKS[look])

    for ground in GROUNDS:
        assert max(contrast(here["focus"], here[ground]), contrast(here["ink"], here[ground])) >= 3


def test_every_colour_of_the_dark_look_answers_one_of_the_light_look() -> None:
    assert set(colours(DARK)) == set(colours(LIGHT))


def test_every_name_that_a_style_uses_is_a_token() -> None:
    known = set(re.findall(r"(--[a-z0-9-]+):", TOKENS))
    used = {name for file in STYLES.glob("*.css") for name in re.findall(r"var\((--[a-z0-9-]+)", file.read_text())}

    assert used - known == set()
