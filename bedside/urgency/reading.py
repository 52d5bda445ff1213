"""From free text to rules: read every sentence in the languages it may be in, and put the concepts together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

from . import facts
from .catalog import Catalog, catalog
from .languages import main_language, spoken, trouble
from .lexicons import Seen, lexicon
from .logic import logic
from .patterns import Book
from .person import Person
from .second import Sound, sound_of
from .words import Token, clean, tokens

LONGEST_TEXT = 20_000
LONGEST_QUOTE = 70
BESIDE = 4  # words before and after a saying
OF_THE_HOUSE = "house:"
MODIFIERS = {
    "immunosuppressed": "immunosuppressed",
    "blood_thinner": "blood thinner",
    "third_contact": "third contact",
    "carer_worried": "carer worried",
}


@dataclass(frozen=True)
class Hit:
    """A rule that the words reach, with the words."""

    rule: str
    quote: str
    loose: bool = False  # only looser sayings reach it
    near: str = ""  # the words around what reaches it


@dataclass(frozen=True)
class Reading:
    """What was understood of a text, and whom it is about."""

    person: Person
    hits: tuple[Hit, ...] = ()
    near: tuple[str, ...] = ()
    concepts: tuple[str, ...] = ()
    modifiers: frozenset[str] = frozenset()
    problem: str = ""
    severe: bool = False
    acute: bool = False
    language: str = ""
    sound: Sound | None = None


def read(text: str, person: Person, language: str | None = None, rules: Catalog | None = None) -> Reading:
    """Read a text about a person; an empty text says nothing, an unreadable one says so."""
    rules = rules or catalog()
    given = (language or "").split("-")[0].split("_")[0].lower()
    if not text.strip():
        return Reading(person, language=given)
    text = clean(text)[:LONGEST_TEXT]
    words = tokens(text)
    seen = facts.without_cool(_seen(words, given, rules))
    person = facts.meet(person, seen)

    where: dict[str, Seen] = {}
    for each in seen:
        where.setdefault(each.concept, each)
    for name, place in facts.of_numbers(seen, bool(where.keys() & {"fever", "warmth"})).items():
        where.setdefault(name, place)
    how = logic()
    true = set(where) | facts.of_person(person)
    came = how.complete(true)
    added = {name.removeprefix(OF_THE_HOUSE): (name,) for name in true if name.startswith(OF_THE_HOUSE)}
    reached = {**added, **how.fired(true)}
    fired = {rule: names for rule, names in reached.items() if rules[rule].applies_to(person)}
    plain = _plainly(seen, set(where)) | facts.of_person(person) | set(added)
    how.complete(plain)
    firm = {*added, *how.fired(plain)}
    unread = trouble(words, text, given)
    return Reading(
        person=person,
        hits=tuple(
            Hit(rule, _quote(text, by := _places(names, came, where)), rule not in firm, _near(text, by, words))
            for rule, names in fired.items()
        ),
        near=tuple(rule for rule in how.near(true) if rule not in fired),
        concepts=tuple(sorted(true)),
        modifiers=frozenset(word for name, word in MODIFIERS.items() if name in true),
        problem=unread,
        severe=any(way.holds(true) for way in how.severe),
        acute=not how.acute.isdisjoint(true) and "long_lasting" not in true,
        language=main_language(words, given),
        sound=None if unread else sound_of(text, words),
    )


def _plainly(seen: Sequence[Seen], names: set[str]) -> set[str]:
    """The names that stand without any loose saying."""
    loose = {each.concept for each in seen if each.loose}
    return names - (loose - {each.concept for each in seen if not each.loose})


def _seen(words: Sequence[Token], given: str, rules: Catalog) -> list[Seen]:
    """The concepts of every sentence, in each language that the sentence may be in, in the order of the text."""
    how = logic()
    seen: set[Seen] = set()
    by_language: dict[str, list[Token]] = {}
    for _, group in groupby(words, key=lambda token: token.sentence):
        sentence = list(group)
        for language in spoken(sentence, given):
            by_language.setdefault(language, []).extend(sentence)
    for language, part in by_language.items():
        seen.update(lexicon(language).look(part, how, _added(language, rules.words)))
    return sorted(seen, key=lambda each: (each.start, -each.end, each.concept))


@lru_cache(maxsize=64)
def _added(language: str, words: tuple[tuple[str, str, str], ...]) -> Book | None:
    """What this house has added to a language's words, each phrase a sign of its rule by itself."""
    ours = [(OF_THE_HOUSE + rule, said) for rule, tongue, said in words if tongue == language]
    return lexicon(language).book_of(ours) if ours else None


def _places(names: Sequence[str], came: Mapping[str, Sequence[str]], where: Mapping[str, Seen]) -> list[Seen]:
    """Where the words stand that made a rule fire."""
    found, todo = list[Seen](), list(names)
    while todo:
        name = todo.pop(0)
        if name in where:
            found.append(where[name])
        todo = [*came.get(name, ()), *todo] if name not in where else todo
    return found


def _quote(text: str, places: Sequence[Seen]) -> str:
    """The words that made a rule fire, as they stand in the text."""
    said: list[str] = []
    for place in places:
        words = " ".join(text[place.start : place.end].split())
        words = words if len(words) <= LONGEST_QUOTE else words[: LONGEST_QUOTE - 1].rstrip() + "…"
        if words not in said:
            said.append(words)
    return '" and "'.join(said[:3])


def _near(text: str, places: Sequence[Seen], words: Sequence[Token]) -> str:
    """The words that made a rule fire with those just before and after them, as far as their sentences go."""
    parts = []
    for place in places:
        own = [at for at, token in enumerate(words) if token.start < place.end and place.start < token.end]
        sentences = {words[at].sentence for at in own}
        around = [
            token for token in words[max(0, own[0] - BESIDE) : own[-1] + 1 + BESIDE] if token.sentence in sentences
        ]
        parts.append(text[around[0].start : around[-1].end])
    return " ".join(dict.fromkeys(parts))
