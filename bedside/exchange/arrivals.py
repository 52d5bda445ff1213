"""What a file's resources are about: the patient of each, who may see it, and which of our records it belongs to."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from .bundles import Item, Key
from .fhir.words import Resource, is_confidential, strings
from .references import Dangling, Known

ABOUT = ["subject", "patient", "beneficiary", "for", "individual", "participant", "target"]  # who it is about, at best


@dataclass
class Arrival:
    """One resource with its references followed."""

    item: Item
    leads_to: dict[str, Key] = field(default_factory=dict)  # reference as written -> what it means
    patient: uuid.UUID | None = None  # ours
    is_confidential: bool = False

    def means(self, *path: str) -> Key | None:
        """What the first reference at this path leads to."""
        return next((self.leads_to[one] for one in self.said(*path) if one in self.leads_to), None)

    def said(self, *path: str) -> Iterator[str]:
        yield from strings(self.item.resource, *path, "reference")


def follow(items: list[Item], known: Known, patients: dict[Key, uuid.UUID]) -> list[Arrival]:
    """Follow every reference of every resource, then tell whom it is about and whether few may see it.

    `patients` are those of this file, by their key, as our own records name them.
    """
    by_key = {}
    for item in items:
        arrival = by_key[item.key] = Arrival(item, is_confidential=is_confidential(item.resource))
        for reference in dict.fromkeys(item.references):
            try:
                key = known.lead(reference, item)
            except Dangling as error:
                raise item.missing(str(error), _path_of(item.resource, reference)) from error
            if key:
                arrival.leads_to[reference] = key
    for arrival in by_key.values():
        arrival.patient = _named_patient(arrival, known, patients)
    while _hand_on(by_key, known):
        pass
    for arrival in by_key.values():
        if arrival.patient is None and any(key[0] == "Patient" for key in arrival.leads_to.values()):
            arrival.is_confidential = True  # it names several people, and none as the one it is about
    return list(by_key.values())


def _named_patient(arrival: Arrival, known: Known, patients: dict[Key, uuid.UUID]) -> uuid.UUID | None:
    """The patient a resource names: itself, its subject, or the only one among all it refers to."""
    if arrival.item.type == "Patient":
        return patients[arrival.item.key]

    def named(keys: Iterable[Key | None]) -> uuid.UUID | None:
        found = {key for key in keys if key and key[0] == "Patient"}
        if len(found) != 1:
            return None
        key = found.pop()
        return patients.get(key) or known.parcels[key].became

    for element in ABOUT:
        paths = (element,), (element, "actor"), (element, "individual")
        if someone := named(arrival.leads_to.get(said) for path in paths for said in arrival.said(*path)):
            return someone
    return named(arrival.leads_to.values())


def _hand_on(by_key: dict[Key, Arrival], known: Known) -> bool:
    """What refers to a confidential resource is confidential; what names no patient is about the one it leads to."""
    changed = False
    for arrival in by_key.values():
        patients = set()
        for key in arrival.leads_to.values():
            inside, here = by_key.get(key), known.parcels.get(key)
            confidential = inside.is_confidential if inside else here is not None and here.is_confidential
            if confidential and not arrival.is_confidential:
                arrival.is_confidential = changed = True
            patients.add(inside.patient if inside else here.patient_id if here else None)
        patients.discard(None)
        if arrival.patient is None and len(patients) == 1:
            arrival.patient, changed = patients.pop(), True
    return changed


def _path_of(resource: Resource, reference: str) -> str:
    """Where a reference stands, for the refusal that names it."""

    def look(value: object, path: str) -> Iterator[str]:
        if isinstance(value, list):
            for number, one in enumerate(value):
                yield from look(one, f"{path}[{number}]")
        elif isinstance(value, dict):
            if value.get("reference") == reference:
                yield f"{path}.reference"
            for key, one in value.items():
                yield from look(one, f"{path}.{key}")

    return next(look(resource, str(resource["resourceType"])), "")
