"""From what somebody wrote to what it is about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from .leading import kind
from .lexicons import Lexicon, language_we_have, lexicon
from .shelves import Hit
from .words import LANGUAGES, Word, tidy, words_of

GIVEN_COUNTS = 0.3  # the language of the page is a hint and no more: people write in their own
SURE_ENOUGH = 0.75
SPECIFIC = 0.45
TOPIC = 0.7  # of what it is about, beside what is to be done


@dataclass(frozen=True)
class Reading:
    """A text in words, the language they were read in, and what they are about."""

    text: str
    words: tuple[Word, ...]
    language: str
    hits: tuple[Hit, ...]

    def quote(self, places: Sequence[int]) -> str:
        """These words as they were typed; what stands between near ones is kept."""
        first, last = min(places), max(places)
        if last - first <= len(places) + 1:
            return self.text[self.words[first].start : self.words[last].end]
        return " … ".join(self.text[self.words[place].start : self.words[place].end] for place in places)


def read(text: str, language: str = "") -> Reading:
    """What a wish is about. The language it is written in is found out; the one given is a hint."""
    text = tidy(text)
    words = words_of(text)
    given = language_we_have(language)
    best = Reading(text, tuple(words), given or "en", ())
    for tongue in _languages(words, given):
        found = lexicon(tongue)
        hits = weighed(found.find(words))
        if hits:
            return Reading(text, tuple(words), tongue, tuple(hits))
        if tongue == given:
            best = Reading(text, tuple(words), tongue, ())
    return best


def _languages(words: Sequence[Word], given: str) -> list[str]:
    """The languages a text may be in, the likeliest first; those of which it has no word are left out."""
    if not words:
        return []
    if any("\u0600" <= letter <= "\u06ff" for word in words for letter in word.plain):
        return ["ar"]
    known = {one: _known(lexicon(one), words) + (GIVEN_COUNTS if one == given else 0.0) for one in LANGUAGES}
    likely = sorted(known, key=lambda one: (-known[one], LANGUAGES.index(one)))
    return [one for one in likely if known[one] > 0 and known[one] > known[likely[0]] - 0.5] or [given or "en"]


def _known(found: Lexicon, words: Sequence[Word]) -> float:
    return sum(found.knows(word.plain) for word in words) / len(words)


def weighed(hits: Sequence[Hit]) -> list[Hit]:
    """The hits that count: the longer saying over its words, the exact over the general, health over the rest."""
    kept = _longest(hits)
    elsewhere = {hit.places for hit in kept if hit.about in kind("elsewhere") and hit.strength > SURE_ENOUGH}
    kept = [hit for hit in kept if hit.about not in kind("elsewhere")]
    if elsewhere:
        suffers = any(hit.about == "unwell" for hit in kept)
        kept = [
            hit
            for hit in kept
            if (hit.strength >= SURE_ENOUGH and hit.about not in kind("shy")) or (suffers and hit.about == "unwell")
        ]
        if not suffers and len(elsewhere) > len({hit.places for hit in kept}):
            return []
    exact = [hit for hit in kept if hit.about not in kind("general") and hit.strength >= SPECIFIC]
    if not exact:
        return kept
    if any(hit.about in kind("task") and hit.strength > SURE_ENOUGH for hit in exact):
        exact = [hit if hit.about in kind("task") else replace(hit, strength=hit.strength * TOPIC) for hit in exact]
    return exact + [hit for hit in kept if hit.about == "young"]


def _longest(hits: Sequence[Hit]) -> list[Hit]:
    """Without what is only part of a longer saying, and one hit for each thing at each place."""
    best: dict[tuple[str, tuple[int, ...]], Hit] = {}
    for hit in hits:
        key = (hit.about, hit.places)
        if key not in best or hit.strength > best[key].strength:
            best[key] = hit
    kept: list[Hit] = []
    for hit in sorted(best.values(), key=lambda one: (-len(one.places), -one.strength, one.places, one.about)):
        places = set(hit.places)
        over = [one for one in kept if places < set(one.places) and one.strength >= SPECIFIC]
        again = [one for one in kept if one.about == hit.about and places & set(one.places)]
        if not over and not again:
            kept.append(hit)
    return sorted(kept, key=lambda one: (one.places, one.about))
