"""A visit booked here, as FHIR R4 sees it."""

from __future__ import annotations

from bedside.booking.models import Appointment

from .words import Resource


def to_fhir(appointment: Appointment) -> Resource:
    """When, where, with whom and why; the label as a security tag, so that whoever receives it keeps it as close."""
    told: Resource = {
        "resourceType": "Appointment",
        "id": str(appointment.pk),
        "meta": {"versionId": str(appointment.version)},
        "status": appointment.status,
        "serviceType": [{"text": appointment.service.name}],
        "appointmentType": {"text": appointment.visit_type.name},
        "start": appointment.starts_at.isoformat(),
        "end": appointment.ends_at.isoformat(),
        "created": appointment.asked_at.isoformat(),
        "participant": [
            {"actor": {"reference": f"Patient/{appointment.patient_id}"}, "status": "accepted"},
            {"actor": {"display": str(appointment.staff_member)}, "status": "accepted"},
            {"actor": {"display": appointment.place.name}, "status": "accepted"},
        ],
    }
    if appointment.is_confidential:
        told["meta"]["security"] = [{"system": "http://terminology.hl7.org/CodeSystem/v3-Confidentiality", "code": "R"}]
    if appointment.reason:
        told["description"] = appointment.reason
    if appointment.cancelled_because:
        told["cancelationReason"] = {"text": appointment.cancelled_because}
    return told
