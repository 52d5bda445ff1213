"""Phrases as patterns over words: alternatives, classes, gaps, either order; docs/rules/urgency.md has the signs."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from .words import Token

MOST_JOINED = 60
NEAR = 7  # how many words may lie between the two sides of "~"
# signs that do not part two words of a phrase
_INSIDE = frozenset({"/", "-", "(", ")", '"', "'", "*", "_", "..", "...", "....", "…", "«", "»", "„", "“", "”"})
GAPS = {"..": 3, "...": 7}


@dataclass(frozen=True)
class Word:
    """One place of a pattern: any of these words or sayings, or nothing where it may be left out."""

    single: frozenset[str]
    several: tuple[tuple[str, ...], ...]
    optional: bool

    def starts(self) -> frozenset[str]:
        return self.single | {saying[0] for saying in self.several}


Part = tuple[Word | int, ...]  # an int is a gap of at most so many words


@dataclass(frozen=True)
class Pattern:
    """A phrase of one concept; several parts may stand in either order, at most `reach` words apart."""

    concept: str
    source: str
    parts: tuple[Part, ...]
    reach: int
    loose: bool = False


@dataclass(frozen=True)
class Found:
    """A pattern seen in the text: the places of its words, if one of them says not, if it is a loose saying."""

    concept: str
    places: tuple[int, ...]
    says_not: bool
    loose: bool = False


class BadPattern(ValueError):
    """A phrase in the lexicon cannot be understood."""


Spell = Callable[[str], Sequence[str]]


class Maker:
    """Turns written phrases into patterns, with one language's classes and spelling."""

    def __init__(self, classes: Mapping[str, str], spell: Spell) -> None:
        self.classes, self.spell = classes, spell
        self._members: dict[str, tuple[frozenset[str], tuple[tuple[str, ...], ...]]] = {}

    def pattern(self, concept: str, source: str, loose: bool = False) -> Pattern:
        far = " ~~ " in source
        written = re.split(r" ~~? ", source)
        parts = tuple(self._part(part) for part in written)
        if not all(parts):
            raise BadPattern(f"{concept}: {source!r} has no word that must be there.")
        return Pattern(concept, source, parts, 10_000 if far else NEAR, loose)

    def _part(self, written: str) -> Part:
        made: list[Word | int] = []
        for each in written.split():
            if each in GAPS:
                made.append(GAPS[each])
                continue
            optional = each.startswith("?")
            single: set[str] = set()
            several: list[tuple[str, ...]] = []
            for option in each.removeprefix("?").split("|"):
                self._option(option, single, several)
            if not optional and len(several) == 1 and not single:
                made += [Word(frozenset({word}), (), False) for word in several[0]]
            else:
                made.append(Word(frozenset(single), tuple(several), optional))
        # what may be left out at the head says nothing; the search begins at the first word that must be there
        while made and (not isinstance(made[0], Word) or made[0].optional):
            made.pop(0)
        return tuple(made)

    def _class(self, name: str) -> tuple[frozenset[str], tuple[tuple[str, ...], ...]]:
        if name not in self._members:
            if name not in self.classes:
                raise BadPattern(f"<{name}> is not a class.")
            single: set[str] = set()
            several: list[tuple[str, ...]] = []
            for option in self.classes[name].split():
                self._option(option, single, several)
            self._members[name] = (frozenset(single), tuple(several))
        return self._members[name]

    def _option(self, option: str, single: set[str], several: list[tuple[str, ...]]) -> None:
        """One alternative: a word, a saying, a class, or a saying that holds a class ("my_<kin>")."""
        if not (found := re.search("<(.*?)>", option)):
            self._add(re.sub("[_/]", " ", option), single, several)
            return
        words, sayings = self._class(found[1])
        if found[0] == option:
            single |= words
            several += sayings
            return
        before, after = option[: found.start()].replace("_", " "), option[found.end() :].replace("_", " ")
        for saying in [*sorted(words), *(" ".join(each) for each in sayings)]:
            self._add(f"{before} {saying} {after}", single, several)

    def _add(self, saying: str, single: set[str], several: list[tuple[str, ...]]) -> None:
        words = tuple(each for word in saying.split() for each in self.spell(word))
        if len(words) == 1:
            single.add(words[0])
        elif words:
            several.append(words)


