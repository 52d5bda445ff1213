"""The medicines and the people a text names."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from .plain import glossary
from .text import WORD, Text, medicines
from .units import UNITS

ENDING = re.compile(
    r"(?:pril|sartan|olol|statin|cillin|mycin|floxacin|azole|prazole|dipine|gliptin|gliflozin|parin|xaban|tidine|setron|"
    r"triptan|lukast|terol|asone|olone|thiazide|semide|oxetine|azepam|profen|mab|vir|prilo|sartán|estatina|cilina|micina|"
    r"floxacino|prazol|dipino|gliptina|xabán|triptán|tiazida|semida|oxetina|profeno)$"
)


def drugs_in(text: str, doses: Iterable[int]) -> list[str]:
    """The medicines: those we know, those that end like one, and whatever stands right before one of the doses."""
    none = _before_a_dose()
    found = [word for word in WORD.findall(text) if (low := word.lower()) in medicines() or ENDING.search(low)]
    found = [word for word in found if word.lower() not in none]
    for start in doses:
        before = re.search(r"([^\W\d_]{4,})\s+$", text[:start])
        if before and before[1].lower() not in none:
            found.append(before[1])
    return found


def people_in(text: str, language: str, medicines_here: frozenset[str]) -> list[str]:
    """Each word with a capital inside a sentence, unless it is written small elsewhere or is a word of the trade."""
    everyday = {word for word in WORD.findall(text) if word.islower()}
    found = []
    # In notes much ends with a point or a colon; what follows begins anew, but for "Dr. Osei".
    apart = re.sub(r"(?<!\bDr)(?<!\bMr)(?<!\bMrs)(?<!\bMs)(?<!\bSr)(?<!\bSra)[.:;]\s+(?=[A-ZÁÉÍÓÚÑ])", ".\n\n", text)
    for sentence in Text.of(apart).sentences:
        for word in sentence.names:
            low = word.lower()
            short_form = re.search(r"[A-ZÁÉÍÓÚÑ]{2}", word)
            ordinary = low in everyday or low in glossary(language) or low in medicines_here
            if word[:1].isupper() and not ordinary and not short_form and len(word) > 1:
                found.append(word)
    return found


@lru_cache(maxsize=1)
def _before_a_dose() -> frozenset[str]:
    lines = (Path(__file__).parent / "words" / "before_a_dose.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split()) | frozenset(UNITS)


def same_medicine(word: str) -> str:
    """One spelling for a medicine's English and Spanish name: amoxicillin, amoxicilina."""
    plain = "".join(
        letter for letter in unicodedata.normalize("NFD", word.lower()) if not unicodedata.combining(letter)
    )
    for theirs, ours in (("ph", "f"), ("th", "t"), ("ch", "c"), ("rh", "r"), ("y", "i")):
        plain = plain.replace(theirs, ours)
    plain = re.sub(r"(.)\1", r"\1", plain)
    return re.sub(r"[aeo]$", "", plain) if len(plain) > 5 else plain
