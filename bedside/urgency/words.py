"""From what a person typed to clean words: one spelling per letter, with the place of each word in the text."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field

_QUOTES = dict.fromkeys(map(ord, "’‘‛ʼ´`′＇"), "'")
_UNSEEN = re.compile("[\u0000-\u0008\u000b-\u001f\u007f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufe0f]")
_ARABIC_MARKS = re.compile("[\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0640]")
_LETTERS = str.maketrans(
    {"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ة": "ه", "ؤ": "و", "ئ": "ي", "ی": "ي", "ک": "ك",
     "ł": "l", "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ı": "i"}
)  # fmt: skip
_TOKEN = re.compile(
    r"(?P<number>\d+(?:[.,]\d+)?)|(?P<word>[^\W\d_]+(?:'[^\W\d_]+)*'?)|(?P<trail>\.{2,}(?!\s*[A-Z])|…(?!\s*[A-Z]))|(?P<stop>[.!?؟…]+|\n\s*\n)|(?P<pause>[,;:،؛()\[\]/\n]|[-–—]+)|(?P<sign>[^\s])"
)
_NOT = re.compile(r"^(.+?)n't$")
_AFTER = {"s": "", "ve": "have", "m": "am", "re": "are", "ll": "will", "d": ""}


@dataclass
class Token:
    """One word, number or sign; `keys` is all that a pattern may know it by."""

    text: str
    kind: str
    start: int
    end: int
    sentence: int = 0
    clause: int = 0
    keys: frozenset[str] = field(default_factory=frozenset)
    value: float | None = None


def clean(text: str) -> str:
    """The text without unseen signs, in one Unicode form; places of words are counted in this."""
    text = unicodedata.normalize("NFKC", text.replace("\x00", "")).translate(_QUOTES)
    return _ARABIC_MARKS.sub("", _UNSEEN.sub("", text))


def fold(word: str) -> str:
    """One spelling for one word: small letters, no accents, one form per Arabic letter."""
    bare = unicodedata.normalize("NFD", word.casefold())
    bare = "".join(letter for letter in bare if unicodedata.category(letter) != "Mn")
    return unicodedata.normalize("NFC", bare).translate(_LETTERS)


def _calm(word: str) -> str:
    """heeeelp is help: a letter is held at most twice, at a word's end once."""
    if not re.search(r"(.)\1\1", word):
        return word
    word = re.sub(r"(.)\1{2,}$", r"\1", word)
    return re.sub(r"(.)\1{2,}", r"\1\1", word)


def split_word(raw: str) -> list[str]:
    """A word as typed, taken apart at its apostrophes: can't is can not, j'ai is j ai."""
    word = _calm(fold(raw).strip("'"))
    if found := _NOT.match(word):
        return [{"ca": "can", "wo": "will", "sha": "shall"}.get(found[1], found[1]), "not"]
    first, *rest = word.split("'")
    return [first, *(said for each in rest if (said := _AFTER.get(each, each)))]


def tokens(text: str) -> list[Token]:
    """The words of a cleaned text, in order, each with its sentence and its clause."""
    found: list[Token] = []
    sentence = clause = 0
    for each in _TOKEN.finditer(text):
        kind = each.lastgroup or "sign"
        place = (each.start(), each.end())
        if kind == "word":
            for word in split_word(each.group()):
                if word:
                    found.append(Token(word, kind, *place, sentence, clause))
            continue
        if kind == "number":
            said = "".join(str(unicodedata.digit(sign)) if sign.isdigit() else "." for sign in each.group())
            found.append(Token(said, kind, *place, sentence, clause))
            continue
        # a hyphen or a stroke inside a word joins it: x-ray, mg/dL
        joins = each.group() in "-/" and _letter(text, place[0] - 1) and _letter(text, place[1])
        if joins:
            continue
        kind = "pause" if kind == "trail" else kind  # cant.. breathe.. is one sentence
        found.append(Token(each.group(), kind, *place, sentence, clause))
        if kind == "stop":
            sentence, clause = sentence + 1, clause + 1
        elif kind == "pause":
            clause += 1
    return found


def _letter(text: str, place: int) -> bool:
    return 0 <= place < len(text) and text[place].isalnum()


def keys(forms: list[str]) -> frozenset[str]:
    """Every name a pattern may know a word by: each form, and each beginning of two letters or more with a star."""
    return frozenset(forms) | {f"{form[:size]}*" for form in forms for size in range(2, len(form) + 1)}
