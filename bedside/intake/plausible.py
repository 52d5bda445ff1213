"""What cannot be, and what is unlikely: numbers of the body, mixed-up units, days that do not fit a life.

What cannot be is not taken; what is unlikely is asked about once and then believed. Children's numbers are not judged
by the limits of adults but by those of their age, which are wide; where we know none, nothing is unlikely.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.utils.translation import gettext as _

from bedside.visits.limits import (
    HEIGHT,
    LIMITS,
    LOWER,
    POUNDS,
    SUGAR_BY_WEIGHT,
    SUGARS,
    UPPER,
    WEIGHT,
    other_unit,
    short,
    usual_for,
)

from .tree import Node, asked
from .values import Json, day_of, number, value_of

OLDEST, NEXT_YEARS = date(1850, 1, 1), timedelta(days=2 * 366)


TO_OURS = {  # other units people think in, and what makes ours of them
    "[lb_av]": ("kg", Decimal("0.45359237")),
    "[in_i]": ("cm", Decimal("2.54")),
    "m": ("cm", Decimal(100)),
    "mg/dL": ("mmol/L", 1 / Decimal(18)),
}


@dataclass(frozen=True)
class Doubt:
    """Something to say about one answer. `cannot` means it is not taken as it stands."""

    node: Node
    sentence: str
    cannot: bool


def can_be_doubted(node: Node) -> bool:
    """Whether there are answers to this question that cannot be."""
    return bool(node.item.codes & set(LIMITS)) or node.item.type in ("date", "dateTime")


def doubts(
    root: Node, *, today: date, born: date | None = None, earlier: dict[str, list[Json]] | None = None
) -> list[Doubt]:
    """All there is to ask about, in the order of the form."""
    age = None if born is None else (today.year - born.year - ((today.month, today.day) < (born.month, born.day)))
    nodes = [one for one in asked(root) if one.answers]
    found = [doubt for one in nodes for doubt in _of_the_body(one, age, earlier or {})]
    turned = list(_the_wrong_way_round(nodes))
    if turned:  # whether each by itself is usual can be said once they stand the right way
        found = [one for one in found if one.cannot or not one.node.item.codes & {UPPER, LOWER}]
    found += [*turned, *(doubt for one in nodes for doubt in _of_days(one, today, born))]
    found += _out_of_proportion(nodes, found)
    return found


def _of_the_body(node: Node, age: int | None, earlier: dict[str, list[Json]]) -> Iterator[Doubt]:
    for code in node.item.codes & set(LIMITS):
        limits, size = LIMITS[code], measured(node.answers[0], node)
        if size is None:
            continue
        low, high = limits.hard
        usual = usual_for(code, age)
        if not low <= size <= high:
            said = _sugar(node, size) or other_unit(code, size) or _a_slip(node, code, size, age) or _cannot_be(size)
            yield Doubt(node, said, True)
        elif (before := _before(node, earlier)) and (trap := _unlike_before(code, size, before)):
            yield Doubt(node, trap, False)
        elif usual and not usual[0] <= size <= usual[1]:
            trap = _sugar(node, size) or other_unit(code, size)
            if (
                code not in SUGARS
            ):  # a very low or high one is seldom a slip and never harmless: nothing else is offered
                trap = trap or _a_slip(node, code, size, age)
            yield Doubt(node, trap or _("This number is unusual. Is it right?"), False)


def measured(answer: Json, node: Node) -> Decimal | None:
    """The number in our unit, from whatever unit it was said in."""
    value = value_of(answer)
    said: Json = value if isinstance(value, dict) else {"value": value}
    told: Json = node.item.extension("questionnaire-unit") or {}
    unit = said.get("code") or said.get("unit") or (told.get("code", "") if "code" not in said else "")
    size = number(said.get("value"))
    if size is None:
        return None
    if not unit and SUGAR_BY_WEIGHT in node.item.codes:
        unit = "mg/dL"
    if unit == "[degF]":
        return (size - 32) * 5 / 9
    return size * TO_OURS[unit][1] if unit in TO_OURS else size


def _cannot_be(size: Decimal) -> str:
    return _("%(number)s cannot be right. Leave it empty if you are not sure: we measure it with you.") % {
        "number": short(size)
    }


def _a_slip(node: Node, code: str, size: Decimal, age: int | None) -> str:
    """Ten times, or a tenth, of what is usual: the point was lost on the way, or stands one place too early. What would
    fit is said in the unit she used."""
    usual, said = usual_for(code, age), _typed(node)
    for factor in (Decimal("0.1"), Decimal(10)):
        if usual and said is not None and usual[0] <= size * factor <= usual[1]:
            return _("Is the point in the right place? %(number)s would fit.") % {"number": short(said * factor)}
    return ""


def _typed(node: Node) -> Decimal | None:
    """The number as she wrote it."""
    value = value_of(node.answers[0])
    return number(value.get("value") if isinstance(value, dict) else value)


def _sugar(node: Node, size: Decimal) -> str:
    """Blood sugar is eighteen times as many in the one unit as in the other."""
    said = _typed(node)
    if said is None or not node.item.codes & SUGARS:
        return ""
    if said == size and said > 30:
        return _other_unit(said, "mg/dL", said / 18, "mmol/L")
    return _other_unit(said, "mmol/L", said * 18, "mg/dL") if said != size and said < 20 else ""


def _other_unit(theirs: Decimal, unit: str, ours: Decimal, other: str) -> str:
    return _("That looks like %(unit)s. %(theirs)s %(unit)s is %(ours)s %(other)s.") % {
        "theirs": short(theirs),
        "unit": unit,
        "ours": short(ours),
        "other": other,
    }


def _before(node: Node, earlier: dict[str, list[Json]]) -> Decimal | None:
    said = earlier.get(node.item.link_id)
    return measured(said[0], node) if said else None


def _unlike_before(code: str, size: Decimal, before: Decimal) -> str:
    """Twice what it was last time, or half: of weight that is pounds for kilograms, or the other way."""
    if code != WEIGHT or before <= 0:
        return ""
    ratio = size / before
    for factor in (Decimal("0.1"), Decimal(10)):
        if Decimal("0.8") <= ratio * factor <= Decimal("1.25"):
            both = {"before": short(before), "number": short(size * factor)}
            return _("Last time it was %(before)s kg. Did you mean %(number)s kg?") % both
    if Decimal("1.9") <= ratio <= Decimal("2.5"):
        return _("Last time it was %(before)s kg. Did you mean %(number)s pounds, which is %(ours)s kg?") % {
            "before": short(before),
            "number": short(size),
            "ours": short(size / POUNDS),
        }
    if ratio >= Decimal("1.4") or ratio <= Decimal("0.7"):
        return _("Last time it was %(before)s kg. Is the new number right?") % {"before": short(before)}
    return ""


def _of_days(node: Node, today: date, born: date | None) -> Iterator[Doubt]:
    if node.item.type not in ("date", "dateTime"):
        return
    day = day_of(value_of(node.answers[0]))
    if day is None:
        return
    if day < OLDEST or day > today + NEXT_YEARS:
        yield Doubt(node, _("That day cannot be right. Check the year."), True)
    elif day > today:
        yield Doubt(node, _("That day is still to come. Is it right?"), False)
    elif born is not None and day < born:
        yield Doubt(node, _("That day is before the birth date we know. Is it right?"), False)


def _the_wrong_way_round(nodes: list[Node]) -> Iterator[Doubt]:
    """Of a blood pressure the upper number is the larger one."""
    for upper in (one for one in nodes if UPPER in one.item.codes):
        beside = [one for one in upper.parent.inner if LOWER in one.item.codes] if upper.parent else []
        for lower in beside:
            high = measured(upper.answers[0], upper)
            low = measured(lower.answers[0], lower) if lower.answers else None
            if high is not None and low is not None and low >= high:
                both = {"high": short(low), "low": short(high)}
                said = _("The first number must be the larger one. Did you mean %(high)s over %(low)s?") % both
                yield Doubt(lower, said, True)


def _out_of_proportion(nodes: list[Node], found: list[Doubt]) -> list[Doubt]:
    """A weight and a height that nobody has together: one of them is in another unit."""
    by_code = {code: one for one in nodes for code in one.item.codes}
    weight, height = by_code.get(WEIGHT), by_code.get(HEIGHT)
    if weight is None or height is None or any(one.cannot and one.node in (weight, height) for one in found):
        return []
    kilograms, centimetres = measured(weight.answers[0], weight), measured(height.answers[0], height)
    if kilograms is None or not centimetres:
        return []
    index = kilograms / (centimetres / 100) ** 2
    if 10 <= index <= 80:
        return []
    return [Doubt(weight, _("This weight does not fit this height. Check both, and their units."), True)]
