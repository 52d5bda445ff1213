"""French, Polish and Arabic words about amounts, put into the English ones that are read, each with where it stood.

One reader of doses is enough: "deux fois par jour", "dwa razy dziennie" and "مرتين يوميًا" all become "2 times a day"
before it looks. Whatever says nothing about an amount is left out, so that no foreign word is taken for an English one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

WORDS = Path(__file__).parent / "words"
TONGUES = ("fr", "pl", "ar")
NOTHING = "\x01"  # in the place of a word that says nothing about an amount
KEPT = frozenset(
    {"mg", "mcg", "µg", "μg", "ug", "g", "gr", "kg", "ml", "cl", "dl", "l", "h", "min", "mm", "cm", "km", "mmol", "mol"}
    | {"iu", "ui", "u", "mmhg", "bpm", "ng", "m", "x", "am", "pm", "°c", "°"}
)  # short forms that are the same everywhere

FOLDED = str.maketrans("أإآٱى٫", "ااااي.")
SILENT = re.compile("[\u0640\u064b-\u0652\u0670\u066c\u200e\u200f]")
GROWN_ON = r"(?:[وف]?(?:ب|ل|ك)?(?:ال|لل)?)?"  # and, so, in, for, as, the


@dataclass(frozen=True)
class Placed:
    """A text with, for each of its letters, where in the first text it begins and ends."""

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    @classmethod
    def of(cls, raw: str, language: str) -> Placed:
        letters, places = [], []
        for at, letter in enumerate(raw):
            if language == "ar" and SILENT.match(letter):
                continue
            low = folded(letter, language)
            letters.append(low if len(low) == 1 else letter)
            places.append(at)
        return cls("".join(letters), tuple(places), tuple(at + 1 for at in places))

    def sub(self, pattern: re.Pattern[str], say: Callable[[re.Match[str]], str]) -> Placed:
        """What is found said otherwise; every letter of it stands where the whole stood."""
        text, starts, ends, done = [], list[int](), list[int](), 0
        for match in pattern.finditer(self.text):
            begin, end = match.span()
            said = say(match)
            if begin == end or said == match.group():
                continue
            text += [self.text[done:begin], said]
            starts += [*self.starts[done:begin], *[self.starts[begin]] * len(said)]
            ends += [*self.ends[done:begin], *[self.ends[end - 1]] * len(said)]
            done = end
        rest = (*starts, *self.starts[done:]), (*ends, *self.ends[done:])
        return Placed("".join([*text, self.text[done:]]), *rest)


def folded(text: str, language: str) -> str:
    """Small letters; in Arabic one kind of alef, and the figures 0 to 9."""
    if language != "ar":
        return text.lower().replace("’", "'")
    return "".join(str(unicodedata.decimal(one)) if one.isdecimal() else one for one in text.lower().translate(FOLDED))


def in_english(raw: str, language: str) -> Placed:
    """The text as the reader of amounts takes it."""
    placed = Placed.of(raw, language).sub(GROUPED, lambda match: re.sub(r"\s", "", match.group()))
    placed = placed.sub(_run(language), lambda match: _count(match.group(), language))
    for pattern, say in REWRITTEN[language]:
        placed = placed.sub(pattern, lambda match, say=say: match.expand(say))  # type: ignore[misc]
    phrases, known = _phrases(language)
    return placed.sub(phrases, lambda match: _said(match, known))


def _said(match: re.Match[str], known: dict[str, str]) -> str:
    if match["phrase"]:
        return known[re.sub(r"\s+", " ", match["phrase"])]
    return match.group() if match.group() in KEPT else NOTHING


@lru_cache(maxsize=3)
def _phrases(language: str) -> tuple[re.Pattern[str], dict[str, str]]:
    known = {}
    for line in (WORDS / f"figures_{language}.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            english, forms = line.split(" = ")
            for form in forms.split(" | "):
                known[SILENT.sub("", folded(form.strip(), language))] = english
    longest = sorted(known, key=len, reverse=True)
    forms = "|".join(
        re.escape(form).replace(r"\ ", r"\s+") + ("" if form[-1] in ".'" else r"(?!\w)") for form in longest
    )
    grown = GROWN_ON if language == "ar" else ""
    # A figure may stand right before a word (10j) but no letter.
    return re.compile(rf"(?<![^\W\d_]){grown}(?P<phrase>{forms})|[^\W\d_]+(?:(?<=[a-z])\d\w*)?"), known


GROUPED = re.compile(r"(?<![\d.,])[1-9]\d{0,2}(?:[ \u00a0\u202f]\d{3})+(?![\d])")  # 1 000

_DAY = {
    "fr": r"(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)",
}
REWRITTEN: dict[str, list[tuple[re.Pattern[str], str]]] = {
    "fr": [
        (re.compile(r"\b1er\b"), "1"),
        (re.compile(r"\b(\d{1,2}) ?h(?:eures?)? ?([0-5]\d)\b"), r"\1:\2"),
        (re.compile(rf"\b((?:à|vers|dès|{_DAY['fr']}) )(\d{{1,2}}) ?h(?:eures?)?\b(?! ?avant| ?après)"), r"\1\2:00"),
        (re.compile(r"\bx ?(\d+) ?/ ?j(?:our)?\b"), r"\1 fois par jour"),
        (re.compile(r"\b(\d+) ?[x×] ?/ ?j(?:our)?\b"), r"\1 fois par jour"),
        (re.compile(r"/ ?j\b"), " par jour"),
        (re.compile(r"\b(?:une? )?demie?[- ](?=comprim|cachet|gélule|heure|dose)"), "demi "),
        (re.compile(r"\b(\d+) sur (\d+)\b"), r"\1/\2"),
    ],
    "pl": [
        (re.compile(r"\bgodz(?:\.|inie|ina)? ?(\d{1,2})(?![\d:.])"), r"\1:00"),
        (re.compile(r"\bo (\d{1,2})\.([0-5]\d)\b"), r"o \1:\2"),
        (re.compile(r"\bo (\d{1,2})(?![\d:.,/]| [a-ząćęłńóśźż])"), r"o \1:00"),
        (re.compile(r"\bod (\d[\d.,]*) do (?=\d)"), r"\1-"),
        (re.compile(r"(?<!\d )(?<!\d)\bdo (?=\d)"), "najwyżej "),
        (re.compile(r"\b(\d+) na (\d+)\b"), r"\1/\2"),
        (re.compile(r"\bpółtor(?:a|ej)\b"), "1,5"),
    ],
    "ar": [
        (re.compile(r"الساعة (\d{1,2})(?![\d:.])"), r"الساعة \1:00"),
        (re.compile(r"(\d{1,2}:\d\d) ?(?:صباحا|ص)(?!\w)"), r"\1 am"),
        (re.compile(r"(\d{1,2}:\d\d) ?(?:مساء|م|ظهرا|عصرا)(?!\w)"), r"\1 pm"),
        (re.compile(r"(?<!\w)من (\d[\d.]*) الي (?=\d)"), r"\1-"),
        (re.compile(r"(\d+) علي (\d+)"), r"\1/\2"),
    ],
}

_ARABIC = {
    1: "واحد واحدة احدي احد",
    2: "اثنان اثنين اثنتان اثنتين اثنا اثني اثنتا اثنتي",
    3: "ثلاث ثلاثة", 4: "اربع اربعة", 5: "خمس خمسة", 6: "ست ستة", 7: "سبع سبعة", 8: "ثمان ثماني ثمانية", 9: "تسع تسعة",
    10: "عشر عشرة", 20: "عشرون عشرين", 30: "ثلاثون ثلاثين", 40: "اربعون اربعين", 50: "خمسون خمسين", 60: "ستون ستين",
    70: "سبعون سبعين", 80: "ثمانون ثمانين", 90: "تسعون تسعين", 100: "مئة مائة", 200: "مئتان مئتين مائتان مائتين",
    300: "ثلاثمئة ثلاثمائة", 400: "اربعمئة اربعمائة", 500: "خمسمئة خمسمائة", 600: "ستمئة ستمائة",
    800: "ثمانمئة ثمانمائة",
    1000: "الف",
}  # fmt: skip
_POLISH = {
    1: "jeden jedna jedno jedną jednej jednego jednym",
    2: "dwa dwie dwóch dwoma dwu", 3: "trzy trzech trzema", 4: "cztery czterech czterema", 5: "pięć pięciu",
    6: "sześć sześciu",
    7: "siedem siedmiu", 8: "osiem ośmiu", 9: "dziewięć dziewięciu", 10: "dziesięć dziesięciu",
    11: "jedenaście jedenastu",
    12: "dwanaście dwunastu", 13: "trzynaście trzynastu", 14: "czternaście czternastu", 15: "piętnaście piętnastu",
    16: "szesnaście szesnastu", 17: "siedemnaście siedemnastu", 18: "osiemnaście osiemnastu",
    19: "dziewiętnaście dziewiętnastu",
    20: "dwadzieścia dwudziestu", 30: "trzydzieści trzydziestu", 40: "czterdzieści czterdziestu",
    50: "pięćdziesiąt pięćdziesięciu", 60: "sześćdziesiąt sześćdziesięciu", 70: "siedemdziesiąt siedemdziesięciu",
    80: "osiemdziesiąt osiemdziesięciu", 90: "dziewięćdziesiąt dziewięćdziesięciu", 100: "sto stu",
    200: "dwieście dwustu",
    300: "trzysta trzystu", 400: "czterysta czterystu", 500: "pięćset pięciuset", 600: "sześćset", 700: "siedemset",
    800: "osiemset", 900: "dziewięćset", 1000: "tysiąc tysiąca",
}  # fmt: skip
_FRENCH = {
    1: "un une", 2: "deux", 3: "trois", 4: "quatre", 5: "cinq", 6: "six", 7: "sept", 8: "huit", 9: "neuf", 10: "dix",
    11: "onze", 12: "douze", 13: "treize", 14: "quatorze", 15: "quinze", 16: "seize", 20: "vingt vingts", 30: "trente",
    40: "quarante", 50: "cinquante", 60: "soixante", 100: "cent cents", 1000: "mille",
}  # fmt: skip
NUMBERS = {
    language: {word: number for number, words in table.items() for word in words.split()}
    for language, table in (("fr", _FRENCH), ("pl", _POLISH), ("ar", _ARABIC))
}


@lru_cache(maxsize=3)
def _run(language: str) -> re.Pattern[str]:
    """Number words that stand together as one number."""
    word = f"(?:{'|'.join(sorted(NUMBERS[language], key=len, reverse=True))})(?!\\w)"
    joined = {"fr": r"(?:[ -]|[ -]et[ -](?=(?:une?|onze)\b))", "pl": " ", "ar": "(?: و| )"}[language]
    grown = r"(?:(?<=\s[وبلف])|(?<![^\W\d_]))" if language == "ar" else r"(?<!\w)"
    return re.compile(rf"{grown}{word}(?:{joined}{word})*")


def _count(said: str, language: str) -> str:
    """What they come to; a lone "one" stays a word, for it may be no more than "a"."""
    words = [word for word in re.split(r"[\s-]+|(?<=\s)و", said) if word and word != "et"]
    if language == "ar":
        words = [word if word in NUMBERS["ar"] else word.removeprefix("و") for word in words]
    numbers = [NUMBERS[language][word] for word in words]
    if numbers == [1]:
        return said
    total = part = 0
    for number in numbers:
        if number == 1000:
            total, part = total + max(part, 1) * 1000, 0
        elif number == 100 and 0 < part < 10:
            part *= 100
        elif number == 20 and language == "fr" and part % 100 == 4:
            part += 76  # quatre-vingts
        else:
            part += number
    return str(total + part)
