"""A text in small letters without accents, with spaced, starred and leet spellings of bad words read as those words.

Each letter remembers where it came from, so that what is found can be quoted as it was written.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from pathlib import Path

ONE_FOR_ANOTHER = {
    **{"ł": "l", "ß": "ss", "ø": "o", "æ": "ae", "œ": "oe", "’": "'", "‘": "'", "`": "'", "´": "'", "ʼ": "'"},
    **{"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ة": "ه", "ئ": "ئ", "ؤ": "و", "ـ": "", "؟": "?", "،": ","},
    **{"—": ",", "–": ",", "…": ".", "¿": " ", "¡": " "},
}
LEET = {"0": "o", "1": "il", "3": "e", "4": "a", "5": "s", "7": "t", "8": "b", "@": "a", "$": "s", "!": "i", "|": "il"}
HIDDEN = "*#%_-.~+•×"
PIECE = re.compile(r"[^\s,;:?\"“”«»()\[\]]+")
SPACED = re.compile(r"(?<![^\W_])[^\W\d_](?:[\s.*_\-/]{1,2}[^\W\d_]){2,14}(?![^\W_])")
LONG = re.compile(r"([^\W\d_])\1{2,}")

# What people hide: stems in all our languages, the commonest first.
STEMS = [
    word
    for line in (Path(__file__).parent / "words" / "abuse" / "hidden.txt").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
    for word in line.split()
]

CLIPPED = {
    "fck": "fuck",
    "fuk": "fuck",
    "fuq": "fuck",
    "fvck": "fuck",
    "phuck": "fuck",
    "fcuk": "fuck",
    "fckn": "fucking",
}
CLIPPED |= {"fkn": "fucking", "fking": "fucking", "fcking": "fucking", "fuking": "fucking", "effing": "fucking"}
CLIPPED |= {"biatch": "bitch", "btch": "bitch", "sht": "shit", "cnt": "cunt", "krwa": "kurwa", "idi0t": "idiot"}


@dataclass(frozen=True)
class Read:
    """What was read, and for each of its letters from where to where it stood."""

    text: str
    spans: tuple[tuple[int, int], ...]

    def quote(self, written: str, start: int, end: int) -> str:
        begins, ends = self.spans[start][0], self.spans[end - 1][1]
        return " ".join(written[begins:ends].split()).strip(" .,;:")


def read(written: str) -> Read:
    letters: list[str] = []
    spans: list[tuple[int, int]] = []

    def add(text: str, begins: int, ends: int) -> None:
        letters.extend(text)
        spans.extend([(begins, ends)] * len(text))

    shown = _joined(written)
    for at, letter in enumerate(shown):
        if isinstance(letter, tuple):
            add(letter[0], letter[1], letter[2])
        elif letter:
            add(fold(letter), at, at + 1)
    return Read("".join(letters), tuple(spans))


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    plain = unicodedata.normalize("NFKD", "".join(ONE_FOR_ANOTHER.get(letter, letter) for letter in text.casefold()))
    bare = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return "".join(
        "" if unicodedata.category(letter) == "Cf" else ONE_FOR_ANOTHER.get(letter, letter) for letter in bare
    )


def _joined(written: str) -> list[str | tuple[str, int, int]]:
    """The letters of a text, where a hidden word is one item with its place."""
    shown: list[str | tuple[str, int, int]] = list(written)

    def put(word: str, start: int, end: int) -> None:
        shown[start:end] = [(word, start, end), *[""] * (end - start - 1)]

    for found in SPACED.finditer(written):
        word = fold(re.sub(r"[\W_]", "", found.group()))
        whole = next((stem for stem in STEMS if word == stem or (word.startswith(stem) and len(stem) > 3)), None)
        if whole:
            put(whole + (" " + word[len(whole) :] if word != whole else ""), found.start(), found.end())
    for found in PIECE.finditer(written):
        if any(not isinstance(one, str) or not one for one in shown[found.start() : found.end()]):
            continue
        if hidden := _plain(found.group()):
            put(hidden, found.start(), found.end())
    return shown


def _plain(piece: str) -> str | None:
    """The bad word a piece of text hides; none where it hides none."""
    word = fold(piece)
    if len(word) > 40:
        return None
    core = word.strip("'.,!?-_")
    short = LONG.sub(r"\1", core)
    if short != core:
        return _hidden(short) or (short if any(stem in short for stem in STEMS) else None) or word.replace(core, short)
    if core.isalpha():
        return word.replace(core, CLIPPED[core]) if core in CLIPPED else None
    return _hidden(word.rstrip(".,?")) or _hidden(core)


def _hidden(word: str) -> str | None:
    letters = sum(letter.isalpha() for letter in word)
    if letters == 0 or letters == len(word):
        return None
    signs = [letter for letter in word if letter in LEET]
    if signs and letters >= 2 and 2 ** sum(len(LEET[sign]) > 1 for sign in signs) <= 16:
        for one in product(*(LEET.get(letter, letter) for letter in word)):
            plain = "".join(one)
            if plain in STEMS or plain.rstrip("i") in STEMS:
                return plain if plain in STEMS else plain.rstrip("i")
            if not any(letter in HIDDEN for letter in plain):
                if several := next((stem for stem in STEMS if len(stem) > 3 and plain == stem + "s"), None):
                    return several + "s"
            elif whole := _starred(plain):
                return whole
    return _starred(word)


def _starred(word: str) -> str | None:
    if not any(letter in HIDDEN for letter in word.strip(".-")) or not word[0].isalpha() or len(word) < 3:
        return None
    stars = sum(letter in "*#%•×" for letter in word)
    if not stars:  # f.u.c.k, s-h-i-t
        bare = "".join(letter for letter in word if letter.isalpha())
        return bare if bare in STEMS and len(word) >= 2 * len(bare) - 1 else None
    shape = re.sub(r"(?:\\[*#%_\-.~+]|[•×])+", lambda run: f"[a-z]{{1,{len(run.group()) // 2 + 2}}}", re.escape(word))
    exact = re.sub(r"\\[*#%_\-.~+]|[•×]", "[a-z]", re.escape(word))
    for pattern in (exact, shape):
        if found := next((stem for stem in STEMS if re.fullmatch(pattern + "s?", stem)), None):
            return found
    return None
