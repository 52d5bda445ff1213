"""How the answer of a condition is compared with an answer that was given."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from decimal import Decimal, InvalidOperation
from typing import Any

Json = dict[str, Any]

ORDER: dict[str, Callable[[Any, Any], bool]] = {
    ">": operator.gt,
    "<": operator.lt,
    ">=": operator.ge,
    "<=": operator.le,
}


DAY = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")
CLOCK = re.compile(r"\d\d:\d\d(:\d\d(\.\d{3})?)?")


def value_of(said: Json, prefix: str = "value") -> Any:
    """The one value in an answer, whatever its type."""
    return next((value for name, value in said.items() if name.startswith(prefix)), None)


def holds(sign: str, given: list[Json], wanted: Json) -> bool:
    """Whether a condition holds for all the answers that were given to its question.

    `exists` asks whether there is one. Of the others none holds without an answer: `!=` says that none is equal,
    the rest that at least one fits.
    """
    want = value_of(wanted, "answer")
    if sign == "exists":
        return bool(given) is want
    values = [value_of(one) for one in given]
    if sign == "=":
        return any(equal(one, want) for one in values)
    if sign == "!=":
        return bool(values) and not any(equal(one, want) for one in values)
    return any(_in_order(sign, one, want) for one in values)


def equal(one: Any, other: Any) -> bool:
    if isinstance(one, dict) and isinstance(other, dict):
        return _same_thing(one, other)
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    left, right = alike(one, other)
    return type(left) is type(right) and bool(left == right)


def _same_thing(one: Json, other: Json) -> bool:
    if "value" in other:
        return _same_unit(one, other) and number(one.get("value")) == number(other.get("value"))
    for key in ("code", "reference"):
        if key in other or key in one:
            systems = {part["system"] for part in (one, other) if part.get("system")}
            return one.get(key) == other.get(key) and len(systems) < 2
    return bool(one.get("display")) and one.get("display") == other.get("display")


def _same_unit(one: Json, other: Json) -> bool:
    mine, theirs = (part.get("code") or part.get("unit") for part in (one, other))
    return not theirs or mine == theirs


def _in_order(sign: str, one: Any, want: Any) -> bool:
    if isinstance(one, dict) and isinstance(want, dict):
        if not _same_unit(one, want):
            return False
        one, want = one.get("value"), want.get("value")
    left, right = alike(one, want)
    if left is None or right is None or type(left) is not type(right) or isinstance(left, bool):
        return False
    if isinstance(left, str):  # part of a day, or a time: only as far as both are known
        least = min(len(left), len(right))
        if left[:least] == right[:least] and len(left) != len(right):
            return False
    return ORDER[sign](left, right)


def alike(one: Any, other: Any) -> tuple[Any, Any]:
    """Both as they are compared: a moment beside a day, a month or a year counts for no more than that."""
    left, right = comparable(one), comparable(other)
    if isinstance(left, datetime) and isinstance(right, str) and DAY.fullmatch(right):
        return str(one)[: len(right)], right
    if isinstance(right, datetime) and isinstance(left, str) and DAY.fullmatch(left):
        return left, str(other)[: len(left)]
    return left, right


def comparable(value: Any) -> Any:
    """Numbers as numbers, moments as moments, everything else as it is."""
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        return number(value)
    if isinstance(value, str) and "T" in value:
        try:
            moment = datetime.fromisoformat(value)
        except ValueError:
            return value
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    if isinstance(value, str) and CLOCK.fullmatch(value):
        try:
            return time.fromisoformat(value)
        except ValueError:
            return value
    return value


def number(value: Any) -> Decimal | None:
    try:
        found = Decimal(str(value))
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


def day_of(value: Any) -> date | None:
    """The day in a date or a moment, where the whole day is known."""
    try:
        return date.fromisoformat(str(value)[:10])
    except ValueError:
        return None


def address_of(answer: dict[str, Any]) -> str:
    """How an answer names the paper that was added to it."""
    return str(answer.get("valueAttachment", {}).get("url") or "")
