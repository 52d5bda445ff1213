"""One language's words for what people come for: read from lexicon/LANGUAGE.toml and made ready to be looked up."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

from .shelves import Hit, Phrase, Shelf
from .words import LANGUAGES, Word, fold, words_of

DATA = Path(__file__).parent.parent / "lexicon"
LONG_WORD, SOUNDS_ILL = 8, 0.7


class Lexicon:
    """What one language knows: its phrases, its small words, and the words that are never a misspelling."""

    def __init__(self, language: str) -> None:
        read = _read(language)
        self.language = language
        self.small = _plain(read["language"]["stop"])
        self.ordinary = _plain(read["language"]["ordinary"])
        self.sayings: dict[str, str] = read["say"]
        self.names: dict[str, str] = {}
        self._illness = tuple(read["language"]["illness"].split())
        spelt = frozenset(read["language"]["stop"].casefold().replace("'", "").split())
        self.shelf = Shelf(language, untouched=self.small | self.ordinary, small_as_spelt=spelt)
        for about, phrases in _phrases(read["words"]):
            self.names[about] = phrases[0]
            self._put(about, phrases)
        for about, phrases in _phrases(_read("common")["words"]):
            self._put(about, phrases)

    def _put(self, about: str, phrases: list[str]) -> None:
        alone = {fold(said.partition(":")[0]) for said in phrases}
        for said in phrases:
            text, _, tenths = said.partition(":")
            for way in product(*(slot.split("/") for slot in text.replace("_", " ").split())):
                words, exact = words_of(" ".join(way)), "_" in text
                kept = words if exact else self.telling(words, alone)
                if kept and tenths != "0":
                    spelt = tuple(word.text for word in kept)
                    self.shelf.add(Phrase(about, spelt, int(tenths or 10) / 10, exact))

    def telling(self, words: list[Word], alone: set[str]) -> list[Word]:
        """The words of a phrase that must be there: without its small ones, if what is left still tells it.

        One word is left of "not talking yet" and of "my knee". Only one of them says as much by itself, and it stands
        in the data by itself too.
        """
        kept = [word for word in words if word.plain not in self.small]
        return kept if len(kept) > 1 or (kept and kept[0].plain in alone) else words

    def find(self, words: Sequence[Word]) -> list[Hit]:
        """Everything the words may be about, and that a long word nobody knows sounds like the name of an illness."""
        found = self.shelf.find(words, self.small)
        read = {place for hit in found for place in hit.places}
        unknown = (place for place, word in enumerate(words) if place not in read and self._sounds_ill(word.plain))
        return found + [Hit("condition", SOUNDS_ILL, (place,)) for place in unknown]

    def _sounds_ill(self, plain: str) -> bool:
        ends = plain.endswith(self._illness) or plain.removesuffix("s").endswith(self._illness)
        return len(plain) >= LONG_WORD and ends and not self.knows(plain)

    def knows(self, plain: str) -> bool:
        return plain in self.small or plain in self.ordinary or self.shelf.has(plain)


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((DATA / f"{name}.toml").read_text(encoding="utf-8"))


def _plain(words: str) -> frozenset[str]:
    return frozenset(fold(word) for word in words.replace("'", "").replace("_", " ").split() if ":" not in word)


def _phrases(said: dict[str, str]) -> Iterator[tuple[str, list[str]]]:
    """What each line is about, and its phrases: "knee pain"; "back:6" for not quite sure, "my_back" for exactly so,
    "jab/shot kenya/india" for four in one."""
    for about, phrases in said.items():
        yield about, [" ".join(phrase.split()) for phrase in phrases.split(",") if phrase.strip()]


@cache
def lexicon(language: str) -> Lexicon:
    return Lexicon(language)


def language_we_have(language: str) -> str:
    """The language asked for, if its words stand here; else nothing."""
    first = language.replace("_", "-").split("-")[0].lower()
    return first if first in LANGUAGES else ""
