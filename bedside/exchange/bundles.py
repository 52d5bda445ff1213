"""From the text of a file to its resources, each looked at element by element; or a refusal that says what is wrong."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import fhirkit
import msgspec

from .fhir.words import Resource
from .reading import Damaged

KINDS_OF_BUNDLE = {"batch", "transaction", "collection", "searchset"}
METHODS = {"", "POST", "PUT"}
Key = tuple[str, str]  # type and id at the source

_id = re.compile(r"[A-Za-z0-9.\-]{1,64}")
_from_entry = re.compile(r"Bundle\.entry\[(\d+)\](?:\.resource)?")
_a_day = re.compile(r'"(\d{4})-(\d\d)-(\d\d)(?=["T])')
_not_to_be_shown = re.compile(r"(?<!\\)(?:\\\\)*\\u00(?:0[0-8bcef]|1[0-9a-f])", re.IGNORECASE)
_reference = re.compile(r'"reference":("(?:[^"\\]|\\.)*")')


@dataclass
class Item:
    """One resource on its way in: its words, what they mean, and where in which file it was found."""

    file: str
    entry: int
    text: str
    resource: Resource
    full_url: str = ""
    method: str = ""
    if_none_exist: str = ""
    references: list[str] = field(default_factory=list)

    @property
    def type(self) -> str:
        return str(self.resource["resourceType"])

    @property
    def id(self) -> str:
        """The id at the source, or, where none was given, the UUID the sender knows it by inside this file."""
        return str(self.resource.get("id") or self.full_url.removeprefix("urn:uuid:"))

    @property
    def key(self) -> Key:
        return self.type, self.id

    def damaged(self, sentence: str, element: str = "") -> Damaged:
        return Damaged(sentence, file=self.file, entry=self.entry, element=f"{self.type}/{self.id} {element}".strip())

    def missing(self, sentence: str, element: str) -> Missing:
        return Missing(sentence, file=self.file, entry=self.entry, element=f"{self.type}/{self.id} {element}")


class Missing(Damaged):
    """A file refused for what it refers to and nobody has sent yet: it may fit once other files are in."""


class _Typed(msgspec.Struct):
    resourceType: str = ""


class _Request(msgspec.Struct):
    method: str = ""
    ifNoneExist: str = ""


class _Entry(msgspec.Struct):
    resource: msgspec.Raw | msgspec.UnsetType = msgspec.UNSET
    fullUrl: str = ""
    request: _Request = msgspec.field(default_factory=_Request)


class _Bundle(msgspec.Struct):
    type: str = ""
    entry: list[_Entry] = []


def items_of_file(text: str, file: str, *, lines: bool) -> list[Item]:
    """Every resource of a file: a bundle's entries, one resource alone, or one on each line."""
    if not lines:
        return _items(text, file)
    found = []
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip():
            for item in _items(line, file):
                item.entry = number
                found.append(item)
    return found


def _items(text: str, file: str) -> list[Item]:
    _ask_the_definitions(text, file)
    if msgspec.json.decode(text, type=_Typed).resourceType != "Bundle":
        return [_look_closer(_item(file, 1, text.encode()))]
    whole = msgspec.json.decode(text, type=_Bundle)
    if whole.type not in KINDS_OF_BUNDLE:
        raise Damaged(f"A bundle of type {whole.type} is not taken.", file=file, element="Bundle.type")
    found = []
    for number, entry in enumerate(whole.entry, 1):
        if isinstance(entry.resource, msgspec.UnsetType):
            raise Damaged("There is no resource in it.", file=file, entry=number)
        if entry.request.method not in METHODS:
            sentence = f"Only POST and PUT are taken from a file, not {entry.request.method}."
            raise Damaged(sentence, file=file, entry=number, element="request.method")
        item = _item(file, number, bytes(entry.resource))
        item.full_url, item.method = entry.fullUrl, entry.request.method
        item.if_none_exist = entry.request.ifNoneExist
        found.append(_look_closer(item))
    return found


def _ask_the_definitions(text: str, file: str) -> None:
    """Structure, types, required elements, keys told twice, nesting: by R4's own definitions."""
    try:
        issues = fhirkit.validate(text)
    except fhirkit.ParseError as error:
        raise Damaged(f"This is not whole JSON: {error}.", file=file) from error
    for issue in issues:
        if issue.severity == "error" and issue.message != "unknown element":  # what R4 does not know is carried
            raise _damaged_at(issue.path, issue.message, text, file)
    if issues:
        _no_key_twice(text, file)  # the definitions do not look inside what they do not know


def _damaged_at(path: str, sentence: str, text: str, file: str) -> Damaged:
    found = _from_entry.match(path)
    if not found:
        return Damaged(f"{sentence}.", file=file, element=path)
    number, inside = int(found[1]), path[found.end() :]
    named = ""
    with suppress(msgspec.MsgspecError, LookupError, TypeError):  # a damaged file may not even say what it is
        said = msgspec.json.decode(text)["entry"][number]["resource"]
        named = f"{said['resourceType']}/{said.get('id', '')} " if "resource" in found[0] else ""
        inside = f"{said['resourceType']}{inside}" if named else inside
    return Damaged(f"{sentence}.", file=file, entry=number + 1, element=f"{named}{inside.lstrip('.')}")


def _no_key_twice(text: str, file: str) -> None:
    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        seen = dict(pairs)
        if len(seen) < len(pairs):
            names = [name for name, _ in pairs]
            twice = next(name for name in names if names.count(name) > 1)
            raise Damaged(f"The key {twice!r} is there more than once.", file=file)
        return seen

    json.loads(text, object_pairs_hook=once, parse_int=str, parse_float=str)


def _item(file: str, entry: int, words: bytes) -> Item:
    text = msgspec.json.format(words, indent=-1).decode()
    try:
        item = Item(file, entry, text, msgspec.json.decode(text))
    except msgspec.ValidationError as error:
        raise Damaged(f"A number in it is too large for any machine ({error}).", file=file, entry=entry) from error
    item.references = [json.loads(found) for found in _reference.findall(text)]
    return item


def _look_closer(item: Item) -> Item:
    """What the definitions leave open: the id, days that no calendar has, and characters nobody can show."""
    if not _id.fullmatch(item.id):
        sentence = f"{item.id!r} is not an id." if item.id else "It has no id, so it could never be found again."
        raise item.damaged(sentence, "id")
    if "\\u00" in item.text and _not_to_be_shown.search(item.text):
        raise item.damaged("It holds a control character, which no text may.", _path_of_control(item.resource))
    for year, month, day in set(_a_day.findall(item.text)):
        if not _in_the_calendar(int(year), int(month), int(day)):
            _refuse_if_a_date(item, f"{year}-{month}-{day}")
    return item


def _in_the_calendar(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _refuse_if_a_date(item: Item, said: str) -> None:
    """Whether an impossible day stands where a date belongs: asked by saying nonsense there and seeing who objects."""
    for path, value in _strings(item.resource):
        if value.startswith(said):
            nonsense = item.text.replace(json.dumps(value, ensure_ascii=False), '"no day"')
            if any(f"{issue.path}" == f"{item.type}{path}" for issue in fhirkit.validate(nonsense)):
                raise item.damaged(f"There is no such day as {said}.", f"{item.type}{path}")


def _path_of_control(resource: Resource) -> str:
    for path, value in _strings(resource):
        if any(ord(letter) < 32 and letter not in "\t\n\r" for letter in value):
            return f"{resource['resourceType']}{path}"
    return ""


def _strings(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from _strings(item, f"{path}[{number}]")
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _strings(item, f"{path}.{key}")
