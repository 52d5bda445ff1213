"""A form as FHIR R4 writes it (Questionnaire), read into items one can ask things of. Nothing here knows a table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

Json = dict[str, Any]

TYPES = (
    *("group", "display", "boolean", "decimal", "integer", "date", "dateTime", "time", "string", "text", "url"),
    *("choice", "open-choice", "attachment", "reference", "quantity"),
)
VALUE = {  # under which name an answer to a question of this type stands
    **{kind: f"value{kind[0].upper()}{kind[1:]}" for kind in ("boolean", "decimal", "integer", "date", "dateTime")},
    **dict.fromkeys(("string", "text"), "valueString"),
    **{"time": "valueTime", "url": "valueUri", "attachment": "valueAttachment", "reference": "valueReference"},
    **{"quantity": "valueQuantity", "choice": "valueCoding", "open-choice": "valueCoding"},
}
OPERATORS = ("exists", "=", "!=", ">", "<", ">=", "<=")
LONGEST_CHAIN = 60  # of questions that hang one on another: each is a step into the next when one is asked
HL7 = "http://hl7.org/fhir/StructureDefinition/"
TRANSLATION = f"{HL7}translation"


class Unreadable(ValueError):
    """What was given is no form we can ask; the words say why, for whoever brought it in."""


@dataclass(frozen=True)
class Condition:
    """Asked only if another question was answered so."""

    question: str
    operator: str
    answer: Json  # {"answerBoolean": true}


@dataclass(frozen=True)
class Option:
    """One answer to choose: the value as FHIR writes it, and whether it is chosen from the start."""

    value: Json  # {"valueCoding": {…}}
    initial: bool = False
    alone: bool = False  # "None of these": shuts out the others

    @property
    def key(self) -> str:
        """What a form sends back for it."""
        [value] = self.value.values()
        if isinstance(value, dict):
            return str(value.get("code") or value.get("reference") or value.get("display"))
        return str(value)

    def said(self, language: str) -> str:
        [value] = self.value.values()
        if isinstance(value, dict):
            return spoken(value, "display", language) or self.key
        return str(value)


@dataclass(frozen=True)
class Item:
    """One question, one group of questions, or words to read."""

    link_id: str
    type: str
    raw: Json = field(repr=False)
    required: bool = False
    repeats: bool = False
    read_only: bool = False
    any_condition: bool = False  # one of the conditions is enough
    conditions: tuple[Condition, ...] = ()
    options: tuple[Option, ...] = ()
    items: tuple[Item, ...] = ()

    @property
    def is_question(self) -> bool:
        return self.type not in ("group", "display")

    @property
    def is_free_text(self) -> bool:
        return self.type in ("string", "text", "open-choice")

    @cached_property
    def codes(self) -> frozenset[str]:
        return frozenset(str(one.get("code", "")) for one in self.raw.get("code", []))

    @cached_property
    def initial(self) -> list[Json]:
        """What stands there before anybody has answered."""
        chosen = [one.value for one in self.options if one.initial]
        return chosen or [dict(one) for one in self.raw.get("initial", [])]

    def said(self, language: str) -> str:
        return spoken(self.raw, "text", language)

    def extension(self, name: str) -> Any:
        """The value of one of the standard's extensions, whatever its type; None where it is not there."""
        return next(iter(self.extensions(name)), None)

    def extensions(self, name: str) -> list[Any]:
        found = [one for one in self.raw.get("extension", []) if one.get("url") == f"{HL7}{name}"]
        return [value for one in found for key, value in one.items() if key.startswith("value")]

    def walk(self) -> Iterator[Item]:
        """It and all within it, as they are read."""
        yield self
        for one in self.items:
            yield from one.walk()


def spoken(said: Json, name: str, language: str) -> str:
    """A text in the reader's language where the form has it, by the standard's extension; else as it was written."""
    for one in said.get(f"_{name}", {}).get("extension", []):
        if one.get("url") == TRANSLATION:
            parts = {part.get("url"): part for part in one.get("extension", [])}
            if parts.get("lang", {}).get("valueCode", "").split("-")[0] == language.split("-")[0]:
                return str(parts.get("content", {}).get("valueString", ""))
    return str(said.get(name, ""))


def read(form: Json) -> tuple[Item, ...]:
    """All the items of a Questionnaire, or the reason why it cannot be asked."""
    if form.get("resourceType") != "Questionnaire":
        raise Unreadable("This is not a FHIR Questionnaire.")
    items = tuple(_item(raw, form) for raw in _list(form, "item"))
    known = [one.link_id for top in items for one in top.walk()]
    if twice := sorted({one for one in known if known.count(one) > 1}):
        raise Unreadable(f"Two questions have the number {twice[0]}.")
    for top in items:
        for one in top.walk():
            for condition in one.conditions:
                if condition.question not in known:
                    raise Unreadable(f"{one.link_id} depends on {condition.question}, which is not there.")
    _no_ring(items)
    return items


