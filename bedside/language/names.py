"""The medicines and the people a text names."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from .figures import SILENT, folded
from .plain import glossary
from .text import WORD, Text, medicines
from .units import UNITS

TITLES = frozenset(
    {"dr", "dra", "mr", "mrs", "ms", "mme", "mlle", "m", "sr", "sra", "srta", "docteur", "doctor", "doctora"}
    | {"pan", "pani", "pana", "panią"}
)
AFTER_A_TITLE = re.compile(
    r"(?<!\w)(?:و|ل|ب)?(?:د\.|دكتورة?|الدكتورة?|السيدة?|الممرضة?|الأستاذة?)\s+(?:د\.\s+)?([^\W\d_]+)"
)
CASES = re.compile(r"(?<=\w\w\w)(?:owi|iego|ego|iemu|emu|iej|iem|em|im|ym|ą|ę|a|u|y|i|e|o)$")  # of a Polish name
ENDING = re.compile(
    r"(?:pril|sartan|olol|statin|cillin|mycin|floxacin|azole|prazole|dipine|gliptin|gliflozin|parin|xaban|tidine|setron|"
    r"triptan|lukast|terol|asone|olone|thiazide|semide|oxetine|azepam|profen|mab|vir|prilo|sartán|estatina|cilina|micina|"
    r"floxacino|prazol|dipino|gliptina|xabán|triptán|tiazida|semida|oxetina|profeno)$"
)


def drugs_in(text: str, doses: Iterable[int]) -> list[str]:
    """The medicines: those we know, those that end like one, and whatever stands right before one of the doses."""
    none = _before_a_dose()
    found = [word for word in WORD.findall(text) if is_medicine(word.lower())]
    found = [word for word in found if word.lower() not in none]
    for start in doses:
        before = re.search(r"([^\W\d_]{4,})\s+$", text[:start])
        if before and before[1].lower() not in none:
            found.append(before[1])
    return found


def is_medicine(word: str) -> bool:
    """Whether it is one that we know, in any of our languages, or ends like one."""
    return word in medicines() or bool(ENDING.search(word) or _elsewhere(word)) or same_medicine(word) in _known()


@lru_cache(maxsize=1)
def _known() -> frozenset[str]:
    return frozenset(same_medicine(word) for word in medicines() if len(word) > 5)


def people_in(text: str, language: str, medicines_here: frozenset[str]) -> list[str]:
    """Each word with a capital inside a sentence, unless it is written small elsewhere or is a word of the trade.

    Arabic has no capitals: there it is who stands after a title.
    """
    if language == "ar":
        return AFTER_A_TITLE.findall(text)
    everyday = {word for word in WORD.findall(text) if word.islower()}
    found = []
    # In notes much ends with a point or a colon; what follows begins anew, but for "Dr. Osei".
    apart = re.sub(r"(?<!\bDr)(?<!\bMr)(?<!\bMrs)(?<!\bMs)(?<!\bSr)(?<!\bSra)[.:;]\s+(?=[A-ZÁÉÍÓÚÑ])", ".\n\n", text)
    for sentence in Text.of(apart).sentences:
        for word in sentence.names:
            low = word.lower()
            short_form = re.search(r"[A-ZÁÉÍÓÚÑ]{2}", word)
            ordinary = low in everyday or low in glossary(language) or low in medicines_here or low in TITLES
            if word[:1].isupper() and not ordinary and not short_form and len(word) > 1:
                found.append(word)
    return found


@lru_cache(maxsize=1)
def _before_a_dose() -> frozenset[str]:
    lines = (Path(__file__).parent / "words" / "before_a_dose.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split()) | frozenset(UNITS)


def same_name(word: str, language: str) -> str:
    """A person's name as it is compared: in Polish without the ending of its case."""
    return CASES.sub("", word.lower()) if language == "pl" else word.lower()


@lru_cache(maxsize=1)
def _spellings() -> tuple[dict[str, str], dict[str, str]]:
    """Polish beginnings and Arabic words of medicines, each with the name that is compared."""
    latin, arabic = dict[str, str](), dict[str, str]()
    for line in (Path(__file__).parent / "words" / "medicines_pl_ar.txt").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            name, spelled = line.split(" = ")
            for word in spelled.split():
                (latin if word.isascii() else arabic)[folded(word, "en" if word.isascii() else "ar")] = name
    return latin, arabic


@lru_cache(maxsize=4000)
def _elsewhere(word: str) -> str:
    """The name of a medicine that is written as Polish or Arabic has it; empty where it is none."""
    latin, arabic = _spellings()
    if word.isascii() or word[:1].isascii():
        return next(
            (latin[word[:end]] for end in range(len(word), max(len(word) - 4, 2), -1) if word[:end] in latin), ""
        )
    plain = SILENT.sub("", folded(word, "ar"))
    return arabic.get(plain) or arabic.get(re.sub(r"^(?:[وف]?(?:بال|ال|لل|ب|ل)?)", "", plain), "")


@lru_cache(maxsize=4000)
def same_medicine(word: str) -> str:
    """One spelling for a medicine's name in all our languages: amoxicillin, amoxicilina, amoksycylinę."""
    word = _elsewhere(word.lower()) or word
    plain = "".join(
        letter for letter in unicodedata.normalize("NFD", word.lower()) if not unicodedata.combining(letter)
    )
    for theirs, ours in (("ph", "f"), ("th", "t"), ("ch", "c"), ("rh", "r"), ("y", "i")):
        plain = plain.replace(theirs, ours)
    plain = re.sub(r"(.)\1", r"\1", plain)
    return re.sub(r"[aeo]$", "", plain) if len(plain) > 5 else plain
