"""From what a person typed to words that can be compared: one spelling per letter, endings taken off."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import Any

import snowballstemmer

NAMES = {"en": "english", "es": "spanish", "fr": "french", "pl": "polish", "ar": "arabic"}
LANGUAGES = tuple(NAMES)
LONGEST = 2_000  # characters of a wish that are read: nobody says more than this of what they need
_WORD = re.compile(
    r"(?P<word>[^\W_](?:[^\W_]|[\u0300-\u036f\u064b-\u0652])*)(?:['’‘`´](?:(?P<not>t)|(?:s|m|re|ve|ll|d))\b)?",
    re.IGNORECASE,
)
_UNSEEN = re.compile("[\u00ad\u0640\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_LETTERS = str.maketrans(
    {"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ة": "ه", "ؤ": "و", "ئ": "ي", "ی": "ي", "ک": "ك",
     "ł": "l", "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ı": "i"}
)  # fmt: skip
_HELD = re.compile(r"(.)\1{2,}")
_BEFORE = ("وال", "بال", "فال", "كال", "لل", "ال")
_SMALL_BEFORE = ("و", "ف", "ب", "ل")
_AFTER = ("تين", "هما", "ها", "هم", "نا", "تي", "ته", "تك", "ات", "ين", "ون", "يه", "ي", "ه", "ك", "ا")
_SOUNDS: dict[str, tuple[tuple[str, str], ...]] = {
    "en": (("ache", "ake"), ("ph", "f"), ("ck", "k"), ("kn", "n"), ("wr", "r"), ("gh", ""), ("qu", "kw"),
           ("ie", "e"), ("ei", "e"), ("ea", "e"), ("ce", "se"), ("ci", "si"), ("c", "k"), ("z", "s"), ("y", "i"),
           ("ou", "o")),
    "es": (("ll", "y"), ("qu", "k"), ("ge", "je"), ("gi", "ji"), ("ce", "se"), ("ci", "si"), ("gü", "w"), ("h", ""),
           ("v", "b"), ("z", "s"), ("c", "k"), ("x", "s")),
    "fr": (("ph", "f"), ("eau", "o"), ("au", "o"), ("qu", "k"), ("ai", "e"), ("ei", "e"), ("ç", "s"), ("ce", "se"),
           ("ci", "si"), ("c", "k"), ("h", ""), ("y", "i"), ("z", "s"), ("en", "an"), ("em", "am")),
    "pl": (("rz", "z"), ("ch", "h"), ("sz", "s"), ("cz", "c"), ("ci", "c"), ("si", "s"), ("zi", "z"), ("dz", "z"),
           ("ą", "on"), ("ę", "en"), ("w", "f"), ("y", "i"), ("j", "i")),
    "ar": (("ذ", "د"), ("ظ", "ض"), ("ث", "ت"), ("ص", "س"), ("ط", "ت"), ("ق", "ء")),
}  # fmt: skip


@dataclass(frozen=True)
class Word:
    """One word as it was typed, and where."""

    text: str
    plain: str
    start: int
    end: int


def tidy(text: str) -> str:
    """The text in one Unicode form, without what cannot be seen; places of words are counted in this."""
    return _UNSEEN.sub("", unicodedata.normalize("NFKC", text[: 4 * LONGEST]))[:LONGEST]


def words_of(text: str) -> list[Word]:
    """The words of a tidied text, in order, where they stand: can't is one word, l'oreille two, baby's is baby."""
    return [_word(one) for one in _WORD.finditer(text)]


def _word(found: re.Match[str]) -> Word:
    word = found["word"] + ("t" if found["not"] else "")
    return Word(word, fold(word), found.start(), found.end())


def fold(word: str) -> str:
    """One spelling for one word: small letters, no accents, one form for each Arabic letter, no letter held long."""
    apart = unicodedata.normalize("NFD", word.casefold())
    bare = "".join(letter for letter in apart if not unicodedata.combining(letter))
    return _HELD.sub(r"\1\1", unicodedata.normalize("NFC", bare).translate(_LETTERS))


@cache
def _stemmer(language: str) -> Any:
    return snowballstemmer.stemmer(NAMES[language])


def names_of(word: str, language: str) -> tuple[str, ...]:
    """By what a word is known in a language: as it stands, and without the ending that says how many or whose."""
    word = word.replace("'", "").replace("’", "")
    plain = fold(word)
    if language == "ar":
        stems = _without_small_words(plain)
    else:
        stems = [fold(_stemmer(language).stemWord(word.casefold())), fold(_stemmer(language).stemWord(plain))]
        stems = [stem for stem in stems if 2 * len(stem) > len(plain)]  # what is left must still be most of the word
    return tuple(dict.fromkeys([plain, *(stem + "-" for stem in stems if len(stem) > 1)]))


def _without_small_words(word: str) -> list[str]:
    """An Arabic word without the, and, with before it and without whose it is after it."""
    cores = [word]
    for before in _BEFORE:
        if word.startswith(before) and len(word) - len(before) >= (2 if before == "ال" else 3):
            cores = [word.removeprefix(before)]
            break
    else:
        if word[:1] in _SMALL_BEFORE and len(word) >= 5:
            cores.append(word[1:])
    found = list(cores)
    for core in cores:
        for after in _AFTER:
            if core.endswith(after) and len(core) - len(after) >= 2 + (len(after) == 1):
                found.append(core.removesuffix(after))
                break
    return found


def core_of(plain: str, language: str) -> str:
    """A folded word as its spelling is compared: in Arabic without the article and what is joined to it."""
    if language != "ar":
        return plain
    return next((plain.removeprefix(before) for before in _BEFORE if plain.startswith(before)), plain)


def sound(plain: str, language: str) -> str:
    """How a folded word sounds, more or less: those who write as they speak are found by it."""
    for written, heard in _SOUNDS[language]:
        plain = plain.replace(written, heard)
    return re.sub(r"(.)\1+", r"\1", plain)
