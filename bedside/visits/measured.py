"""What was measured at a visit: typed once, told with its unit and with what it is, and never called good or bad."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from bedside.journal.hands import Hand
from bedside.journal.models import Refusal
from bedside.language.amounts import amounts
from bedside.language.dates import day_and_time
from bedside.language.text import western

from .limits import LIMITS, LOWER, OXYGEN, PULSE, TEMPERATURE, UPPER, WEIGHT, other_unit, usual_for


@dataclass(frozen=True)
class Kind:
    """One thing that is measured, and under which LOINC codes it stands in the table of what a body can have."""

    code: str
    name: object
    unit: str
    plain: object
    loinc: tuple[str, ...]  # of a pair the upper one first


KINDS = {
    one.code: one
    for one in (
        Kind(
            "pressure",
            gettext_lazy("Blood pressure"),
            "mmHg",
            gettext_lazy("How hard the blood pushes: first when the heart beats, then when it rests."),
            (UPPER, LOWER),
        ),
        Kind("pulse", gettext_lazy("Pulse"), "/min", gettext_lazy("How often the heart beats."), (PULSE,)),
        Kind("temperature", gettext_lazy("Temperature"), "°C", gettext_lazy("How warm the body is."), (TEMPERATURE,)),
        Kind(
            "oxygen",
            gettext_lazy("Oxygen in the blood"),
            "%",
            gettext_lazy("How much of the blood carries oxygen."),
            (OXYGEN,),
        ),
        Kind("weight", gettext_lazy("Weight"), "kg", "", (WEIGHT,)),
    )
}
SHORT = {"pulse": "bpm"}
READ_AS = {"pressure": "pair", "pulse": "bpm", "temperature": "degree", "oxygen": "%", "weight": "kg"}
ONE = re.compile(r"\d{1,4}(?:[.,]\d{1,2})?")
PAIR = re.compile(r"(\d{1,4})\s*/\s*(\d{1,4})")
NO_NUMBER = gettext_lazy("Please write this as a number, for example 38.5.")
NO_PAIR = gettext_lazy("Please write both numbers, for example 120/80.")
CANNOT = gettext_lazy("This number cannot be right.")
UNUSUAL = gettext_lazy("This number is unusual. Is it right?")


@dataclass(frozen=True)
class Told:
    """A row as she reads it; `stands` says who let a number stand that cannot be, when, and why."""

    name: str
    value: str
    plain: str
    stands: str = ""


@dataclass(frozen=True)
class Doubt:
    """Something to say about a number. One that `cannot` be stands only with a reason."""

    sentence: str
    cannot: bool


def rows(typed: Mapping[str, str]) -> list[dict[str, str]]:
    """What was typed: one row for each, in the order of the form, with the reason where one was given."""
    found = []
    for kind in (one for one in KINDS if typed.get(one, "").strip()):
        because = typed.get(f"{kind}-because", "").strip()
        found.append({"kind": kind, "value": value(kind, typed[kind])} | ({"because": because} if because else {}))
    return found


def value(kind: str, typed: str) -> str:
    """The number as it is kept: figures 0 to 9, a point, no unit."""
    said = western(typed).strip().removesuffix(KINDS[kind].unit).strip()
    if kind == "pressure":
        if not (pair := PAIR.fullmatch(said)):
            raise Refusal(str(NO_PAIR), rule="measured")
        return f"{int(pair[1])}/{int(pair[2])}"
    if not ONE.fullmatch(said):
        raise Refusal(str(NO_NUMBER), rule="measured")
    return said.replace(",", ".")


def doubt(kind: str, value: str, age: int | None) -> Doubt | None:
    """What to say of a number that nobody alive can have, or few at this age have; with the unit that explains it."""
    parts = [(code, Decimal(one)) for code, one in zip(KINDS[kind].loinc, value.split("/"), strict=True)]
    if kind == "pressure" and parts[1][1] >= parts[0][1]:
        return Doubt(_("The first number must be the larger one."), True)
    trap = next(filter(None, (other_unit(*one) for one in parts)), "")
    if any(not _within(size, LIMITS[code].hard) for code, size in parts):
        return Doubt(trap or str(CANNOT), True)
    if any(not _within(size, usual_for(code, age)) for code, size in parts):
        return Doubt(trap or str(UNUSUAL), False)
    return None


def _within(size: Decimal, limits: tuple[float, float] | None) -> bool:
    return limits is None or limits[0] <= size <= limits[1]


def let_stand(
    measured: Iterable[Mapping[str, str]], before: Iterable[Mapping[str, str]], *, by: Hand, at: datetime
) -> list[dict[str, str]]:
    """The rows as they are kept. What cannot be is refused without a reason; with one, who let it stand and when are
    kept beside it, and stay who and when they were while neither number nor reason changes."""
    known, kept = {(one["kind"], one["value"], one["because"]): one for one in before if one.get("because")}, []
    for one in measured:
        row, because = {"kind": one["kind"], "value": one["value"]}, one.get("because", "").strip()
        found = doubt(row["kind"], row["value"], None)
        if found is not None and found.cannot:
            if not because:
                raise Refusal(_("This number cannot be right. Measure again, or say why it stands."), rule="measured")
            stamp = {"because": because, "by": str(by), "at": at.isoformat()}
            row |= known.get((row["kind"], row["value"], because), stamp)
        kept.append(row)
    return kept


def told(measured: Iterable[Mapping[str, str]], zone: str) -> list[Told]:
    """The rows in the reader's language."""
    return [
        Told(str(KINDS[one["kind"]].name), _with_unit(one), str(KINDS[one["kind"]].plain), _stands(one, zone))
        for one in measured
        if one["kind"] in KINDS
    ]


def _stands(one: Mapping[str, str], zone: str) -> str:
    if not one.get("by"):
        return ""
    when = day_and_time(datetime.fromisoformat(one["at"]), get_language() or "en", zone)
    said = {"name": one["by"], "when": when, "why": one["because"]}
    return _("This number is not usual. %(name)s let it stand on %(when)s: “%(why)s”") % said


def said(measured: Iterable[Mapping[str, str]]) -> str:
    """What is compared with the notes: each number with its unit, and as notes have it without."""
    known = [one for one in measured if one["kind"] in KINDS]
    return "\n".join(f"{_with_unit(one)}. {one['value']}. {one['value']} {SHORT.get(one['kind'], '')}" for one in known)


def otherwise(measured: Iterable[Mapping[str, str]], text: str, language: str) -> list[tuple[str, str]]:
    """What a text says of something that was measured, and the row that says another number: nowhere the same one.

    A bound ("call us above 38 °C") and what no living person can have (7 % of something else) are no measurement.
    """
    written, found = amounts(text, language), []
    for row in (one for one in measured if one["kind"] in KINDS):
        kind, unit = row["kind"], READ_AS[row["kind"]]
        mine = {one.value for one in amounts(f"{row['value']} {SHORT.get(kind, KINDS[kind].unit)}", "en")}
        alike = [one for one in written if one.unit == unit and not one.bound and _can_be(kind, one.value)]
        if alike and not mine & {one.value for one in alike}:
            found.append((alike[0].said, _with_unit(row)))
    return found


def _can_be(kind: str, number: str) -> bool:
    try:
        found = doubt(kind, value(kind, number), None)
    except Refusal:
        return False
    return found is None or not found.cannot


def _with_unit(one: Mapping[str, str]) -> str:
    unit = KINDS[one["kind"]].unit
    return f"{one['value']} {unit}"
