"""What is wrong with answers by the form's own rules: the wrong kind, not among the choices, too long, too many."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from typing import Any

from .items import VALUE, Item
from .tree import Node, asked
from .values import comparable, equal, number, value_of

Json = dict[str, Any]
DAY = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
CLOCK = re.compile(r"\d{2}:\d{2}:\d{2}(\.\d+)?")


class Why(StrEnum):
    KIND = "kind"
    CHOICE = "choice"
    LONG = "long"
    SHORT = "short"
    LOW = "low"
    HIGH = "high"
    PLACES = "places"
    MANY = "many"
    FEW = "few"


@dataclass(frozen=True)
class Fault:
    node: Node
    why: Why
    limit: Any = ""


def wrong(root: Node) -> list[Fault]:
    """Every answer that counts and breaks a rule of its question, in the order of the form."""
    return [fault for node in asked(root) for fault in _of(node)]


def _of(node: Node) -> Iterator[Fault]:
    item = node.item
    if item.is_question and node.answers:
        most = item.extension("questionnaire-maxOccurs") if item.repeats else 1
        least = item.extension("questionnaire-minOccurs")
        if most is not None and len(node.answers) > most:
            yield Fault(node, Why.MANY, most)
        if least is not None and len(node.answers) < least:
            yield Fault(node, Why.FEW, least)
        for answer in node.answers:
            if (found := broken_by(item, answer)) is not None:
                yield Fault(node, *found)
                return


def broken_by(item: Item, answer: Json) -> tuple[Why, Any] | None:
    """The first rule that this answer breaks."""
    if not _is_of_its_kind(item, answer):
        return Why.KIND, item.type
    value = value_of(answer)
    free = item.type == "open-choice" and "valueString" in answer
    if item.options and not free and not any(equal(value_of(one.value), value) for one in item.options):
        return Why.CHOICE, ""
    return _length(item, value) or _size(item, value)


def _length(item: Item, value: Any) -> tuple[Why, Any] | None:
    if not isinstance(value, str) or item.type not in ("string", "text", "url", "open-choice"):
        return None
    most, least = item.raw.get("maxLength"), item.extension("minLength")
    if most is not None and len(value) > most:
        return Why.LONG, most
    return (Why.SHORT, least) if least is not None and len(value) < least else None


def _size(item: Item, value: Any) -> tuple[Why, Any] | None:
    size = comparable(value.get("value") if isinstance(value, dict) else value)
    for name, why in (("minValue", Why.LOW), ("maxValue", Why.HIGH)):
        told = item.extension(name)
        limit = comparable(told.get("value") if isinstance(told, dict) else told)
        if limit is not None and type(limit) is type(size) and (size < limit if why is Why.LOW else size > limit):
            return why, told.get("value") if isinstance(told, dict) else told
    places = item.extension("maxDecimalPlaces")
    if places is not None and (exact := number(value)) is not None and -int(exact.as_tuple().exponent) > places:
        return Why.PLACES, places
    return None


def _is_of_its_kind(item: Item, answer: Json) -> bool:
    said = {name: value for name, value in answer.items() if name != "extension"}  # who let it stand
    if len(said) != 1:
        return False
    [(name, value)] = said.items()
    allowed = {VALUE[item.type]} | ({"valueString"} if item.type == "open-choice" else set())
    allowed |= {key for one in item.options for key in one.value}
    if name not in allowed:
        return False
    match name:
        case "valueBoolean":
            return isinstance(value, bool)
        case "valueInteger":
            return isinstance(value, int) and not isinstance(value, bool)
        case "valueDecimal":
            return not isinstance(value, bool | str) and number(value) is not None
        case "valueQuantity":
            told = value.get("value") if isinstance(value, dict) else None
            return told is not None and not isinstance(told, bool | str) and number(told) is not None
        case "valueDate":
            return isinstance(value, str) and bool(DAY.fullmatch(value)) and _exists(value)
        case "valueDateTime":
            return isinstance(value, str) and ((bool(DAY.fullmatch(value)) and _exists(value)) or _is_moment(value))
        case "valueTime":
            return isinstance(value, str) and bool(CLOCK.fullmatch(value)) and _is_time(value)
        case "valueCoding" | "valueReference" | "valueAttachment":
            return isinstance(value, dict) and bool(value)
    return isinstance(value, str) and bool(value.strip())


def _exists(day: str) -> bool:
    """Whether there is such a day, month or year."""
    try:
        date.fromisoformat(day + "-01-01"[: 10 - len(day)] if len(day) == 4 else day + "-01" * (len(day) == 7))
    except ValueError:
        return False
    return True


def _is_moment(value: str) -> bool:
    try:
        return "T" in value and datetime.fromisoformat(value).tzinfo is not None
    except ValueError:
        return False


def _is_time(value: str) -> bool:
    try:
        time.fromisoformat(value)
    except ValueError:
        return False
    return True
