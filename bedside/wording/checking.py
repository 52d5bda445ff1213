"""What is wrong with words before the clinic may use them, each in one plain sentence; and who has to read them first.

A text keeps what it is for: its number to call, its link, the keys and the words that we listen for afterwards.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bedside.language.leaks import health_details
from bedside.language.lint import problems as of_language
from bedside.language.sms import measure
from bedside.language.text import Text as Read

from .fields import marks, shown
from .samples import facts_of
from .shortening import shorter
from .texts import Text, of_the_house

LABELS = {
    "subject": gettext_lazy("Subject of the e-mail"),
    "email": gettext_lazy("E-mail"),
    "sms": gettext_lazy("Text message"),
    "voice": gettext_lazy("Said in a call"),
    "portal": gettext_lazy("In the conversation"),
}
LANGUAGES = ("en", "es", "fr", "pl", "ar")
MAY_BE_LEFT_OUT = {"name", "place", "number", "wait", "shared"}
IN_A_SUBJECT = {"clinic"}  # a subject line says the same to everybody: whoever sees the phone may read it
MOST_PARTS = {"ar": 3}  # of a text message; 2 elsewhere
LONGEST = {"subject": 78, "sms": 480, "email": 2_000, "voice": 800, "portal": 2_000}
QUOTED = re.compile(r"[“„«\"]([^“”„«»\"]{1,20})[”“»\"]")
KEYS = re.compile(r"(?<!\d)\d(?!\d)")
BY_NATURE = {"soon", "chat_soon", "come_back", "worse_heard", "not_read", "call_now", "emergency"}


@dataclass(frozen=True)
class Wrong:
    """One thing that has to be put right, and in which part."""

    part: str
    say: str


def wrong_with(name: str, language: str, parts: dict[str, str]) -> list[Wrong]:
    """Everything that keeps these words from being used, each thing once."""
    house = of_the_house(name, language)
    found: dict[Wrong, None] = {}
    for part in house.parts:
        theirs = parts.get(part, "").strip()
        if not theirs:
            found[Wrong(part, _("This part is empty. Write it, or take back the clinic's old words."))] = None
            continue
        marked = [Wrong(part, say) for say in _fields(house, part, theirs)]
        found |= dict.fromkeys(marked)
        if not marked:
            found |= dict.fromkeys(Wrong(part, say) for say in _words(house, part, theirs))
    return list(found)


def allowed(name: str, part: str) -> list[str]:
    """The fields of a part: its text's own, wherever the house uses them; a call has no link."""
    if part == "subject":
        return sorted(IN_A_SUBJECT)
    every = {field for one in _every(name) for each in one.parts for field in marks(shown(getattr(one, each))).fields}
    if "link" not in {field for one in _every(name) for field in marks(shown(getattr(one, part))).fields}:
        every.discard("link")
    return sorted(every)


def required(house: Text, part: str) -> list[str]:
    """The fields without which a part would not be what it is for: nobody is sent off without a number to call."""
    return sorted(set(marks(shown(getattr(house, part))).fields) - MAY_BE_LEFT_OUT)


def is_clinical(name: str, parts: dict[str, str], language: str) -> bool:
    """Whether a clinician reads it first: it speaks of one's body, of preparing, or of when to get help."""
    by_field = any("emergency" in marks(shown(getattr(one, part))).fields for one in _every(name) for part in one.parts)
    return name in BY_NATURE or by_field or speaks_clinically(" ".join(parts.values()), language)


def speaks_clinically(words: str, language: str) -> bool:
    """Whether these words tell somebody what to do with her body, how to prepare, or when to get help."""
    return any(_clinical(code).search(_folded(words, code)) for code in {language, "en"} & set(LANGUAGES))


def _fields(house: Text, part: str, theirs: str) -> Iterator[str]:
    read, known = marks(theirs), allowed(house.name, part)
    for one in read.unread:
        yield _("%(field)s cannot be read. Choose a field from the list.") % {"field": one}
    for name in read.fields:
        if name not in known:
            yield _("{%(field)s} is no field of this message. Choose one from the list.") % {"field": name}
    conditions = _conditions(house.name, part)
    for one in read.conditions - set().union(*conditions.values(), set()):
        yield _("%(field)s cannot be read. Choose a field from the list.") % {"field": f"{{if {one}}}"}
    for name, under in read.fields.items():
        if name in conditions and not under <= conditions[name]:
            asked = sorted(conditions[name])[0]
            yield _("Write {if %(asked)s} before {%(field)s} and {end} after it.") % {"asked": asked, "field": name}
    for name in required(house, part):
        if "" not in read.fields.get(name, ()) and name not in conditions:
            yield _("{%(field)s} is missing. This message cannot do without it.") % {"field": name}


def _words(house: Text, part: str, theirs: str) -> Iterator[str]:
    language, old = house.language, shown(getattr(house, part))
    if len(theirs) > LONGEST[part]:
        yield _("This is too long. Use at most %(most)s letters.") % {"most": LONGEST[part]}
    for word in QUOTED.findall(old):
        if word.casefold() not in theirs.casefold():
            yield _("“%(word)s” is missing. We listen for that word.") % {"word": word}
    if part == "voice" and set(KEYS.findall(old)) != set(KEYS.findall(theirs)):
        yield _("Name the keys %(keys)s, and no other. We listen for these.") % {
            "keys": ", ".join(sorted(set(KEYS.findall(old))))
        }
    worded = house.worded({part: theirs})
    for facts in facts_of(house.name, language):
        yield from in_words(worded.fill(part, facts), part, language)


def in_words(filled: str, part: str, language: str) -> Iterator[str]:
    """What our language checks say to words as somebody will read them."""
    if part == "portal":
        yield from _linted(filled, "page", language)
        return
    for said, tells in health_details(filled, language):
        yield _("“%(words)s” tells a stranger about %(what)s. Say it in the portal only.") % {
            "words": said,
            "what": tells,
        }
    if part != "subject":
        yield from _linted(filled, "page" if part == "voice" else part, language)
    if part == "sms" and (count := measure(shorter(filled)).parts) > MOST_PARTS.get(language, 2):
        yield _("This goes out as %(count)s text messages. Make it shorter.") % {"count": count}


def _linted(filled: str, kind: str, language: str) -> Iterator[str]:
    # The number of parts is counted above, as it leaves; what is printed on a ticket is no short form.
    for one in of_language(Read.of(filled), filled, kind, language):
        if one["kind"] not in {"sms_length", "health_detail"}:
            yield one["say"]


@cache
def _every(name: str) -> tuple[Text, ...]:
    return tuple(of_the_house(name, language) for language in LANGUAGES)


@cache
def _conditions(name: str, part: str) -> dict[str, set[str]]:
    """Under which conditions the house shows a field in this part, where it always asks for one."""
    found: dict[str, set[str]] = {}
    for one in _every(name):
        for field, under in marks(shown(getattr(one, part))).fields.items():
            found[field] = found.get(field, set()) | under
    return {field: under for field, under in found.items() if "" not in under}


@cache
def _clinical(language: str) -> re.Pattern[str]:
    told: dict[str, Any] = tomllib.loads((Path(__file__).parent / "clinical.toml").read_text("utf-8"))
    before = r"(?<!\w)(?:و|ف)?(?:ال|بال|لل|ل|ب)?" if language == "ar" else r"(?<!\w)"
    return re.compile(f"{before}(?:{told[language]})")


def _folded(words: str, language: str) -> str:
    if language == "ar":
        return words
    plain = unicodedata.normalize("NFD", words.lower().replace("ł", "l"))
    return "".join(letter for letter in plain if not unicodedata.combining(letter))
