from __future__ import annotations

import bz2
import json
from collections import Counter
from datetime import date
from pathlib import Path

import msgspec
import pytest

from bedside.exchange.actions import import_file, import_files
from bedside.journal.models import Entry
from bedside.journal.sealing import faults, head, seal
from bedside.people.models import Patient, StaffMember
from bedside.records.models import Letter, Parcel, ParcelIndex, PastVisit

from .conftest import Resource, Write

pytestmark = pytest.mark.django_db


def test_people_places_and_past_visits_become_ours(bundle: Write, sent: dict[str, Resource]) -> None:
    import_file(bundle(list(sent.values())))

    nora = Patient.objects.get()
    assert (nora.given_name, nora.family_name, nora.called) == ("Nora Ida", "Quist", "Nonnie")
    assert (nora.birth_date, nora.sex, nora.phone) == (date(1975, 3, 1), "female", "555-1000")
    visit = PastVisit.objects.took_place().get()
    assert (visit.patient, visit.what, visit.day) == (nora, "Knee check", "2021-06-12")
    assert visit.started_at is not None
    assert visit.started_at.isoformat() == "2021-06-12T04:10:28+00:00"
    assert str(visit.clinician) == "Dr Berg"
    assert str(visit.place) == "South Wing"


def test_the_order_inside_a_bundle_does_not_matter(bundle: Write, sent: dict[str, Resource]) -> None:
    import_file(bundle(list(reversed(sent.values()))))

    visit = PastVisit.objects.get()
    assert (str(visit.patient), str(visit.clinician)) == ("Nora Ida Quist", "Dr Berg")


def test_everything_is_kept_to_the_letter(bundle: Write, sent: dict[str, Resource], tmp_path: Path) -> None:
    file = bundle(list(sent.values()))
    told = '"value": 1.50, "code": "é-\\u00e9<", "x-of-ours": [1E+2, -0, 12345678901234567890123, 0.10]'
    file.write_text(file.read_text().replace('"value": 3', told))

    import_file(file)

    parcel = Parcel.objects.get(type="Observation")
    assert told.replace(", ", ",").replace(": ", ":") in parcel.text
    assert list(json.loads(parcel.text)) == list(sent["pain"])
    assert parcel.patient == Patient.objects.get()


def test_a_second_import_changes_nothing(bundle: Write, sent: dict[str, Resource]) -> None:
    import_file(bundle(list(sent.values())))
    before = Entry.objects.count(), Letter.objects.count(), ParcelIndex.objects.count()

    outcome = import_file(bundle(list(sent.values()), "again.json"))

    assert (outcome.unchanged, outcome.fresh.total(), outcome.changed.total()) == (5, 0, 0)
    assert (Entry.objects.count(), Letter.objects.count(), ParcelIndex.objects.count()) == before


def test_the_same_words_laid_out_otherwise_are_the_same(bundle: Write, sent: dict[str, Resource]) -> None:
    file = bundle(list(sent.values()))
    import_file(file)
    file.write_text(json.dumps(json.loads(file.read_text()), indent=4))

    assert import_file(file).unchanged == 5


def test_a_changed_resource_becomes_a_new_version_and_the_old_words_stay(
    bundle: Write, sent: dict[str, Resource]
) -> None:
    import_file(bundle(list(sent.values())))
    sent["pain"]["valueQuantity"]["value"] = 7

    outcome = import_file(bundle(list(sent.values())))

    parcel = Parcel.objects.get(type="Observation")
    assert (outcome.changed, outcome.unchanged, parcel.version) == (Counter(Observation=1), 4, 2)
    assert json.loads(parcel.text)["valueQuantity"]["value"] == 7
    assert Letter.objects.filter(parcel=parcel).count() == 2


def test_what_was_corrected_here_is_not_undone_by_other_news_from_outside(
    bundle: Write, sent: dict[str, Resource]
) -> None:
    import_file(bundle(list(sent.values())))
    nora = Patient.objects.get()
    from bedside.journal.hands import HOUSE
    from bedside.people.actions import change_details

    change_details(nora, phone="555-2000", by=HOUSE)
    sent["nora"]["name"][0]["family"] = "Quist-Berg"
    import_file(bundle(list(sent.values())))

    nora.refresh_from_db()
    assert (nora.family_name, nora.phone) == ("Quist-Berg", "555-2000")
    assert Entry.objects.filter(subject_id=nora.pk).order_by("-version")[0].facts == {"changed": ["family_name"]}


def test_journal_entries_are_written_by_the_senders_hand_and_hold(bundle: Write, sent: dict[str, Resource]) -> None:
    import_file(bundle(list(sent.values())), source="city-hospital")
    seal()

    entry = Entry.objects.get(verb="past_visit.received")
    assert (entry.actor_kind, entry.actor_id) == ("fhir", "city-hospital")
    assert entry.patient_id == Patient.objects.get().pk
    assert list(faults(head())) == []


