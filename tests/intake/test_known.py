"""What is on record of her allergies and medicines stands in a form to be confirmed, before those who may read it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from bedside.booking.visit_links import key_of
from bedside.hours.clock import stopped_at
from bedside.intake import editing
from bedside.intake.known import ALLERGIES, MEDICINES
from bedside.intake.models import Form, Sheet
from bedside.journal.hands import HOUSE
from bedside.people import actions as people
from bedside.people.models import Label, Scope
from bedside.records import actions as records
from bedside.records.models import Parcel
from bedside.town.cast import Cast
from bedside.triage.models import Screening
from bedside.visits import actions as visits
from bedside.visits import summaries

from .ways import MORNING, asks, at, hers, knocks_right, question, visit_of


@pytest.fixture(autouse=True)
def morning(settings: Any) -> Iterator[None]:
    settings.DEMO = True
    with stopped_at(MORNING):
        yield


@pytest.fixture
def form(town: Cast) -> Form:
    del town
    return asks(
        question("Allergies?", "text", definition=ALLERGIES), question("Medicines?", "text", definition=MEDICINES)
    )


def told(town: Cast, kind: str, label: str = "", **words: Any) -> None:
    """Another system tells us."""
    text = json.dumps(words)
    about = {"patient": town.amara, "label": label, "source": "lab", "type": kind}
    parcel = Parcel(source_id=records.digest_of(text)[:20], digest=records.digest_of(text), **about)
    records.keep([records.Delivery(parcel, text)], by=HOUSE)


def allergy(town: Cast, name: str, status: str = "active", **more: Any) -> None:
    told(town, "AllergyIntolerance", code={"text": name}, clinicalStatus={"coding": [{"code": status}]}, **more)


def pill(town: Cast, name: str, status: str = "active", how: str = "") -> None:
    dosage = [{"text": how}] if how else []
    told(town, "MedicationStatement", status=status, medicationCodeableConcept={"text": name}, dosage=dosage)


def shown(client: Client, town: Cast, visit: Any, form: Form) -> str:
    return client.get(at(visit, form.slug, 1)).text


def test_her_allergies_and_medicines_on_record_stand_there_to_be_confirmed(town: Cast, form: Form) -> None:
    allergy(town, "Penicillin")
    allergy(town, "Eggs", status="resolved")
    pill(town, "Ramipril", how="5 mg each morning")
    pill(town, "Warfarin", status="stopped")
    visit = visit_of(town)

    text = shown(hers(town), town, visit, form)

    assert "Penicillin</textarea>" in text
    assert "Ramipril: 5 mg each morning</textarea>" in text
    assert "Eggs" not in text
    assert "Warfarin" not in text
    assert not Sheet.objects.exclude(answers=[]).exists()  # nothing is kept before she has said that it is right


def test_the_medicines_we_agreed_on_last_stand_before_what_others_told(town: Cast, form: Form) -> None:
    pill(town, "Ramipril")
    came = visits.walk_in(town.amara, place=town.riverside, service=town.gp, reason="My head", level="R14", by=town.sam)
    visits.call(came, room=town.rooms[0], by=town.dr_osei)
    visits.begin(came, by=town.dr_osei)
    rows = [
        {"name": "Amlodipine", "dose": "5 mg once a day", "change": "new", "why": ""},
        {"name": "Ibuprofen", "dose": "", "change": "stopped", "why": ""},
    ]
    words = {"original": "Headache. Amlodipine 5 mg once a day. Stop ibuprofen.", "why_came": "You have a headache."}
    summaries.sign(summaries.draft(came, by=town.dr_osei, medicines=rows, **words), by=town.dr_osei)
    visits.finish(came, by=town.dr_osei)

    text = shown(hers(town), town, visit_of(town), form)

    assert "Amlodipine: 5 mg once a day\nRamipril</textarea>" in text
    assert "Ibuprofen" not in text


def test_what_is_confidential_is_not_laid_into_a_form_that_is_not(town: Cast, form: Form) -> None:
    allergy(town, "Penicillin", label=Label.CONFIDENTIAL)

    assert "Penicillin" not in shown(hers(town), town, visit_of(town), form)


def test_a_carer_who_may_not_read_the_record_finds_an_empty_box(town: Cast, form: Form) -> None:
    allergy(town, "Penicillin")
    visit, teresa = visit_of(town), Client()
    scopes = {Scope.APPOINTMENTS, Scope.MESSAGES}
    given = people.grant(town.teresa, town.amara, relation="friend", scopes=scopes, by=HOUSE)
    teresa.force_login(town.teresa)
    text = shown(teresa, town, visit, form)
    assert "Allergies?" in text
    assert "Penicillin" not in text

    people.end_grant(given, by=HOUSE)
    people.grant(town.teresa, town.amara, relation="friend", scopes=scopes | {Scope.RESULTS}, by=HOUSE)
    assert "Penicillin" in shown(teresa, town, visit, form)


def test_by_the_link_nothing_of_the_record_is_shown(town: Cast, form: Form) -> None:
    allergy(town, "Penicillin")
    visit, client = visit_of(town), Client()
    client.post(f"/i/{key_of(visit)}/", knocks_right(town))

    text = shown(client, town, visit, form)

    assert "Allergies?" in text
    assert "Penicillin" not in text


def test_what_we_laid_before_her_raises_no_alarm_and_what_she_adds_does(town: Cast, form: Form) -> None:
    allergy(town, "My throat is swelling and I cannot breathe")
    visit, client = visit_of(town), hers(town)
    page = at(visit, form.slug, 1)
    boxes = [
        one.split('"')[1] for one in client.get(page).text.split("<textarea")[1:] for one in [one[one.index("name=") :]]
    ]

    client.post(page, {boxes[0]: "My throat is swelling and I cannot breathe", boxes[1]: "None"})
    assert not Screening.objects.emergencies_standing().exists()
    client.post(
        page, {boxes[0]: "My throat is swelling and I cannot breathe", boxes[1]: "I have crushing chest pain now"}
    )
    assert Screening.objects.emergencies_standing().get().patient == town.amara


def test_a_manager_says_on_the_screen_that_a_question_begins_with_the_record(town: Cast, form: Form) -> None:
    draft = editing.write({"resourceType": "Questionnaire", "item": [question("m", "text")]}, slug="mine", by=HOUSE)
    ines, page = Client(), f"/house/forms/{draft.pk}/question/?at=m"
    ines.force_login(town.ines)
    assert MEDICINES in ines.get(page).text

    ines.post(page, {"version": draft.version, "text": "Your medicines?", "kind": "text", "record": MEDICINES})

    assert Form.objects.get(pk=draft.pk).definition["item"][0]["definition"] == MEDICINES
    assert f'value="{MEDICINES}" selected' in ines.get(page).text
