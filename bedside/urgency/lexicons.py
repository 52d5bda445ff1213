"""One language's words for the rules: read from lexicon/<language>.toml, made ready, and asked what a text holds."""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from rapidfuzz.distance import OSA
from rapidfuzz.process import extractOne

from .latin import Latin
from .patterns import Book, Found, Maker
from .scope import Kinds, Scope
from .words import Token, fold, keys, split_word

DATA = Path(__file__).parent / "lexicon"
LANGUAGES = ("en", "es", "fr", "pl", "ar")
SCOPE_WORDS = (
    "no", "not", "not_but", "firm", "past", "past_here", "now", "if", "about", "other", "mask", "long", "fresh",
    "name", "own", "talk", "calm", "event", "errand", "here", "idle",
    "came", "list", "none",
)  # fmt: skip
_SHORTEST_REPAIR = 4
_SHORTEST_RUN = 8
_TWO_SLIPS_FROM = 9
_SHORTEST_ROOT = 3
_LIGHT = frozenset(("و", "ال", "وال", "بال"))  # and, the: they come off a word of two letters too


@dataclass(frozen=True)
class Seen:
    """A concept that a text holds, after negation, the past and other people are taken out."""

    concept: str
    places: tuple[int, ...]
    start: int
    end: int
    numbers: tuple[float, ...]
    loose: bool = False  # a looser or rarer saying, or a kind of telling that came late


