"""What others made comes to the screen in our clothes, or not at all."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import brotli
import pytest
from fontTools.ttLib import TTFont

from bedside.config import assets

NOT_OURS_TO_WEAR = r"frutiger|assets\.nhs|#005eb8|#003087|sourcemappingurl|@font-face"


@pytest.fixture(scope="module")
def vendor(tmp_path_factory: pytest.TempPathFactory) -> Path:
    built = tmp_path_factory.mktemp("static") / "vendor"
    assert assets.build(built)
    return built


def test_the_stylesheet_keeps_nothing_that_is_not_ours_to_wear(vendor: Path) -> None:
    css = (vendor / "nhsuk.css").read_text()

    assert not re.findall(NOT_OURS_TO_WEAR, css, re.IGNORECASE)
    assert "Atkinson Hyperlegible" in css
    assert len(css) > 150_000


def test_no_picture_comes_with_the_styles_so_no_logo_does(vendor: Path) -> None:
    assert {file.suffix for file in vendor.rglob("*.*")} == {".css", ".js", ".woff2", ".txt", ".gz", ".br"}


def test_nothing_on_a_page_is_fetched_from_another_machine(vendor: Path) -> None:
    for file in vendor.glob("*.css"):
        assert not re.search(r"url\(\s*[\"']?(https?:)?//", file.read_text()), file.name


def test_every_colour_we_name_is_one_that_the_look_decides(vendor: Path) -> None:
    named = set(re.findall(r"var\(--([a-z-]+)[,)]", (vendor / "nhsuk.css").read_text()))

    ours = {*assets.TOKENS.values(), "card", "on-action"}
    assert {name for name in named if not name.startswith("nhsuk-")} == ours


def test_dark_words_stay_dark_on_the_yellow_of_the_focus() -> None:
    dressed = assets.dressed("a:focus{background-color:#ffeb3b;color:#212b32}p{color:#212b32}")

    assert "a:focus{background-color:var(--focus);color:#1b2b30}" in dressed
    assert "p{color:var(--ink)}" in dressed


def test_all_four_cuts_of_the_letters_can_be_read_and_hold_spanish(vendor: Path) -> None:
    cuts = sorted(vendor.glob("fonts/*.woff2"))

    assert len(cuts) == 4
    for cut in cuts:
        with TTFont(cut) as font:
            assert set("¿¡áéíóúñü") <= {chr(code) for code in font.getBestCmap()}
        assert f"fonts/{cut.name}" in (vendor / "atkinson.css").read_text()


def test_styles_and_scripts_travel_packed(vendor: Path) -> None:
    for file in [*vendor.glob("*.css"), *vendor.glob("*.js")]:
        assert gzip.decompress((vendor / f"{file.name}.gz").read_bytes()) == file.read_bytes()
        assert brotli.decompress((vendor / f"{file.name}.br").read_bytes()) == file.read_bytes()
    assert (vendor / "nhsuk.css.br").stat().st_size < 25_000


def test_each_licence_travels_with_what_it_allows(vendor: Path) -> None:
    assert "MIT License" in (vendor / "licences" / "wagtail-nhsuk-frontend.txt").read_text()
    assert "SIL OPEN FONT LICENSE" in (vendor / "licences" / "fontpkg-atkinson-hyperlegible.txt").read_text()


def test_a_second_build_leaves_everything_as_it_was(vendor: Path) -> None:
    before = {file: file.stat().st_mtime_ns for file in vendor.rglob("*")}

    assert not assets.build(vendor)
    assert {file: file.stat().st_mtime_ns for file in vendor.rglob("*")} == before
