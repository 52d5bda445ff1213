"""Finding a service in the patient's own words, spelling mistakes and all, with the reason why it was found."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz import fuzz
from rapidfuzz.distance import DamerauLevenshtein

from .models import Service

LIKE_ENOUGH = 0.7
LITTLE_WORDS = frozenset(
    """
    a an and at be for from go have i in is it me my of on or please some the to with need want book see would like
    al algo con de del el en es la las los mi mis para pedir por quiero que se tengo un una ver y
    """.split()  # noqa: SIM905 - read as prose
)


@dataclass(frozen=True)
class Match:
    """A service with how well it fits (0 to 1) and the words that made it fit."""

    service: Service
    score: float
    because: tuple[str, ...]


def search(text: str, services: Iterable[Service], language: str = "en") -> list[Match]:
    """The services that fit what somebody wrote, the best first; those that do not fit at all are left out.

    Words people use for a service count most, then its name, then what it is for. English words are looked at in
    every language, for people mix.
    """
    asked = words_of(text)
    found = [_match(service, asked, text, language.split("-")[0]) for service in services]
    return sorted((match for match in found if match.score > 0), key=lambda match: (-match.score, match.service.slug))


def words_of(text: str) -> list[str]:
    """The words that carry meaning, without accents or capitals."""
    return [word for word in re.findall(r"\w+", plain(text)) if word not in LITTLE_WORDS]


def plain(text: str) -> str:
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def _match(service: Service, asked: list[str], text: str, language: str) -> Match:
    hits: dict[str, float] = {}
    for tongue in dict.fromkeys((language, "en")):
        for group, weight in ((tongue, 1.0), (f"{tongue}-general", 0.6)):
            for phrase in service.words.get(group, []):
                if strength := _said(plain(phrase), asked, plain(text)):
                    hits[phrase] = max(hits.get(phrase, 0.0), weight * strength)
        for word in words_of(service.said("name", tongue)):
            if strength := _said(word, asked, ""):
                hits.setdefault(word, 0.8 * strength)
        for word in words_of(service.said("purpose", tongue)):
            if len(word) > 3 and (strength := _said(word, asked, "")):
                hits.setdefault(word, 0.5 * strength)
    best = sorted(hits.values(), reverse=True)
    score = 1 - _product(1 - 0.8 * one for one in best[:4]) if best else 0.0
    return Match(service, round(score, 3), tuple(sorted(hits, key=lambda one: (-hits[one], one))[:3]))


def _said(phrase: str, asked: list[str], text: str) -> float:
    """How surely this phrase was meant: 1 when it was written, less when it was misspelt."""
    if " " in phrase:
        if phrase in text:
            return 1.0
        likeness = fuzz.partial_ratio(phrase, text) / 100 if len(text) >= len(phrase) - 2 else 0.0
        return likeness if likeness > 0.88 else 0.0
    return max((_alike(phrase, word) for word in asked), default=0.0)


def _alike(one: str, other: str) -> float:
    if one == other or _stem(one) == _stem(other):
        return 1.0
    if min(len(one), len(other)) < 4 or one[0] != other[0]:
        return 0.0
    likeness = DamerauLevenshtein.normalized_similarity(one, other)
    return likeness * 0.9 if likeness >= LIKE_ENOUGH + 0.04 else 0.0


def _stem(word: str) -> str:
    """A word without the ending that only says how many or when."""
    for ending in ("ing", "es", "ed", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word.removesuffix(ending)
    return word


def _product(numbers: Iterable[float]) -> float:
    whole = 1.0
    for number in numbers:
        whole *= number
    return whole
