"""What to look for to find the numbers of a text in one language, and what a numeral or a number word comes to."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from functools import lru_cache

from . import units

COMMA = frozenset({"es", "fr", "pl"})  # 2,5 is two and a half
SIGNS = {"½": "0.5", "¼": "0.25", "¾": "0.75", "⅓": "1/3", "⅔": "2/3"}
SHORT_OFTEN = {"od": 1, "o.d.": 1, "qd": 1, "bd": 2, "b.d.": 2, "bid": 2, "b.i.d.": 2, "tds": 3, "tid": 3, "t.d.s.": 3}
SHORT_OFTEN |= {"t.i.d.": 3, "qds": 4, "qid": 4, "q.d.s.": 4, "q.i.d.": 4}
SPANS = {"day": "day", "night": "day", "morning": "day", "evening": "day", "week": "week", "month": "month"}
SPANS |= {"year": "year", "hour": "hour", "día": "day", "dia": "day", "noche": "day", "mañana": "day", "semana": "week"}
SPANS |= {"mes": "month", "año": "year", "hora": "hour"}
ADVERBS = {"daily": "day", "nightly": "day", "weekly": "week", "monthly": "month", "yearly": "year", "annually": "year"}
ADVERBS |= {"diario": "day", "diaria": "day", "diariamente": "day", "semanal": "week", "semanalmente": "week"}
ADVERBS |= {"mensual": "month", "mensualmente": "month", "anual": "year", "hourly": "hour"}


def plain_number(written: str, language: str) -> str:
    """What a numeral comes to, as text; one that can be read in two ways (1.000 in Spanish) stays as it is written."""
    if written in SIGNS:
        return say(Fraction(SIGNS[written]))
    sign, digits = ("-", written[1:]) if written[0] in "-−" else ("", written)
    thousands, point = (r"\d{1,3}(?:\.\d{3})+", ",") if language in COMMA else (r"\d{1,3}(?:,\d{3})+", ".")
    other = "." if point == "," else ","
    if language in COMMA and re.fullmatch(r"[1-9]\d{0,2}\.\d{3}", digits):
        return sign + digits
    if not digits.startswith("0") and re.fullmatch(thousands + rf"(?:{re.escape(point)}\d+)?", digits):
        digits = digits.replace(other, "")
    try:
        return say(Decimal(sign + digits.replace(",", ".")))
    except InvalidOperation:
        return sign + digits  # 1.2.3: a number of a version or a list, compared as it is written


def say(number: Decimal | Fraction) -> str:
    if isinstance(number, Fraction):
        return f"{float(number):.4g}"
    return f"{number.normalize() + 0:f}" if number else "0"


@dataclass(frozen=True)
class Spoken:
    months: dict[str, int]
    weekdays: dict[str, int]
    numbers: dict[str, int]
    day_month: re.Pattern[str]
    month_day: re.Pattern[str]
    weekday: re.Pattern[str]
    often: re.Pattern[str]
    amount: re.Pattern[str]

    def count(self, written: str) -> str:
        return {"once": "1", "twice": "2", "thrice": "3"}.get(written) or self.value(written, "en")

    def value(self, written: str, language: str) -> str:
        """A numeral, a word or several (one hundred and twenty, one and a half), or a fraction."""
        if written in {"a", "an", "twice", "thrice"}:
            return {"twice": "2", "thrice": "3"}.get(written, "1")
        if found := re.fullmatch(r"(\d+) ?([½¼¾])", written):
            return say(Decimal(found[1]) + Decimal(SIGNS[found[2]]))
        if found := re.fullmatch(r"(?:(\d+) )?(\d)/(\d)", written):
            return say(Fraction(int(found[1] or 0)) + Fraction(int(found[2]), int(found[3])))
        if re.search(r"\d|[½¼¾⅓⅔]", written):
            return plain_number(written, language)
        total, current, half = 0, 0, Decimal(0)
        for word in re.split(r"[\s-]+", written):
            if word in {"half", "media", "medio"}:
                half = Decimal("0.5")
            elif word in {"quarter", "cuarto"}:
                half = Decimal("0.25")
            elif word in {"hundred", "ciento", "cien"}:
                current = max(current, 1) * 100
            elif word in {"thousand", "mil"}:
                total, current = total + max(current, 1) * 1000, 0
            elif word in self.numbers:
                current += self.numbers[word]
        return say(Decimal(total + current) + half)


@lru_cache(maxsize=4)
def spoken(language: str) -> Spoken:
    months = _shortened(units.MONTHS[language])
    weekdays = _shortened(units.WEEKDAYS[language], "thurs thur" if language == "en" else "")
    month, year = "|".join(sorted(months, key=len, reverse=True)), r"(?:,? (?:de )?(?P<year>(?:19|20)\d\d)\b)?"
    day = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th|º)?"
    numbers = units.number_words(language)
    words = "|".join(sorted(numbers, key=len, reverse=True))
    word = rf"\b(?:{words})(?:(?: and a | and | y |[ -])(?:{words}|half|media|medio)\b)*\b"
    numeral = (
        r"(?<![\w/])(?:\d+ )?[123]/[234](?![/\d])|"
        r"(?<![\w.,])(?<!\d/)(?<![^\W\d]-)[-−]?\d+(?:[.,]\d+)*(?: ?[½¼¾])?|(?<![\w.,])\.\d+|[½¼¾⅓⅔]"
    )
    half = r"\bhalf(?= an? | of an? )|\bhalf(?= tab)|\bquarter(?= of an? )|\bmedi[ao](?= \w)|\bcuarto(?= de )"
    numeral = rf"{numeral}|{half}|\btwice\b|\bthrice\b|{word}"
    ones = r"\ban?\b" if language == "en" else r"\bun[ao]?\b"
    unit = "|".join(re.escape(one).replace(r"\ ", " ") for one in sorted(units.UNITS, key=len, reverse=True))
    span, adverb = "|".join(SPANS), "|".join(ADVERBS)
    counted = rf"once|twice|thrice|(?:{numeral})(?= ?(?:times?|x|×|vez|veces)(?:\b|(?<=×)))"
    per = r"(?:(?P<one>\ban? )|\bper |\beach |\bevery |/ ?|\bal |\ba la |\bpor |\bcada )"
    other = "every other day|on alternate days|alternate days|un día sí y otro no|días alternos|en días alternos"
    often = (
        rf"(?P<other>{other})|(?<![\w.])(?P<short>{'|'.join(map(re.escape, SHORT_OFTEN))})(?!\w)|"
        rf"(?:\bevery|\bcada|\beach) (?P<every>{numeral}) ?(?P<unit>{unit})\b|"
        rf"\bq(?P<q>\d\d?)h\b|(?P<hourly>{numeral})[ -]hourly\b|"
        rf"(?:(?P<times>{counted})(?: ?(?:times?|x|×|vez|veces))? ?)?"
        rf"(?:{per} ?(?P<span>{span})\b|\b(?P<adverb>{adverb})\b)"
    )
    before = f"(?:(?P<most>{units.MOST[language]})|(?P<least>{units.LEAST[language]}))\\s*"
    after = (
        f"[\\s\0]+(?:(?P<most_after>{units.MOST_AFTER[language]})|(?P<least_after>{units.LEAST_AFTER[language]}))\\b"
    )
    joined = r"\s?[-–]\s?| to | or | and | a | o | y "
    amount = (
        rf"(?:{before})?(?P<first>{numeral}|{ones}(?=\s?(?:{unit})\b))"
        rf"(?:(?:{joined})(?P<second>{numeral})(?=\s?(?:{unit})(?!\w)))?"
        rf"(?:(?: of an?| an?| de)?[\s-]?(?P<unit>(?:{unit})(?!\w)))?(?:{after})?"
    )
    return Spoken(
        months=months,
        weekdays=weekdays,
        numbers=numbers,
        day_month=re.compile(rf"(?<![\d.,/]){day}(?: of| de)? (?P<month>{month})\b\.?{year}"),
        month_day=re.compile(rf"\b(?P<month>{month})\.? {day}\b(?![.:/]\d){year}"),
        weekday=re.compile(rf"\b({'|'.join(sorted(weekdays, key=len, reverse=True))})s?\b"),
        often=re.compile(often),
        amount=re.compile(amount),
    )


def _shortened(words: str, more: str = "") -> dict[str, int]:
    """Names of months or days with their short forms, but for those that are other words (may, mar, sun, sat)."""
    found = {}
    for number, word in enumerate(words.split(), 1):
        found[word] = number
        if len(word) > 4 and word[:3] not in {"mar", "sun", "sat", "mié", "ene", "abr", "ago", "dom", "vie", "lun"}:
            found[word[:3]] = number
    return found | dict.fromkeys(more.split(), 4)
