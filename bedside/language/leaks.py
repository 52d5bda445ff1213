"""What tells a stranger about somebody's health, and so may not leave the house in a text message or an e-mail."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from .text import TOKEN, WORD, medicines

WORDS = Path(__file__).parent / "words"
SAID = {
    "diagnosis": "an illness", "test": "a test", "result": "a result", "medicine": "a medicine",
    "specialty": "a specialty", "clinician": "what kind of clinician it is", "treatment": "a treatment",
    "symptom": "a symptom",
}  # fmt: skip

# What a template may fill in only inside the portal; words/tokens.txt says what it may fill in anywhere.
HEALTH_TOKENS = re.compile(
    r"diagnos|condition|illness|disease|symptom|test|scan|result|medic(?:ine|ation)|drug|dose|prescription|specialt|"
    r"department|reason|complaint|procedure|treatment|operation|surgery|clinician|service(?!_name)|visit_type|"
    r"appointment_type|vaccin|allerg|pregnan|weight|notes?$|summary|urgency|diagnóstic|prueba|resultado|"
    r"medicament|especialidad",
    re.I,
)
LISTED = ("en", "es", "fr", "pl", "ar")
PREFIXES = {"ar": "(?:[وف]?(?:[بكل]?ال|لل|[بكل])?)"}  # written in one with the word they go before
# What is said to everybody.
ADVICE = re.compile(r"\b(?:if you|if your|if they|si tiene|si siente|si nota|si vous|jesli|jezeli|اذا)\b[^.!?؟]*$")
INNER = re.compile(r"[A-Za-z_][\w.]*")


def health_details(text: str, language: str) -> Iterator[tuple[str, str]]:
    """What would tell: the words as written, and what they tell."""
    plain = _folded(text)
    told: set[str] = set()
    for spoken in (language,) if language in LISTED else LISTED[:2]:
        for found in _lists(spoken).finditer(plain):
            if found.lastgroup == "symptom" and ADVICE.search(plain[max(0, found.start() - 60) : found.start()]):
                continue
            if _keep(told, found.group()):
                yield text[found.start() : found.end()], SAID[str(found.lastgroup)]
    for word in WORD.finditer(text):
        if word.group().lower() in medicines() and _keep(told, _folded(word.group())):
            yield word.group(), SAID["medicine"]
    if (aids := re.search(r"\bAIDS\b|\bSIDA\b", text)) and _keep(told, aids.group().lower()):
        yield aids.group(), SAID["diagnosis"]


def tokens(text: str) -> Iterator[tuple[str, str]]:
    """What a template would fill in: as written, and "safe", "health" or "unknown"."""
    for found in TOKEN.finditer(text):
        if found.group().startswith("{%"):
            continue
        name = INNER.search(found.group())
        whole = name.group().lower() if name else ""
        owner, _, last = whole.rpartition(".")
        if last in _safe_tokens() and not HEALTH_TOKENS.search(owner):
            yield found.group(), "safe"
        else:
            yield found.group(), "health" if HEALTH_TOKENS.search(whole) else "unknown"


def _keep(told: set[str], words: str) -> bool:
    key = words.lower()
    if key in told:
        return False
    told.add(key)
    return True


def _folded(text: str) -> str:
    """Small letters without accents, one for one, so that places in the text stay the same."""
    return "".join(unicodedata.normalize("NFD", letter)[0].lower()[0] for letter in text.replace("’", "'"))


@lru_cache(maxsize=1)
def _safe_tokens() -> frozenset[str]:
    lines = (WORDS / "tokens.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


@lru_cache(maxsize=len(LISTED))
def _lists(language: str) -> re.Pattern[str]:
    kinds: dict[str, list[str]] = {}
    for line in (WORDS / f"health_{language}.txt").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            kind, _, terms = line.partition(":")
            kinds.setdefault(kind, []).extend(_folded(term.strip()) for term in terms.split(","))
    groups = []
    for kind, named in kinds.items():
        ordered = sorted(set(named), key=len, reverse=True)
        joined = "|".join(re.escape(term).replace(r"\*", r"\w*").replace(r"\ ", r"\s+") for term in ordered)
        groups.append(f"(?P<{kind}>{joined})")
    return re.compile(rf"(?<![\w-]){PREFIXES.get(language, '')}(?:{'|'.join(groups)})(?![\w])")
