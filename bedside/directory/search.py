"""Finding a service in the patient's own words: by what managers say people call it, by its name, and by meaning."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .meaning.leading import kind, reached_from
from .meaning.lexicons import language_we_have, lexicon
from .meaning.offers import MADE_FOR_IT, Index, Offer, index_of
from .meaning.reading import SURE_ENOUGH, TOPIC, Reading, read
from .meaning.shelves import Hit

if TYPE_CHECKING:
    from .models import Service, VisitType

LEAST = 0.3  # what fits less is not shown: an honest nothing is better than a wrong guess
MOST = 8
COUNTS = (1.0, 0.4, 0.2)  # the best reason, the second, the third
WORD_OF_A_SAYING, ONLY_THE_SPOT = 0.85, 0.9
GROWN = 16
TOO_YOUNG = 0.5


@dataclass(frozen=True)
class Answer:
    """One offer that fits, how well (0 to 1), and why in a sentence."""

    slug: str
    score: float
    because: str


@dataclass(frozen=True)
class Told:
    """What was found for a wish; the note says what to do where nothing was found."""

    answers: tuple[Answer, ...]
    note: str = ""


@dataclass(frozen=True)
class Match:
    """A service with how well it fits (0 to 1) and why, in a sentence."""

    service: Service
    score: float
    because: str


@dataclass(frozen=True)
class Reason:
    """Why a service came up: the words, how well they fit, what they are about, and whether it is made for that."""

    strength: float
    places: tuple[int, ...]
    about: str
    own: bool


def search(text: str, services: Iterable[Service], language: str = "en") -> list[Match]:
    """The services that fit what somebody wrote, the best first; those that do not fit at all are left out."""
    return found_and_note(text, services, language)[0]


def found_and_note(text: str, services: Iterable[Service], language: str = "en") -> tuple[list[Match], str]:
    """The services that fit, and where none does, a sentence that says who helps."""
    by_slug = {service.slug: service for service in services}
    told = answer(text, tuple(offer_of(service) for service in by_slug.values()), language)
    return [Match(by_slug[one.slug], one.score, one.because) for one in told.answers], told.note


def nearest_first(text: str, types: Sequence[VisitType], language: str = "en") -> list[VisitType]:
    """Kinds of visit with those first that her words name: a blood test before any other visit to the nurse."""
    offers = tuple(
        Offer(str(one.pk), one.name, translations=one.translations, version=(one.pk, one.version)) for one in types
    )
    about, hits = index_of(offers).about, read(text, language).hits

    def fits(one: VisitType) -> float:
        named = {what: surely for what, surely in about[str(one.pk)].items() if what not in kind("hub")}
        ways = ((hit.strength, reached_from(hit.about)) for hit in hits)
        return max((sure * way.get(what, 0.0) for sure, way in ways for what in named), default=0.0)

    return sorted(types, key=lambda one: -fits(one))


def offer_of(service: Service) -> Offer:
    return Offer(
        slug=service.slug,
        name=service.name,
        purpose=service.purpose,
        words=service.words,
        translations=service.translations,
        min_age=service.min_age,
        max_age=service.max_age,
        version=(service.pk, service.version),
    )


def answer(text: str, offers: Sequence[Offer], language: str = "") -> Told:
    """What of these offers fits, the best first. Reasons are told in the language asked for, else in that of the text.

    Words people use for a service, as managers wrote them, count most; then what the words are about.
    """
    reading = read(text, language)
    index = index_of(tuple(sorted(offers, key=lambda one: one.slug)))
    reasons = _reasons(reading, index)
    says = language_we_have(language) or reading.language
    is_child = any(hit.about == "young" for hit in reading.hits)
    answers = []
    for slug, those in reasons.items():
        score = _score(those) * (TOO_YOUNG if is_child and (index.offers[slug].min_age or 0) >= GROWN else 1.0)
        if score >= LEAST:
            answers.append(Answer(slug, round(score, 3), _sentence(reading, those, says, index)))
    answers.sort(key=lambda one: (-one.score, one.slug))
    return Told(tuple(answers[:MOST]), "" if answers else _note(reading, says))


def _reasons(reading: Reading, index: Index) -> dict[str, list[Reason]]:
    """Every reason for every offer: its own words first, then what the wish is about."""
    found: dict[str, list[Reason]] = defaultdict(list)
    known = lexicon(reading.language)
    literal = index.shelf(reading.language).find(reading.words, known.small)
    if reading.language != "en" and not literal and not reading.hits:
        literal = index.shelf("en").find(reading.words, lexicon("en").small)
    for hit in literal:
        where, _, slug = hit.about.partition(" ")
        if where == "words":
            found[slug].append(Reason(hit.strength * _meant_so(hit, reading), hit.places, "", own=True))
        elif where == "general":
            if not any(one.about not in kind("general") for one in reading.hits):
                found[slug].append(Reason(hit.strength, hit.places, "", own=True))
        elif any(set(hit.places) & set(one.places) and one.about in index.about[slug] for one in reading.hits):
            found[slug].append(Reason(hit.strength, hit.places, "", own=True))
    for hit in reading.hits:
        for slug, (strength, through) in index.helps(hit.about).items():
            own = strength >= MADE_FOR_IT and through == hit.about
            found[slug].append(Reason(strength * hit.strength * 0.97, hit.places, hit.about, own=own))
    return found


def _meant_so(hit: Hit, reading: Reading) -> float:
    """How far a manager's word counts: less beside what is to be done, inside a longer saying, or as the spot only."""
    tasks = [one for one in reading.hits if one.about in kind("task") and one.strength > SURE_ENOUGH]
    if tasks and not any(set(hit.places) & set(one.places) for one in tasks):
        return TOPIC
    if len(hit.places) > 1:
        return 1.0
    beside = [one for one in reading.hits if set(hit.places) <= set(one.places)]
    if any(len(one.places) > 1 and one.strength > 0.85 for one in beside):
        return WORD_OF_A_SAYING
    return ONLY_THE_SPOT if beside and all(one.strength < 0.85 for one in beside) else 1.0


