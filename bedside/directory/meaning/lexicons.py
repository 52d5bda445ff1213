"""One language's words for what people come for: read from lexicon/LANGUAGE.toml and made ready to be looked up."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from .shelves import Phrase, Shelf
from .words import LANGUAGES, fold, words_of

DATA = Path(__file__).parent.parent / "lexicon"


class Lexicon:
    """What one language knows: its phrases, its small words, and the words that are never a misspelling."""

    def __init__(self, language: str) -> None:
        read = _read(language)
        self.language = language
        self.small = _plain(read["language"]["stop"])
        self.ordinary = _plain(read["language"]["ordinary"])
        self.sayings: dict[str, str] = read["say"]
        self.names: dict[str, str] = {}
        self.shelf = Shelf(language, untouched=self.small | self.ordinary)
        for about, said in _phrases(read["words"]):
            self.names.setdefault(about, said.partition(":")[0].replace("_", " "))
            self.put(about, said)
        for about, said in _phrases(_read("common")["words"]):
            self.put(about, said)

    def put(self, about: str, said: str) -> None:
        if phrase := self.phrase(about, said):
            self.shelf.add(phrase)

    def phrase(self, about: str, said: str) -> Phrase | None:
        """One phrase of the data: "knee pain", "back:6", "my_back"; its small words count only where it has no other."""
        text, _, tenths = said.partition(":")
        strength = int(tenths) / 10 if tenths else 1.0
        exact = "_" in text
        words = words_of(text.replace("_", " "))
        kept = words if exact else [word for word in words if word.plain not in self.small] or words
        if not kept or not strength:
            return None
        return Phrase(about, tuple(word.text for word in kept), strength, exact, text.replace("_", " "))

    def knows(self, plain: str) -> bool:
        return plain in self.small or plain in self.ordinary or self.shelf.has(plain)


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((DATA / f"{name}.toml").read_text(encoding="utf-8"))


def _plain(words: str) -> frozenset[str]:
    return frozenset(fold(word) for word in words.replace("'", "").replace("_", " ").split() if ":" not in word)


def _phrases(said: dict[str, str]) -> Iterator[tuple[str, str]]:
    for about, phrases in said.items():
        for phrase in phrases.split(","):
            if phrase.strip():
                yield about, " ".join(phrase.split())


@cache
def lexicon(language: str) -> Lexicon:
    return Lexicon(language)


def language_we_have(language: str) -> str:
    """The language asked for, if its words stand here; else nothing."""
    first = language.replace("_", "-").split("-")[0].lower()
    return first if first in LANGUAGES else ""
