"""Phrases kept by their words, and how a typed word finds them: as written, by its stem, its sound or its likeness."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice, product

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from .words import Word, core_of, fold, names_of, sound

AS_WRITTEN, BY_ITS_STEM, BY_ITS_SOUND, MISSPELT = 1.0, 0.97, 0.86, 0.8
SHORTEST_HEARD, SHORTEST_REPAIR, SHORTEST_STEM = 3, 4, 5
APART = 3  # words of meaning may stand between the words of a phrase
LOOSE = 0.95  # a phrase whose words stand apart or in another order is a little less sure
MOST_WAYS = 200


@dataclass(frozen=True)
class Phrase:
    """A few words that mean one thing, and how surely they do."""

    about: str
    words: tuple[str, ...]
    strength: float = 1.0
    exact: bool = False  # stands exactly so, small words and all


@dataclass(frozen=True)
class Hit:
    """A phrase found in a text: what it is about, how surely, and the words by their places."""

    about: str
    strength: float
    places: tuple[int, ...]


class Shelf:
    """Phrases of one language. `untouched` words are never taken for a misspelling of another."""

    def __init__(
        self, language: str, untouched: frozenset[str] = frozenset(), small_as_spelt: frozenset[str] = frozenset()
    ) -> None:
        self.language = language
        self.untouched = untouched
        self.small_as_spelt = small_as_spelt
        self._by_name: dict[str, list[tuple[Phrase, int]]] = defaultdict(list)
        self._sounds: dict[str, set[str]] = defaultdict(set)
        self._spellings: set[str] = set()
        self._stems: set[str] = set()
        self.heard = lru_cache(maxsize=20_000)(self._heard)

    def add(self, phrase: Phrase) -> None:
        for place, word in enumerate(phrase.words):
            if phrase.exact:
                self._by_name["=" + fold(word)].append((phrase, place))
                continue
            spelling = core_of(fold(word), self.language)
            for name in dict.fromkeys([*names_of(word, self.language), spelling]):
                self._by_name[name].append((phrase, place))
                if name.endswith("-") and len(name) > SHORTEST_STEM:
                    self._stems.add(name)
            if len(spelling) >= SHORTEST_REPAIR:
                self._spellings.add(spelling)
                self._sounds[sound(spelling, self.language)].add(spelling)

    def has(self, plain: str) -> bool:
        return plain in self._by_name or "=" + plain in self._by_name

    def _alone(self, name: str) -> bool:
        return any(len(phrase.words) == 1 for phrase, _ in self._by_name[name])

    def _heard(self, word: str) -> tuple[tuple[str, float], ...]:
        """The names a typed word may go by, each with how surely."""
        names = names_of(word, self.language)
        plain = names[0]
        if plain in self.untouched:
            names = names[:1]  # it is a word of its own: its stem would make it another's
        known = [(name, AS_WRITTEN if name == plain else BY_ITS_STEM) for name in names if name in self._by_name]
        if "=" + plain in self._by_name:
            known.append(("=" + plain, AS_WRITTEN))
        if known or plain in self.untouched or len(plain) < SHORTEST_HEARD or plain.isdigit():
            return tuple(known)
        return tuple(self._repaired(plain))

    def _repaired(self, plain: str) -> list[tuple[str, float]]:
        plain = core_of(plain, self.language)
        if self.language == "ar" and len(plain) < SHORTEST_REPAIR + 1:
            return []  # a root of three letters is one slip away from many others
        alike = self._sounds.get(sound(plain, self.language), set())
        if alike := {one for one in alike if abs(len(one) - len(plain)) <= 2}:
            return [(one, BY_ITS_SOUND) for one in sorted(alike)]
        if len(plain) < SHORTEST_REPAIR:
            return []
        slips = 1 if len(plain) < 8 else 2
        near = extract(plain, self._spellings, scorer=OSA.distance, score_cutoff=slips, limit=6)
        likely = [(one, int(distance)) for one, distance, _ in near if _likely(plain, one, int(distance))]
        best = min((distance for _, distance in likely), default=0)
        found = [(one, MISSPELT - 0.06 * (best - 1)) for one, distance in sorted(likely) if distance == best]
        return found or self._repaired_stem(plain)

    def _repaired_stem(self, plain: str) -> list[tuple[str, float]]:
        """Misspelt and with an ending of its own: leekarza is lekarz."""
        if self.language == "en":  # whose endings are too short to hide much, and whose words are too many
            return []
        for stem in names_of(plain, self.language)[1:]:
            if len(stem) > SHORTEST_STEM and (
                near := extract(stem, self._stems, scorer=OSA.distance, score_cutoff=1, limit=3)
            ):
                return [(one, MISSPELT - 0.06) for one, _, _ in near if one[0] == plain[0]]
        return []

    def find(self, words: Sequence[Word], small: frozenset[str]) -> list[Hit]:
        """Every phrase whose words all stand near each other in the text, each at its best place."""
        where: dict[Phrase, dict[int, dict[int, float]]] = defaultdict(lambda: defaultdict(dict))
        for place, word in enumerate(words):
            heard = self.heard(word.text)
            is_small = word.text.casefold() in self.small_as_spelt
            written = any(surely == AS_WRITTEN and self._alone(name) for name, surely in heard)
            for name, surely in heard:
                for phrase, slot in self._by_name[name]:
                    if len(phrase.words) == 1 and (
                        (written and surely < AS_WRITTEN) or (is_small and not phrase.exact)
                    ):
                        continue  # duele stands here itself: it is not also taken for duelo, nor una for uña
                    there = where[phrase][slot]
                    there[place] = max(surely, there.get(place, 0.0))
        weight = [0 if word.plain in small else 1 for word in words]
        until = [sum(weight[:place]) for place in range(len(words) + 1)]
        return [
            hit
            for phrase, slots in where.items()
            if len(slots) == len(phrase.words)
            for hit in _placed(phrase, slots, until)
        ]


def _placed(phrase: Phrase, slots: dict[int, dict[int, float]], until: Sequence[int]) -> Iterator[Hit]:
    """Where the words of a phrase stand close enough together; once, at the place where they are closest."""
    size = len(phrase.words)
    if size == 1:
        for place, surely in slots[0].items():
            yield Hit(phrase.about, phrase.strength * surely, (place,))
        return
    best: tuple[int, float, tuple[int, ...]] | None = None
    for places in islice(product(*(sorted(slots[slot]) for slot in range(size))), MOST_WAYS):
        first, last = min(places), max(places)
        if len(set(places)) < size or (phrase.exact and places != tuple(range(first, first + size))):
            continue
        between = until[last + 1] - until[first] - size
        if between > APART or last - first > 3 * size + 3:
            continue
        surely = min(slots[slot][place] for slot, place in enumerate(places))
        if between > 0 or list(places) != sorted(places):
            surely *= LOOSE
        if best is None or (between, -surely) < best[:2]:
            best = (between, -surely, places)
    if best:
        yield Hit(phrase.about, phrase.strength * -best[1], tuple(sorted(best[2])))


def _likely(typed: str, meant: str, slips: int) -> bool:
    """Whether this is a slip of the hand: nearly everybody gets the first letter right, and no word grows by half."""
    if typed[0] != meant[0]:
        return slips == 1 and len(typed) >= 6 and abs(len(typed) - len(meant)) == 1
    return len(meant) >= 5 or len(typed) > len(meant) or sorted(typed) == sorted(meant)
