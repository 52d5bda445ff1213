"""Styles, scripts and letters that others made, taken from pinned packages and put into Bedside's own clothes.

The NHS.UK frontend's code is free to use; its typeface, its blues and its logo are not ours to wear, so none of them
is copied. Colours become the names in `tokens.css`, and with them comes the dark look. Nothing built here is kept in
the repository: `build()` makes it anew when what it is made from has changed.
"""

from __future__ import annotations

import gzip
import hashlib
import re
import shutil
from importlib.util import find_spec
from pathlib import Path

import brotli
from fontTools.ttLib import TTFont

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ROOT / "var" / "assets"
BUILT = ROOT / "var" / "static-src" / "vendor"

NHSUK = PACKAGES / "wagtailnhsukfrontend" / "static" / "wagtailnhsukfrontend"
LETTERS = PACKAGES / "fontpkg_atkinson_hyperlegible" / "files"
FONT = '"Atkinson Hyperlegible",system-ui,sans-serif'
CUTS = {"Regular": (400, "normal"), "Bold": (700, "normal"), "Italic": (400, "italic"), "BoldItalic": (700, "italic")}

# Their colour on the left, the name of ours on the right. What is not here (the small coloured tags) stays as it is.
TOKENS = {
    "#005eb8": "action",
    "#0055a6": "action",
    "#003087": "action-dark",
    "#002f5c": "action-dark",
    "#003d78": "action-dark",
    "#004281": "action-dark",
    "#00478a": "action-dark",
    "#004b93": "action-dark",
    "#337ec6": "action-dark",
    "#330072": "action-dark",
    "#7c2855": "action-dark",
    "#d9e7f4": "action-tint",
    "#c7dcef": "action-tint",
    "#ccdff1": "action-tint",
    "#edf4fa": "action-tint",
    "#007f3b": "good",
    "#d5281b": "emergency",
    "#aa2016": "emergency",
    "#fff9c4": "urgent-tint",
    "#ffeb3b": "focus",
    "#212b32": "ink",
    "#4c6272": "ink-soft",
    "#768692": "ink-soft",
    "#aeb7bd": "line",
    "#d8dde0": "line",
    "#dee7e9": "warm",
    "#f0f4f5": "paper",
}
ON_A_BUTTON = {"#007f3b": "action", "#00662f": "action-dark", "#00401e": "action-dark"}  # theirs are green
ALWAYS_DARK = "#1b2b30"  # on the yellow of the focus, which is as bright in the dark look
FOCUS = "#ffeb3b"

RULE = re.compile(r"(?P<who>[^{}]*)\{(?P<what>[^{}]*)\}")
FONT_FACE = re.compile(r"@font-face\{[^}]*\}")
SOURCE_MAP = re.compile(r"(/\*|//)# sourceMappingURL=\S*( \*/)?")

# What the tokens leave open: the colour of words on a button, and fields that follow the look of the page.
LOOK = """
:root { color-scheme: light dark; --on-action: #fff; }
@media (prefers-color-scheme: dark) { :root { --on-action: #06292d; } }
"""

# The module starts itself, and again on each part that htmx brings in: no script has to stand in a page.
START = """
document.body.classList.add("js-enabled", "nhsuk-frontend-supported");
initAll();
document.addEventListener("htmx:load", ({ detail: { elt } }) => elt === document.body || initAll({ scope: elt }));
"""