class Book:
    """Patterns ready to be looked for: only those whose first word is there are tried."""

    def __init__(self, patterns: Iterable[Pattern], nots: Iterable[str]) -> None:
        self.patterns, self._nots = tuple(patterns), frozenset(nots)
        self._by_start: dict[str, list[tuple[int, int]]] = defaultdict(list)
        self._needs: list[tuple[frozenset[str], ...]] = []
        for number, pattern in enumerate(self.patterns):
            words = [each for part in pattern.parts for each in part if isinstance(each, Word) and not each.optional]
            self._needs.append(tuple(sorted((word.starts() for word in words), key=len)[:3]))
            for place, part in enumerate(pattern.parts):
                first = part[0]
                if isinstance(first, Word):
                    for word in first.starts():
                        self._by_start[word].append((number, place))

    def find(self, tokens: Sequence[Token]) -> list[Found]:
        """Every pattern that is in the text, at every place where it begins."""
        seen: dict[int, dict[int, list[tuple[int, ...]]]] = defaultdict(lambda: defaultdict(list))
        there = frozenset[str]().union(*(token.keys for token in tokens))
        hopeless: dict[int, bool] = {}
        for start, token in enumerate(tokens):
            tried: set[tuple[int, int]] = set()
            for key in token.keys:
                for which in self._by_start.get(key, ()):
                    if which in tried:
                        continue
                    tried.add(which)
                    number, part = which
                    if number not in hopeless:  # most patterns lack one of their words: then nothing need be tried
                        hopeless[number] = any(need.isdisjoint(there) for need in self._needs[number])
                    if hopeless[number]:
                        continue
                    places = _match(self.patterns[number].parts[part], 0, tokens, start, token.sentence)
                    if places is not None:
                        seen[number][part].append(places)
        found: list[Found] = []
        for number in sorted(seen):
            pattern = self.patterns[number]
            if len(seen[number]) == len(pattern.parts):
                for joined in _join(seen[number], len(pattern.parts), pattern.reach, tokens):
                    says_not = any(tokens[place].text in self._nots for place in joined)
                    found.append(Found(pattern.concept, joined, says_not, pattern.loose))
        return found


def _join(
    seen: Mapping[int, list[tuple[int, ...]]], parts: int, reach: int, tokens: Sequence[Token]
) -> Iterator[tuple[int, ...]]:
    """Put the parts of a pattern together where they lie near enough in one sentence, in any order."""
    sofar: list[tuple[int, ...]] = list(seen[0])
    for part in range(1, parts):
        longer = []
        for one in sofar:
            for two in seen[part]:
                if tokens[one[0]].sentence != tokens[two[0]].sentence or set(one) & set(two):
                    continue
                apart = max(two[0] - one[-1], one[0] - two[-1]) - 1
                if apart <= reach:
                    longer.append(tuple(sorted((*one, *two))))
        sofar = longer[:MOST_JOINED]
    yield from sofar


def _match(part: Part, at: int, tokens: Sequence[Token], place: int, sentence: int) -> tuple[int, ...] | None:
    """The places of a part's words when it begins here, gaps as short as can be; None if it does not."""
    if at == len(part):
        return ()
    piece = part[at]
    if isinstance(piece, int):
        used = 0
        while place < len(tokens) and tokens[place].sentence == sentence:
            rest = _match(part, at + 1, tokens, place, sentence)
            if rest is not None:
                return rest
            if tokens[place].kind in ("word", "number"):
                used += 1
            if used > piece:
                return None
            place += 1
        return None
    while place < len(tokens) and tokens[place].text in _INSIDE and at:
        place += 1
    if place < len(tokens) and tokens[place].sentence == sentence:
        keys = tokens[place].keys
        if not piece.single.isdisjoint(keys):
            rest = _match(part, at + 1, tokens, place + 1, sentence)
            if rest is not None:
                return (place, *rest)
        for saying in piece.several:
            if saying[0] in keys and _says(saying, tokens, place, sentence):
                rest = _match(part, at + 1, tokens, place + len(saying), sentence)
                if rest is not None:
                    return (*range(place, place + len(saying)), *rest)
    return _match(part, at + 1, tokens, place, sentence) if piece.optional else None


def _says(saying: tuple[str, ...], tokens: Sequence[Token], place: int, sentence: int) -> bool:
    end = place + len(saying)
    return (
        end <= len(tokens)
        and tokens[end - 1].sentence == sentence
        and all(word in tokens[place + step].keys for step, word in enumerate(saying))
    )
