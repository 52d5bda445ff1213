"""A form as an outline: where a question stands, and the same form with one put in, moved, changed or taken out.

Nothing here knows a table, and nothing here changes what it is given: each verb gives back a form of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from .items import HL7, TRANSLATION, Item, Json

UP, DOWN = -1, 1


@dataclass(frozen=True)
class Place:
    """The list a question stands in, and the how-manieth it is there."""

    beside: list[Json]
    at: int

    @property
    def raw(self) -> Json:
        return self.beside[self.at]


def place_of(form: Json, link_id: str) -> Place | None:
    """Where the question of this number stands."""
    return next((one for one in _places(form) if one.raw["linkId"] == link_id), None)


def _places(inside: Json) -> Iterator[Place]:
    beside = inside.get("item", [])
    for at, raw in enumerate(beside):
        yield Place(beside, at)
        yield from _places(raw)


def raw_of(form: Json, link_id: str) -> Json | None:
    found = place_of(form, link_id)
    return found.raw if found else None


def free_number(form: Json) -> str:
    """A number that no question of this form has."""
    known = {one.raw["linkId"] for one in _places(form)}
    return next(one for at in range(1, len(known) + 2) if (one := f"q{at}") not in known)


def added(form: Json, raw: Json, *, inside: str = "") -> Json:
    """With one question more, at the end of the form or of a group."""
    new = deepcopy(form)
    around = (raw_of(new, inside) if inside else None) or new
    around.setdefault("item", []).append(raw)
    return new


def replaced(form: Json, link_id: str, raw: Json) -> Json:
    """With this in the place of what stood there."""
    new = deepcopy(form)
    if found := place_of(new, link_id):
        found.beside[found.at] = raw
    return new


def moved(form: Json, link_id: str, way: int) -> Json:
    """One place up or down among those beside it; the first stays the first."""
    new = deepcopy(form)
    if (found := place_of(new, link_id)) and 0 <= found.at + way < len(found.beside):
        beside, at = found.beside, found.at
        beside[at], beside[at + way] = beside[at + way], beside[at]
    return new


def removed(form: Json, link_id: str) -> Json:
    """Without it and all that stands inside it."""
    new = deepcopy(form)
    for around in [new, *(one.raw for one in _places(new))]:
        left = [one for one in around.get("item", []) if one["linkId"] != link_id]
        if len(left) < len(around.get("item", [])):
            if left:
                around["item"] = left
            else:
                del around["item"]
            break
    return new


def hanging_on(items: tuple[Item, ...], link_id: str) -> list[Item]:
    """The questions that are asked only for an answer to this one, or to one inside it."""
    walked = [one for top in items for one in top.walk()]
    gone = {inner.link_id for one in walked if one.link_id == link_id for inner in one.walk()}
    return [one for one in walked if one.link_id not in gone and any(part.question in gone for part in one.conditions)]


def translated(said: Json, name: str, language: str, words: str) -> None:
    """Say one text in another language, in place; no words take them away. What else stands beside it is kept."""
    beside = said.get(f"_{name}") or {}
    others = [one for one in beside.get("extension", []) if not _is_in(one, language)]
    if words:
        parts = [{"url": "lang", "valueCode": language}, {"url": "content", "valueString": words}]
        others.append({"url": TRANSLATION, "extension": parts})
    kept = {key: value for key, value in beside.items() if key != "extension"}
    kept |= {"extension": others} if others else {}
    if kept:
        said[f"_{name}"] = kept
    else:
        said.pop(f"_{name}", None)


def _is_in(extension: Json, language: str) -> bool:
    parts = {one.get("url"): one for one in extension.get("extension", [])}
    lang = str(parts.get("lang", {}).get("valueCode", ""))
    return extension.get("url") == TRANSLATION and lang.split("-")[0] == language


def extended(raw: Json, name: str, values: list[Json]) -> None:
    """Say one of the standard's extensions, in place, once for each value; the others are kept."""
    url = f"{HL7}{name}"
    others = [one for one in raw.get("extension", []) if one.get("url") != url]
    told = others + [{"url": url, **one} for one in values]
    put(raw, "extension", told)


def put(raw: Json, name: str, value: Any) -> None:
    """Say it, or, where there is nothing to say, leave it out."""
    if value in (None, "", [], {}, False):
        raw.pop(name, None)
    else:
        raw[name] = value


@dataclass(frozen=True)
class Text:
    """One text of a form that people read: in what it stands, and under which name."""

    key: str
    said: Json
    name: str
    inside: str = ""  # the question it belongs to, where it is an answer of one


def texts(form: Json) -> list[Text]:
    """Every text of a form, as it is read: its name, what it is for, each question, each answer to choose."""
    found = [Text(name, form, name) for name in ("title", "description") if form.get(name)]
    for place in _places(form):
        raw = place.raw
        if raw.get("text"):
            found.append(Text(f"item:{raw['linkId']}", raw, "text"))
        for at, option in enumerate(raw.get("answerOption", [])):
            coding = option.get("valueCoding", {})
            if coding.get("display"):
                found.append(Text(f"answer:{at}:{raw['linkId']}", coding, "display", inside=str(raw.get("text", ""))))
    return found
