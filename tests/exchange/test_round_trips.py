from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from bedside.directory.models import Place
from bedside.exchange.fhir import patient, place, practitioner
from bedside.exchange.fhir.words import Resource, read, write
from bedside.people.models import Patient, StaffMember
from bedside.town.cast import Cast

from .conftest import examples

TODAY = date(2026, 1, 2)
NAMES = {"Patient", "Practitioner", "Organization", "Location"}


def _told(file: Path) -> str:
    return file.read_text()


OURS = [file for file in examples() if json.loads(_told(file))["resourceType"] in NAMES]


@pytest.mark.skipif(not OURS, reason="The official examples are not on this machine.")
def test_there_are_examples_of_what_we_act_on() -> None:
    assert len(OURS) >= 4


@pytest.mark.parametrize("file", OURS, ids=lambda file: file.stem)
def test_nothing_a_sender_told_us_is_lost(file: Path) -> None:
    letter = read(_told(file))

    assert write(_back(letter)) == write(letter)


@pytest.mark.parametrize("file", examples(), ids=lambda file: file.stem)
def test_every_example_is_read_and_written_to_the_letter(file: Path) -> None:
    def tokens(text: str) -> object:
        return json.loads(text, parse_float=str, parse_int=str, object_pairs_hook=tuple)

    assert tokens(write(read(_told(file)))) == tokens(_told(file))


def _back(letter: Resource) -> Resource:
    match letter["resourceType"]:
        case "Patient":
            return patient.to_fhir(Patient(**patient.from_fhir(letter, TODAY)), letter)
        case "Practitioner":
            return practitioner.to_fhir(StaffMember(**practitioner.from_fhir(letter)), letter)
    return place.to_fhir(Place(**place.from_fhir(letter)), letter)


LETTER: Resource = {
    "resourceType": "Patient",
    "id": "nora",
    "extension": [{"url": "x", "valueDecimal": 1.5}],
    "name": [
        {"use": "old", "family": "Holm", "given": ["Nora"]},
        {"use": "official", "family": "Quist", "given": ["Nora", "Ida"], "suffix": ["MD"]},
    ],
    "telecom": [
        {"system": "fax", "value": "1"},
        {"system": "phone", "value": "555-1000", "use": "home", "rank": 1},
        {"system": "email", "value": "not an address"},
    ],
    "birthDate": "1975",
    "deceasedBoolean": False,
    "address": [{"use": "home", "line": ["1 Hill"], "city": "Town", "postalCode": "T1"}],
    "communication": [{"language": {"coding": [{"code": "nb-NO"}]}, "preferred": True}],
}


def test_only_what_changed_here_is_said_anew() -> None:
    nora = Patient(**patient.from_fhir(LETTER, TODAY))
    nora.phone = "555-2000"

    said = patient.to_fhir(nora, LETTER)

    assert said["telecom"][0] == {"system": "phone", "value": "555-2000", "use": "home"}
    assert said | {"telecom": LETTER["telecom"]} == LETTER


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("given_name", "Nora Maria"),
        ("family_name", "Berg"),
        ("preferred_name", "Nonnie"),
        ("birth_date", date(1975, 3, 1)),
        ("sex", "female"),
        ("language", "es"),
        ("interpreter", True),
        ("email", "nora@example.org"),
        ("phone", ""),
        ("address", "2 Hill"),
        ("deceased_on", date(2025, 1, 1)),
    ],
)
def test_every_change_made_here_is_understood_by_whoever_reads_it_back(field: str, value: object) -> None:
    nora = Patient(**patient.from_fhir(LETTER, TODAY))
    setattr(nora, field, value)

    heard = patient.from_fhir(patient.to_fhir(nora, LETTER), TODAY)

    assert heard[field] == value
    before = patient.from_fhir(LETTER, TODAY)
    assert {key for key in heard if heard[key] != before[key]} == {field}


def test_a_patient_of_our_own_is_told_in_full(town: Cast) -> None:
    heard = patient.from_fhir(patient.to_fhir(town.amara), TODAY)

    assert {key: getattr(town.amara, key) for key in heard} == heard


def test_a_place_and_a_clinician_of_our_own_are_told_in_full(town: Cast) -> None:
    heard = place.from_fhir(place.to_fhir(town.riverside))
    assert {key: getattr(town.riverside, key) for key in heard} == heard

    heard = practitioner.from_fhir(practitioner.to_fhir(town.osei))
    assert {key: getattr(town.osei, key) for key in heard} == heard