def _no_ring(items: tuple[Item, ...]) -> None:
    """Whether something is asked must not hang, round some corners, on itself, nor on more than can be followed."""
    hangs_on: dict[str, list[str]] = {}

    def note(item: Item, parent: str) -> None:
        hangs_on[item.link_id] = [one.question for one in item.conditions] + ([parent] if parent else [])
        for one in item.items:
            note(one, item.link_id)

    for top in items:
        note(top, "")
    settled: dict[str, int] = {}  # how many steps each hangs behind one that hangs on nothing

    def follow(link_id: str, way: tuple[str, ...]) -> int:
        if link_id in way:
            raise Unreadable(f"{link_id} depends on itself.")
        if link_id not in settled:
            settled[link_id] = 1 + max((follow(one, (*way, link_id)) for one in hangs_on[link_id]), default=0)
        if settled[link_id] > LONGEST_CHAIN or len(way) > LONGEST_CHAIN:
            raise Unreadable(f"{link_id} hangs on more than {LONGEST_CHAIN} others, one behind the other.")
        return settled[link_id]

    for link_id in hangs_on:
        follow(link_id, ())


def _item(raw: Json, form: Json) -> Item:
    if not isinstance(raw, dict) or not isinstance(raw.get("linkId"), str) or not raw["linkId"]:
        raise Unreadable("A question has no number (linkId).")
    link_id, kind = raw["linkId"], raw.get("type")
    if kind not in TYPES:
        raise Unreadable(f"{link_id} is of a kind that is not in R4: {kind}.")
    inner = tuple(_item(one, form) for one in _list(raw, "item"))
    if kind == "display" and inner:
        raise Unreadable(f"{link_id} is only words to read and has questions inside.")
    options = tuple(_options(raw, form))
    if kind == "choice" and not options:
        raise Unreadable(f"{link_id} has no answers to choose from, or they are kept elsewhere.")
    return Item(
        link_id=link_id,
        type=kind,
        raw=raw,
        required=raw.get("required") is True,
        repeats=raw.get("repeats") is True,
        read_only=raw.get("readOnly") is True,
        any_condition=raw.get("enableBehavior") == "any",
        conditions=tuple(_condition(one, link_id) for one in _list(raw, "enableWhen")),
        options=options,
        items=inner,
    )


def _condition(raw: Json, link_id: str) -> Condition:
    answers = {key: value for key, value in raw.items() if key.startswith("answer")}
    if raw.get("operator") not in OPERATORS or len(answers) != 1 or not isinstance(raw.get("question"), str):
        raise Unreadable(f"{link_id} has a condition that cannot be read.")
    if raw["operator"] == "exists" and not isinstance(answers.get("answerBoolean"), bool):
        raise Unreadable(f"{link_id} has a condition that cannot be read.")
    return Condition(raw["question"], raw["operator"], answers)


def _options(raw: Json, form: Json) -> Iterator[Option]:
    for one in _list(raw, "answerOption"):
        value = {key: one[key] for key in one if key.startswith("value")}
        if len(value) != 1:
            raise Unreadable(f"{raw['linkId']} has an answer that cannot be read.")
        alone = any(
            more.get("url") == f"{HL7}questionnaire-optionExclusive" and more.get("valueBoolean")
            for more in one.get("extension", [])
        )
        yield Option(value, one.get("initialSelected") is True, alone)
    if (wanted := raw.get("answerValueSet", "")).startswith("#"):
        for held in _list(form, "contained"):
            if held.get("resourceType") == "ValueSet" and held.get("id") == wanted[1:]:
                yield from (Option({"valueCoding": coding}) for coding in _codings(held))


def _codings(held: Json) -> Iterator[Json]:
    """The answers of a list that came inside the form: spelt out, or as its makers put it together."""
    if "expansion" in held:
        for one in held["expansion"].get("contains", []):
            yield {key: one[key] for key in ("system", "code", "display") if key in one}
        return
    for part in held.get("compose", {}).get("include", []):
        for one in part.get("concept", []):
            yield {"system": part.get("system", ""), "code": one["code"], "display": one.get("display", one["code"])}


def _list(raw: Json, name: str) -> list[Json]:
    found = raw.get(name, [])
    if not isinstance(found, list):
        raise Unreadable(f"“{name}” should be a list.")
    return found
