"""A form as a file: taken from outside only if it can be asked, and said back letter for letter as it came."""

from __future__ import annotations

import json
import math
import re
from decimal import Decimal, InvalidOperation
from typing import Any

import fhirkit
import msgspec
from django.utils.translation import gettext as _

from bedside.journal.models import Refusal

from .items import VALUE, Condition, Item, Json, Unreadable, read
from .values import ORDER, equal, value_of

MOST_BYTES, MOST_ITEMS, DEEPEST, LONGEST = 500_000, 300, 8, 2000
NESTED = 120  # of anything in it, also of what we do not know
LIKE = {"Decimal": "Integer", "DateTime": "Date", "Uri": "String"}  # kinds that are compared with one another
STEP = re.compile(r"(?<=\.)item\[(\d+)\]")
NUMBERS = ("minLength", "maxDecimalPlaces", "questionnaire-minOccurs", "questionnaire-maxOccurs")
CODINGS = ("questionnaire-unit", "questionnaire-unitOption")


def taken(words: bytes) -> str:
    """The text of a form from a file, exactly as it stands there; or a refusal that names what is wrong in it."""
    if len(words) > MOST_BYTES:
        raise Refusal(_("This file is too large for a form."), rule="size")
    try:
        text = words.decode("utf-8")
        issues = fhirkit.validate(text.removeprefix("\ufeff"))
        told = load(text)
    except (ValueError, RecursionError, fhirkit.ParseError, InvalidOperation) as error:
        raise Refusal(_("This file cannot be read as JSON."), rule="json") from error
    if not isinstance(told, dict) or told.get("resourceType") != "Questionnaire":
        raise Refusal(_("This file holds no FHIR Questionnaire."), rule="kind")
    for issue in issues:
        where = str(issue.path)
        # Elements R4 does not know are carried; how far the form is, is ours to say.
        if issue.severity == "error" and issue.message != "unknown element" and where != "Questionnaire.status":
            why = f"{_question_at(told, where)}: {issue.message}"
            raise Refusal(_("This form cannot be read (%(why)s).") % {"why": why}, rule="unreadable")
    can_be_asked(told)
    return text


def _question_at(form: Json, path: str) -> str:
    """The number of the question that a path of the definitions means, and what of it; else the path."""
    steps = STEP.findall(path)
    found: Json = form
    for at in steps:
        found = found["item"][int(at)]
    name = found.get("linkId") if steps and isinstance(found, dict) else None
    return f"{name} ({path.rsplit('.', 1)[-1]})" if name else path


def can_be_asked(form: Json) -> tuple[Item, ...]:
    """Its questions, if all of it can be shown, kept and answered; else a refusal that names the question."""
    try:
        _not_too_much(form)
        items = read(form)
        by_number = {one.link_id: one for top in items for one in top.walk()}
        for item in by_number.values():
            _known_parts(item)
            for condition in item.conditions:
                _can_hold(item, condition, by_number[condition.question])
    except Unreadable as why:
        told = {"why": str(why).rstrip(".")}
        raise Refusal(_("This form cannot be read (%(why)s).") % told, rule="unreadable") from why
    return items


def _not_too_much(form: Json) -> None:
    """Counted without going into it by steps of our own, so that no depth can make us fall."""
    left: list[tuple[Any, int]] = [(one, 1) for one in _inside(form)]
    count = 0
    while left:
        raw, depth = left.pop()
        count += 1
        if depth > DEEPEST:
            raise Unreadable(f"{_name(raw)} lies too deep: at most {DEEPEST} groups in one another")
        if count > MOST_ITEMS:
            raise Unreadable(f"it has more than {MOST_ITEMS} questions")
        if len(str(raw.get("text", ""))) > LONGEST or len(_name(raw)) > 255:
            raise Unreadable(f"{_name(raw)[:40]} is longer than anybody reads")
        left += [(one, depth + 1) for one in _inside(raw)]


def _inside(raw: Json) -> list[Json]:
    found = raw.get("item", [])
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def _name(raw: Json) -> str:
    return str(raw.get("linkId", "?"))


def _known_parts(item: Item) -> None:
    """What we act on is of the kind we expect; what we do not know is kept as it is."""
    for name in NUMBERS:
        if any(not isinstance(one, int) for one in item.extensions(name)):
            raise Unreadable(f"{item.link_id}: {name} should be a whole number")
    for name in CODINGS:
        if any(not isinstance(one, dict) for one in item.extensions(name)):
            raise Unreadable(f"{item.link_id}: {name} should be a unit")
    values = [value_of(one.value) for one in item.options]
    if any(isinstance(one, dict) and not {"code", "display", "reference"} & one.keys() for one in values):
        raise Unreadable(f"{item.link_id} has an answer without words")
    if item.required and item.read_only:
        raise Unreadable(f"{item.link_id} must be answered and cannot be")


def _can_hold(item: Item, condition: Condition, on: Item) -> None:
    """An answer that cannot be given any more would leave what hangs on it unasked, and nobody would be told."""
    [(name, wanted)] = condition.answer.items()
    kind, own = name.removeprefix("answer"), VALUE.get(on.type, "").removeprefix("value")
    if not own or condition.operator == "exists" or (on.type == "open-choice" and kind == "String"):
        fits = bool(own)  # a group and words to read have no answer at all
    elif on.options and condition.operator not in ORDER:
        fits = any(equal(value_of(one.value), wanted) for one in on.options)
    else:
        fits = bool(on.options) or LIKE.get(kind, kind) == LIKE.get(own, own)
    if not fits:
        raise Unreadable(f"{item.link_id} depends on an answer that {on.link_id} does not have")


def load(text: str) -> Json:
    """The form in a text, its numbers as exact as they stand there. A character that nobody can keep is an error."""
    if "\\u0000" in text or "\x00" in text:
        raise ValueError("a character that is none")
    told: Json = msgspec.json.Decoder(float_hook=Decimal).decode(text.removeprefix("\ufeff"))
    plain(text)
    left: list[tuple[Any, int]] = [(told, 1)] if _holds(told) else []
    while left:
        one, depth = left.pop()
        if depth > NESTED:
            raise ValueError("nested too deep")
        left += [(inner, depth + 1) for inner in (one.values() if isinstance(one, dict) else one) if _holds(inner)]
    return told


def _holds(one: Any) -> bool:
    return isinstance(one, dict | list)


def said(form: Json) -> str:
    """A form as the text of a file."""
    return msgspec.json.format(msgspec.json.Encoder(decimal_format="number").encode(form), indent=2).decode()


def plain(text: str) -> Json:
    """The form in a text as a table keeps it and questions are asked from it."""
    told: Json = json.loads(text.removeprefix("\ufeff"), parse_float=_finite)
    return told


def _finite(number: str) -> float:
    found = float(number)
    if not math.isfinite(found):
        raise ValueError("a number larger than any")
    return found
