"""What a text says not to be, not to do, or to stop, and what each of these words is about."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from . import units
from .denying import ENDS, MAYBE, NO_DENIAL, NOT, SAYS, SMALL_WORDS, STOP
from .figures import TONGUES, Placed
from .names import same_medicine
from .plain import glossary
from .text import WORD, medicines

ENDING = re.compile(r"(?<=\w\w\w)(?:ness|less|ingly|edly|ing|ies|ied|ed|es|en|s|y|e|o|a)$")
GROWN_ON = re.compile(r"^(?:[وف]?(?:بال|كال|ال|لل)|[وف](?=\w{3}))")  # to an Arabic word: and, the, in the
BEGINNING = {"fr": 5, "pl": 4, "ar": 4}  # letters by which the forms of a word are known, where its ending says nothing


@dataclass(frozen=True)
class Denial:
    """One word that denies: the clause it stands in, the words it is about, and the medicines among them."""

    kind: str
    said: str
    about: frozenset[str]
    names: frozenset[str]
    start: int
    soft: bool = False  # it may stand for a "not", and need not be said again


@dataclass(frozen=True)
class Denials:
    """All of a text's, in the order of reading, and each word of a clause where nothing is denied, with that clause."""

    all: tuple[Denial, ...]
    elsewhere: dict[str, str]


def denials(raw: str, language: str, names: frozenset[str] = frozenset()) -> Denials:
    """Read a text clause by clause. A language whose words we do not know has none."""
    if language not in ENDS:
        return Denials((), {})
    placed = Placed.of(raw, language)
    text = placed.text.replace("’", "'")
    if language == "fr":
        text = text.replace("'", " ")  # n'arrêtez pas
    text = re.sub(NO_DENIAL[language], lambda match: " " * len(match.group()), text)
    found: list[Denial] = []
    elsewhere: dict[str, str] = {}
    for start, end in _clauses(text, language):
        clause, said = text[start:end], _short(raw[placed.starts[start] : placed.ends[end - 1]])
        words, told = _about(clause, language), _names(clause, names)
        hard = _said(clause, language)
        soft = [] if hard else [(NOT, match) for match in _pattern(language, "").finditer(clause)][:1]
        found += [Denial(kind, said, words, told, start + match.start(), not hard) for kind, match in hard or soft]
        if not hard:
            elsewhere |= dict.fromkeys(words, said)
    return Denials(tuple(found), elsewhere)


def _short(clause: str) -> str:
    return " ".join(clause.split()).strip(",.;:!? ")[:90]


def _said(clause: str, language: str) -> list[tuple[str, re.Match[str]]]:
    """The words that deny in a clause. "No … ningún", "nie … nic" deny once; "do not stop" is two things."""
    stops = [(STOP, match) for match in _pattern(language, STOP).finditer(clause)]
    taken = {at for _, match in stops for at in range(*match.span())}
    nots = [(NOT, match) for match in _pattern(language, NOT).finditer(clause) if match.start() not in taken]
    if language != "en":
        nots = nots[:1]
    return sorted([*stops, *nots], key=lambda pair: pair[1].start())


@lru_cache(maxsize=16)
def _pattern(language: str, kind: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w'-])(?:{SAYS[language, kind] if kind else MAYBE[language]})(?![\w])")


def _clauses(text: str, language: str) -> list[tuple[int, int]]:
    edges = [0, *(end for match in re.finditer(ENDS[language], text) for end in match.span()), len(text)]
    # A point between figures ends nothing: 2.5 mg.
    kept = [at for at in edges if not (0 < at < len(text) and re.fullmatch(r"\d[.:]\d", _around(text, at)))]
    return [(a, b) for a, b in pairwise(kept) if text[a:b].strip()]


def _around(text: str, at: int) -> str:
    point = at if text[at] in ".:" else at - 1
    return text[max(0, point - 1) : point + 2]


@lru_cache(maxsize=8)
def _ignored(language: str) -> frozenset[str]:
    counted = frozenset() if language in TONGUES else frozenset(units.number_words(language))
    return frozenset(SMALL_WORDS[language].split()) | counted | frozenset(units.UNITS)


def _about(clause: str, language: str) -> frozenset[str]:
    """The words a clause is about, in their everyday form, without their endings."""
    denying = "|".join(SAYS[language, kind] for kind in (NOT, STOP))
    left = re.sub(rf"(?<![\w'-])(?:{denying})(?!\w)", " ", clause)
    ignored, known = _ignored(language), glossary(language)
    found: set[str] = set()
    for word in WORD.findall(left):
        plain = known.get(word, word)
        for one in WORD.findall(plain if isinstance(plain, str) else " ".join(plain.values())):
            if len(one) > 2 and one not in ignored:
                found.add(stem(one, language))
    return frozenset(found)


def stem(word: str, language: str) -> str:
    """A word without the endings that its place in a sentence gives it; short, so that all its forms meet."""
    if language in BEGINNING:
        return _beginning(word, language)
    while found := ENDING.search(word):
        word = word[: found.start()]
    return word


def _beginning(word: str, language: str) -> str:
    if language == "ar":
        word = GROWN_ON.sub("", word)
    elif len(word) > 3:
        word = re.sub(r"[aeiouyąęó]{1,2}$" if language == "pl" else r"e?s?$", "", word)
    return word[: BEGINNING[language]]


def _names(clause: str, names: frozenset[str]) -> frozenset[str]:
    known = {same_medicine(name) for name in names}  # the words of a clause are folded, the names are as written
    told = {same_medicine(word): word for word in WORD.findall(clause)}
    return frozenset(name for name, word in told.items() if word in medicines() or name in known)
