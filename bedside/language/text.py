"""A text as a reader meets it: paragraphs, sentences, words, and which of the words are names."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

LONGEST = 200_000  # characters; a whole patient leaflet has about 20,000

HARAKAT = re.compile("[\u0640\u064b-\u0652\u0670]")  # written above Arabic letters, or between them to stretch a word
WORD = re.compile(r"[^\W\d_]+(?:['’\-][^\W\d_]+)*")
TOKEN = re.compile(
    r"\{\{[^{}\n]{0,80}\}\}|\{%[^%\n]{0,80}%\}|\$?\{[A-Za-z_][\w.]{0,60}\}|%\([A-Za-z_]{1,60}\)s|"
    r"\[\[[^\[\]\n]{0,80}\]\]|"
    r"\[[A-Z][A-Z _]{2,40}\]|<[A-Za-z_]{3,40}>"
)
LINK = re.compile(
    r"(?:https?://|www\.)[^\s<>\"]+|\b[\w.+-]{1,64}@(?:[\w-]{1,63}\.){1,5}[a-z]{2,20}\b|\b(?:[a-z0-9-]{1,63}\.){1,5}"
    r"(?:com|org|net|uk|nhs|gov|info|health|clinic|es|fr|pl|eu|me|ly|gl|co|io|example)\b(?:/[^\s<>\"]*)?",
    re.I,
)
PHONE = re.compile(r"(?<![\w/.-])\+?\(?\d[\d ().-]{5,18}\d(?![\w/-])")
CLOCK = re.compile(r"\b\d{1,2}[:.]\d\d ?(?:am|pm|a\.m\.|p\.m\.)?|\b\d{1,2} ?(?:am|pm|a\.m\.|p\.m\.)(?!\w)", re.I)
NUMBER = re.compile(r"[£$€]?\d[\d.,:/]*\d|\d")
DATE = re.compile(
    r"(?<![\d/.-])(?:(?:0?[1-9]|[12]\d|3[01])([/.-])(?:0?[1-9]|[12]\d|3[01])\1(?:\d{4}|\d\d)|\d{4}([/-])\d\d\2\d\d)"
    r"(?![\d/]|[.-]\d)"
)
BULLET = re.compile(r"^\s*(?:[-*•·–]|\d{1,2}[.)])\s+")

SHORTENED = re.compile(
    r"\b(?:Dr|Mr|Mrs|Ms|Mx|Prof|St|Rd|Ave|No|vs|etc|e\.g|i\.e|a\.m|p\.m|approx|tel|ext|Sr|Sra|Srta|Dra|D|Dña|"
    r"Ud|Uds|núm|pág|tlf|"
    r"Mme|Mlle|p\. ?ex|np|ul|godz|tzn|tzw|"
    r"[A-Z])\.(?=\s|$)", re.I)  # fmt: skip
END = re.compile(r"(?:[.!?…؟。！？]+[\"'”’)\]]*)(?=\s|$)|(?<=[^\x00-\u2fff])[。！？]")

LINE_STARTS = re.compile(r"\n(?=\s*(?:[-*•·–]\s|\d{1,2}[.)]\s|[\"'“‘(¡¿]*[A-ZÁÉÍÓÚÑÀÂÇÈÊÎÔÛŒĄĆĘŁŚŹŻ{]))")


def clean(text: str) -> str:
    """The text without what no reader sees: control characters become spaces, halves of characters a mark."""
    text = text[:LONGEST].replace("\r\n", "\n").replace("\r", "\n")
    text = "".join("\ufffd" if "\ud800" <= letter <= "\udfff" else letter for letter in text)
    text = unicodedata.normalize("NFC", text)
    return "".join(" " if unicodedata.category(letter) == "Cc" and letter not in "\n\t" else letter for letter in text)


def western(text: str) -> str:
    """The text with the figures 0 to 9, whichever a keyboard gave: ١٢٣ is 123."""
    return "".join(str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in text)


@dataclass(frozen=True)
class Sentence:
    text: str
    listed: bool  # an item of a list
    words: tuple[str, ...]  # spoken ones; a number or an address counts as "#"
    names: frozenset[str]  # words that are somebody's or some place's name, as written

    @property
    def is_prose(self) -> bool:
        """Whether it is a full sentence, not a heading, a greeting or an item of a list."""
        return not self.listed and self.text.rstrip("\"'”’)] ").endswith((".", "!", "?", "…", "؟", "。"))


@dataclass(frozen=True)
class Text:
    """A cleaned text, taken apart on demand."""

    text: str

    @classmethod
    def of(cls, raw: str) -> Text:
        return cls(clean(raw))

    @cached_property
    def paragraphs(self) -> list[list[Sentence]]:
        blocks = re.split(r"\n\s*\n", self.text)
        taken = ([_sentence(*part) for part in _parts(block)] for block in blocks)
        return [found for block in taken if (found := [said for said in block if set(said.words) - {"#"}])]

    @cached_property
    def sentences(self) -> list[Sentence]:
        return [sentence for paragraph in self.paragraphs for sentence in paragraph]

    @cached_property
    def words(self) -> list[str]:
        return [word for sentence in self.sentences for word in sentence.words]

    @property
    def is_latin(self) -> bool:
        """Whether most of its letters are of the Latin script, so that counting them makes sense."""
        letters = [letter for letter in self.text if letter.isalpha()]
        return bool(letters) and sum(letter < "\u0250" for letter in letters) > 0.7 * len(letters)


def _parts(block: str) -> list[tuple[str, bool]]:
    """Where one sentence ends and the next begins; a heading or a list item is one too."""
    parts = []
    for line in LINE_STARTS.split(block):
        listed = bool(BULLET.match(line))
        safe = SHORTENED.sub(lambda found: found.group()[:-1] + "\u2024", BULLET.sub("", line))
        safe = LINK.sub(lambda found: re.sub(r"[.!?](?=.)", "\u2024", found.group()), safe)
        start = 0
        for end in END.finditer(safe):
            parts.append((safe[start : end.end()], listed))
            start = end.end()
        parts.append((safe[start:], listed))
    return [(" ".join(part.replace("\u2024", ".").split()), listed) for part, listed in parts if part.strip()]


def _sentence(text: str, listed: bool) -> Sentence:
    plain = HARAKAT.sub("", TOKEN.sub(" # ", text))
    plain = LINK.sub(" # ", plain)
    plain = PHONE.sub(" # ", plain)
    plain = CLOCK.sub(" # ", plain)
    plain = NUMBER.sub(" # ", plain)
    found = re.findall(WORD.pattern + r"|#", plain)
    return Sentence(text, listed, tuple(found), frozenset(_names(plain, found)))


def _names(plain: str, words: list[str]) -> set[str]:
    """Capitalised words inside a sentence, medicines, and whoever follows Dr, Mr or Dear."""
    capitals = sum(word[:1].isupper() for word in words)
    if len(words) > 3 and capitals > 0.7 * len(words):
        return set()  # a heading or shouting, where capitals say nothing
    names = set()
    for before, word in zip(["", *words], words, strict=False):
        known = word.lower()
        if known in medicines() or (before and word[:1].isupper() and known not in CAPITALISED and known != "i"):
            names.add(word)
    return names


# Written with a capital although they are ordinary words.
CAPITALISED = frozenset(
    {
        *("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "january", "february", "march"),
        *(
            "april",
            "may",
            "june",
            "july",
            "august",
            "september",
            "october",
            "november",
            "december",
            "i'm",
            "i'll",
            "i've",
        ),
        *("i'd", "english", "spanish", "yes", "no", "stop", "christmas", "easter", "pan", "pana", "pani", "państwo"),
    }
)


@lru_cache(maxsize=1)
def medicines() -> frozenset[str]:
    lines = (Path(__file__).parent / "words" / "medicines.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())
