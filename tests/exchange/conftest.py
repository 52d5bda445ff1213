"""A small clinic that sends us things, and the real bundles where this machine has them."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

Resource = dict[str, Any]
Write = Callable[..., Path]

SHARED = Path(os.environ.get("BEDSIDE_SHARED", Path(__file__).resolve().parents[3] / "shared"))

SENT: list[Resource] = [
    {
        "resourceType": "Encounter",
        "id": "knee-visit",
        "status": "finished",
        "class": {"system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "AMB"},
        "type": [{"text": "Knee check"}],
        "subject": {"reference": "urn:uuid:0a1b2c3d-0000-4000-8000-000000000001"},
        "participant": [{"individual": {"reference": "Practitioner?identifier=http://npi|77"}}],
        "location": [{"location": {"reference": "Location/south"}}],
        "period": {"start": "2021-06-12T06:10:28+02:00", "end": "2021-06-12T06:40:28+02:00"},
    },
    {
        "resourceType": "Observation",
        "id": "pain",
        "status": "final",
        "category": [{"coding": [{"system": "http://category", "code": "survey"}]}],
        "code": {"coding": [{"system": "http://loinc.org", "code": "72514-3"}]},
        "subject": {"reference": "Patient/nora"},
        "encounter": {"reference": "Encounter/knee-visit"},
        "effectiveDateTime": "2021-06-12T06:15:00+02:00",
        "valueQuantity": {"value": 3, "unit": "{score}"},
    },
    {
        "resourceType": "Patient",
        "id": "nora",
        "name": [
            {"use": "official", "family": "Quist", "given": ["Nora", "Ida"]},
            {"use": "nickname", "given": ["Nonnie"]},
        ],
        "gender": "female",
        "birthDate": "1975-03-01",
        "telecom": [{"system": "phone", "value": "555-1000", "use": "home"}],
    },
    {
        "resourceType": "Practitioner",
        "id": "berg",
        "identifier": [{"system": "http://npi", "value": "77"}],
        "name": [{"family": "Berg", "given": ["Axel"], "prefix": ["Dr"]}],
    },
    {"resourceType": "Location", "id": "south", "status": "active", "name": "South Wing"},
]


@pytest.fixture
def sent() -> dict[str, Resource]:
    """The resources another clinic sent, by id; change them freely."""
    return {resource["id"]: deepcopy(resource) for resource in SENT}


@pytest.fixture
def bundle(tmp_path: Path) -> Write:
    """Write resources into a bundle file, in the order given."""

    def write(resources: list[Resource], name: str = "bundle.json", kind: str = "transaction") -> Path:
        entries = [
            {
                "fullUrl": "urn:uuid:0a1b2c3d-0000-4000-8000-000000000001"
                if one["resourceType"] == "Patient"
                else f"urn:uuid:{one['resourceType']}-{one.get('id')}",
                "resource": one,
                "request": {"method": "POST", "url": one["resourceType"]},
            }
            for one in resources
        ]
        file = tmp_path / name
        file.write_text(json.dumps({"resourceType": "Bundle", "type": kind, "entry": entries}, ensure_ascii=False))
        return file

    return write


@pytest.fixture
def synthea() -> Path:
    folder = SHARED / "data" / "fhir" / "synthea"
    if not folder.exists():
        pytest.skip(f"The ten real bundles are not on this machine (looked in {folder}).")
    return folder


def examples() -> list[Path]:
    folder = SHARED / "data" / "fhir"
    return sorted(folder.glob("*-examples/*.json"))
