"""Every number a text says, as what it comes to: doses, counts, dates, times of day, how often, ranges and bounds.

"2 x daily", "bd" and "twice a day" are one amount, 500 mg and 0.5 g too; 5 mg and 5 g are not.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from . import units
from .figures import TONGUES, Placed, in_english
from .numerals import ADVERBS, SHORT_OFTEN, SPANS, Spoken, plain_number, say
from .numerals import spoken as in_language
from .text import LINK, TOKEN

CLOCK = re.compile(
    r"(?<![\d.:/])([01]?\d|2[0-4])(?:[:h]([0-5]\d)|\.([0-5]\d)(?=\s*[ap]\.?m))?(\s*[ap]\.?\s?m\b\.?)?", re.I
)
NAMED_HOURS = {"midday": 720, "noon": 720, "mediodía": 720, "midnight": 0, "medianoche": 0}


SINCE = {"7": ("minute", 1440), "52": ("minute", 7 * 1440), "12": ("month", 1)}


@dataclass(frozen=True)
class Amount:
    """One number of a text. `soft` need not be said again, but may not be said otherwise: "a tablet"."""

    value: str
    unit: str
    said: str
    start: int
    end: int
    bound: str = ""  # most, least
    soft: bool = False

    @property
    def key(self) -> tuple[str, str, str]:
        return self.value, self.unit, self.bound


def amounts(raw: str, language: str) -> list[Amount]:
    """Every amount, in the order of reading. A language we do not know has its digits read and nothing else."""
    return sorted(_Reader(raw, language).read(), key=lambda one: one.start)


class _Reader:
    """Reads one kind after the other; what one kind has taken is blanked for the next."""

    def __init__(self, raw: str, language: str) -> None:
        self.language = language
        self.raw = raw
        shown = TOKEN.sub(_blank, LINK.sub(_blank, raw))
        placed = in_english(shown, language) if language in TONGUES else Placed.of(shown, language)
        self.left, self.starts, self.ends = placed.text, placed.starts, placed.ends
        self.found: list[Amount] = []

    def read(self) -> list[Amount]:
        known = self.language if self.language in units.SMALL else "en"
        spoken = in_language(known)
        self._phones()
        self._dates(spoken)
        self._hours()
        self._often(spoken)
        self._pairs()
        self._numbers(spoken, known)
        return self.found

    def _take(self, match: re.Match[str], value: str, unit: str, *, bound: str = "", soft: bool = False) -> None:
        start, end = self.starts[match.start()], self.ends[match.end() - 1]
        said = " ".join(self.raw[start:end].split())
        self.found.append(Amount(value, unit, said, start, end, bound, soft))

    def _blank(self, match: re.Match[str]) -> None:
        start, end = match.span()
        self.left = self.left[:start] + "\0" * (end - start) + self.left[end:]

    def _dates(self, spoken: Spoken) -> None:
        for match in re.finditer(r"(?<![\d/.-])(\d{4})([-/.])(\d\d?)\2(\d\d?)(?![\d/])", self.left):
            self._date(match, match[1], match[3], match[4])
        for match in re.finditer(r"(?<![\d/.-])(\d\d?)([-/.])(\d\d?)\2(\d{4}|\d\d)(?![\d/.]\d|\d)", self.left):
            year = match[4] if len(match[4]) == 4 else f"20{match[4]}"
            day, month = int(match[1]), int(match[3])
            if day <= 12 and month <= 12 and day != month:  # two ways to read it: only the same writing is the same
                self._take(match, match.group(), "date")
                self._blank(match)
            elif 1 <= max(day, month) <= 31 and min(day, month) <= 12:
                day, month = (month, day) if month > 12 else (day, month)
                self._date(match, year, str(month), str(day))
        for match in spoken.day_month.finditer(self.left):
            self._date(match, match["year"], str(spoken.months[match["month"]]), match["day"])
        for match in spoken.month_day.finditer(self.left):
            self._date(match, match["year"], str(spoken.months[match["month"]]), match["day"])
        for match in spoken.weekday.finditer(self.left):
            beside_a_date = self.left[match.end() : match.end() + 8].lstrip(", el").startswith("\0")
            self._take(match, str(spoken.weekdays[match[1]]), "weekday", soft=beside_a_date)
            self._blank(match)

    def _date(self, match: re.Match[str], year: str | None, month: str, day: str) -> None:
        self._take(match, f"{int(month):02}-{int(day):02}", "date")
        if year:
            self.found[-1] = replace(self.found[-1], value=f"{year}-{self.found[-1].value}")
        self._blank(match)

    def _hours(self) -> None:
        for match in re.finditer(rf"\b(?:{'|'.join(NAMED_HOURS)})\b", self.left):
            self._take(match, str(NAMED_HOURS[match.group()]), "time of day")
            self._blank(match)
        for match in CLOCK.finditer(self.left):
            hour, minute, half = int(match[1]), int(match[2] or match[3] or 0), re.sub(r"[^apm]", "", match[4] or "")
            if not (match[2] or match[4]) or hour > 23 or (half and hour > 12):
                continue
            if half:
                hour = hour % 12 + (12 if half == "pm" else 0)
            self._take(match, str(hour * 60 + minute), "time of day")
            self._blank(match)

    def _often(self, spoken: Spoken) -> None:
        for match in spoken.often.finditer(self.left):
            times, every, span = match["times"], match["every"], match["span"]
            if match["short"]:
                self._take(match, f"{SHORT_OFTEN[match['short']]} a day", "often")
            elif match["other"]:
                self._take(match, "every 2880 minute", "often")
            elif hours := match["q"] or match["hourly"]:
                self._take(match, f"every {say(Decimal(spoken.count(hours)) * 60)} minute", "often")
            elif every:
                unit, factor = units.UNITS[match["unit"]]
                self._take(match, f"every {say(Decimal(spoken.count(every)) * factor)} {unit}", "often")
            elif match["one"] and not times and not self._after_a_dose(match.start()):
                continue  # in a day, a day off
            else:
                named = ADVERBS.get(match["adverb"] or "") or SPANS[span]
                self._take(match, f"{spoken.count(times) if times else '1'} a {named}", "often")
            self._blank(match)

    def _after_a_dose(self, start: int) -> bool:
        before = self.left[:start].rstrip(" ")
        word = re.search(r"[^\W\d]+$", before)
        return before[-1:].isdigit() or (word is not None and word.group() in units.UNITS)

    def _phones(self) -> None:
        for match in re.finditer(r"(?<![\w.,/])(?:\+|\(?0)\d[\d ()-]{5,16}\d(?![\w/])", self.left):
            self._take(match, re.sub(r"\D", "", match.group()), "phone")
            self._blank(match)

    def _pairs(self) -> None:
        pair = r"(?<![\w.,/])(\d+(?:[.,]\d+)?)\s?(/| over | sobre )\s?(\d+(?:[.,]\d+)?)(?:\s?mm\s?hg)?(?![\w/])"
        for match in re.finditer(pair, self.left):
            first, second = (plain_number(match[at], self.language) for at in (1, 3))
            if match[2] == "/" and second in SINCE and len(first) < 3:  # 2/52: two weeks, as doctors write it
                named, days = SINCE[second]
                self._take(match, say(Decimal(first) * days), named)
                self._blank(match)
                continue
            if match[2] == "/" and first in {"1", "2", "3"} and second in {"2", "3", "4"}:
                continue  # half a tablet
            self._take(match, f"{first}/{second}", "pair")
            self._blank(match)

    def _numbers(self, spoken: Spoken, known: str) -> None:
        for match in spoken.amount.finditer(self.left):
            unit = (match["unit"] or "").strip()
            named, factor = units.UNITS.get(" ".join(unit.split()), ("", units.ONE))
            if match["first"] in {"twice", "thrice"}:
                named = "time"
            most, least = match["most"] or match["most_after"], match["least"] or match["least_after"]
            bound = "most" if most else "least" if least else ""
            if {"over", "under"} & {most, least} and named in {"minute", "month", "night"}:
                bound = ""  # over two weeks: for as long as that
            for part in ("first", "second"):
                written = match[part]
                if not written:
                    continue
                ones = written in units.ONES[known]
                if ones and not named:
                    continue
                value = spoken.value(written, self.language)
                if factor != 1 and re.fullmatch(r"-?\d+(\.\d+)?", value):
                    value = say(Decimal(value) * factor)
                soft = (ones and written not in {"one", "uno"}) or (named == "time" and value == "1")
                self._take(match, value, named, bound=bound, soft=soft)


def _blank(match: re.Match[str]) -> str:
    return " " * len(match.group())
