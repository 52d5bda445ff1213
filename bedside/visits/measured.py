"""What was measured at a visit: typed once, told with its unit and with what it is, and never called good or bad."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bedside.journal.models import Refusal
from bedside.language.amounts import amounts
from bedside.language.text import western


@dataclass(frozen=True)
class Kind:
    """One thing that is measured. `least` and `most` are what a living person can have, not what is well."""

    code: str
    name: object
    unit: str
    plain: object
    least: int
    most: int


KINDS = {
    one.code: one
    for one in (
        Kind(
            "pressure",
            gettext_lazy("Blood pressure"),
            "mmHg",
            gettext_lazy("How hard the blood pushes: first when the heart beats, then when it rests."),
            20,
            280,
        ),
        Kind("pulse", gettext_lazy("Pulse"), "/min", gettext_lazy("How often the heart beats."), 20, 250),
        Kind("temperature", gettext_lazy("Temperature"), "°C", gettext_lazy("How warm the body is."), 30, 43),
        Kind(
            "oxygen",
            gettext_lazy("Oxygen in the blood"),
            "%",
            gettext_lazy("How much of the blood carries oxygen."),
            50,
            100,
        ),
        Kind("weight", gettext_lazy("Weight"), "kg", "", 1, 350),
    )
}
SHORT = {"pulse": "bpm"}
READ_AS = {"pressure": "pair", "pulse": "bpm", "temperature": "degree", "oxygen": "%", "weight": "kg"}
ONE = re.compile(r"\d{1,3}(?:[.,]\d{1,2})?")
PAIR = re.compile(r"(\d{2,3})\s*/\s*(\d{2,3})")


@dataclass(frozen=True)
class Told:
    """A row as she reads it."""

    name: str
    value: str
    plain: str


def rows(typed: Mapping[str, str]) -> list[dict[str, str]]:
    """What is kept: one row for each that was typed, in the order of the form."""
    return [{"kind": kind, "value": value(kind, typed[kind])} for kind in KINDS if typed.get(kind, "").strip()]


def value(kind: str, typed: str) -> str:
    """The number as it is kept: figures 0 to 9, a point, no unit. What no living person can have is refused."""
    said, known = western(typed).strip().removesuffix(KINDS[kind].unit).strip(), KINDS[kind]
    pair = PAIR.fullmatch(said) if kind == "pressure" else None
    numbers = [int(one) for one in pair.groups()] if pair else []
    if kind == "pressure":
        right = bool(pair) and known.least <= numbers[1] < numbers[0] <= known.most
    else:
        right = bool(ONE.fullmatch(said)) and known.least <= Decimal(said.replace(",", ".")) <= known.most
    if not right:
        raise Refusal(_("This number cannot be right. Please check it."), rule="measured")
    return f"{numbers[0]}/{numbers[1]}" if pair else said.replace(",", ".")


def told(measured: Iterable[Mapping[str, str]]) -> list[Told]:
    """The rows in the reader's language."""
    return [
        Told(str(KINDS[one["kind"]].name), _with_unit(one), str(KINDS[one["kind"]].plain))
        for one in measured
        if one["kind"] in KINDS
    ]


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
        return bool(value(kind, number))
    except Refusal:
        return False


def _with_unit(one: Mapping[str, str]) -> str:
    unit = KINDS[one["kind"]].unit
    return f"{one['value']} {unit}"
