"""What the services of a clinic are for, made ready once for every version of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from .leading import kind, reached_from
from .lexicons import lexicon
from .reading import weighed
from .shelves import Phrase, Shelf
from .words import LANGUAGES, tidy, words_of

IN_ITS_NAME, IN_ITS_WORDS, IN_ITS_PURPOSE = 1.0, 0.95, 0.9
A_WORD_OF_ITS_NAME, A_WORD_OF_ITS_PURPOSE, GENERAL_WORD = 0.6, 0.35, 0.6
MADE_FOR_IT = 0.88
HUB_BESIDE_MORE = 0.4  # a diabetes nurse is not the nurse for everything
LEAST = 0.05


@dataclass(frozen=True)
class Offer:
    """A service as search knows it: its words in each language, and for which ages.

    Two are the same offer if all of it is the same. Its version alone is not enough: a form that was refused has put
    its words into the service already.
    """

    slug: str
    name: str
    purpose: str = ""
    words: Mapping[str, list[str]] = field(default_factory=dict)
    translations: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    min_age: int | None = None
    max_age: int | None = None
    version: object = None  # finds it quickly among others

    def said(self, field: str, language: str) -> str:
        """A field in this language as somebody wrote it, or nothing; the first writing counts as English."""
        told = self.translations.get(language, {}).get(field)
        return str(told or (getattr(self, field) if language == "en" else ""))

    def __hash__(self) -> int:
        return hash((self.slug, self.version))


class Index:
    """The offers of a clinic by what they are for and by their own words."""

    def __init__(self, offers: tuple[Offer, ...]) -> None:
        self.offers = {offer.slug: offer for offer in offers}
        self.about = {offer.slug: concepts_of(offer) for offer in offers}
        self._shelves = {tongue: self._shelf(tongue) for tongue in LANGUAGES}

    def shelf(self, language: str) -> Shelf:
        return self._shelves[language]

    def has_for(self, concept: str) -> bool:
        """Whether something offered is made for this alone."""
        return any(about.get(concept, 0.0) >= MADE_FOR_IT for about in self.about.values())

    def helps(self, concept: str) -> dict[str, tuple[float, str]]:
        """Who helps with this: by slug how well, and the concept through which."""
        return {
            slug: best
            for slug, about in self.about.items()
            if (
                best := max(
                    ((way * about.get(there, 0.0), there) for there, way in reached_from(concept).items()),
                    key=lambda one: one[0],
                )
            )[0]
            > LEAST
        }

    def _shelf(self, language: str) -> Shelf:
        """What managers wrote that people say, and the words of names and purposes, as phrases about a service."""
        known = lexicon(language)
        shelf = Shelf(language, untouched=known.small | known.ordinary)
        for offer in self.offers.values():
            for where, group, strength in (
                ("words", language, 1.0),
                ("general", f"{language}-general", GENERAL_WORD),
            ):
                for said in offer.words.get(group, []):
                    if kept := known.telling(words_of(tidy(said)), set()):
                        shelf.add(Phrase(f"{where} {offer.slug}", tuple(word.text for word in kept), strength))
            for name, strength in (("name", A_WORD_OF_ITS_NAME), ("purpose", A_WORD_OF_ITS_PURPOSE)):
                for word in words_of(tidy(offer.said(name, language))):
                    if len(word.plain) > 3 and not known.small & {word.plain} and not known.ordinary & {word.plain}:
                        shelf.add(Phrase(f"{name} {offer.slug}", (word.text,), strength))
        return shelf


@lru_cache(maxsize=8)
def index_of(offers: tuple[Offer, ...]) -> Index:
    """The index of these offers, made once; when one has a new version, all is made anew."""
    return Index(offers)


def concepts_of(offer: Offer) -> dict[str, float]:
    """What a service is for: by its name surely, by the words of managers and its purpose nearly so."""
    found: dict[str, float] = {}
    for language in LANGUAGES:
        _add(found, [offer.said("name", language)], language, IN_ITS_NAME)
    exact = [one for one in found if one not in kind("hub")]
    if exact:
        found |= {one: HUB_BESIDE_MORE for one in found if one in kind("hub")}
    for language in LANGUAGES:
        _add(found, offer.words.get(language, []), language, IN_ITS_WORDS, but=kind("hub"))
        _add(found, [offer.said("purpose", language)], language, IN_ITS_PURPOSE, but=kind("hub"))
    return found


def _add(
    found: dict[str, float], texts: Iterable[str], language: str, strength: float, but: frozenset[str] = frozenset()
) -> None:
    known = lexicon(language)
    for text in texts:
        for hit in weighed(known.find(words_of(tidy(text)))):
            about = "child" if hit.about == "young" else hit.about
            if hit.strength > 0.85 and about not in but and about not in kind("general"):
                found[about] = max(found.get(about, 0.0), strength)
