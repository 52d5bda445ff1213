"""Gaps in care, by rule: what should have happened by her age and sex, and of which nothing newer is on record here.

The rules are data (`gaps.toml`), each with its source, its version and whoever reviewed it. They advise whoever sees
her; nothing is sent, and no patient reads them. That nothing is on record does not mean that it did not happen.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from bedside.access.models import User
from bedside.language import dates
from bedside.people.models import Patient, Sex
from bedside.records.models import Parcel, ParcelIndex, ParcelQuerySet

FILE = Path(__file__).parent / "gaps.toml"
LANGUAGES = {"en", "es", "fr", "pl", "ar"}
TOLD_OF = ("DiagnosticReport", "Observation", "Procedure")
DONE = ("completed", "final", "amended", "corrected", "appended", "preliminary", "partial")  # not: not-done, cancelled
HAS = ("active", "recurrence", "relapse", "remission", "inactive")  # not: resolved; a mistake has no such status


@dataclass(frozen=True)
class Rule:
    id: str
    version: int
    source: str
    reviewer: str
    country: str
    sex: str
    ages: tuple[int, int]
    every_months: int
    codes: frozenset[str]
    unless: frozenset[str]  # with one of these illnesses on record she is seen about it otherwise
    name: dict[str, str]

    def asks_about(self, patient: Patient, day: date, country: str) -> bool:
        """Whose sex we do not know is asked about too: it may be for them."""
        age = patient.age_on(day)
        same = not self.sex or patient.sex in (self.sex, Sex.OTHER, Sex.UNKNOWN)
        return self.country == country and same and age is not None and self.ages[0] <= age <= self.ages[1]

    @property
    def title(self) -> str:
        return self.name.get((get_language() or "en").split("-")[0]) or self.name["en"]


@dataclass(frozen=True)
class Gap:
    """One thing that may be due: the last day it is known of, if any, and the rule that says so."""

    rule: Rule
    last: str  # as far as it is known: 2020, 2020-05 or 2020-05-17; empty where nothing is on record

    @property
    def said(self) -> str:
        every, last = self.rule.every_months // 12, dates.as_known(self.last, get_language() or "en")
        told = _("last on record: %(day)s") % {"day": last} if last else _("nothing on record here")
        return _("%(what)s, every %(years)s years: %(told)s.") % {"what": self.rule.title, "years": every, "told": told}

    @property
    def by(self) -> str:
        """Which rule says so, and who has looked at it."""
        seen = self.rule.reviewer or _("Not clinically reviewed")
        return f"{self.rule.id} {self.rule.version}. {seen}. {self.rule.source}."


@lru_cache(maxsize=1)
def rules() -> tuple[Rule, ...]:
    found = []
    for row in tomllib.loads(FILE.read_text(encoding="utf-8"))["rule"]:
        row.pop("written")
        low, high = row.pop("ages")
        codes, unless = frozenset(row.pop("codes")), frozenset(row.pop("unless", ()))
        found.append(Rule(ages=(low, high), codes=codes, unless=unless, **row))
    return tuple(found)


def gaps(patient: Patient, user: User, hers: Q, day: date, country: str) -> list[Gap]:
    """What may be due on this day, in the order of the file."""
    asked = [rule for rule in rules() if rule.asks_about(patient, day, country)]
    told = _told(
        Parcel.objects.visible_to(user).filter(hers), frozenset().union(*(one.codes | one.unless for one in asked))
    )
    ill = {one.code for one in told if one.type == "Condition" and one.status in HAS}
    last: dict[str, str] = {}
    for one in told:
        if one.type in TOLD_OF and one.status in DONE and one.day <= day.isoformat():
            last[one.code] = max(last.get(one.code, ""), one.day)
    found = []
    for rule in (one for one in asked if not one.unless & ill):
        newest = max((last[code] for code in rule.codes if code in last), default="")
        if newest < _months_before(day, rule.every_months):
            found.append(Gap(rule, newest))
    return found


@dataclass(frozen=True)
class Told:
    """What another system told of one code, and when it was so, as far as it is known."""

    type: str
    code: str
    status: str
    day: str


def _told(parcels: ParcelQuerySet, codes: frozenset[str]) -> list[Told]:
    """All that is on record under these codes."""
    coded = parcels.filter(type__in=[*TOLD_OF, "Condition"], found_by__name="code", found_by__value__in=codes)
    found = list(coded.values_list("pk", "type", "found_by__value")) if codes else []
    facts = dict[object, dict[str, str]]()
    rows = ParcelIndex.objects.filter(parcel__in=[pk for pk, _type, _code in found], name__in=("date", "status"))
    for parcel, name, value in rows.values_list("parcel", "name", "value"):
        facts.setdefault(parcel, {})[name] = value
    known = [(kind, code, facts.get(pk, {})) for pk, kind, code in found]
    return [Told(kind, code, one.get("status", ""), one.get("date", "")[:10]) for kind, code, one in known]


def _months_before(day: date, months: int) -> str:
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return f"{year:04}-{month + 1:02}-{min(day.day, 28):02}"
