"""Who is meant: a reference in one resource, led to the resource it names, in the same file or already here."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from urllib.parse import parse_qs, unquote

from bedside.records.models import Parcel, ParcelIndex

from .bundles import Item, Key
from .fhir.index import token
from .fhir.words import all_of

SOME = 500  # names asked for in one question to the database

_relative = re.compile(r"([A-Z][A-Za-z]+)/([A-Za-z0-9.\-]{1,64})(?:/_history/[A-Za-z0-9.\-]{1,64})?")
_conditional = re.compile(r"([A-Z][A-Za-z]+)\?(.+)")
_outside = re.compile(r"(?:https?|ftp|mailto|urn:oid)[:/]")


class Dangling(Exception):
    """A reference that leads nowhere, or to several; the text says which, for the refusal."""


@dataclass
class Known:
    """What a file's references can lead to: by address inside the file, by key and by identifier."""

    source: str
    by_url: dict[str, Key] = field(default_factory=dict)
    inside: set[Key] = field(default_factory=set)
    by_identifier: dict[tuple[str, str], set[Key]] = field(default_factory=lambda: defaultdict(set))
    parcels: dict[Key, Parcel] = field(default_factory=dict)  # already here
    stand_ins: dict[Key, Key] = field(default_factory=dict)  # named so in the file, but here under another id

    def meet(self, items: Collection[Item]) -> None:
        """Take in a file's own resources, and from the house whatever its references and its own names ask for."""
        for item in items:
            self.inside.add(item.key)
            if item.full_url:
                self.by_url[item.full_url] = item.key
            for identifier in all_of(item.resource, "identifier"):
                self.by_identifier[item.type, token(identifier)].add(item.key)
        wanted = {item.key for item in items}
        identifiers: set[tuple[str, str]] = set()
        for item in items:
            if item.if_none_exist:
                identifiers |= _identifiers(item.type, item.if_none_exist)
            for reference in item.references:
                if reference in self.by_url:
                    continue
                if found := _relative.fullmatch(reference):
                    wanted.add((found[1], found[2]))
                elif found := _conditional.fullmatch(reference):
                    identifiers |= _identifiers(found[1], found[2])
        self._fetch_by_identifier(identifiers)
        self._fetch(wanted - self.parcels.keys())

    def lead(self, reference: str, item: Item) -> Key | None:
        """The key a reference means; None for what lies outside this house and inside the resource itself."""
        if reference in self.by_url:
            return self.by_url[reference]
        if reference.startswith("#"):
            contained = {one.get("id") for one in all_of(item.resource, "contained")}
            if reference == "#" or reference[1:] in contained:
                return None
            raise Dangling(f"There is no {reference!r} contained in it.")
        if found := _relative.fullmatch(reference):
            key = self.stand_ins.get((found[1], found[2]), (found[1], found[2]))
            if key in self.inside or key in self.parcels:
                return key
            raise Dangling(f"It refers to {reference}, which is neither in this file nor here.")
        if found := _conditional.fullmatch(reference):
            return self.one(found[1], found[2])
        if _outside.match(reference):
            return None
        raise Dangling(f"It refers to {reference!r}, which is neither in this file nor an address elsewhere.")

    def one(self, kind: str, search: str) -> Key:
        """The one resource that a conditional reference means."""
        names = _identifiers(kind, search)
        if not names:
            raise Dangling(f"It refers to {kind}?{search}; only a search by identifier can be followed.")
        found = set().union(*(self.by_identifier.get(name, set()) for name in names))
        if len(found) == 1:
            return found.pop()
        how_many = "none" if not found else str(len(found))
        raise Dangling(f"It refers to {kind}?{unquote(search)}: one should fit, but {how_many} did.")

    def already_here(self, item: Item) -> Key | None:
        """Under which other name somebody sent this before, where the sender asked us to look (ifNoneExist)."""
        if not item.if_none_exist or item.key in self.parcels:
            return None
        names = _identifiers(item.type, item.if_none_exist)
        found = {key for name in names for key in self.by_identifier.get(name, set()) if key in self.parcels}
        if len(found) > 1:
            raise Dangling(f"{item.if_none_exist}: {len(found)} of these are here already.")
        return found.pop() if found else None

    def stands_for(self, item: Item, key: Key) -> None:
        """From now on, whoever means this resource of the file means the one that was here."""
        self.stand_ins[item.key] = key
        self.inside.discard(item.key)
        self.by_url = {url: key if meant == item.key else meant for url, meant in self.by_url.items()}
        for meant in self.by_identifier.values():
            if item.key in meant:
                meant.discard(item.key)
                meant.add(key)

    def _fetch(self, keys: Iterable[Key]) -> None:
        by_type: dict[str, list[str]] = defaultdict(list)
        for kind, name in keys:
            by_type[kind].append(name)
        for kind, names in by_type.items():
            for start in range(0, len(names), SOME):
                some = names[start : start + SOME]
                for parcel in Parcel.objects.filter(source=self.source, type=kind, source_id__in=some):
                    self.parcels[kind, parcel.source_id] = parcel

    def _fetch_by_identifier(self, identifiers: set[tuple[str, str]]) -> None:
        by_type: dict[str, list[str]] = defaultdict(list)
        for kind, value in identifiers:
            by_type[kind].append(value)
        for kind, values in by_type.items():
            for start in range(0, len(values), SOME):
                rows = ParcelIndex.objects.filter(
                    name="identifier",
                    value__in=values[start : start + SOME],
                    parcel__source=self.source,
                    parcel__type=kind,
                ).select_related("parcel")
                for row in rows:
                    key = (kind, row.parcel.source_id)
                    self.by_identifier[kind, row.value].add(key)
                    self.parcels[key] = row.parcel


def _identifiers(kind: str, search: str) -> set[tuple[str, str]]:
    """The identifiers a search asks for, as (type, system|value); nothing for any other kind of search."""
    asked = parse_qs(search, keep_blank_values=True)
    if set(asked) != {"identifier"} or len(asked["identifier"]) != 1:
        return set()
    value = asked["identifier"][0]
    return {(kind, value if "|" in value else f"|{value}")}