def test_two_senders_may_use_the_same_id(bundle: Write, sent: dict[str, Resource]) -> None:
    import_file(bundle(list(sent.values())), source="north")
    import_file(bundle(list(sent.values())), source="south")

    assert Patient.objects.count() == 2


def test_what_is_here_under_another_id_is_not_added_where_the_sender_asked_to_look(
    bundle: Write, sent: dict[str, Resource]
) -> None:
    import_file(bundle(list(sent.values())))
    berg = sent["berg"] | {"id": "berg-again"}
    role = {"resourceType": "PractitionerRole", "id": "r", "practitioner": {"reference": "Practitioner/berg-again"}}
    file = bundle([berg, role], "more.json", kind="batch")
    whole = json.loads(file.read_text())
    whole["entry"][0]["request"]["ifNoneExist"] = "identifier=http://npi|77"
    file.write_text(json.dumps(whole))

    outcome = import_file(file)

    assert (outcome.fresh, outcome.unchanged) == (Counter(PractitionerRole=1), 1)
    assert StaffMember.objects.count() == 1


def test_a_file_that_needs_another_waits_for_it(bundle: Write, sent: dict[str, Resource]) -> None:
    first = bundle([sent["pain"], sent["knee-visit"] | {"subject": {"reference": "Patient/nora"}}], "a.json")
    second = bundle([sent["nora"], sent["berg"], sent["south"]], "b.json")

    outcomes = import_files([first, second])

    assert [(one.file, one.refused) for one in outcomes] == [("b.json", ""), ("a.json", "")]
    assert PastVisit.objects.count() == 1


def test_a_resource_alone_and_one_on_each_line_are_read_too(tmp_path: Path, sent: dict[str, Resource]) -> None:
    (tmp_path / "nora.json").write_text(json.dumps(sent["nora"]))
    packed = "\n".join(json.dumps(sent[key]) for key in ("south", "berg"))
    (tmp_path / "more.ndjson.bz2").write_bytes(bz2.compress(packed.encode()))

    outcomes = import_files([tmp_path])

    assert [one.resources for one in outcomes] == [2, 1]
    assert Patient.objects.count() == 1


def test_a_patient_who_died_is_written_to_no_more(bundle: Write, sent: dict[str, Resource]) -> None:
    import_file(bundle([sent["nora"] | {"deceasedDateTime": "2021-07"}]))

    nora = Patient.objects.get()
    assert nora.deceased_on == date(2021, 7, 31)
    assert not nora.may_be_written_to


def test_parcels_are_found_by_the_common_parameters(bundle: Write, sent: dict[str, Resource]) -> None:
    import_file(bundle(list(sent.values())))

    pain = Parcel.objects.get(type="Observation")
    assert set(pain.found_by.values_list("name", "value")) == {
        ("code", "http://loinc.org|72514-3"),
        ("category", "http://category|survey"),
        ("date", "2021-06-12T04:15:00Z"),
        ("status", "final"),
        ("subject", "Patient/nora"),
        ("encounter", "Encounter/knee-visit"),
    }


def test_the_ten_real_bundles_are_all_there_afterwards(synthea: Path) -> None:
    expected: Counter[str] = Counter()
    texts: dict[tuple[str, str], bytes] = {}
    for file in synthea.glob("*.bz2"):
        for entry in msgspec.json.decode(bz2.decompress(file.read_bytes()))["entry"]:
            expected[entry["resource"]["resourceType"]] += 1
        for raw in msgspec.json.decode(bz2.decompress(file.read_bytes()), type=_Raw).entry:
            said = json.loads(bytes(raw.resource))
            texts[said["resourceType"], said["id"]] = bytes(raw.resource)

    outcomes = import_files([synthea])

    assert [one.refused for one in outcomes if one.refused] == []
    assert Counter(Parcel.objects.values_list("type", flat=True)) == expected
    assert (Patient.objects.count(), StaffMember.objects.count(), PastVisit.objects.count()) == (8, 195, 220)
    assert not PastVisit.objects.filter(clinician=None).exists()
    assert not PastVisit.objects.filter(place=None).exists()
    for parcel in Parcel.objects.iterator():
        told = texts[parcel.type, parcel.source_id]
        assert _tokens(Letter.objects.get(parcel=parcel).text) == _tokens(told.decode())
    about_nobody = {"Organization", "Location", "Practitioner", "PractitionerRole"}
    assert set(Parcel.objects.filter(patient=None).values_list("type", flat=True)) == about_nobody

    before = Entry.objects.count()
    assert sum(one.unchanged for one in import_files([synthea])) == expected.total()
    assert Entry.objects.count() == before


class _Entry(msgspec.Struct):
    resource: msgspec.Raw


class _Raw(msgspec.Struct):
    entry: list[_Entry]


def _tokens(text: str) -> object:
    """What a text says with every number in the digits it was written in, and every key in its place."""
    return json.loads(
        text, parse_float=lambda digits: f"#{digits}", parse_int=lambda digits: f"#{digits}", object_pairs_hook=tuple
    )
