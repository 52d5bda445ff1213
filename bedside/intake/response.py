"""A sheet as FHIR R4 writes it: a QuestionnaireResponse."""

from __future__ import annotations

from typing import Any

from .models import Sheet


def told(sheet: Sheet) -> dict[str, Any]:
    """The QuestionnaireResponse as FHIR R4 writes it."""
    said: dict[str, Any] = {
        "resourceType": "QuestionnaireResponse",
        "id": str(sheet.pk),
        "meta": {"versionId": str(sheet.version)},
        "questionnaire": sheet.form.canonical,
        "status": "completed" if sheet.done_at else "in-progress",
        "subject": {"reference": f"Patient/{sheet.patient_id}"},
    }
    if sheet.is_confidential:
        said["meta"]["security"] = [{"system": "http://terminology.hl7.org/CodeSystem/v3-Confidentiality", "code": "R"}]
    if sheet.done_at:
        said["authored"] = sheet.done_at.isoformat()
    if sheet.answers:
        said["item"] = sheet.answers
    return said
