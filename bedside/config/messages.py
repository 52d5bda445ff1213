"""The sentences of Bedside in every language: gather them, bring the languages up to date, and make them ready to use.

scripts/messages update     find every sentence in the code and add it to each language
scripts/messages check      say what is not translated yet, or wrongly
scripts/messages compile    make ready what the translators wrote; each set-up does this
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from . import pseudo

ROOT = Path(__file__).resolve().parents[2]
LOCALE = ROOT / "bedside" / "locale"
SOURCE = "en"
LANGUAGES = (SOURCE, "es", "fr", "pl", "ar")
UNREVIEWED = "# Translated without a native speaker or a clinician looking at it yet: the foot of every page says so.\n"

KEYWORDS = DEFAULT_KEYWORDS | {
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
# Lines of a file's head that change with the hour and the hand, and would set two translators against each other.
RESTLESS = re.compile(
    r'^"(?:POT?-\w+-Date|Project-Id-Version|Report-\S+|Last-Translator|Language-Team|Generated-By).*\n', re.M
)
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sd]|\{\w*\}|</?\w+")


def gathered() -> Catalog:
    """Every sentence that the code and the templates hand to a translator."""
    with (ROOT / "babel.cfg").open() as settings:
        methods, options = parse_mapping_cfg(settings)  # type: ignore[no-untyped-call]
    found = Catalog(charset="utf-8", fuzzy=False)
    places = extract_from_dir(ROOT, methods, options, KEYWORDS, ("Translators:",), strip_comment_tags=True)
    for _file, _line, sentence, comments, context in places:
        found.add(sentence, auto_comments=comments, context=context)
    return found


def file_of(language: str, folder: Path = LOCALE) -> Path:
    return folder / language / "LC_MESSAGES" / "django.po"


def written(language: str, folder: Path = LOCALE) -> Catalog:
    """What the translators of a language have written so far."""
    file = file_of(language, folder)
    if not file.exists():
        return Catalog(locale=language, charset="utf-8", fuzzy=False)
    with file.open("rb") as source:
        return read_po(source, locale=language, charset="utf-8")


def update(folder: Path = LOCALE) -> None:
    """Add what is new in the code to each language, and take out what has gone."""
    found = gathered()
    for language in LANGUAGES:
        catalogue = written(language, folder)
        catalogue.update(found, no_fuzzy_matching=True)
        paper = BytesIO()
        write_po(paper, catalogue, width=0, no_location=True, sort_output=True, ignore_obsolete=True, omit_header=False)
        text = RESTLESS.sub("", paper.getvalue().decode())
        body = text[text.index('msgid ""') :]
        file = file_of(language, folder)
        file.parent.mkdir(parents=True, exist_ok=True)
        head = "" if language == SOURCE else UNREVIEWED
        file.write_text(f"{head}{body.strip()}\n", encoding="utf-8")


def check() -> list[str]:
    """What a patient would read in the wrong language, or with a hole in it: a line for each."""
    found = {key(message) for message in gathered() if message.id}
    return [f"{language}: {fault}" for language in LANGUAGES for fault in faults(written(language), found)]


def faults(catalogue: Catalog, found: set[tuple[str, str]]) -> Iterator[str]:
    known = {key(message): message for message in catalogue if message.id}
    for _context, sentence in sorted(found - known.keys()):
        yield f"not gathered yet: {sentence!r} (run scripts/messages update)"
    for (_context, sentence), message in sorted(known.items()):
        if (_context, sentence) not in found:
            yield f"nobody says this any more: {sentence!r} (run scripts/messages update)"
        elif str(catalogue.locale) != SOURCE:
            yield from faults_of(message, sentence)


def faults_of(message: Message, sentence: str) -> Iterator[str]:
    spoken = message.string if isinstance(message.string, (list, tuple)) else (message.string,)
    if not all(spoken):
        yield f"not translated: {sentence!r}"
    elif message.fuzzy:
        yield f"translated in doubt: {sentence!r}"
    else:
        wanted = sorted(PLACEHOLDER.findall(sentence if isinstance(message.id, str) else message.id[-1]))
        given = [sorted(PLACEHOLDER.findall(form or "")) for form in spoken]
        # One may be said without its number, many may not.
        if given[-1] != wanted or any(set(one) - set(wanted) for one in given):
            yield f"its translation leaves out or adds one of {', '.join(wanted) or 'no gaps'}: {sentence!r}"


def key(message: Message) -> tuple[str, str]:
    """What tells two sentences apart: their context, and their first form."""
    first = message.id if isinstance(message.id, str) else message.id[0]
    return message.context or "", first


def compile_all() -> None:
    """Make every language ready to use, where its sentences are newer than what was made of them."""
    rules = max(Path(__file__).stat().st_mtime, Path(pseudo.__file__).stat().st_mtime)
    for language in (*LANGUAGES, pseudo.CODE):
        source = file_of(SOURCE if language == pseudo.CODE else language)
        ready = file_of(language).with_suffix(".mo")
        if not source.exists() or (ready.exists() and ready.stat().st_mtime >= max(source.stat().st_mtime, rules)):
            continue
        catalogue = pseudo.catalogue(written(SOURCE)) if language == pseudo.CODE else written(language)
        ready.parent.mkdir(parents=True, exist_ok=True)
        draft = ready.with_suffix(".new")
        with draft.open("wb") as target:
            write_mo(target, catalogue)
        draft.replace(ready)


def main(words: list[str]) -> int:
    if words == ["update"]:
        update()
    elif words == ["compile"]:
        compile_all()
    elif words == ["check"]:
        found = check()
        print("\n".join(found) or "Every sentence is there in every language.")
        return 1 if found else 0
    else:
        print(__doc__)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
