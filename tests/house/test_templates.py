"""What holds for every template and style of the house, whichever room it lies in."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import bedside

HOUSE = Path(bedside.__file__).parent
TEMPLATES = {str(file.relative_to(HOUSE)): file for file in sorted(HOUSE.glob("*/jinja2/**/*.html"))}
STYLES = {str(file.relative_to(HOUSE)): file for file in sorted(HOUSE.glob("*/static/**/*.css"))}
FRAMES = {"ui/jinja2/ui/layout.html", "ui/jinja2/ui/alone.html"}

# What a browser under our content policy would not run or paint, and what only some could use.
INLINE = {
    "a style in the tag": re.compile(r"<[a-z][^>]*\sstyle\s*=", re.I),
    "a style in the page": re.compile(r"<style\b", re.I),
    "a script in the page": re.compile(r"<script\b(?![^>]*\bsrc=)(?![^>]*type=\"application/(?:ld\+)?json\")", re.I),
    "a script in the tag": re.compile(r"<[a-z][^>]*\son[a-z]+\s*=", re.I),
    "a script as an address": re.compile(r"javascript:", re.I),
}
COLOUR = re.compile(r"#[0-9a-f]{3,8}\b|\b(?:rgba?|hsla?|oklch|oklab|lab|lch|hwb|color)\(", re.I)
NAMED = re.compile(r":[^;{}]*\b(?:white|black|red|green|blue|gr[ae]y|yellow|orange|silver|navy|teal)\b[^;{}]*;", re.I)
ONE_SIDED = re.compile(
    r"\b(?:margin|padding|border)-(?:left|right)\b|(?<![\w-])(?:left|right)\s*:|text-align:\s*(?:left|right)"
)


def bare(css: str) -> str:
    return re.sub(r"/\*.*?\*/", "", css, flags=re.S)


def test_there_are_templates_and_styles_to_look_at() -> None:
    assert set(TEMPLATES) >= FRAMES
    assert "ui/static/ui/tokens.css" in STYLES


@pytest.mark.parametrize("name", TEMPLATES)
def test_no_template_carries_a_style_or_a_script(name: str) -> None:
    text = TEMPLATES[name].read_text()

    assert [what for what, found in INLINE.items() if found.search(text)] == []


def test_the_eye_for_inline_scripts_sees_them() -> None:
    for text, what in {
        '<p class="a" style="color:red">': "a style in the tag",
        "<style>p{}</style>": "a style in the page",
        "<script>alert(1)</script>": "a script in the page",
        '<a href="#" onclick="go()">': "a script in the tag",
        '<a href="javascript:go()">': "a script as an address",
    }.items():
        assert INLINE[what].search(text)
    assert not INLINE["a script in the page"].search('<script src="a.js" defer></script>')


@pytest.mark.parametrize("name", TEMPLATES)
def test_every_whole_page_stands_in_the_one_frame(name: str) -> None:
    text = TEMPLATES[name].read_text()
    extends = re.search(r"\{%-? extends \"([^\"]+)\"", text)

    if name in FRAMES:
        assert "<html lang=" in text
    else:
        assert "<html" not in text
    if extends:
        assert any(found.endswith(f"/jinja2/{extends[1]}") for found in TEMPLATES), f"{extends[1]} is not there"


@pytest.mark.parametrize("name", STYLES)
def test_colours_stand_in_the_tokens_and_nowhere_else(name: str) -> None:
    if not name.endswith("/tokens.css"):
        css = bare(STYLES[name].read_text())

        assert COLOUR.findall(css) + NAMED.findall(css) == []


@pytest.mark.parametrize("name", STYLES)
def test_styles_know_a_start_and_an_end_but_no_left_or_right(name: str) -> None:
    assert ONE_SIDED.findall(bare(STYLES[name].read_text())) == []