class Lexicon:
    """What one language knows: its patterns by concept, its scope words, its spelling."""

    def __init__(self, language: str, data: dict[str, Any]) -> None:
        self.language = language
        self.stop = frozenset(fold(word) for word in data["language"]["stop"].split())
        self._expand: dict[str, tuple[str, ...]] = {
            fold(word): tuple(fold(each) for each in said.split()) for word, said in data.get("expand", {}).items()
        }
        self._numbers = {fold(word): float(value) for word, value in data.get("numbers", {}).items()}
        self._clitics = re.compile(data["language"]["clitics"]) if "clitics" in data["language"] else None
        self._parted = re.compile(data["language"]["parted"]) if "parted" in data["language"] else None
        self.latin = Latin(data["latin"]) if "latin" in data else None
        self._endings = re.compile(data["language"]["endings"]) if "endings" in data["language"] else None
        scope = data["scope"]
        self._maker = maker = Maker(data["class"], self._spell)
        self._nots = [fold(word) for word in scope["words_for_not"].split()]
        phrases: dict[str, list[str]] = {f"_{name}": scope.get(name, []) for name in SCOPE_WORDS}
        for name, more in data.get("kinds_scope", {}).items():
            phrases[f"_{name}"] = [*phrases[f"_{name}"], *more]
        phrases |= data["concept"] | {f"#{name}": said for name, said in data.get("number", {}).items()}
        # looser and rarer sayings, and kinds of telling that came late, kept apart so that they can be judged apart
        loose = [
            (concept, said) for section in ("broad", "sayings", "kinds")
            for concept, more in data.get(section, {}).items() for said in more
        ]  # fmt: skip
        self.concepts = frozenset(data["concept"]) | frozenset(data.get("kinds", {}))
        patterns = [maker.pattern(concept, said) for concept, all_said in phrases.items() for said in all_said]
        patterns += [maker.pattern(concept, said, loose=True) for concept, said in loose]
        self.book = Book(patterns, self._nots)
        self.scope = Scope({name: frozenset(fold(each) for each in scope.get(name, "").split()) for name in
                            ("breaks", "either", "and", "subject", "after", "comma_list", "like", "was",
                             "suppose", "lately")})  # fmt: skip
        literal = self._said()
        self._stems = frozenset(word for word in literal if word.endswith("*") and len(word) > 4)
        plain = data["language"]
        common = {fold(word) for name in ("common", "ordinary") for word in plain.get(name, "").split()}
        self.known = frozenset(word for word in literal if not word.endswith("*")) | self.stop | common
        self.known |= frozenset(self._expand) | frozenset(self._numbers)
        repairs = {fold(word) for word in data["language"].get("repair", "").split()}
        self._repairs: dict[str, list[str]] = defaultdict(list)
        for word in sorted(repairs):
            self._repairs[word[0]].append(word)
        self.known |= frozenset(repairs)
        self._telling = frozenset(repairs) | {fold(word) for word in data["language"].get("joined", "").split()}
        self._whole = self.known | self._telling

    def _spell(self, word: str) -> Sequence[str]:
        if not any(sign.isalpha() for sign in word):
            return [word]
        if word.endswith("*"):  # a beginning is no misspelt word
            *first, last = split_word(word.removesuffix("*"))
            return [*first, last + "*"]
        return [said for each in split_word(word) for said in self._expand.get(each, (each,))]

    def _said(self) -> set[str]:
        """Every word that a pattern asks for."""
        return {
            word for pattern in self.book.patterns for part in pattern.parts
            for each in part if not isinstance(each, int)
            for word in (*each.single, *(one for saying in each.several for one in saying))
        }  # fmt: skip

    def knows(self, word: str) -> bool:
        """Whether a word is this language's, by its lists; how a language is told from another."""
        if self.latin and self.latin.knows(word):
            return True
        return word in self.known or not self._stems.isdisjoint(keys([word]))

    def own(self, tokens: Sequence[Token]) -> list[Token]:
        """The tokens as this language spells them, with every form that a pattern may ask for."""
        made: list[Token] = []
        for token in self.latin.written(tokens) if self.latin else tokens:
            if token.kind == "word":
                for word in self._parts(token.text):
                    names = keys(self._forms(word))
                    if word in self._numbers:
                        names |= {"#"}
                    made.append(replace(token, text=word, keys=names, value=self._numbers.get(word)))
            elif token.kind == "number":
                names = keys([token.text]) | ({"#", "#."} if "." in token.text else {"#"})
                made.append(replace(token, keys=names, value=float(token.text)))
            else:
                made.append(replace(token, keys=frozenset({token.text[0]})))
        return made

    def _parts(self, word: str) -> Sequence[str]:
        """The words that one written word stands for: short for several, or a word for not written on to a verb."""
        if word in self._expand:
            return self._expand[word]
        if self._clitics and word[0] == "و" and word[1:] in self._expand:
            return self._expand[word[1:]]
        if self._parted and not self.knows(word) and (found := self._parted.fullmatch(word)):
            return [said for part in found.groups() if part for said in self._expand.get(part, (part,))]
        return self._run_together(word)

    def _run_together(self, word: str) -> Sequence[str]:
        """cantbreathe, chestpain: two words of ours that were written as one, the longer beginning first."""
        if len(word) < _SHORTEST_RUN or not word.isascii() or self.knows(word) or self._repaired(word):
            return (word,)
        for size in range(len(word) - 3, 2, -1):
            first, last = word[:size], word[size:]
            if (first in self._telling or last in self._telling) and {first, last} <= self._whole:
                return tuple(said for each in (first, last) for said in self._expand.get(each, (each,)))
        return (word,)

    def _forms(self, word: str) -> list[str]:
        forms = [word]
        if self._clitics:
            forms += self._without_clitics(word)
        if self._endings:
            forms += [bare for form in forms if len(bare := self._endings.sub("", form)) >= 3 and bare != form]
        once = re.sub(r"(.)\1", r"\1", word)
        if once != word and not self.knows(word) and self.knows(once):
            forms.append(once)
        if len(word) >= _SHORTEST_REPAIR and not any(self.knows(form) for form in forms):
            repaired = self._repaired(word)
            forms += [repaired] if repaired else []
        return forms

    def _without_clitics(self, word: str, again: bool = True) -> list[str]:
        """A word without the small words written on to its head, each way they can be taken off."""
        found = []
        for size in (1, 2, 3):
            root = 2 if word[:size] in _LIGHT else _SHORTEST_ROOT
            if self._clitics and self._clitics.fullmatch(word[:size]) and len(word) - size >= root:
                found.append(word[size:])
                found += self._without_clitics(word[size:], again=False) if again else []
        return found

    def _repaired(self, word: str) -> str:
        """The word of the lexicon that was meant, if a slip or two of the finger explains it."""
        slips = 2 if len(word) >= _TWO_SLIPS_FROM else 1
        # the first letter is seldom wrong, but it may have changed places with the second
        swapped = [each for each in self._repairs.get(word[1], ()) if each[:2] == word[1::-1]]
        found = extractOne(word, [*self._repairs.get(word[0], ()), *swapped], scorer=OSA.distance, score_cutoff=slips)
        return str(found[0]) if found else ""

    def book_of(self, phrases: Iterable[tuple[str, str]]) -> Book:
        """More phrases of this language, each with its concept; BadPattern for one that cannot be understood."""
        return Book([self._maker.pattern(concept, said) for concept, said in phrases], self._nots)

    def look(self, tokens: Sequence[Token], kinds: Kinds, more: Book | None = None) -> list[Seen]:
        """The concepts a text holds, after all that is said around them."""
        own = self.own(tokens)
        found = self.book.find(own) + (more.find(own) if more else [])
        marks = [each for each in found if each.concept.startswith("_")]
        rest = [each for each in found if not each.concept.startswith("_")]
        stands = self.scope.judge(own, marks, rest, kinds)
        return [self._seen(each, own) for each in rest if stands(each)]

    @staticmethod
    def _seen(found: Found, own: Sequence[Token]) -> Seen:
        places = found.places
        numbers = tuple(value for place in places if (value := own[place].value) is not None)
        start, end = min(own[place].start for place in places), max(own[place].end for place in places)
        return Seen(found.concept, places, start, end, numbers, found.loose)


@cache
def lexicon(language: str) -> Lexicon:
    """The lexicon of a language, made ready on first use."""
    return Lexicon(language, tomllib.loads((DATA / f"{language}.toml").read_text("utf-8")))
