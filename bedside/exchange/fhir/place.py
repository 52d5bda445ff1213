"""A place of ours as FHIR R4 sees it: an Organization or a Location."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from bedside.directory.models import Place

from .contacts import NOT_KNOWN, address, part_of_address, set_part, telecom
from .words import Resource, text_at


def from_fhir(resource: Resource) -> dict[str, Any]:
    """What an Organization or a Location tells us, in our words."""
    return {
        "name": text_at(resource, "name") or text_at(resource, "description")[:200] or NOT_KNOWN,
        "address": part_of_address(resource, "lines"),
        "postcode": part_of_address(resource, "postalCode"),
        "phone": text_at(telecom(resource, "phone"), "value"),
        "is_open": resource.get("active") is not False and text_at(resource, "status") in {"", "active"},
    }


def to_fhir(place: Place, letter: Resource | None = None) -> Resource:
    """The place in FHIR's words: the letter that came, with what has changed here since; without one, a Location."""
    told: Resource = deepcopy(letter) if letter else {"resourceType": "Location", "id": str(place.pk)}
    was = from_fhir(told)
    changed = {key for key, value in was.items() if getattr(place, key) != value}
    if "name" in changed:
        told["name"] = place.name
    if changed & {"address", "postcode"}:
        where = {"line": [place.address], "postalCode": place.postcode}
        new = {key: value for key, value in where.items() if value not in ("", [""])}
        if told["resourceType"] == "Location":
            told["address"] = new
        else:
            set_part(told, "address", address(told), new)
    if "phone" in changed:
        new = {"system": "phone", "value": place.phone} if place.phone else {}
        set_part(told, "telecom", telecom(told, "phone"), new)
    if "is_open" in changed:
        if told["resourceType"] == "Location":
            told["status"] = "active" if place.is_open else "inactive"
        else:
            told["active"] = place.is_open
    return told
