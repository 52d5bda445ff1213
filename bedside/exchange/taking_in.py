"""From resources to records of ours: who becomes a patient, who a member of staff, what a place, what a past visit."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import ForeignKey

from bedside.directory.clinic import the_clinic
from bedside.directory.models import Place
from bedside.hours.clock import now
from bedside.journal.actions import record, record_many
from bedside.journal.hands import Hand
from bedside.journal.models import Record
from bedside.people.models import Label, Patient, StaffMember
from bedside.records.models import Parcel, PastVisit

from .arrivals import Arrival
from .bundles import Key
from .fhir import encounter, patient, place, practitioner
from .fhir.words import Resource
from .references import Known


@dataclass
class Neighbours:
    """Our records that the resources of a file may stand beside: those it brings, and those that were here."""

    ids: dict[Key, uuid.UUID]
    known: Known

    def ours(self, key: Key | None) -> uuid.UUID | None:
        if key is None or key in self.ids:
            return self.ids[key] if key else None
        parcel = self.known.parcels.get(key)
        return parcel.became if parcel else None


@dataclass(frozen=True)
class Becoming:
    """What one type of resource becomes here. `around` is what its references tell, None if it becomes nothing."""

    model: type[Record]
    arrived: str
    changed: str
    details: Callable[[Resource], dict[str, Any]]
    around: Callable[[Arrival, Neighbours], dict[str, Any] | None] = lambda arrival, neighbours: {}


def _in_our_zone(arrival: Arrival, neighbours: Neighbours) -> dict[str, Any]:
    return {"zone": the_clinic().zone}


def _around_a_visit(arrival: Arrival, neighbours: Neighbours) -> dict[str, Any] | None:
    if arrival.patient is None:
        return None
    seen_by = arrival.means("participant", "individual")
    where = arrival.means("location", "location") or arrival.means("serviceProvider")
    return {
        "patient_id": arrival.patient,
        "label": Label.CONFIDENTIAL if arrival.is_confidential else Label.NONE,
        "clinician_id": neighbours.ours(seen_by) if seen_by and seen_by[0] == "Practitioner" else None,
        "place_id": neighbours.ours(where),
    }


def _patient(resource: Resource) -> dict[str, Any]:
    return patient.from_fhir(resource, received=now().date())


BECOMES = {  # in the order in which each may need those before it
    "Organization": Becoming(Place, "place.set_up", "place.changed", place.from_fhir, _in_our_zone),
    "Location": Becoming(Place, "place.set_up", "place.changed", place.from_fhir, _in_our_zone),
    "Practitioner": Becoming(StaffMember, "staff.joined", "staff.details_changed", practitioner.from_fhir),
    "Patient": Becoming(Patient, "patient.registered", "patient.details_changed", _patient),
    "Encounter": Becoming(PastVisit, "past_visit.received", "past_visit.changed", encounter.from_fhir, _around_a_visit),
}


def make(arrivals: list[Arrival], parcels: dict[Key, Parcel], neighbours: Neighbours, *, by: Hand) -> None:
    """Make the records that these resources tell of for the first time, and tie each parcel to what it became."""
    for kind, becoming in BECOMES.items():
        subjects = []
        for arrival in arrivals:
            if arrival.item.type != kind:
                continue
            around = becoming.around(arrival, neighbours)
            if around is None:
                continue
            parcel, pk = parcels[arrival.item.key], neighbours.ids[arrival.item.key]
            details = becoming.details(arrival.item.resource)
            subject = becoming.model(id=pk, residue=_residue(parcel), **details, **around)
            _ask_the_fields(subject, arrival)
            parcel.became = pk
            subjects.append(subject)
        record_many(becoming.arrived, subjects, by=by, at=now())


def change(arrival: Arrival, parcel: Parcel, before: Resource, neighbours: Neighbours, *, by: Hand) -> None:
    """Bring our record up to date with what the sender now says differently.

    Only that: what was corrected here since, and the sender did not touch, stays as it was corrected.
    """
    becoming = BECOMES[arrival.item.type]
    if parcel.became is None:
        make([arrival], {arrival.item.key: parcel}, neighbours, by=by)
        return
    subject = becoming.model._base_manager.get(pk=parcel.became)
    was, told = becoming.details(before), becoming.details(arrival.item.resource)
    news = {key: value for key, value in told.items() if value != was[key]}
    if becoming.model is PastVisit:
        news |= becoming.around(arrival, neighbours) or {}
    changed = [key for key, value in news.items() if getattr(subject, key) != value]
    for key in changed:
        setattr(subject, key, news[key])
    subject.residue = _residue(parcel)
    _ask_the_fields(subject, arrival)
    record(becoming.changed, subject, by=by, because="The sender's record has changed.", changed=sorted(changed))


def _residue(parcel: Parcel) -> dict[str, Any]:
    """Where the words lie that told us of this record: whatever we do not use ourselves is read from there."""
    return {"fhir": {"parcel": str(parcel.pk), "digest": parcel.digest}}


def _ask_the_fields(subject: Record, arrival: Arrival) -> None:
    relations = {field.name for field in subject._meta.concrete_fields if isinstance(field, ForeignKey)}
    try:
        subject.clean_fields(exclude=relations)
    except ValidationError as error:
        field, messages = next(iter(error.message_dict.items()))
        raise arrival.item.damaged(f"{' '.join(messages)} (our {field.replace('_', ' ')})") from error
