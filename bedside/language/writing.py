"""What a draft of a reply lacks for the message it answers, how it sounds, and sentences that could be taken over.

Rules and word lists in five languages. What a reply owes depends on the message: a complaint is owed an apology, a
worry some warmth, a question its answer, a promise a day. Nothing is changed by itself, and no fact is made up.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from .obscured import fold
from .plain import hard_words
from .readability import grade
from .text import Text

WORDS = Path(__file__).parent / "words" / "writing"
LANGUAGES = ("en", "es", "fr", "pl", "ar")
OWED = ("empathy", "apology", "answer", "next_step", "who_to_call", "by_when")
TONES = ("blaming", "commanding", "cold")
ASKS = re.compile(r"[^.!?\n]*\?")
SENTENCE = re.compile(r"[^.!?;\n]+[.!?;]*")
WORD = re.compile(r"\w{4,}")
ALIKE = 4  # letters by which two words are taken for forms of one


@dataclass(frozen=True)
class Tone:
    kind: str
    said: str


@dataclass(frozen=True)
class Book:
    """The patterns of one language."""

    message: dict[str, re.Pattern[str]]
    draft: dict[str, re.Pattern[str]]
    tone: dict[str, re.Pattern[str]]
    say: dict[str, str]
    jargon: dict[str, str]


def lacks(message: str, draft: str, language: str) -> list[str]:
    """What the message is owed and the draft does not give, in the order in which a reply is written."""
    book = _book(language)
    asked, told = fold(message), fold(draft)
    has = {name: bool(pattern.search(told)) for name, pattern in book.draft.items()}
    complains, worries = (bool(book.message[name].search(asked)) for name in ("complaint", "worry"))
    questions = [one.strip() for one in ASKS.findall(asked) if one.strip(" ?")]
    wants = bool(book.message["request"].search(asked)) and not complains
    questions = [one for one in questions if not (book.message["request"].search(one) and not _informs(book, one))]
    promises = [one for one in SENTENCE.findall(told) if book.draft["promise"].search(one)]
    dated = all(book.draft["time"].search(one) for one in promises)
    told_when = bool(book.draft["time"].search(told)) or has["done"]
    owed = {
        "empathy": (complains or worries) and not has["empathy"],
        "apology": complains and not has["apology"],
        "answer": not all(_answered(book, one, told) for one in questions),
        "next_step": (complains or worries or wants) and not (has["next"] or has["done"]),
        "who_to_call": (complains or worries or bool(promises)) and not has["contact"],
        "by_when": not dated or ((complains or wants) and not told_when),
    }
    return [name for name in OWED if owed[name]]


@dataclass(frozen=True)
class Help:
    """What one may say differently: what is owed, tones to mend, words not everybody knows, and the grade."""

    owed: list[tuple[str, str]]  # what is missing, and a sentence that would give it
    tones: list[tuple[Tone, str]]  # what was written, and how one could say it
    hard: list[dict[str, str]]
    grade: float | None

    def __bool__(self) -> bool:
        return bool(self.owed or self.tones or self.hard)


def help_with(message: str, draft: str, language: str) -> Help:
    """All that can be said of a draft, in the language it is written in; English where we do not help in that one."""
    spoken = language if language in LANGUAGES else "en"
    say = _book(spoken).say
    return Help(
        [(name, say[name]) for name in lacks(message, draft, spoken)],
        [(one, say[one.kind]) for one in tone(draft, spoken)],
        hard(draft, spoken),
        grade(Text.of(draft), spoken),
    )


def tone(draft: str, language: str) -> list[Tone]:
    """What sounds blaming, commanding or cold, as it was written."""
    book, found = _book(language), list[Tone]()
    for sentence in SENTENCE.findall(draft):
        shown = fold(sentence)
        found += [Tone(kind, " ".join(sentence.split())) for kind in TONES if book.tone[kind].search(shown)]
    return found


def hard(draft: str, language: str) -> list[dict[str, str]]:
    """Words some readers will not know, each with an everyday one: {"word", "say"}."""
    found = hard_words(Text.of(draft), language)
    known = {one["word"].lower() for one in found}
    return found + [one for one in _jargon(draft, language) if one["word"].lower() not in known]


def suggestions(missing: list[str], tones: list[Tone], language: str) -> list[str]:
    """Short sentences in the language of the reply; what stands in brackets is for a person to fill in."""
    say = _book(language).say
    return [say[name] for name in missing] + [say[kind] for kind in TONES if any(one.kind == kind for one in tones)]


def _jargon(draft: str, language: str) -> Iterator[dict[str, str]]:
    shown, places = "", list[int]()
    for at, letter in enumerate(draft):
        plain = fold(letter)
        shown += plain
        places += [at] * len(plain)
    for word, say in _book(language).jargon.items():
        start = r"(?<!\w)(?:ال|وال|بال|لل)?" if language == "ar" else r"(?<!\w)"
        if match := re.search(rf"{start}{re.escape(fold(word))}s?(?!\w)", shown):
            yield {"word": draft[places[match.start()] : places[match.end() - 1] + 1], "say": say}


def _informs(book: Book, question: str) -> bool:
    """Whether she asks to be told something, not to have something done."""
    return any(book.message[name].search(question) for name in ("when", "where", "much", "why", "who", "advice"))


def _answered(book: Book, question: str, told: str) -> bool:
    """Whether the draft holds the kind of thing that was asked for, or says it will be found out."""
    if book.draft["later"].search(told):
        return True
    for kind, given in (
        ("advice", "advice"), ("why", "because"), ("when", "time"), ("much", "number"), ("where", "place"),
        ("who", "people"), ("yes_no", "yes_no"),
    ):  # fmt: skip
        if book.message[kind].search(question):
            return bool(book.draft[given].search(told)) and (kind != "yes_no" or _shares(question, told))
    return _shares(question, told)


def _shares(question: str, told: str) -> bool:
    """Whether they speak of the same thing; a short yes or no needs no other word."""
    asked = {word[:ALIKE] for word in WORD.findall(question)}
    given = {word[:ALIKE] for word in WORD.findall(told)}
    return bool(asked & given) or len(given) <= 12


@cache
def _book(language: str) -> Book:
    book = tomllib.loads((WORDS / f"{language}.toml").read_text(encoding="utf-8"))
    message, draft, tones = (
        {name: _one_of(listed) for name, listed in book[part].items()} for part in ("message", "draft", "tone")
    )
    return Book(message, draft, tones, book["say"], book.get("jargon", {}))


def _one_of(patterns: list[str]) -> re.Pattern[str]:
    return re.compile(r"(?<!\w)(?:" + "|".join(one.replace(" ", r"\s") for one in patterns) + r")(?!\w)")
