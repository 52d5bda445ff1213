"""Somebody who works here, as FHIR R4 sees them."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from bedside.people.models import Sex, StaffMember

from .contacts import given_and_family, name
from .words import Resource, strings, text_at


def from_fhir(resource: Resource) -> dict[str, Any]:
    """What a Practitioner resource tells us, in our words."""
    who = name(resource)
    return {
        "title": text_at(who, "prefix")[:20],
        **given_and_family(who),
        "sex": text_at(resource, "gender") if text_at(resource, "gender") in Sex.values else Sex.UNKNOWN.value,
        "languages": [code.partition("-")[0] for code in strings(resource, "communication", "coding", "code")],
        "is_active": resource.get("active") is not False,
    }


def to_fhir(member: StaffMember, letter: Resource | None = None) -> Resource:
    """The member of staff in FHIR's words: the letter that came, with what has changed here since."""
    told: Resource = deepcopy(letter) if letter else {"resourceType": "Practitioner", "id": str(member.pk)}
    was = from_fhir(told)
    changed = {key for key, value in was.items() if getattr(member, key) != value}
    if changed & {"title", "given_name", "family_name"}:
        who = name(told, make=True)
        who.pop("text", None)
        who["family"], who["given"] = member.family_name, member.given_name.split(" ")
        if member.title:
            who["prefix"] = [member.title]
        else:
            who.pop("prefix", None)
    if "sex" in changed:
        told["gender"] = member.sex
    if "languages" in changed:
        told["communication"] = [{"coding": [{"system": "urn:ietf:bcp:47", "code": code}]} for code in member.languages]
        if not member.languages:
            told.pop("communication")
    if "is_active" in changed:
        told["active"] = member.is_active
    return told
