"""What a form knows already: her record, where the form says which part of it, and what she said the last time."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from bedside.people.models import Patient, Sex

from .faults import broken_by
from .items import VALUE, Item, Json
from .known import Known
from .letting import forgotten
from .models import Sheet, names_of

PATIENT = "http://hl7.org/fhir/StructureDefinition/Patient#Patient."
FROM_THE_RECORD: dict[str, Callable[[Patient], Any]] = {  # FHIR's name of a part of the record, and where we keep it
    "name.given": lambda patient: patient.given_name,
    "name.family": lambda patient: patient.family_name,
    "name": str,
    "birthDate": lambda patient: patient.birth_date.isoformat() if patient.birth_date else "",
    "address": lambda patient: ", ".join(filter(None, [patient.address, patient.postcode])),
    "address.text": lambda patient: patient.address,
    "address.postalCode": lambda patient: patient.postcode,
    "telecom": lambda patient: patient.phone,
    "communication.language": lambda patient: patient.language,
    "gender": lambda patient: patient.sex if patient.sex != Sex.UNKNOWN else "",
}


def earlier(sheet: Sheet) -> Sheet | None:
    """The last time she filled in this form."""
    hers = Sheet.objects.filter(patient__in=names_of(sheet.patient), slug=sheet.slug, label=sheet.label).exclude(
        pk=sheet.pk
    )
    return hers.done().select_related("form").order_by("-done_at").first()


def said_before(sheet: Sheet | None, items: Iterable[Item]) -> dict[str, list[Json]]:
    """What she answered to each question that stands there once and is still the same. A number alone says little: a
    later edition may ask something else under it."""
    if sheet is None:
        return {}
    now = {_meant(one) for top in items for one in top.walk()}
    return {one.item.link_id: one.given for one in sheet.root.walk() if one.given and _meant(one.item) in now}


def _meant(item: Item) -> tuple[object, ...]:
    """What makes a question the same as before: its number, its kind, its words, and the answers to choose from."""
    answers = tuple((one.key, one.said("en")) for one in item.options)
    return item.link_id, item.type, str(item.raw.get("text", "")), answers


def first_answers(items: Iterable[Item], patient: Patient, before: dict[str, list[Json]], known: Known) -> list[Json]:
    """What stands in a form when it is opened: what she said last time, else her record, else what the form itself
    begins with."""
    said = (_first(item, patient, before, known) for item in items)
    return [one for one in said if one]


def _first(item: Item, patient: Patient, before: dict[str, list[Json]], known: Known) -> Json:
    inside = first_answers(item.items, patient, before, known)
    if item.type == "group":
        return {"linkId": item.link_id, "item": inside} if inside else {}
    kept = [one for one in before.get(item.link_id, []) if broken_by(item, one) is None]
    begun = [one for one in item.initial if broken_by(item, one) is None]
    answers = kept or _from_record(item, patient) or _from_known(item, known) or begun
    if not answers or not item.is_question or item.type == "attachment":
        return {}
    answers = [dict(one) for one in answers]
    for one in answers:
        forgotten(one)
    if inside:
        answers[0]["item"] = inside
    return {"linkId": item.link_id, "answer": answers}


def _from_record(item: Item, patient: Patient) -> list[Json]:
    where = str(item.raw.get("definition", ""))
    read = FROM_THE_RECORD.get(where.removeprefix(PATIENT)) if where.startswith(PATIENT) else None
    value = read(patient) if read else ""
    if not value:
        return []
    if item.options:
        return [one.value for one in item.options if one.key == value]
    return [{VALUE[item.type]: value}] if item.type in ("string", "text", "date", "url") else []


def _from_known(item: Item, known: Known) -> list[Json]:
    """What is on record of more than one thing: each an answer where there may be several, else a line of one."""
    lines = known.get(str(item.raw.get("definition", "")), [])
    if not lines or item.type not in ("string", "text"):
        return []
    several = item.repeats and item.type == "string"
    answers = lines if several else [("\n" if item.type == "text" else "; ").join(lines)]
    return [one for text in answers if broken_by(item, one := {"valueString": text}) is None]
