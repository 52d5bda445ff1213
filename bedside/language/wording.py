"""Words that some readers will not understand: short forms, shouting, sayings, and sentences that hide who acts."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from .problem import Found, problem
from .text import LINK, TOKEN, Text

WORDS = Path(__file__).parent / "words"

CAPITAL = "[A-ZÁÉÍÓÚÑÜÀÂÇÈÊËÎÏÔÙÛŒĄĆĘŁŃŚŹŻ]"
CAPITAL_WORD = re.compile(rf"{CAPITAL}{{2,}}(?:['’-][A-Z]+)*")


def capitals(text: Text) -> Found:
    shown = LINK.sub(" ", TOKEN.sub(" ", text.text))
    words = rf"(?<!\w){CAPITAL}{{2,}}(?:[ ,]+{CAPITAL}{{2,}})+(?!\w)"
    for found in re.finditer(rf"{words}|(?<!\w){CAPITAL}{{7,}}(?!\w)", shown):
        long = [word for word in CAPITAL_WORD.findall(found.group()) if len(word) > 3 and word not in _known_short()]
        if long:
            yield problem("capitals", found.group(), "Capital letters read like shouting. Use small letters.")


SHORT_FORM = re.compile(
    r"(?<![\w/])(?:[A-Z][A-Z0-9&/]{1,5}s?|e\.g|i\.e|[a-zA-Z]{2,6}|w/|n/a|A/E|c/\d+h|p\. ?ej)(?![\w/])"
)


def short_forms(text: Text, language: str) -> Found:
    known, said = _known_short(), _short_list(language)
    shown = LINK.sub(" ", TOKEN.sub(" ", text.text))
    shouted = sum(letter.isupper() for letter in shown) > 0.5 * sum(letter.isalpha() for letter in shown)
    for found in SHORT_FORM.finditer(shown):
        word = found.group()
        low, capital = word.lower().replace(" ", ""), word[:2].isupper() or (len(word) == 2 and word.isupper())
        if word.upper() in known and capital:
            continue
        if low in said and (capital or low in _small() or "/" in low or "." in low):
            yield problem("short_form", word, f"Write “{said[low]}” instead of {word}.")
        elif capital and word.isupper() and len(word) <= 5 and not shouted and not _in_shouting(shown, found):
            yield problem("short_form", word, f"Not everybody knows {word}. Write it in full.")


def _in_shouting(shown: str, found: re.Match[str]) -> bool:
    around = shown[max(0, found.start() - 12) : found.end() + 12].replace(found.group(), "", 1)
    return bool(re.search(r"[A-Z]{4,}", around))


def idioms(text: Text, language: str) -> Found:
    said = _equals(f"idioms_{language}.txt") if language in ("en", "es") else {}
    shown = " ".join(text.text.lower().replace("’", "'").replace("-", " ").split())
    told: list[str] = []
    for idiom, plain in sorted(said.items(), key=lambda pair: -len(pair[0])):
        if (
            idiom in shown
            and not any(idiom in longer for longer in told)
            and re.search(rf"(?<!\w){re.escape(idiom)}(?!\w)", shown)
        ):
            told.append(idiom)
            yield problem("idiom", idiom, f"Some people will not know “{idiom}”. Say “{plain}”.")


IRREGULAR = (
    "given|taken|seen|done|made|sent|told|kept|held|found|written|known|shown|brought|bought|paid|built|chosen|put|cut|read|"
    "drawn|broken|spoken|thrown|left|met|led|lost|caught|taught|said"
)
PASSIVE = {
    "en": re.compile(
        rf"\b(?:(?:has|have|had|will|must|can|should|may|might|to|cannot|could|would) (?:not )?(?:be|been)|"
        rf"was|were|being) "
        rf"(?:\w+ly |also |not )?(?:(?!need|interest|worri|excit|tired|pleas|locat|bas|bored|scared|concern|"
        rf"married|relat|"
        rf"sacred|naked|hundred|reliev|confus|surpris|delight)\w{{2,}}ed|{IRREGULAR})\b"
        rf"|\b(?:is|are|am) (?:being )?(?:\w+ly )?(?:\w{{2,}}ed|{IRREGULAR}) by\b",
        re.I,
    ),
    "es": re.compile(
        r"\b(?:fue|fueron|será|serán|ha sido|han sido|sido|ser|siendo|era|eran) (?:\w+mente )?\w{2,}(?:ad|id)[oa]s?\b",
        re.I,
    ),
}


def passive(text: Text, language: str) -> Found:
    if pattern := PASSIVE.get(language):
        for sentence in text.sentences:
            if found := pattern.search(sentence.text):
                yield problem("passive", found.group(), "Say who does it, as in “we will call you”.")


@lru_cache(maxsize=4)
def _equals(file: str) -> dict[str, str]:
    lines = (WORDS / file).read_text(encoding="utf-8").splitlines()
    pairs = (line.split(" = ") for line in lines if line and not line.startswith("#"))
    return {left.replace("-", " "): right for left, right in pairs}


@lru_cache(maxsize=1)
def _known_short() -> frozenset[str]:
    return _listed("known: ")


@lru_cache(maxsize=1)
def _small() -> frozenset[str]:
    """Short forms that are told by their letters alone; the others are words too, unless written with capitals."""
    return _listed("small: ")


def _listed(start: str) -> frozenset[str]:
    lines = (WORDS / "short_forms.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if line.startswith(start) for word in line.removeprefix(start).split())


@lru_cache(maxsize=4)
def _short_list(language: str) -> dict[str, str]:
    lines = (WORDS / "short_forms.txt").read_text(encoding="utf-8").splitlines()
    pairs = [pair for line in lines if line.startswith(f"{language}: ") for pair in line[4:].split(" | ")]
    return dict(pair.split(" = ", 1) for pair in pairs)