def build(built: Path = BUILT) -> bool:
    """Make the folder of styles, scripts and letters; False where it was up to date already."""
    stamp, wanted = built / "made-from", made_from()
    if stamp.exists() and stamp.read_text() == wanted:
        return False
    fresh = built.with_name(f"{built.name}.new")
    shutil.rmtree(fresh, ignore_errors=True)
    (fresh / "fonts").mkdir(parents=True)

    write(fresh / "nhsuk.css", dressed(one(NHSUK / "css", "nhsuk-frontend-*.min.css").read_text()) + LOOK)
    write(fresh / "nhsuk.js", without_maps(one(NHSUK / "js", "nhsuk-frontend-*.min.js").read_text()) + START)
    write(fresh / "htmx.js", without_maps((htmx() / "htmx-2.min.js").read_text()))
    write(fresh / "htmx-sse.js", without_maps((htmx() / "ext" / "hx-sse-2.min.js").read_text()))
    write(fresh / "atkinson.css", "\n".join(letters(cut, fresh / "fonts") for cut in CUTS) + "\n")
    for licence in sorted(PACKAGES.glob("*.dist-info/licenses/LICENSE*")):
        package = licence.parent.parent.name.split("-")[0].replace("_", "-")
        write(fresh / "licences" / f"{package}.txt", licence.read_text())
    write(fresh / "made-from", wanted)

    shutil.rmtree(built, ignore_errors=True)
    fresh.rename(built)
    return True


def made_from() -> str:
    """A fingerprint of everything that goes into the build: the pinned packages and this file's own rules."""
    requirements = ROOT / "requirements"
    files = [requirements / "assets.txt", requirements / "app.txt", Path(__file__)]
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()


def dressed(css: str) -> str:
    """Their stylesheet with our letters and the names of our colours."""
    css = FONT_FACE.sub("", without_maps(css))
    css = re.sub(r"Frutiger W01,arial,sans-serif|Frutiger W01", lambda _: FONT, css)
    return RULE.sub(lambda rule: f"{rule['who']}{{{recoloured(rule['who'], rule['what'])}}}", css)


def recoloured(who: str, what: str) -> str:
    names = TOKENS | ON_A_BUTTON if "nhsuk-button" in who else TOKENS
    on_yellow = re.search(rf"background(-color)?:{FOCUS}", what)

    def token(colour: re.Match[str]) -> str:
        found = colour[0].lower()
        if on_yellow and found == "#212b32":
            return ALWAYS_DARK
        return f"var(--{names[found]})" if found in names else colour[0]

    what = re.sub(r"#[0-9a-fA-F]{6}\b", token, what)
    what = what.replace("rgba(0,47,92,.1)", "rgb(0 0 0 / 10%)").replace("rgba(0,0,0,.99)", "var(--ink)")
    what = re.sub(r"(?<![\w-])(color|fill):#fff\b", r"\1:var(--on-action,#fff)", what)
    return re.sub(r"(?<![\w-])background(-color)?:#fff\b", r"background\1:var(--card)", what)


def without_maps(text: str) -> str:
    """Without the line that names a source map, which we do not carry and a browser would look for in vain."""
    return SOURCE_MAP.sub("", text).rstrip() + "\n"


def letters(cut: str, folder: Path) -> str:
    """One cut of the typeface, packed for the web, and the rule that names it."""
    weight, style = CUTS[cut]
    file = folder / f"atkinson-{cut.lower()}.woff2"
    font = TTFont(LETTERS / f"AtkinsonHyperlegible-{cut}.ttf", recalcTimestamp=False)
    font.flavor = "woff2"
    font.save(file)
    return (
        f'@font-face{{font-family:"Atkinson Hyperlegible";font-weight:{weight};font-style:{style};font-display:swap;'
        f'src:url("fonts/{file.name}") format("woff2")}}'
    )


def htmx() -> Path:
    found = find_spec("django_htmx")
    if not found or not found.origin:
        raise FileNotFoundError("The package django-htmx is not installed.")
    return Path(found.origin).parent / "static" / "django_htmx"


def one(folder: Path, pattern: str) -> Path:
    """The one file that must be there; two or none mean that the package has changed under us."""
    found = sorted(folder.glob(pattern))
    if len(found) != 1:
        raise FileNotFoundError(f"Expected one {pattern} in {folder}, found {len(found)}.")
    return found[0]


def write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    if file.suffix in (".css", ".js"):  # a tenth of the size on its way to a telephone; whitenoise finds them by name
        file.with_name(f"{file.name}.gz").write_bytes(gzip.compress(text.encode(), mtime=0))
        file.with_name(f"{file.name}.br").write_bytes(brotli.compress(text.encode()))


if __name__ == "__main__":
    build()
