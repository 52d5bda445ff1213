"""A patient as FHIR R4 sees her."""

from __future__ import annotations

from copy import deepcopy
from datetime import date
from typing import Any

from bedside.people.models import Patient, Sex

from .contacts import address, given_and_family, name, part_of_address, set_part, telecom
from .words import Resource, all_of, first, last_day, text_at, whole_day

INTERPRETER = (
    "http://hl7.org/fhir/StructureDefinition/patient-interpreterRequired",
    "http://hl7.org/fhir/us/core/StructureDefinition/us-core-interpreter-needed",
)
YES = "373066001"  # SNOMED CT: yes


def from_fhir(resource: Resource, received: date) -> dict[str, Any]:
    """What a Patient resource tells us, in our words. A death without a day counts from the day we heard of it."""
    who = name(resource)
    return {
        **given_and_family(who),
        "preferred_name": text_at(_nickname(resource), "given"),
        "birth_date": whole_day(text_at(resource, "birthDate")),
        "sex": text_at(resource, "gender") if text_at(resource, "gender") in Sex.values else Sex.UNKNOWN.value,
        "language": _language(resource).partition("-")[0].lower()[:10] or "en",
        "interpreter": _needs_interpreter(resource),
        "email": text_at(telecom(resource, "email"), "value"),
        "phone": text_at(telecom(resource, "phone"), "value"),
        "address": part_of_address(resource, "lines"),
        "postcode": part_of_address(resource, "postalCode"),
        "deceased_on": _died(resource, received),
    }


def to_fhir(patient: Patient, letter: Resource | None = None) -> Resource:
    """The patient in FHIR's words: the letter that came, with what has changed here since, and nothing else touched."""
    told: Resource = deepcopy(letter) if letter else {"resourceType": "Patient", "id": str(patient.pk)}
    was = from_fhir(told, received=patient.deceased_on or date.min)
    changed = {key for key, value in was.items() if getattr(patient, key) != value}
    if changed & {"given_name", "family_name"}:
        who = name(told, make=True)
        who.pop("text", None)
        who["family"], who["given"] = patient.family_name, patient.given_name.split(" ")
    if "preferred_name" in changed:
        set_part(told, "name", _nickname(told), {"use": "nickname", "given": [patient.preferred_name]})
    if "birth_date" in changed:
        told.pop("birthDate", None)
        if patient.birth_date:
            told["birthDate"] = patient.birth_date.isoformat()
    if "sex" in changed:
        told["gender"] = patient.sex
    if "language" in changed:
        for other in told.get("communication", []):
            other.pop("preferred", None)
        spoken = {"language": {"coding": [{"system": "urn:ietf:bcp:47", "code": patient.language}]}, "preferred": True}
        told["communication"] = [spoken, *told.get("communication", [])]
    if "interpreter" in changed:
        kept = [one for one in told.get("extension", []) if one.get("url") not in INTERPRETER]
        told["extension"] = [*kept, {"url": INTERPRETER[0], "valueBoolean": patient.interpreter}]
    for system in ("email", "phone"):
        if system in changed:
            value = getattr(patient, system)
            set_part(told, "telecom", telecom(told, system), {"system": system, "value": value} if value else {})
    if changed & {"address", "postcode"}:
        where = {"line": [patient.address], "postalCode": patient.postcode}
        set_part(
            told, "address", address(told), {key: value for key, value in where.items() if value not in ("", [""])}
        )
    if "deceased_on" in changed:
        told.pop("deceasedBoolean", None)
        told.pop("deceasedDateTime", None)
        if patient.deceased_on:
            told["deceasedDateTime"] = patient.deceased_on.isoformat()
    return told


def _nickname(resource: Resource) -> Resource:
    return next((one for one in all_of(resource, "name") if one.get("use") == "nickname"), {})


def _language(resource: Resource) -> str:
    spoken = list(all_of(resource, "communication"))
    chosen = next((one for one in spoken if one.get("preferred") is True), spoken[0] if spoken else {})
    return text_at(chosen, "language", "coding", "code")


def _needs_interpreter(resource: Resource) -> bool:
    for extension in all_of(resource, "extension"):
        if extension.get("url") in INTERPRETER:
            return extension.get("valueBoolean") is True or first(extension, "valueCoding", "code") == YES
    return False


def _died(resource: Resource, received: date) -> date | None:
    if said := text_at(resource, "deceasedDateTime"):
        return last_day(said)
    return received if resource.get("deceasedBoolean") is True else None
