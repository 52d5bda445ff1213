"""What a form may begin with that stands in no field of hers: what she must not have, and what she takes.

It is laid before those alone who may read it in the record too: whoever comes by a link, or sits down at the clinic,
has told us less than that. Nothing of it is kept before she has said that it is right.
"""

from __future__ import annotations

from collections.abc import Iterable

from bedside.access.models import User
from bedside.people.models import Label
from bedside.records.models import Parcel
from bedside.visits.models import Change, Summary

from .items import HL7, Item
from .models import Sheet, names_of

ALLERGIES = f"{HL7}AllergyIntolerance#AllergyIntolerance.code"  # how a question says what it asks for
MEDICINES = f"{HL7}MedicationStatement#MedicationStatement.medication[x]"
TYPES = {ALLERGIES: ["AllergyIntolerance"], MEDICINES: ["MedicationStatement", "MedicationRequest"]}
MOST = 30  # lines of one question

Known = dict[str, list[str]]


def known_of(sheet: Sheet, items: Iterable[Item], user: User | None) -> Known:
    """For each thing these questions ask for, what is on record of it, a line for each."""
    asked = {str(one.raw.get("definition", "")) for top in items for one in top.walk()} & TYPES.keys()
    if user is None or not asked:
        return {}
    found = {where: _told(sheet, where, user) for where in asked}
    if MEDICINES in found:
        found[MEDICINES] = [*_agreed(sheet, user), *found[MEDICINES]]
    return {where: list(dict.fromkeys(lines))[:MOST] for where, lines in found.items()}


def _told(sheet: Sheet, where: str, user: User) -> list[str]:
    """What other systems told; of what is confidential only where this form is so too."""
    hers = Parcel.objects.visible_to(user).filter(patient__in=names_of(sheet.patient), type__in=TYPES[where])
    parcels = hers.filter(label__in={Label.NONE, sheet.label}).order_by("type", "received_at", "pk")
    return [said for one in parcels if (said := one.stands_for)]


def _agreed(sheet: Sheet, user: User) -> list[str]:
    """The medicines of her last signed summary that were not stopped."""
    signed = Summary.objects.visible_to(user).signed().filter(patient__in=names_of(sheet.patient))
    last = signed.filter(label__in={Label.NONE, sheet.label}).exclude(medicines=[]).order_by("-signed_at").first()
    rows = [one for one in last.medicines if one["change"] != Change.STOPPED] if last else []
    return [f"{one['name']}: {one['dose']}".removesuffix(": ") for one in rows]