def _score(reasons: list[Reason]) -> float:
    """The best reason, and a little for every other one that it is made for, about other words."""
    kept: list[Reason] = []
    for one in sorted(reasons, key=lambda reason: (-reason.strength, reason.places)):
        if not kept or (one.own and not any(set(one.places) & set(other.places) for other in kept)):
            kept.append(one)
    left = 1.0
    for one, counts in zip(kept, COUNTS, strict=False):
        left *= 1 - min(one.strength, 0.99) * 0.96 * counts
    return 1 - left


def _sentence(reading: Reading, reasons: list[Reason], language: str, index: Index) -> str:
    """Why, in the words that were written: "You wrote “pink eye”: eye problems."."""
    best = sorted(reasons, key=lambda one: (-round(one.strength, 2), one.about == "", one.places))
    shown: list[Reason] = []
    for one in best:
        if one.own == best[0].own and not any(set(one.places) & set(other.places) for other in shown):
            shown.append(one)
    quoted = ", ".join(reading.quote(one.places) for one in sorted(shown[:3], key=lambda one: one.places))
    told = lexicon(language)
    names = dict.fromkeys(told.names[one.about] for one in shown[:3] if one.about)
    about = ", ".join(names)
    if not about:
        return told.sayings["direct"].format(words=quoted)
    if best[0].own:
        saying = "named"
    else:
        saying = "too" if any(index.has_for(one.about) for one in shown[:3] if one.about) else "broader"
    return told.sayings[saying].format(words=quoted, about=about)


def _note(reading: Reading, language: str) -> str:
    """Who helps where no service does: the front desk."""
    told = lexicon(language)
    exact = [hit for hit in reading.hits if hit.about not in kind("general")]
    if not exact:
        return told.sayings["unclear"]
    first = max(exact, key=lambda hit: (hit.strength, len(hit.places)))
    saying = "desk" if first.about in kind("desk") else "elsewhere"
    return told.sayings[saying].format(words=reading.quote(first.places), about=told.names[first.about])
