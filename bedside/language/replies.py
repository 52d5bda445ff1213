"""What a short answer to one of our messages wants: only what is said plainly and whole; all else is for a person."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

LONGEST = 160  # letters: whoever writes more has more to say than yes or no
WORDS = Path(__file__).parent / "words" / "replies.toml"
FINE = "👍👌✅🙏🙂😊"  # a sign that adds nothing to a yes
BARE = str.maketrans(
    {"ł": "l", "أ": "ا", "إ": "ا", "آ": "ا", "ى": "ي", "ة": "ه", "ئ": "ي", "ؤ": "و", "؟": "?", "¿": " "}
)
QUOTED = re.compile(
    r"^(>|--\s*$|_{5,}|-{3,}\s*\w|on .+ wrote:|el .+ escribió:|le .+ a écrit\s?:|w dniu .+ napisał.*:|.*كتب.*:"
    r"|from: |de: |od: |sent from my |enviado desde |envoyé de |wysłan[eo] z )",
    re.IGNORECASE,
)


class Intent(StrEnum):
    CONFIRM = "confirm"
    CANCEL = "cancel"
    OTHER_TIME = "other_time"
    STOP = "stop"
    START = "start"
    HERE = "here"  # on the day: she has come, or is back
    LATER = "later"  # she needs longer to be back
    LEAVE = "leave"
    WORSE = "worse"
    PERSON = "person"  # anything else, and anything more


MAY_ASK = {Intent.OTHER_TIME}  # of all others a question mark makes a question, which a person answers


@dataclass(frozen=True)
class Reply:
    intent: Intent
    in_days: int | None = None  # the visit she speaks of is today's (0) or tomorrow's (1)


NOT_UNDERSTOOD = Reply(Intent.PERSON)


def understood(text: str) -> Reply:
    """What this reply wants. It must be made of known phrases alone, and all of them must want the same."""
    asks = "?" in text or "؟" in text
    said = plain(text)
    if not said or len(text) > LONGEST:
        return NOT_UNDERSTOOD
    for intent in Intent:
        if intent is not Intent.PERSON and _of(intent).fullmatch(said) and (intent in MAY_ASK or not asks):
            return Reply(intent, _day(said))
    return NOT_UNDERSTOOD


def speaks_of(intent: Intent, text: str) -> bool:
    """Whether these words hold a phrase of this intent, whatever else they say."""
    return re.search(rf"\b(?:{_either(_listed(intent.value))})\b", plain(text)) is not None


def own_words(letter: str) -> str:
    """What she wrote in an e-mail herself, above what she quotes and below nothing."""
    lines = list[str]()
    for line in letter.splitlines():
        if QUOTED.match(line.strip()):
            break
        lines.append(line)
    return "\n".join(lines).strip()


def plain(text: str) -> str:
    """In small letters, without accents and punctuation, words parted by one space."""
    spread = unicodedata.normalize("NFD", text.casefold().translate(BARE))
    bare = "".join(letter for letter in spread if not unicodedata.combining(letter)).translate(BARE)
    signs = (letter if letter.isalnum() or letter.isspace() else _sign(letter) for letter in bare)
    return " ".join("".join(signs).split())


def _sign(letter: str) -> str:
    """Punctuation is nothing; a picture that we do not know is something that a person must read."""
    if letter in FINE or unicodedata.category(letter)[0] in "PZC" or unicodedata.category(letter) in {"Sk", "Mn"}:
        return " "
    return " \ufffd "


@cache
def _words() -> dict[str, object]:
    return tomllib.loads(WORDS.read_text("utf-8"))


def _either(phrases: list[str]) -> str:
    return "|".join(re.escape(plain(one)) for one in sorted(phrases, key=len, reverse=True))


def _listed(name: str) -> list[str]:
    found = _words()[name]
    return found if isinstance(found, list) else [one for some in found.values() for one in some]  # type: ignore[attr-defined]


@cache
def _of(intent: Intent) -> re.Pattern[str]:
    """Fillers around at least one phrase of this intent, and nothing else."""
    wants = _either(_listed(intent.value))
    around = _either([*_listed("filler"), *_listed("today"), *_listed("tomorrow")])
    return re.compile(rf"(?:(?:{around}) )*(?:{wants})(?: (?:{around}|{wants}))*")


@cache
def _days() -> list[tuple[int, re.Pattern[str]]]:
    return [
        (number, re.compile(rf"\b(?:{_either(_listed(name))})\b")) for number, name in enumerate(("today", "tomorrow"))
    ]


def _day(said: str) -> int | None:
    return next((number for number, words in _days() if words.search(said)), None)
